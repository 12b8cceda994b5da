import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { useClock } from './remote/services.ts'

/** A replay that is opened without an instant begins so long before now. */
export const REPLAY_BACK_MS = 600_000
/** Panels follow a running replay at most so often, in time of the screen. */
const FOLLOW_MS: DurationMs = 2_000

/** What the screen shows of the past: wanted here by controls, carried out by the replay's bridge, followed by every panel. */
export const useReplayStore = defineStore('replay', () => {
  /** The instant that was asked for last; null is live. A new object for each asking. */
  const asked = shallowRef<{ readonly at: EpochMs } | null>(null)
  /** Seconds of the past in one second of the screen. */
  const rate = ref(60)
  const playing = ref(true)
  /** Only this unit's vehicles. */
  const unit = ref<string | null>(null)
  const state = ref<'waiting' | 'playing' | 'paused' | 'ended' | 'failed'>('waiting')
  const error = shallowRef<unknown>(null)
  const active = computed(() => asked.value !== null)
  /** The civil day that is replayed; null live. It follows the clock over midnight. */
  const day = ref<DayString | null>(null)
  /** The instant that panels read; null is live. At once where a seek goes, then after the clock in steps. */
  const moment = ref<EpochMs | null>(null)
  /** How often it was sought: what was read before a seek is read again. */
  const seeks = ref(0)
  let followedAt = 0

  const show = (at: EpochMs): void => {
    moment.value = at
    day.value = dayOf(at)
    followedAt = useClock().serverNow()
  }
  const seek = (wanted: EpochMs): void => {
    const at = Math.floor(Math.min(wanted, useClock().serverNow()))
    asked.value = { at }
    seeks.value++
    show(at)
  }
  /** The clock has come so far: panels follow when it is time. */
  const follow = (at: EpochMs): void => {
    if (asked.value !== null && useClock().serverNow() - followedAt >= FOLLOW_MS) show(Math.floor(at))
  }
  const live = (): void => {
    asked.value = null
    moment.value = null
    day.value = null
    unit.value = null
    playing.value = true
  }
  return { asked, rate, playing, unit, state, error, active, day, moment, seeks, seek, follow, live }
})
