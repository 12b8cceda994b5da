import type { MoverLayer } from '#shared/scene/layers.ts'

/** 32-bit words of one row on its way to the GPU: from, to, begin and length of the glide, looks, and the row itself. */
export const WORDS = 8
const TURN_STEPS = 65_536

/** Rows of a layer as they travel: floats as their bits, heading (16 bits), speed (8) and state (8) in one word. */
export class MoverStaging {
  #words = new Uint32Array(0)
  #floats = new Float32Array(0)

  /** The given rows of the layer, or its first `count` ones; rows that are gone meanwhile are left out. Good until the next call. */
  pack(layer: MoverLayer, rows: Uint32Array | null): Uint32Array {
    const most = rows ? rows.length : layer.count
    if (this.#words.length < most * WORDS) this.#grow(most)
    let packed = 0
    for (let i = 0; i < most; i++) {
      const row = rows ? (rows[i] as number) : i
      if (row < layer.count) this.#put(layer, row, packed++ * WORDS)
    }
    return this.#words.subarray(0, packed * WORDS)
  }

  #put({ from, to, spans, headings, speeds, states }: MoverLayer, row: number, at: number): void {
    const [floats, words] = [this.#floats, this.#words]
    floats[at] = from.values[row * 2] as number
    floats[at + 1] = from.values[row * 2 + 1] as number
    floats[at + 2] = to.values[row * 2] as number
    floats[at + 3] = to.values[row * 2 + 1] as number
    floats[at + 4] = spans.values[row * 2] as number
    floats[at + 5] = spans.values[row * 2 + 1] as number
    const heading = Math.round(((headings.values[row] as number) / 360) * TURN_STEPS) & (TURN_STEPS - 1)
    words[at + 6] = heading | ((speeds.values[row] as number) << 16) | ((states.values[row] as number) << 24)
    words[at + 7] = row
  }

  #grow(rows: number): void {
    const buffer = new ArrayBuffer(rows * WORDS * 4)
    this.#words = new Uint32Array(buffer)
    this.#floats = new Float32Array(buffer)
  }
}
