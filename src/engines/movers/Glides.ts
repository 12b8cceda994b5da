import type { MoverLayer } from '#shared/scene/layers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { carrySeconds } from '#shared/vehicles/track/carry.ts'
import { WrittenReader } from './WrittenReader.ts'

/** When the vehicles of a layer move: from the first glide to the end of the last one and of what is carried on past it. */
export class Glides {
  readonly #written = new WrittenReader()
  #start = Infinity
  #end = -Infinity
  #epoch: EpochMs = 0

  take(layer: MoverLayer): void {
    const rows = this.#written.read(layer)
    if (rows === undefined) return
    if (rows === null) {
      this.#start = Infinity
      this.#end = -Infinity
    }
    this.#epoch = layer.epoch
    const most = rows ? rows.length : layer.count
    for (let i = 0; i < most; i++) this.#row(layer, rows ? (rows[i] as number) : i)
  }

  /** Whether a clock going from one instant to the other, either way, moves anything. */
  between(from: EpochMs, to: EpochMs): boolean {
    const [a, b] = [(Math.min(from, to) - this.#epoch) / 1000, (Math.max(from, to) - this.#epoch) / 1000]
    return a < this.#end && b > this.#start
  }

  #row({ spans, states, speeds, count }: MoverLayer, row: number): void {
    const begins = spans.values[row * 2] as number
    const lasts = spans.values[row * 2 + 1] as number
    if (row >= count || lasts <= 0) return
    if (begins < this.#start) this.#start = begins
    const ends =
      begins + lasts + carrySeconds(states.values[row] as number, speeds.values[row] as number, lasts)
    if (ends > this.#end) this.#end = ends
  }
}
