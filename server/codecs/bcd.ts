import { toHex, type Reader } from './bytes.ts'
import { fault } from './decoded.ts'

/** Digits of packed BCD that was sent low byte first: `37 03 00 92 81 39` is 398192000337. A half-byte above 9 stays as its letter. */
export const reversedDigits = (bytes: Uint8Array): string => toHex(bytes.toReversed()).toUpperCase()

/**
 * A number in packed BCD, low byte first, of `decimals` places. `signed` takes the highest bit for minus. All FF is the
 * mark of a quantity that the meter lacks: null. Leaves the decoder with code `field` on any other half-byte above 9.
 */
export const bcdNumber = (
  bytes: Uint8Array,
  decimals: number,
  signed: boolean,
  field: string,
  at: number,
): number | null => {
  if (bytes.length > 0 && bytes.every((byte) => byte === 0xff)) return null
  const top = bytes.at(-1) ?? 0
  const minus = signed && (top & 0x80) !== 0
  let whole = 0
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = i === bytes.length - 1 && minus ? top & 0x7f : (bytes[i] as number)
    if (byte >> 4 > 9 || (byte & 15) > 9)
      fault('field', at + i, `${field}: expected decimal digits, found ${toHex(bytes)}`)
    whole = whole * 100 + (byte >> 4) * 10 + (byte & 15)
  }
  return (minus && whole !== 0 ? -whole : whole) / 10 ** decimals
}

/** Sum of a stretch, modulo 256: CS of DL/T 645 and CJ/T 188. */
const sumOf = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0
  for (let i = from; i < to; i++) sum = (sum + (bytes[i] as number)) & 0xff
  return sum
}

const END = 0x16

/** Reads what ends a frame of either meter protocol: CS, the sum from its first 68H on, then 16H and nothing behind. Faults: `flags`, `length`, `checksum`. */
export const closeFrame = (reader: Reader, start: number): void => {
  const { bytes } = reader
  const at = reader.position()
  const sum = reader.u8('checksum')
  if (reader.u8('end') !== END)
    fault('flags', at + 1, `expected 16 at the end, found ${toHex(bytes.subarray(at + 1, at + 2))}`)
  if (reader.left() > 0)
    fault('length', reader.position(), `expected the end of the frame, found ${reader.left()} bytes more`)
  const expected = sumOf(bytes, start, at)
  if (sum !== expected)
    fault('checksum', at, `expected ${toHex(Uint8Array.of(expected))}, found ${toHex(Uint8Array.of(sum))}`)
}

/** Where a frame begins after its waking FE bytes. */
export const afterPreamble = (bytes: Uint8Array): number => {
  let at = 0
  while (at < bytes.length && bytes[at] === 0xfe) at++
  return at
}
