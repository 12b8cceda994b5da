import type { MilliUnits } from '#shared/energy/series/registers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** Readings as columns over one buffer: what the spool keeps and the sheets take. Totals in Wh, ratio applied; `kw` NaN where only the register was read. */
export interface ReadingColumns {
  readonly length: number
  readonly meter: Uint32Array
  readonly at: Float64Array
  readonly total: Float64Array
  readonly kw: Float32Array
}

const MAGIC = 0x454e4731
const HEAD = 8
const BYTES = 24

const viewsOf = (buffer: ArrayBuffer, n: number): ReadingColumns => ({
  length: n,
  at: new Float64Array(buffer, HEAD, n),
  total: new Float64Array(buffer, HEAD + n * 8, n),
  meter: new Uint32Array(buffer, HEAD + n * 16, n),
  kw: new Float32Array(buffer, HEAD + n * 20, n),
})

/** Columns for up to `most` readings; `fill` sets them one by one and answers how many there were. */
export class ReadingWriter {
  readonly #columns: ReadingColumns
  #length = 0
  constructor(most: number) {
    this.#columns = viewsOf(new ArrayBuffer(HEAD + most * BYTES), most)
  }
  add(meter: number, at: EpochMs, total: MilliUnits, kw: number): void {
    const i = this.#length++
    this.#columns.meter[i] = meter
    this.#columns.at[i] = at
    this.#columns.total[i] = total
    this.#columns.kw[i] = kw
  }
  get length(): number {
    return this.#length
  }
  /** The readings alone, as the spool keeps them. */
  bytes(): Uint8Array {
    const n = this.#length
    const buffer = new ArrayBuffer(HEAD + n * BYTES)
    new Uint32Array(buffer, 0, 2).set([MAGIC, n])
    const out = viewsOf(buffer, n)
    out.at.set(this.#columns.at.subarray(0, n))
    out.total.set(this.#columns.total.subarray(0, n))
    out.meter.set(this.#columns.meter.subarray(0, n))
    out.kw.set(this.#columns.kw.subarray(0, n))
    return new Uint8Array(buffer)
  }
}

/** Reads what a writer wrote. @throws when the bytes are not readings. */
export const readColumns = (bytes: Uint8Array): ReadingColumns => {
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const [magic, n] = new Uint32Array(whole.buffer, whole.byteOffset, 2) as unknown as [number, number]
  if (magic !== MAGIC || whole.byteLength !== HEAD + n * BYTES)
    throw new Error(
      `a spooled batch of readings: expected ${HEAD + n * BYTES} bytes that begin with ${MAGIC.toString(16)}; found ${whole.byteLength}, ${magic.toString(16)}`,
    )
  const buffer = whole.byteOffset === 0 ? whole.buffer : whole.slice().buffer
  return viewsOf(buffer as ArrayBuffer, n)
}
