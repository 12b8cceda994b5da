/**
 * Binary frames of the `latest` topics, each laid out as its definition says. Little-endian: a 32-byte head,
 * then columns, each aligned to four bytes.
 *
 * | byte | field |
 * |---|---|
 * | 0 | magic u32 `GLF2` |
 * | 4 | version u8, topic u8, kind u8 (bit 0: a snapshot; bit 1: packed), columns u8 |
 * | 8 | sequence u32 |
 * | 12 | rows u32 |
 * | 16 | server time f64, epoch ms |
 * | 24 | sequence that this one follows u32 (a gap when it is not the last one seen) |
 * | 28 | bytes of the whole frame u32 |
 *
 * Wide, as threads hand it on, the columns are arrays of their types: views and no copy. Packed, as it goes over a
 * line, eight bytes a column stand first (base u32, bits u8, rising u8, two of zero), then the columns as in
 * `columns.ts`; of floats the bits are taken as numbers. Nothing is lost either way.
 */
import { AppError } from '../kernel/errors.ts'
import type { ColumnType, FrameTopics } from '../kernel/topic.ts'
import type { EpochMs } from '../kernel/units.ts'
import { MOST_BITS, pack, packedBytes, packingOf, unpack, type IntArray, type Packing } from './columns.ts'
import { FRAME_TOPICS } from './allTopics.ts'

const MAGIC = 0x32464c47
const HEAD_BYTES = 32
const PACKING_BYTES = 8
const SNAPSHOT = 1
const PACKED = 2
const FRAME_VERSION = 2
/** A packed column of equal values takes no room, so the length of a frame does not bound its rows; this does. */
export const MOST_ROWS = 1_000_000
/** The last instant that a Date holds, epoch ms. */
const LAST_INSTANT = 8.64e15
/** Instead of a state: the vehicle left the group, a map cell. Its row carries where it is now, for whoever holds that place too. */
export const LEFT_GROUP = 255

type ArrayOf = { u8: Uint8Array; u16: Uint16Array; u32: Uint32Array; i32: Int32Array; f32: Float32Array }

const MAKE: { [T in ColumnType]: (buffer: ArrayBuffer, offset: number, length: number) => ArrayOf[T] } = {
  u8: (b, o, n) => new Uint8Array(b, o, n),
  u16: (b, o, n) => new Uint16Array(b, o, n),
  u32: (b, o, n) => new Uint32Array(b, o, n),
  i32: (b, o, n) => new Int32Array(b, o, n),
  f32: (b, o, n) => new Float32Array(b, o, n),
}
const BYTES: Record<ColumnType, number> = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4 }

export type FrameTopic = keyof FrameTopics
type LayoutOf<T extends FrameTopic> = FrameTopics[T]['frame']['columns']
export type FrameColumns<T extends FrameTopic> = {
  [C in keyof LayoutOf<T>]: LayoutOf<T>[C] extends ColumnType ? ArrayOf[LayoutOf<T>[C]] : never
}

export interface FrameHead {
  readonly topic: FrameTopic
  readonly snapshot: boolean
  readonly sequence: number
  /** The sequence this update builds on; 0 for a snapshot. */
  readonly follows: number
  readonly rows: number
  readonly serverTime: EpochMs
}
export type Frame<T extends FrameTopic = FrameTopic> = FrameHead & {
  readonly topic: T
  readonly columns: FrameColumns<T>
}

const align4 = (n: number): number => (n + 3) & ~3
const layoutOf = (topic: FrameTopic): [string, ColumnType][] => Object.entries(FRAME_TOPICS[topic].columns)

/** Bytes of a wide frame with so many rows. */
export const frameBytes = (topic: FrameTopic, rows: number): number =>
  layoutOf(topic).reduce((sum, [, type]) => sum + align4(BYTES[type] * rows), HEAD_BYTES)

