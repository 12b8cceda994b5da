import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { QualityStep } from '../SceneEngine.ts'

/**
 * How fine a picture is drawn where its frames take too long, the finest first: the share of the screen's pixels along each
 * side, and whether trees and the glow of lamps are drawn. What tells of an index, texts, lit windows and shadows always are.
 */
export const FINENESS = [
  { share: 1, extras: true },
  { share: 0.75, extras: true },
  { share: 0.75, extras: false },
  { share: 0.5, extras: false },
] as const

/** Of a moving picture: slower than this is a slideshow, quicker leaves room for a finer one. */
const SLOW_MS: DurationMs = 50
const QUICK_MS: DurationMs = 18
/** So many frames in a row are judged by their middle one: few before it gets coarser, many before it gets finer. */
const SLOW_FRAMES = 8
const QUICK_FRAMES = 90
/** Two frames further apart do not belong to one move. */
const APART_MS: DurationMs = 5000
/** A finer picture that was at once too slow is not tried again before. */
const AGAIN_MS: DurationMs = 10 * MINUTE_MS
const FAILED_WITHIN_MS: DurationMs = 20_000

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] as number

/**
 * How fine a picture is drawn, by the time that its frames take while it moves: coarser soon, finer late, and not back
 * again where that was too slow a moment ago. `fixed` stands whatever is measured. Pure; `now` is `performance.now()`'s.
 */
export const makeQuality = (steps: number, fixed: number | null = null) => {
  let step = Math.min(fixed ?? 0, steps - 1)
  let frames: number[] = []
  let [last, finerAt, notBefore] = [-Infinity, -Infinity, -Infinity]
  const go = (to: number, now: number, frameMs: number): QualityStep => {
    if (to > step && now - finerAt < FAILED_WITHIN_MS) notBefore = now + AGAIN_MS
    if (to < step) finerAt = now
    step = to
    frames = []
    return { step, of: steps - 1, frameMs }
  }
  return {
    get step(): number {
      return step
    },
    /** Takes a frame; `moving` where another follows at once. The step that it led to, null where it led to none. */
    frame(now: number, moving: boolean): QualityStep | null {
      const took = now - last
      last = moving ? now : -Infinity
      if (took > APART_MS || fixed !== null) return null
      frames.push(took)
      const recent = frames.slice(-SLOW_FRAMES)
      const slow = middle(recent)
      if (recent.length === SLOW_FRAMES && slow > SLOW_MS && step < steps - 1) return go(step + 1, now, slow)
      if (frames.length > QUICK_FRAMES) frames.shift()
      const quick = middle(frames)
      const isQuick = frames.length === QUICK_FRAMES && quick < QUICK_MS
      return isQuick && step > 0 && now >= notBefore ? go(step - 1, now, quick) : null
    },
  }
}
