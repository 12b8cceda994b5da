import type { Pick } from '../../SceneEngine.ts'

/** What lies under the pointer, told when it becomes another thing. */
export class HoverWatch {
  #pointer: readonly [number, number] | null = null
  #hover: Pick | null = null
  readonly #pick: (xPx: number, yPx: number) => Pick | null
  readonly #tell: (hover: Pick | null) => void

  readonly #moved: () => void

  constructor(
    pick: (xPx: number, yPx: number) => Pick | null,
    tell: (hover: Pick | null) => void,
    moved: () => void,
  ) {
    this.#pick = pick
    this.#tell = tell
    this.#moved = moved
  }

  /** Where the pointer is, CSS pixels; null where it left. */
  point(xPx: number | null, yPx: number | null): void {
    this.#pointer = xPx === null || yPx === null ? null : [xPx, yPx]
    this.#moved()
  }

  look(): void {
    const hover = this.#pointer ? this.#pick(this.#pointer[0], this.#pointer[1]) : null
    if (hover?.id === this.#hover?.id && hover?.layer === this.#hover?.layer) return
    this.#hover = hover
    this.#tell(hover)
  }
}
