import type { Pick } from '../../SceneEngine.ts'

/** A press that moved less than this is a click. */
const CLICK_PX = 5

export interface PointerWishes {
  readonly click: (xPx: number, yPx: number) => void
  readonly pick: (xPx: number, yPx: number) => Pick | null
  /** Told only when what is under the pointer changed. */
  readonly hover: (pick: Pick | null) => void
}

/** Clicks and hover; dragging is Cesium's own. What is hovered is asked at most once a frame. */
export class PointerWatch {
  readonly #canvas: HTMLCanvasElement
  readonly #wishes: PointerWishes
  readonly #abort = new AbortController()
  #pressed: readonly [number, number] | null = null
  #asked = 0
  #at: readonly [number, number] | null = null
  #last: Pick | null = null

  constructor(canvas: HTMLCanvasElement, wishes: PointerWishes) {
    this.#canvas = canvas
    this.#wishes = wishes
    const options = { signal: this.#abort.signal }
    canvas.addEventListener(
      'pointerdown',
      (event) => (this.#pressed = event.button === 0 ? this.#place(event) : null),
      options,
    )
    canvas.addEventListener('pointerup', (event) => this.#release(event), options)
    canvas.addEventListener(
      'pointermove',
      (event) => event.buttons === 0 && this.#ask(this.#place(event)),
      options,
    )
    canvas.addEventListener('pointerleave', () => this.#ask(null), options)
    canvas.addEventListener('contextmenu', (event) => event.preventDefault(), options)
  }

  dispose(): void {
    this.#abort.abort()
    cancelAnimationFrame(this.#asked)
  }

  /** CSS pixels of the canvas, also inside a scaled wall. */
  #place(event: PointerEvent): readonly [number, number] {
    const box = this.#canvas.getBoundingClientRect()
    const scale = this.#canvas.clientWidth / (box.width || 1)
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]
  }

  #release(event: PointerEvent): void {
    const from = this.#pressed
    this.#pressed = null
    if (!from) return
    const [x, y] = this.#place(event)
    if (Math.hypot(x - from[0], y - from[1]) < CLICK_PX) this.#wishes.click(x, y)
  }

  #ask(at: readonly [number, number] | null): void {
    this.#at = at
    if (this.#asked === 0) this.#asked = requestAnimationFrame(() => this.#tell())
  }

  #tell(): void {
    this.#asked = 0
    const pick = this.#at ? this.#wishes.pick(this.#at[0], this.#at[1]) : null
    if (pick?.id === this.#last?.id && pick?.layer === this.#last?.layer) return
    this.#last = pick
    this.#canvas.style.cursor = pick ? 'pointer' : 'default'
    this.#wishes.hover(pick)
  }
}