/** An empty wide frame whose columns are views to write into. Throws `bad-request` above MOST_ROWS. */
export const makeFrame = <T extends FrameTopic>(
  head: FrameHead & { topic: T },
): { buffer: ArrayBuffer; columns: FrameColumns<T> } => {
  if (head.rows > MOST_ROWS)
    throw new AppError('bad-request', `frame of ${head.rows} rows, expected at most ${MOST_ROWS}`)
  const buffer = new ArrayBuffer(frameBytes(head.topic, head.rows))
  const view = new DataView(buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint8(4, FRAME_VERSION)
  view.setUint8(5, FRAME_TOPICS[head.topic].code)
  view.setUint8(6, head.snapshot ? SNAPSHOT : 0)
  view.setUint8(7, layoutOf(head.topic).length)
  view.setUint32(8, head.sequence, true)
  view.setUint32(12, head.rows, true)
  view.setFloat64(16, head.serverTime, true)
  view.setUint32(24, head.follows, true)
  view.setUint32(28, buffer.byteLength, true)
  return { buffer, columns: viewColumns(head.topic, buffer, head.rows) }
}

/** A frame as it goes over a line, of the wide one. */
export const packFrame = (wide: ArrayBuffer): ArrayBuffer => {
  const { topic, rows } = headOf(wide)
  const columns = wideColumns(topic, wide, rows).map(({ whole }) => ({ whole, packing: packingOf(whole) }))
  const offset = HEAD_BYTES + columns.length * PACKING_BYTES
  const packed = new ArrayBuffer(
    columns.reduce((sum, { packing }) => sum + packedBytes(rows, packing.bits), offset),
  )
  new Uint8Array(packed).set(new Uint8Array(wide, 0, HEAD_BYTES))
  const view = new DataView(packed)
  view.setUint8(6, view.getUint8(6) | PACKED)
  view.setUint32(28, packed.byteLength, true)
  let at = offset
  for (const [i, { whole, packing }] of columns.entries()) {
    const entry = HEAD_BYTES + i * PACKING_BYTES
    view.setUint32(entry, packing.base, true)
    view.setUint8(entry + 4, packing.bits)
    view.setUint8(entry + 5, packing.rising ? 1 : 0)
    const bytes = packedBytes(rows, packing.bits)
    pack(whole, packing, new Uint32Array(packed, at, bytes / 4))
    at += bytes
  }
  return packed
}

/** What a frame is, its columns left alone. Throws `bad-request` on a foreign, short, long or newer frame. */
export const readHead = (buffer: ArrayBuffer): FrameHead => {
  const head = headOf(buffer)
  const expected = isPacked(buffer)
    ? packedLength(head, packingsOf(head.topic, buffer))
    : frameBytes(head.topic, head.rows)
  if (buffer.byteLength !== expected)
    throw new AppError('bad-request', `frame of ${buffer.byteLength} bytes, expected ${expected}`)
  return head
}

/** The frame with wide columns; one that is wide is handed back itself. Throws as `readHead`. */
export const widenFrame = (buffer: ArrayBuffer): ArrayBuffer => {
  const head = readHead(buffer)
  if (!isPacked(buffer)) return buffer
  const wide = makeFrame(head).buffer
  const columns = wideColumns(head.topic, wide, head.rows)
  let at = HEAD_BYTES + columns.length * PACKING_BYTES
  for (const [i, packing] of packingsOf(head.topic, buffer).entries()) {
    const bytes = packedBytes(head.rows, packing.bits)
    unpack(new Uint32Array(buffer, at, bytes / 4), packing, (columns[i] as WideColumn).whole)
    at += bytes
  }
  return wide
}

/** Of a wide frame views, no copies; of a packed one columns of its own, made when first looked at. Throws as `readHead`. */
export const readFrame = (buffer: ArrayBuffer): Frame => {
  const head = readHead(buffer)
  let columns: Frame['columns'] | null = null
  return {
    ...head,
    get columns() {
      return (columns ??= viewColumns(head.topic, widenFrame(buffer), head.rows))
    },
  } as Frame
}

/** Frames that stand one after the other, each by itself. Throws `bad-request` when they do not fill the octets. */
export const readFrames = (octets: ArrayBuffer): Frame[] => {
  const frames: Frame[] = []
  const view = new DataView(octets)
  for (let at = 0; at < octets.byteLength;) {
    const left = octets.byteLength - at
    const length = left < HEAD_BYTES ? 0 : view.getUint32(at + 28, true)
    if (length < HEAD_BYTES || length > left)
      throw new AppError('bad-request', `${left} bytes after frame ${frames.length} are no frame`)
    frames.push(readFrame(octets.slice(at, at + length)))
    at += length
  }
  return frames
}

const headOf = (buffer: ArrayBuffer): FrameHead => {
  if (buffer.byteLength < HEAD_BYTES)
    throw new AppError('bad-request', `frame of ${buffer.byteLength} bytes is shorter than its head`)
  const view = new DataView(buffer)
  if (view.getUint32(0, true) !== MAGIC)
    throw new AppError('bad-request', 'not a Guanlan frame of this version')
  if (view.getUint8(4) !== FRAME_VERSION)
    throw new AppError('bad-request', `frame version ${view.getUint8(4)}, expected ${FRAME_VERSION}`)
  const topic = topicOf(view.getUint8(5))
  const rows = view.getUint32(12, true)
  if (rows > MOST_ROWS)
    throw new AppError('bad-request', `frame of ${rows} rows, expected at most ${MOST_ROWS}`)
  const snapshot = (view.getUint8(6) & SNAPSHOT) !== 0
  const serverTime = view.getFloat64(16, true)
  if (!(serverTime >= 0 && serverTime <= LAST_INSTANT))
    throw new AppError('bad-request', `frame of the server time ${serverTime}, expected epoch ms`)
  return {
    topic,
    snapshot,
    sequence: view.getUint32(8, true),
    follows: view.getUint32(24, true),
    rows,
    serverTime,
  }
}

const isPacked = (buffer: ArrayBuffer): boolean => (new DataView(buffer).getUint8(6) & PACKED) !== 0

const packingsOf = (topic: FrameTopic, buffer: ArrayBuffer): Packing[] => {
  const names = layoutOf(topic)
  if (buffer.byteLength < HEAD_BYTES + names.length * PACKING_BYTES)
    throw new AppError(
      'bad-request',
      `frame of ${buffer.byteLength} bytes is shorter than its columns' heads`,
    )
  const view = new DataView(buffer)
  return names.map(([name], i) => {
    const at = HEAD_BYTES + i * PACKING_BYTES
    const bits = view.getUint8(at + 4)
    if (bits > MOST_BITS)
      throw new AppError(
        'bad-request',
        `column ${name} of ${bits} bits a value, expected at most ${MOST_BITS}`,
      )
    return { base: view.getInt32(at, true), bits, rising: view.getUint8(at + 5) !== 0 }
  })
}

const packedLength = ({ rows }: FrameHead, packings: readonly Packing[]): number =>
  packings.reduce(
    (sum, { bits }) => sum + packedBytes(rows, bits),
    HEAD_BYTES + packings.length * PACKING_BYTES,
  )

const topicOf = (code: number): FrameTopic => {
  const found = (Object.keys(FRAME_TOPICS) as FrameTopic[]).find((topic) => FRAME_TOPICS[topic].code === code)
  if (!found) throw new AppError('bad-request', `unknown frame topic ${code}`)
  return found
}

interface WideColumn {
  readonly name: string
  readonly values: ArrayOf[ColumnType]
  /** The same bytes as whole numbers. */
  readonly whole: IntArray
}

const wideColumns = (topic: FrameTopic, wide: ArrayBuffer, rows: number): WideColumn[] => {
  let offset = HEAD_BYTES
  return layoutOf(topic).map(([name, type]) => {
    const values = MAKE[type](wide, offset, rows)
    offset += align4(BYTES[type] * rows)
    return {
      name,
      values,
      whole: values instanceof Float32Array ? new Uint32Array(wide, values.byteOffset, rows) : values,
    }
  })
}

const viewColumns = <T extends FrameTopic>(topic: T, wide: ArrayBuffer, rows: number): FrameColumns<T> =>
  Object.fromEntries(
    wideColumns(topic, wide, rows).map(({ name, values }) => [name, values]),
  ) as FrameColumns<T>
