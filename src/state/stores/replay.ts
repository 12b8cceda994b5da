import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { dayOf, type DayString, type EpochMs } from '#shared/units.ts'

/** A replay that is opened without an instant begins so long before now. */
export const REPLAY_BACK_MS = 600_000

/** What the screen shows of the past: wanted here by controls, carried out by the replay's bridge. */
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

  const seek = (at: EpochMs): void => {
    asked.value = { at }
    day.value = dayOf(at)
  }
  const live = (): void => {
    asked.value = null
    day.value = null
    unit.value = null
    playing.value = true
  }
  return { asked, rate, playing, unit, state, error, active, day, seek, live }
})
