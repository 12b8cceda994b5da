import type { Dialect, FrameEvent, FrameReader } from './frame.ts'

/**
 * The other framing that is met: `1F 1F` · type of message · 4-byte length · message, without a check. [M]: written from
 * makers' descriptions, no published frame was seen; the length is taken big-endian, or little-endian where only that
 * can be one.
 */
const HEAD = Buffer.from([0x1f, 0x1f])
const BEFORE = 7

export const encodeFrame1f1f = (body: Uint8Array, { type = 1, length }: Dialect): Buffer => {
  const out = Buffer.alloc(BEFORE + body.length)
  HEAD.copy(out)
  out[2] = type
  if (length === 'be') out.writeUInt32BE(body.length, 3)
  else out.writeUInt32LE(body.length, 3)
  out.set(body, BEFORE)
  return out
}
export const USUAL_1F1F: Dialect = { length: 'be', crcFrom: 0, crc: 'be', type: 1 }

/** Where the next head may begin; of three 1F in a row the last two are it, 1F being no type. */
const nextHead = (buffer: Buffer): number => {
  let at = buffer.indexOf(HEAD)
  while (at >= 0 && buffer[at + HEAD.length] === HEAD[0]) at++
  if (at >= 0) return at
  return buffer.at(-1) === HEAD[0] ? buffer.length - 1 : buffer.length
}

/** What a head says of its length, in either order of its octets; null where neither is within `most`. */
const sizeOf = (
  buffer: Buffer,
  most: number,
): { readonly bytes: number; readonly length: Dialect['length'] } | null => {
  for (const [bytes, length] of [
    [buffer.readUInt32BE(3), 'be'],
    [buffer.readUInt32LE(3), 'le'],
  ] as const)
    if (bytes > 0 && bytes <= most) return { bytes, length }
  return null
}

/** Takes a stream apart into messages of at most `largest` bytes; what is no frame is told once and left behind. */
export const makeFrameReader1f1f = (largest: () => number): FrameReader => {
  let chunks: Buffer[] = []
  let size = 0
  let need = BEFORE

  const readAll = (): FrameEvent[] => {
    const events: FrameEvent[] = []
    let buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    for (;;) {
      const start = nextHead(buffer)
      if (start > 0)
        events.push({
          kind: 'fault',
          code: 'junk',
          reason: 'expected 1f1f at the begin of a frame',
          detail: `${start} other bytes`,
        })
      buffer = buffer.subarray(start)
      need = BEFORE
      if (buffer.length < BEFORE) break
      const found = sizeOf(buffer, largest())
      if (!found) {
        events.push({
          kind: 'fault',
          code: 'length',
          reason: `expected a length of 1 to ${largest()}`,
          detail: buffer.subarray(3, BEFORE).toString('hex'),
        })
        buffer = buffer.subarray(HEAD.length)
        continue
      }
      need = BEFORE + found.bytes
      if (buffer.length < need) break
      events.push({
        kind: 'frame',
        frame: {
          sequence: 0,
          body: Buffer.from(buffer.subarray(BEFORE, need)),
          dialect: { ...USUAL_1F1F, length: found.length, type: buffer[2] as number },
        },
      })
      buffer = buffer.subarray(need)
    }
    chunks = buffer.length > 0 ? [Buffer.from(buffer)] : []
    size = buffer.length
    return events
  }
  return {
    held: () => size,
    push: (chunk) => {
      chunks.push(Buffer.from(chunk))
      size += chunk.length
      return size < need ? [] : readAll()
    },
  }
}
