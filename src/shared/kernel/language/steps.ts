import type { DurationMs } from '../units.ts'

/** Long work that may stop at each `yield`, after a millisecond or so, and go on later; what it makes is there when it ends. */
export type Steps<T> = Generator<void, T, void>

/** All steps in one go. */
export const atOnce = <T>(steps: Steps<T>): T => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** So long at a time; `pause` lets others in between. */
export const inSlices = async <T>(
  steps: Steps<T>,
  sliceMs: DurationMs,
  pause: () => Promise<void>,
): Promise<T> => {
  let until = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < until) continue
    await pause()
    until = performance.now() + sliceMs
  }
}
