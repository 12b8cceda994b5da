import { onBeforeUnmount } from 'vue'
import type { DurationMs } from '#shared/kernel/units.ts'

/** So often it is looked whether anything moved where nothing glides. */
const LOOK_MS: DurationMs = 200

/**
 * When `draw` runs: at each animation frame; where `still` asks for no motion, so that no vehicle glides, after LOOK_MS
 * and at the frame after `soon`. A screen without motion is then at rest between two reports.
 */
export const usePictures = (draw: () => void, still: () => boolean) => {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  const ask = (): void => {
    clearTimeout(timer)
    if (running && frame === 0) frame = requestAnimationFrame(picture)
  }
  const picture = (): void => {
    frame = 0
    draw()
    if (!still()) ask()
    else if (running && frame === 0) timer = setTimeout(ask, LOOK_MS)
  }
  const stop = (): void => {
    running = false
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    frame = 0
  }
  onBeforeUnmount(stop)
  return {
    start: (): void => {
      running = true
      ask()
    },
    /** Something that is seen at once has changed. */
    soon: ask,
    stop,
  }
}
