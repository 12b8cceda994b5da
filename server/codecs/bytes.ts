import { fault } from './decoded.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** Bytes of a hex text; white space may stand anywhere, 0x before a group; null when it is anything else. */
export const fromHex = (text: string): Uint8Array | null => {
  const digits = text.replace(/(?<![0-9a-fA-F])0x/gi, '').replace(/\s+/g, '')
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Exclusive or of a stretch: BCC of JT/T 808 and GB/T 32960. */
export const xorOf = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0
  for (let i = from; i < to; i++) sum ^= bytes[i] as number
  return sum
}

/** Reads on from `position` to `end`, big-endian; a field that does not fit leaves the decoder with code `short`. */
export class Reader {
  readonly bytes: Uint8Array
  readonly end: number
  #at: number

  constructor(bytes: Uint8Array, from: number, end: number) {
    this.bytes = bytes
    this.end = end
    this.#at = from
  }
  position(): number {
    return this.#at
  }
  left(): number {
    return this.end - this.#at
  }
  u8(field: string): number {
    return this.bytes[this.#advance(1, field)] as number
  }
  u16(field: string): number {
    const i = this.#advance(2, field)
    return ((this.bytes[i] as number) << 8) | (this.bytes[i + 1] as number)
  }
  u32(field: string): number {
    const i = this.#advance(4, field)
    const { bytes } = this
    return (
      (((bytes[i] as number) << 24) |
        ((bytes[i + 1] as number) << 16) |
        ((bytes[i + 2] as number) << 8) |
        (bytes[i + 3] as number)) >>>
      0
    )
  }
  /** A value above 2^53 is cut to a double. */
  u64(field: string): number {
    return this.u32(field) * 0x1_0000_0000 + this.u32(field)
  }
  /** A view, not a copy. */
  take(length: number, field: string): Uint8Array {
    const i = this.#advance(length, field)
    return this.bytes.subarray(i, i + length)
  }
  /** A reader of the next `length` bytes alone. */
  part(length: number, field: string): Reader {
    const i = this.#advance(length, field)
    return new Reader(this.bytes, i, i + length)
  }
  #advance(length: number, field: string): number {
    const start = this.#at
    if (start + length > this.end)
      fault('short', start, `${field}: expected ${length} bytes, found ${this.end - start}`)
    this.#at = start + length
    return start
  }
}

export const makeReader = (bytes: Uint8Array, from = 0, end = bytes.length): Reader =>
  new Reader(bytes, from, end)
