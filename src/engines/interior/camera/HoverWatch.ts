import type { Pick } from '../../SceneEngine.ts'

/** What lies under the pointer, told when it becomes another thing. */
export class HoverWatch {
  #pointer: readonly [number, number] | null = null
  #hover: Pick | null = null
  readonly #pick: (xPx: number, yPx: number) => Pick | null
  readonly #tell: (hover: Pick | null) => void

  constructor(pick: (xPx: number, yPx: number) => Pick | null, tell: (hover: Pick | null) => void) {
    this.#pick = pick
    this.#tell = tell
  }

  /** Where the pointer is, CSS pixels; null where it left. */
  point(xPx: number | null, yPx: number | null): void {
    this.#pointer = xPx === null || yPx === null ? null : [xPx, yPx]
  }

  look(): void {
    const hover = this.#pointer ? this.#pick(this.#pointer[0], this.#pointer[1]) : null
    if (hover?.id === this.#hover?.id && hover?.layer === this.#hover?.layer) return
    this.#hover = hover
    this.#tell(hover)
  }
}
