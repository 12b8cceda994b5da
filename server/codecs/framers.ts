import { xorOf } from './bytes.ts'

/** Takes frames out of a byte stream. One frame is the most that it keeps. */
export interface Framer {
  /** Hands over every whole frame, without its flags where the protocol has flags. The bytes are a copy of the caller's to keep. */
  push(chunk: Uint8Array): void
  /** Bytes thrown away because no frame could be found in them. */
  junk(): number
  /** Bytes held until the rest comes. */
  held(): number
}

/** Room that a line has before its first long frame. */
const FIRST_BYTES = 1_024

/**
 * Frames between flags. A flag both ends and begins, so that a lost one costs one frame and never the next; what stands
 * before the first flag, and what grows beyond `longest` bytes, is junk.
 */
export const makeFlagFramer = (
  flags: { readonly head: number; readonly end: number },
  longest: number,
  frame: (bytes: Uint8Array) => void,
): Framer => {
  let buffer = new Uint8Array(Math.min(longest, FIRST_BYTES))
  let length = 0
  let inside = false
  let junk = 0

  /** Grown by doubling: a line that sends little holds little. */
  const put = (byte: number): void => {
    if (length === buffer.length) {
      const larger = new Uint8Array(Math.min(longest, buffer.length * 2))
      larger.set(buffer)
      buffer = larger
    }
    buffer[length++] = byte
  }
  const drop = (): void => {
    junk += length
    length = 0
    inside = false
  }
  const end = (): void => {
    if (length > 0) frame(buffer.slice(0, length))
    length = 0
    inside = flags.head === flags.end
  }
  const take = (byte: number): void => {
    if (inside && byte === flags.end) return end()
    if (byte === flags.head) {
      drop()
      inside = true
    } else if (!inside) junk++
    else if (length === longest) {
      drop()
      junk++
    } else put(byte)
  }
  return {
    push: (chunk) => {
      for (let i = 0; i < chunk.length; i++) take(chunk[i] as number)
    },
    junk: () => junk,
    held: () => length,
  }
}

const GB32960_STARTS: ReadonlySet<number> = new Set([0x23, 0x24])
const GB32960 = { head: 24, encryptionAt: 21, lengthAt: 22 } as const
const ENCRYPTIONS = new Set([1, 2, 3, 4, 5, 0xfe, 0xff])

/**
 * Frames of GB/T 32960: `##` (2016) or `$$` (2025), a length, a check byte. When the check byte is wrong the frame is still handed over, to be
 * counted, but the search goes on behind its first two bytes: the length may have been what was wrong.
 */
export const makeLengthFramer = (longest: number, frame: (bytes: Uint8Array) => void): Framer => {
  let rest = new Uint8Array(0)
  let junk = 0

  /** ##, no third #, and an encryption that exists, as far as the bytes are there; $$ alike. */
  const starts = (bytes: Uint8Array, i: number): boolean => {
    const start = bytes[i] as number
    const encryption = bytes[i + GB32960.encryptionAt]
    return (
      (bytes[i + 1] ?? start) === start &&
      bytes[i + 2] !== start &&
      (encryption === undefined || ENCRYPTIONS.has(encryption))
    )
  }
  const startIn = (bytes: Uint8Array): number => {
    for (let i = 0; i < bytes.length; i++)
      if (GB32960_STARTS.has(bytes[i] as number) && starts(bytes, i)) return i
    return bytes.length
  }
  /** How many bytes are done with; 0 when more must come. */
  const step = (bytes: Uint8Array): number => {
    const start = startIn(bytes)
    junk += start
    if (start > 0 || bytes.length < GB32960.head) return start
    const size =
      GB32960.head + ((bytes[GB32960.lengthAt] as number) << 8) + (bytes[GB32960.lengthAt + 1] as number) + 1
    if (size > longest) {
      junk += 2
      return 2
    }
    if (bytes.length < size) return 0
    const whole = bytes.slice(0, size)
    frame(whole)
    return xorOf(whole, 2, size - 1) === whole[size - 1] ? size : 2
  }
  return {
    push: (chunk) => {
      let bytes = chunk
      if (rest.length > 0) {
        bytes = new Uint8Array(rest.length + chunk.length)
        bytes.set(rest)
        bytes.set(chunk, rest.length)
      }
      for (let done = step(bytes); done > 0; done = step(bytes)) bytes = bytes.subarray(done)
      rest = bytes.slice()
    },
    junk: () => junk,
    held: () => rest.length,
  }
}
