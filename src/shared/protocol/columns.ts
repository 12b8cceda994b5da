/**
 * Whole numbers of one column in as few bits as the widest needs (frame of reference, 参考基准编码). Little-endian;
 * value after value from the lowest bit of the first 32-bit word on, across words; the last word is filled with zeros.
 */

export type IntArray = Uint8Array | Uint16Array | Uint32Array | Int32Array

/** How a column was packed. */
export interface Packing {
  /** What is added to each stored number; of a rising column the first value. Taken modulo 2^32. */
  readonly base: number
  /** Bits of each stored number, 0 to 32; of 0 bits all values are the base. */
  readonly bits: number
  /** Stored is the distance from the value before, of the first value 0: for numbers that rise. */
  readonly rising: boolean
}

export const MOST_BITS = 32
export const packedBytes = (rows: number, bits: number): number => Math.ceil((rows * bits) / 32) * 4

const bitsOf = (range: number): number => MOST_BITS - Math.clz32(range)
const ownBits = (values: IntArray): number => values.BYTES_PER_ELEMENT * 8

/**
 * The narrower of values above their least and distances between values, where these rise. A column that
 * needs all bits of its type has the base 0: it is copied as it stands.
 */
export const packingOf = (values: IntArray): Packing => {
  if (values.length === 0) return { base: 0, bits: 0, rising: false }
  const first = values[0] as number
  let [least, most, widest, before, rises] = [first, first, 0, first, true]
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number
    if (value < least) least = value
    if (value > most) most = value
    if (rises) {
      rises = value >= before
      widest = Math.max(widest, value - before)
      before = value
    }
  }
  const rising = rises && widest < most - least
  if (rising) return { base: first, bits: bitsOf(widest), rising }
  const bits = bitsOf(most - least)
  return { base: bits === ownBits(values) ? 0 : least, bits, rising }
}

/** `words` holds zeros and has room for all values. */
export const pack = (values: IntArray, { base, bits, rising }: Packing, words: Uint32Array): void => {
  let before = base
  for (let i = 0, bit = 0; i < values.length; i++, bit += bits) {
    const value = values[i] as number
    const stored = (value - before) >>> 0
    if (rising) before = value
    const word = bit >>> 5
    const shift = bit & 31
    words[word] = (words[word] as number) | (stored << shift)
    if (shift + bits > 32) words[word + 1] = stored >>> (32 - shift)
  }
}

/** Fills `into`; any words and any base give some values and none is read beyond `packedBytes`. */
export const unpack = (words: Uint32Array, { base, bits, rising }: Packing, into: IntArray): void => {
  if (bits === 0) return void into.fill(base)
  if (bits === ownBits(into) && base === 0 && !rising)
    return new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(
      new Uint8Array(words.buffer, words.byteOffset, into.byteLength),
    )
  const mask = bits === MOST_BITS ? -1 : (1 << bits) - 1
  let before = base
  for (let i = 0, bit = 0; i < into.length; i++, bit += bits) {
    const word = bit >>> 5
    const shift = bit & 31
    let stored = (words[word] as number) >>> shift
    if (shift + bits > 32) stored |= (words[word + 1] as number) << (32 - shift)
    const value = (before + (stored & mask)) | 0
    if (rising) before = value
    into[i] = value
  }
}
