import type { MoverLayer } from '#shared/scene/layers.ts'
import { MoverStaging } from './packing.ts'
import { LINE, Scatter, type RowTarget } from './scatter.ts'
import { WrittenReader } from './WrittenReader.ts'

/** Lines are added by powers of two, so that a growing fleet is laid out anew seldom. */
const linesFor = (rows: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, rows / LINE)))

/**
 * The rows of a mover layer on the GPU, two texels each; the vertex shader reads them by row, see moverGlsl.ts. What goes
 * up is what was written since the last time. On a lost context it is thrown away with the context, and the next one
 * begins with every row.
 */
export class MoverRows {
  readonly #scatter: Scatter
  readonly #staging = new MoverStaging()
  readonly #written = new WrittenReader()
  #target: RowTarget | null = null

  constructor(gl: WebGL2RenderingContext) {
    this.#scatter = new Scatter(gl)
  }

  /** null before the first row. */
  get target(): RowTarget | null {
    return this.#target
  }

  /** Called at drawing, so that several reports between two frames are one upload. */
  sync(layer: MoverLayer): void {
    const written = this.#written.read(layer)
    if (written === undefined) return
    const isNew = this.#fit(layer.count)
    if (this.#target) this.#scatter.write(this.#target, this.#staging.pack(layer, isNew ? null : written))
  }

  destroy(): void {
    if (this.#target) this.#scatter.free(this.#target)
    this.#scatter.destroy()
    this.#target = null
  }

  #fit(rows: number): boolean {
    if (rows === 0 || (this.#target && this.#target.lines * LINE >= rows)) return false
    if (this.#target) this.#scatter.free(this.#target)
    this.#target = this.#scatter.makeTarget(linesFor(rows))
    return true
  }
}
