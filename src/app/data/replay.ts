import { useRafFn } from '@vueuse/core'
import { onBeforeUnmount, watch } from 'vue'
import type { Frame } from '#shared/protocol/frame.ts'
import { dayOf } from '#shared/kernel/units.ts'
import { makeReplayPlayer, type ReplayPlayer } from '../../connectors/replay/player.ts'
import { isAppError } from '#shared/kernel/errors.ts'
import {
  pastOf,
  useApi,
  useClock,
  useLedgerStore,
  useReplayStore,
  useTables,
  useViewStore,
} from '../../state/stores/index.ts'

/** Lays the ledger of the replayed day under the open place. */
const useLedgerDay = (): void => {
  const ledger = useLedgerStore()
  const view = useViewStore()
  const past = pastOf('day')
  let current: AbortController | null = null
  const read = async (at: number, place: string): Promise<void> => {
    const mine = (current = new AbortController())
    try {
      const day = await useApi().measureDay(at, place, mine.signal)
      if (!mine.signal.aborted) ledger.showDay(day)
    } catch (error) {
      if (!mine.signal.aborted) ledger.showDay(null, isAppError(error) && error.code === 'not-kept')
    }
  }
  watch([past.stamp, () => view.place], ([stamp], [stood]) => {
    current?.abort()
    const at = past.at()
    if (at === null || stood === 'live') ledger.showDay(null)
    if (stamp !== 'live' && at !== null && view.place) void read(at, view.place)
  })
}

/** The player of the open region's past, which shows its frames in the table of the past. */
const makePlayer = (region: () => string): ReplayPlayer => {
  const replay = useReplayStore()
  const clock = useClock()
  const { past } = useTables()
  return makeReplayPlayer({
    load: async (window, signal) =>
      (await useApi().replay(
        { region: region(), ...(replay.unit ? { unit: replay.unit } : {}), ...window },
        signal,
      )) as Frame<'vehicles'>[],
    show: (frame, glideMs) => past.apply(frame, clock.now(), glideMs),
    clock,
    horizon: clock.serverNow,
    onState: (state, error) => {
      replay.state = state
      replay.error = error ?? null
      if (state === 'ended') replay.live()
    },
  })
}

/**
 * Joins the open region, the replay's controls, the clock and the table of the past. The live tables go on
 * being fed, so that the present is there at once.
 */
export const useReplay = (region: () => string): void => {
  useLedgerDay()
  const replay = useReplayStore()
  const clock = useClock()
  const { past } = useTables()
  let player: ReplayPlayer | null = null

  const beat = useRafFn(
    () => {
      player?.tick()
      const now = clock.now()
      if (replay.active && clock.mode === 'past') replay.follow(now)
      if (replay.active && replay.day !== dayOf(now)) replay.day = dayOf(now)
    },
    { immediate: false },
  )
  const close = (): void => {
    beat.pause()
    player?.stop()
    player = null
    clock.live()
    past.clear()
  }
  const rate = (): number => (replay.playing ? replay.rate : 0)

  watch(
    () => replay.asked,
    (asked) => {
      if (!asked) return close()
      if (!player) {
        beat.resume()
        player = makePlayer(region)
        player.setRate(rate())
      }
      player.seek(asked.at)
    },
  )
  watch([() => replay.rate, () => replay.playing], () => player?.setRate(rate()))
  watch([() => replay.unit, region], () => {
    if (player) replay.seek(clock.now())
  })
  onBeforeUnmount(() => {
    close()
    replay.live()
  })
}
