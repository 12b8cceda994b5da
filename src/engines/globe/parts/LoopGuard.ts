/** A broken loop goes on after this; so many breaks with no calm between them are too many. */
const RESUME_MS = 300
const CALM_MS = 10_000
const MOST_BREAKS = 3

interface Deps {
  /** Why it broke, in words. */
  readonly told: (why: string) => void
  readonly resume: () => void
  /** It broke too often. */
  readonly over: (why: string) => void
}

/** Cesium ends its loop at the first throw: it is told, and the loop goes on; at several in a row the engine gives way to another. */
export class LoopGuard {
  readonly #deps: Deps
  #resuming: ReturnType<typeof setTimeout> | undefined
  #breaks = 0
  #brokeAt = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Empty where it was found broken, and why is not known. */
  broke(why: string): void {
    if (this.#resuming !== undefined) return
    if (why) this.#deps.told(why)
    if (performance.now() - this.#brokeAt > CALM_MS) this.#breaks = 0
    this.#brokeAt = performance.now()
    if (++this.#breaks > MOST_BREAKS)
      return this.#deps.over(why || '绘制反复中断 / drawing broke off again and again')
    this.#resuming = setTimeout(() => {
      this.#resuming = undefined
      this.#deps.resume()
    }, RESUME_MS)
  }

  stop(): void {
    clearTimeout(this.#resuming)
  }
}
