import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import type { RoomCategory, RoomState } from '../rooms.ts'

/**
 * A part of the mosaic (房间总图) on the line: the rooms of one region as columns, in the order of county, compound,
 * building, floor, number. Head: `GLMO`, the length of a JSON in bytes (uint32), the JSON; then the columns that it lists,
 * each on a multiple of eight bytes. All numbers are little-endian. No name of a person is in it.
 */
const MAGIC = 0x4f4d_4c47
const HEAD_BYTES = 8
const ALIGNED = 8
const MOST_ROWS = 4_000_000

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const
type TypeName = keyof typeof TYPES
export type Column = InstanceType<(typeof TYPES)[TypeName]>

/** Of a room: `kind` is its place in `kinds`; `figure` the day since which it is idle (days since 1970), else the share of the limit in 1/10,000, rounded up, 0 where none applies; `limit` is one more than its place in `limits`, 0 for none; `area` dm² (the larger ones in `large`); `unit` one more than its place in the names, 0 for none. */
const ROOM_COLUMNS = ['kind', 'figure', 'limit', 'area', 'unit'] as const
/** Of floors and buildings: what hangs on them, and the label's place in `labels`; names as `id TAB name`, and where each ends. */
const PLACE_COLUMNS = [
  'floorRooms',
  'floorLabel',
  'buildingFloors',
  'buildingCounty',
  'buildingNames',
  'buildingEnds',
  'unitNames',
  'unitEnds',
] as const

const headSchema = z.object({
  part: z.string(),
  rooms: z.number().int().min(0).max(MOST_ROWS),
  asOf: z.number(),
  counties: z.array(z.object({ id: z.string(), name: z.string() })),
  kinds: z.array(
    z.object({ category: z.custom<RoomCategory>(), state: z.custom<RoomState>(), use: z.string() }),
  ),
  /** dm². */
  limits: z.array(z.number()),
  labels: z.array(z.string()),
  /** Areas that two bytes do not hold: room, dm². */
  large: z.array(z.tuple([z.number(), z.number()])),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['u8', 'u16', 'u32', 'f64']),
      length: z.number().int().min(0),
    }),
  ),
})
export type MosaicHead = Omit<z.infer<typeof headSchema>, 'columns'>
export interface MosaicPart {
  readonly head: MosaicHead
  /** By name; the measures of floors as `floor.<measure>`, those of buildings as `building.<measure>`, none where all are 0. */
  readonly columns: ReadonlyMap<string, Column>
}

const typeOf = (column: Column): TypeName =>
  (Object.keys(TYPES) as TypeName[]).find((name) => column instanceof TYPES[name]) as TypeName
const aligned = (at: number): number => Math.ceil(at / ALIGNED) * ALIGNED

/** The narrowest column that holds whole numbers from 0 up; numbers that none of them holds are kept as floats. */
export const narrowest = (values: readonly number[]): Column => {
  let most = 0
  for (const value of values) {
    if (value < 0 || !Number.isInteger(value)) return Float64Array.from(values)
    if (value > most) most = value
  }
  if (most < 2 ** 8) return Uint8Array.from(values)
  if (most < 2 ** 16) return Uint16Array.from(values)
  return most < 2 ** 32 ? Uint32Array.from(values) : Float64Array.from(values)
}

/** Names as UTF-8, one after the other, and where each ends. */
export const packNames = (
  rows: readonly { readonly id: string; readonly name: string }[],
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly ends: Uint32Array<ArrayBuffer> } => {
  const encoder = new TextEncoder()
  const bytes = encoder.encode(rows.map(({ id, name }) => `${id}\t${name}`).join(''))
  let end = 0
  const ends = Uint32Array.from(rows, ({ id, name }) => (end += encoder.encode(`${id}\t${name}`).length))
  return { bytes, ends }
}

export const writeMosaic = ({ head, columns }: MosaicPart): Uint8Array => {
  const listed = [...columns].map(([name, column]) => ({
    name,
    type: typeOf(column),
    length: column.length,
  }))
  const json = new TextEncoder().encode(JSON.stringify({ ...head, columns: listed }))
  let size = aligned(HEAD_BYTES + json.length)
  const places = [...columns.values()].map((column) => {
    const at = size
    size = aligned(size + column.byteLength)
    return { at, column }
  })
  const octets = new Uint8Array(size)
  const view = new DataView(octets.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, json.length, true)
  octets.set(json, HEAD_BYTES)
  for (const { at, column } of places)
    octets.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at)
  return octets
}

const broken = (what: string): AppError => new AppError('bad-request', `not a part of the mosaic: ${what}`)

/** Where each column lies; throws unless all of them lie within the octets. */
const readColumns = (
  octets: ArrayBuffer,
  from: number,
  listed: z.infer<typeof headSchema>['columns'],
): Map<string, Column> => {
  const columns = new Map<string, Column>()
  let at = from
  for (const { name, type, length } of listed) {
    const Type = TYPES[type]
    if (at + length * Type.BYTES_PER_ELEMENT > octets.byteLength) throw broken(`${name} is cut short`)
    columns.set(name, new Type(octets, at, length))
    at = aligned(at + length * Type.BYTES_PER_ELEMENT)
  }
  return columns
}

/** The columns are views over the octets. Throws `bad-request` for what is no part, is cut short, or lacks a column. */
export const readMosaic = (octets: ArrayBuffer): MosaicPart => {
  if (octets.byteLength < HEAD_BYTES) throw broken('too short')
  const view = new DataView(octets)
  const length = view.getUint32(4, true)
  if (view.getUint32(0, true) !== MAGIC || HEAD_BYTES + length > octets.byteLength) throw broken('no head')
  const { columns: listed, ...head } = headSchema.parse(
    JSON.parse(new TextDecoder().decode(new Uint8Array(octets, HEAD_BYTES, length))),
  )
  const columns = readColumns(octets, aligned(HEAD_BYTES + length), listed)
  for (const name of [...ROOM_COLUMNS, ...PLACE_COLUMNS])
    if (!columns.has(name)) throw broken(`without ${name}`)
  for (const name of ROOM_COLUMNS)
    if (columns.get(name)?.length !== head.rooms) throw broken(`${name} has another length`)
  return { head, columns }
}
