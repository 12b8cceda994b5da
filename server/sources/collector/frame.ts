/**
 * Frame of 《国家机关办公建筑和大型公共建筑能耗监测系统分项能耗数据传输技术导则》 (2008): `68 68 16 16` · 4-byte length of what
 * follows up to the CRC · 4-byte sequence · (AES) XML · CRC-16 · `55 AA 55 AA`.
 */
interface CollectorFrame {
  readonly sequence: number
  readonly body: Buffer
  readonly dialect: Dialect
}

/** Makers differ in byte order and in where the CRC begins (byte 0: the whole frame; 8: from the sequence on). */
export interface Dialect {
  readonly length: 'le' | 'be'
  readonly crcFrom: 0 | 8
  readonly crc: 'be' | 'le'
  /** Type of message of a `1f1f` frame, which its answer bears too. */
  readonly type?: number
}

/** `reason` says the kind of fault, `detail` what was found. */
interface FrameFault {
  readonly kind: 'fault'
  readonly code: 'junk' | 'length' | 'tail' | 'crc'
  readonly reason: string
  readonly detail: string
}
export type FrameEvent = { readonly kind: 'frame'; readonly frame: CollectorFrame } | FrameFault

export interface FrameReader {
  /** What the bytes complete, in their order. Holds at most one frame's bytes over. */
  push(chunk: Uint8Array): FrameEvent[]
  /** Bytes of a frame that is not whole yet. */
  held(): number
}

const HEAD = Buffer.from([0x68, 0x68, 0x16, 0x16])
const TAIL = Buffer.from([0x55, 0xaa, 0x55, 0xaa])
/** Head and length; CRC and tail. */
const BEFORE = 8
const AFTER = 6
const SEQUENCE = 4

/** CRC-16/XMODEM (polynomial 1021, from 0), as both published programs compute it. */
const crc16 = (bytes: Uint8Array, from: number, to: number): number => {
  let crc = 0
  for (let i = from; i < to; i++) {
    crc ^= (bytes[i] as number) << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}

/** The dialect of the published sample; an unknown collector is answered in its own. */
export const USUAL: Dialect = { length: 'le', crcFrom: 0, crc: 'be' }

export const encodeFrame = (sequence: number, body: Uint8Array, dialect: Dialect = USUAL): Buffer => {
  const out = Buffer.alloc(BEFORE + SEQUENCE + body.length + AFTER)
  HEAD.copy(out)
  if (dialect.length === 'le') out.writeUInt32LE(SEQUENCE + body.length, 4)
  else out.writeUInt32BE(SEQUENCE + body.length, 4)
  out.writeUInt32LE(sequence >>> 0, BEFORE)
  out.set(body, BEFORE + SEQUENCE)
  const at = out.length - AFTER
  const crc = crc16(out, dialect.crcFrom, at)
  if (dialect.crc === 'be') out.writeUInt16BE(crc, at)
  else out.writeUInt16LE(crc, at)
  TAIL.copy(out, at + 2)
  return out
}

const crcDialect = (
  bytes: Buffer,
  at: number,
  length: Dialect['length'],
  known: Dialect | null,
): Dialect | null => {
  for (const crcFrom of known ? [known.crcFrom] : ([0, 8] as const)) {
    const sum = crc16(bytes, crcFrom, at)
    for (const crc of known ? [known.crc] : (['be', 'le'] as const))
      if ((crc === 'be' ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at)) === sum)
        return { length, crcFrom, crc }
  }
  return null
}

type Attempt =
  | { kind: 'frame'; frame: CollectorFrame; size: number }
  | { kind: 'wait'; need: number }
  | { kind: 'fault'; fault: FrameFault; size: number }

const faulty = (code: FrameFault['code'], reason: string, detail: string, size: number): Attempt => ({
  kind: 'fault',
  size,
  fault: { kind: 'fault', code, reason, detail },
})

/** Reads one frame at the buffer's begin by one byte order of its length; null when the length makes no sense in it. */
const attemptBy = (
  buffer: Buffer,
  order: Dialect['length'],
  largest: number,
  known: Dialect | null,
): Attempt | null => {
  const length = order === 'le' ? buffer.readUInt32LE(4) : buffer.readUInt32BE(4)
  if (length < SEQUENCE || length > largest) return null
  const at = BEFORE + length
  if (buffer.length < at + AFTER) return { kind: 'wait', need: at + AFTER }
  const tail = buffer.subarray(at + 2, at + AFTER)
  if (!tail.equals(TAIL))
    return faulty(
      'tail',
      'expected 55aa55aa at the end of a frame',
      `${tail.toString('hex')} after ${length} bytes`,
      HEAD.length,
    )
  const dialect = crcDialect(buffer, at, order, known)
  if (!dialect)
    return faulty(
      'crc',
      'expected the CRC of the frame',
      `${buffer.subarray(at, at + 2).toString('hex')}, not ${crc16(buffer, 0, at).toString(16).padStart(4, '0')}`,
      at + AFTER,
    )
  return {
    kind: 'frame',
    size: at + AFTER,
    frame: {
      sequence: buffer.readUInt32LE(BEFORE),
      body: Buffer.from(buffer.subarray(BEFORE + SEQUENCE, at)),
      dialect,
    },
  }
}

const attempt = (buffer: Buffer, largest: number, known: Dialect | null): Attempt => {
  if (buffer.length < BEFORE) return { kind: 'wait', need: BEFORE }
  const tries = (known ? [known.length] : (['le', 'be'] as const)).flatMap(
    (order) => attemptBy(buffer, order, largest, known) ?? [],
  )
  const best =
    tries.find(({ kind }) => kind === 'frame') ?? tries.find(({ kind }) => kind === 'wait') ?? tries[0]
  return (
    best ??
    faulty(
      'length',
      `expected a length of ${SEQUENCE} to ${largest}`,
      buffer.subarray(4, 8).toString('hex'),
      HEAD.length,
    )
  )
}

/** Where the next frame may begin: at a whole head, or at the begin of one that the bytes end in. */
const nextHead = (buffer: Buffer): number => {
  const whole = buffer.indexOf(HEAD)
  if (whole >= 0) return whole
  for (let keep = Math.min(HEAD.length - 1, buffer.length); keep > 0; keep--)
    if (buffer.subarray(buffer.length - keep).equals(HEAD.subarray(0, keep))) return buffer.length - keep
  return buffer.length
}

/** Takes a stream apart into frames of at most `largest` bytes. Junk, a bad length, tail or CRC is told once and left behind; the next head is looked for. */
export const makeFrameReader = (largest: () => number): FrameReader => {
  let chunks: Buffer[] = []
  let size = 0
  let need = HEAD.length
  let known: Dialect | null = null

  const hold = (rest: Buffer, until: number): void => {
    chunks = rest.length > 0 ? [Buffer.from(rest)] : []
    size = rest.length
    need = until
  }
  const readAll = (): FrameEvent[] => {
    const events: FrameEvent[] = []
    let buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    for (;;) {
      const start = nextHead(buffer)
      if (start > 0)
        events.push({
          kind: 'fault',
          code: 'junk',
          reason: 'expected 68681616 at the begin of a frame',
          detail: `${start} other bytes`,
        })
      buffer = buffer.subarray(start)
      const got = attempt(buffer, largest(), known)
      if (got.kind === 'wait') {
        hold(buffer, got.need)
        return events
      }
      buffer = buffer.subarray(got.size)
      if (got.kind === 'frame') known = got.frame.dialect
      events.push(got.kind === 'frame' ? { kind: 'frame', frame: got.frame } : got.fault)
    }
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
