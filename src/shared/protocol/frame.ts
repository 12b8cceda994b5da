/**
 * Binary frames of the `latest` topics. Little-endian: a 32-byte head, then columns, each aligned to four bytes.
 *
 * | byte | field |
 * |---|---|
 * | 0 | magic u32 `GLF1` |
 * | 4 | version u8, topic u8, kind u8 (0 update, 1 snapshot), columns u8 |
 * | 8 | sequence u32 |
 * | 12 | rows u32 |
 * | 16 | server time f64, epoch ms |
 * | 24 | sequence that this one follows u32 (a gap when it is not the last one seen), reserved u32 |
 */
import { AppError } from '../errors.ts'
import type { EpochMs } from '../units.ts'

const MAGIC = 0x31464c47
const HEAD_BYTES = 32
export const FRAME_VERSION = 1
/** Instead of a state: the vehicle left the group, a map cell. Its row carries where it is now, for whoever holds that place too. */
export const LEFT_GROUP = 255

export type ColumnType = 'u8' | 'u16' | 'u32' | 'i32' | 'f32'
type ArrayOf = { u8: Uint8Array; u16: Uint16Array; u32: Uint32Array; i32: Int32Array; f32: Float32Array }

const MAKE: { [T in ColumnType]: (buffer: ArrayBuffer, offset: number, length: number) => ArrayOf[T] } = {
  u8: (b, o, n) => new Uint8Array(b, o, n),
  u16: (b, o, n) => new Uint16Array(b, o, n),
  u32: (b, o, n) => new Uint32Array(b, o, n),
  i32: (b, o, n) => new Int32Array(b, o, n),
  f32: (b, o, n) => new Float32Array(b, o, n),
}
const BYTES: Record<ColumnType, number> = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4 }

/** The columns of each topic, in wire order. */
export const FRAME_TOPICS = {
  vehicles: {
    code: 1,
    columns: {
      /** The vehicle's serial number at this server, stable for its life. */
      ordinal: 'u32',
      /** 1e-6 degrees, WGS-84. */
      lonE6: 'i32',
      latE6: 'i32',
      /** Tenths of a second between the report and the frame's server time, saturating. */
      ageDs: 'u16',
      speedKmh: 'u8',
      /** 256ths of a turn clockwise from north. */
      heading: 'u8',
      /** Index into VEHICLE_STATES, or LEFT_GROUP. */
      state: 'u8',
    },
  },
  energy: {
    code: 2,
    columns: {
      /** The building's serial number at this server. */
      ordinal: 'u32',
      kw: 'f32',
      /** kWh since midnight UTC+8. */
      todayKwh: 'f32',
    },
  },
} as const satisfies Record<string, { code: number; columns: Record<string, ColumnType> }>

export type FrameTopic = keyof typeof FRAME_TOPICS
export type FrameColumns<T extends FrameTopic> = {
  [C in keyof (typeof FRAME_TOPICS)[T]['columns']]: (typeof FRAME_TOPICS)[T]['columns'][C] extends ColumnType
    ? ArrayOf[(typeof FRAME_TOPICS)[T]['columns'][C]]
    : never
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
export type Frame<T extends FrameTopic = FrameTopic> = FrameHead & { readonly topic: T; readonly columns: FrameColumns<T> }

const align4 = (n: number): number => (n + 3) & ~3
const layoutOf = (topic: FrameTopic): [string, ColumnType][] => Object.entries(FRAME_TOPICS[topic].columns)

/** Bytes of a frame with so many rows. */
export const frameBytes = (topic: FrameTopic, rows: number): number =>
  layoutOf(topic).reduce((sum, [, type]) => sum + align4(BYTES[type] * rows), HEAD_BYTES)

/** An empty frame whose columns are views to write into; the buffer is what goes on the wire. */
export const makeFrame = <T extends FrameTopic>(head: FrameHead & { topic: T }): { buffer: ArrayBuffer; columns: FrameColumns<T> } => {
  const buffer = new ArrayBuffer(frameBytes(head.topic, head.rows))
  const view = new DataView(buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint8(4, FRAME_VERSION)
  view.setUint8(5, FRAME_TOPICS[head.topic].code)
  view.setUint8(6, head.snapshot ? 1 : 0)
  view.setUint8(7, layoutOf(head.topic).length)
  view.setUint32(8, head.sequence, true)
  view.setUint32(12, head.rows, true)
  view.setFloat64(16, head.serverTime, true)
  view.setUint32(24, head.follows, true)
  return { buffer, columns: viewColumns(head.topic, buffer, head.rows) }
}

/** Views over the buffer, no copies. Throws `bad-request` on a foreign, short or newer frame. */
export const readFrame = (buffer: ArrayBuffer): Frame => {
  if (buffer.byteLength < HEAD_BYTES) throw new AppError('bad-request', `frame of ${buffer.byteLength} bytes is shorter than its head`)
  const view = new DataView(buffer)
  if (view.getUint32(0, true) !== MAGIC) throw new AppError('bad-request', 'not a Guanlan frame')
  if (view.getUint8(4) !== FRAME_VERSION) throw new AppError('bad-request', `frame version ${view.getUint8(4)}, expected ${FRAME_VERSION}`)
  const topic = topicOf(view.getUint8(5))
  const rows = view.getUint32(12, true)
  const expected = frameBytes(topic, rows)
  if (buffer.byteLength !== expected) throw new AppError('bad-request', `frame of ${buffer.byteLength} bytes, expected ${expected}`)
  return {
    topic,
    snapshot: view.getUint8(6) === 1,
    sequence: view.getUint32(8, true),
    follows: view.getUint32(24, true),
    rows,
    serverTime: view.getFloat64(16, true),
    columns: viewColumns(topic, buffer, rows),
  } as Frame
}

/** Frames that stand one after the other, each by itself. Throws `bad-request` when they do not fill the octets. */
export const readFrames = (octets: ArrayBuffer): Frame[] => {
  const frames: Frame[] = []
  const view = new DataView(octets)
  for (let at = 0; at < octets.byteLength; ) {
    if (octets.byteLength - at < HEAD_BYTES) throw new AppError('bad-request', `${octets.byteLength - at} bytes after frame ${frames.length} are no frame`)
    const length = frameBytes(topicOf(view.getUint8(at + 5)), view.getUint32(at + 12, true))
    frames.push(readFrame(octets.slice(at, at + length)))
    at += length
  }
  return frames
}

const topicOf = (code: number): FrameTopic => {
  const found = (Object.keys(FRAME_TOPICS) as FrameTopic[]).find((topic) => FRAME_TOPICS[topic].code === code)
  if (!found) throw new AppError('bad-request', `unknown frame topic ${code}`)
  return found
}

const viewColumns = <T extends FrameTopic>(topic: T, buffer: ArrayBuffer, rows: number): FrameColumns<T> => {
  let offset = HEAD_BYTES
  const columns: Record<string, ArrayLike<number>> = {}
  for (const [name, type] of layoutOf(topic)) {
    columns[name] = MAKE[type](buffer, offset, rows)
    offset += align4(BYTES[type] * rows)
  }
  return columns as FrameColumns<T>
}
