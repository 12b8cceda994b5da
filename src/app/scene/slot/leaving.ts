import type { DurationMs } from '#shared/kernel/units.ts'

/** How long what is left fades into what comes. */
const FADE_MS: DurationMs = 500
/** And how long it stays where what comes has no picture yet. */
const LONGEST_MS: DurationMs = 4000

/**
 * The picture that is left: it lies over the next one until that one is drawn, then fades. Both stand at one camera, so that
 * one goes over into the other. Of what is left there is one at most: who leaves again ends it.
 */
export const makeLeaving = (fades: () => boolean) => {
  let now: { readonly box: HTMLElement; readonly over: () => void; fading?: Animation } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const finish = (): void => {
    clearTimeout(timer)
    const ended = now
    now = null
    if (!ended) return
    ended.fading?.cancel()
    Object.assign(ended.box.style, { zIndex: '', pointerEvents: '' })
    ended.over()
  }
  /** The next one is drawn. */
  const fade = (): void => {
    const fading = now
    if (!fading || fading.fading) return
    clearTimeout(timer)
    fading.fading = fading.box.animate([{ opacity: 1 }, { opacity: 0 }], {
      duration: FADE_MS,
      easing: 'ease-in-out',
      fill: 'forwards',
    })
    const over = (): void => void (now === fading && finish())
    fading.fading.finished.then(over, over)
  }
  return {
    /** `over` puts it away, once. */
    stay(box: HTMLElement, over: () => void): void {
      finish()
      if (!fades()) return over()
      Object.assign(box.style, { zIndex: '1', pointerEvents: 'none' })
      now = { box, over }
      timer = setTimeout(fade, LONGEST_MS)
    },
    fade,
    finish,
  }
}
