import type { DurationMs } from '#shared/kernel/units.ts'

/** Many walls that wait for the same server do not all ask in the same instant. */
const AGAIN_MS: { readonly least: DurationMs; readonly most: DurationMs } = { least: 3_000, most: 8_000 }

/**
 * Asks again until there is an answer: nobody stands at a wall that was switched on before its server to do so.
 * `failed` is called at each refusal, `answered` once. Returns how to stop.
 */
export const untilAnswered = <T>(
  ask: () => Promise<T>,
  answered: (answer: T) => void,
  failed: () => void = () => undefined,
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const again = (): void => {
    if (stopped) return
    failed()
    timer = setTimeout(tell, AGAIN_MS.least + Math.random() * (AGAIN_MS.most - AGAIN_MS.least))
  }
  const tell = (): void => {
    void ask().then((answer) => {
      if (!stopped) answered(answer)
    }, again)
  }
  tell()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
