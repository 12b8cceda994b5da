import { fault } from './decoded.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** Bytes of a hex text with optional white space; null when it is anything else. */
export const fromHex = (text: string): Uint8Array | null => {
  const digits = text.replace(/\s+/g, '')
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
export interface Reader {
  readonly bytes: Uint8Array
  readonly end: number
  position(): number
  left(): number
  u8(field: string): number
  u16(field: string): number
  u32(field: string): number
  /** Up to 2^53; a larger one is cut to a double. */
  u64(field: string): number
  /** A view, not a copy. */
  take(length: number, field: string): Uint8Array
  /** A reader of the next `length` bytes alone. */
  part(length: number, field: string): Reader
}

export const makeReader = (bytes: Uint8Array, from = 0, end = bytes.length): Reader => {
  let at = from
  const advance = (length: number, field: string): number => {
    if (at + length > end) fault('short', at, `${field}: expected ${length} bytes, found ${end - at}`)
    const start = at
    at += length
    return start
  }
  const u8 = (field: string): number => bytes[advance(1, field)] as number
  const u16 = (field: string): number => {
    const i = advance(2, field)
    return ((bytes[i] as number) << 8) | (bytes[i + 1] as number)
  }
  const u32 = (field: string): number => u16(field) * 0x10000 + u16(field)
  return {
    bytes,
    end,
    position: () => at,
    left: () => end - at,
    u8,
    u16,
    u32,
    u64: (field) => u32(field) * 0x1_0000_0000 + u32(field),
    take: (length, field) => {
      const i = advance(length, field)
      return bytes.subarray(i, i + length)
    },
    part: (length, field) => {
      const i = advance(length, field)
      return makeReader(bytes, i, i + length)
    },
  }
}
