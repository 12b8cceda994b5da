import { onBeforeUnmount, watch } from 'vue'
import type { Frame } from '#shared/protocol/frame.ts'
import { dayOf } from '#shared/units.ts'
import { makeReplayPlayer, type ReplayPlayer } from '../connectors/replay/player.ts'
import { useApi, useClock, useReplayStore, useTables } from '../state/stores/index.ts'

/** Joins the open region, the replay's controls, the clock and the table of the past. The live tables go on being fed, so that the present is there at once. */
export const useReplay = (region: () => string): void => {
  const replay = useReplayStore()
  const clock = useClock()
  const { past } = useTables()
  let player: ReplayPlayer | null = null
  let handle = 0

  const beat = (): void => {
    player?.tick()
    const day = dayOf(clock.now())
    if (replay.active && replay.day !== day) replay.day = day
    handle = requestAnimationFrame(beat)
  }
  const open = (): ReplayPlayer => {
    handle = requestAnimationFrame(beat)
    return makeReplayPlayer({
      load: async (window, signal) => (await useApi().replay({ region: region(), ...(replay.unit ? { unit: replay.unit } : {}), ...window }, signal)) as Frame<'vehicles'>[],
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
  const close = (): void => {
    cancelAnimationFrame(handle)
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
        player = open()
        player.setRate(rate())
      }
      player.seek(asked.at)
    },
  )
  watch([() => replay.rate, () => replay.playing], () => player?.setRate(rate()))
  watch(
    [() => replay.unit, region],
    () => {
      if (player) replay.seek(clock.now())
    },
  )
  onBeforeUnmount(() => {
    close()
    replay.live()
  })
}
