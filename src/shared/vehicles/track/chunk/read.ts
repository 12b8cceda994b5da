import type { EpochMs } from '../../../kernel/units.ts'
import {
  getBits,
  getGamma,
  getRanked,
  getRice,
  makeRanking,
  NAMED,
  resetRice,
  SYMBOLS,
  unzigzag,
  type BitReader,
} from './bits.ts'
import { firstPoints, makePoints, type PointColumns } from '../points.ts'
import {
  CHUNK_VERSION,
  COLUMN_COUNT,
  COLUMNS,
  DIFFERS,
  GROUP,
  motionAt,
  PLACE,
  SLAB_MS,
  TIME_UNITS,
  timeWidth,
  type ChunkVehicle,
  type TrackPoint,
} from './format.ts'
import { moveOn, reckon, type Motion } from '../trackPredict.ts'

/** A chunk with its head read. */
export interface Chunk {
  readonly slab: EpochMs
  readonly bytes: Uint8Array
  readonly usual: number
  readonly west: number
  readonly south: number
  readonly lonWidth: number
  readonly latWidth: number
  readonly means: readonly number[]
  readonly ranking: Uint8Array
  /** First byte of each vehicle; −1 where the chunk does not know it. */
  readonly offsets: Int32Array
}

/** Throws a RangeError for bytes of another version. */
export const openChunk = (bytes: Uint8Array, slab: EpochMs): Chunk => {
  const r: BitReader = { bytes, at: 0 }
  const version = getBits(r, 8)
  if (version !== CHUNK_VERSION)
    throw new RangeError(`chunk of slab ${slab}: expected version ${CHUNK_VERSION}, found ${version}`)
  const usual = getBits(r, 32)
  const west = getBits(r, 32) | 0
  const south = getBits(r, 32) | 0
  const lonWidth = getBits(r, 6)
  const latWidth = getBits(r, 6)
  const means = Array.from({ length: COLUMN_COUNT }, () => 2 ** getBits(r, 5))
  const ranking = makeRanking(Array.from({ length: NAMED }, () => getBits(r, 6)))
  const offsets = new Int32Array(GROUP).fill(-1)
  let length = 0
  for (let local = 0; local < GROUP; local++) {
    if (getBits(r, 1) === 0) continue
    offsets[local] = length
    length += getGamma(r)
  }
  const body = (r.at + 7) >>> 3
  for (let local = 0; local < GROUP; local++)
    if ((offsets[local] as number) >= 0) offsets[local] = (offsets[local] as number) + body
  if (body + length !== bytes.length)
    throw new RangeError(`chunk of slab ${slab}: expected ${body + length} bytes, found ${bytes.length}`)
  return { slab, bytes, usual, west, south, lonWidth, latWidth, means, ranking, offsets }
}

/** Receives each point of the slab: its time, and the motion that stands at it. */
type Visit = (
  at: EpochMs,
  lonE7: number,
  latE7: number,
  speed: number,
  heading: number,
  alarm: number,
  acc: number,
) => void

interface Start {
  readonly point: TrackPoint
  readonly isCarry: boolean
  readonly unit: number
}

const readStart = (r: BitReader, chunk: Chunk): Start => {
  const isCarry = getBits(r, 1) === 1
  const unit = TIME_UNITS[getBits(r, 3)] as number
  const at = isCarry
    ? chunk.slab - (TIME_UNITS[getBits(r, 3)] as number) * getGamma(r)
    : chunk.slab + getBits(r, timeWidth(unit)) * unit
  const lonE7 = chunk.west + (chunk.lonWidth > 0 ? getBits(r, chunk.lonWidth) : 0)
  const latE7 = chunk.south + (chunk.latWidth > 0 ? getBits(r, chunk.latWidth) : 0)
  const speed = getGamma(r)
  const heading = getBits(r, 9)
  const acc = getBits(r, 1)
  const alarm = getBits(r, 1) === 1 ? getBits(r, 32) : 0
  return { point: { at, lonE7, latE7, speed, heading, alarm, acc }, isCarry, unit }
}

const rice = new Int32Array(2 * COLUMN_COUNT)
const ranking = new Uint8Array(3 * SYMBOLS)

/** A difference that is not zero. */
const getSome = (r: BitReader, column: number): number => unzigzag(getRice(r, rice, column) + 1)

/** Reads the place that the symbol speaks of and takes the step. */
const step = (r: BitReader, m: Motion, symbol: number, dt: number, speed: number, heading: number): void => {
  reckon(m, dt, speed, heading)
  const place = symbol & PLACE.mask
  const isA = place === PLACE.nearA || place === PLACE.exactA
  let lonE7 = m.lonE7 + Math.round(isA ? m.lonWay : m.lonCorrected)
  let latE7 = m.latE7 + Math.round(isA ? m.latWay : m.latCorrected)
  if (place === PLACE.nearA || place === PLACE.nearB) {
    lonE7 += unzigzag(getRice(r, rice, isA ? COLUMNS.lonA : COLUMNS.lonB))
    latE7 += unzigzag(getRice(r, rice, isA ? COLUMNS.latA : COLUMNS.latB))
  }
  moveOn(m, dt, lonE7 | 0, latE7 | 0, speed, heading)
}

const none: Visit = () => undefined

/**
 * What of a damaged chunk would be read for ever: runs of points cost no bits, so only the slab's own time bounds them.
 * Throws a RangeError.
 */
const mustHold = (holds: boolean, { slab }: Chunk, local: number, what: string): void => {
  if (!holds) throw new RangeError(`chunk of slab ${slab}, vehicle ${local}: expected ${what}`)
}

/**
 * Walks one vehicle's points up to and including `until` and answers the newest known by then: of the slab, else the one
 * before it; null when there is neither. `visit` sees the points of the slab only.
 */
export const walkVehicle = (
  chunk: Chunk,
  local: number,
  until: EpochMs,
  visit: Visit = none,
): TrackPoint | null => {
  const offset = chunk.offsets[local] as number
  if (offset < 0) return null
  const r: BitReader = { bytes: chunk.bytes, at: offset * 8 }
  const { point, isCarry, unit } = readStart(r, chunk)
  const end = chunk.slab + SLAB_MS
  mustHold(point.at < end, chunk, local, 'a first point within the slab')
  if (!isCarry && point.at > until) return null
  if (!isCarry) visit(point.at, point.lonE7, point.latE7, point.speed, point.heading, point.alarm, point.acc)
  const count = getGamma(r)
  mustHold(count * unit <= SLAB_MS, chunk, local, `at most ${SLAB_MS / unit} points, found ${count}`)
  if (count === 0) return point
  resetRice(rice, chunk.means)
  const m = motionAt(point, chunk.usual)
  let { at, acc, alarm } = point
  let interval = Math.round(chunk.usual / unit) * unit
  let first = isCarry ? chunk.slab + getBits(r, timeWidth(unit)) * unit - at : -1
  let run = 0
  ranking.set(chunk.ranking)
  for (let i = 0; i < count; i++) {
    const symbol = run > 0 ? 0 : getRanked(r, ranking)
    if (symbol === 0) run = run > 0 ? run - 1 : getGamma(r)
    let dt = first >= 0 ? first : interval
    if (symbol & DIFFERS.time) dt += getSome(r, COLUMNS.time) * unit
    mustHold(dt > 0 && at + dt < end, chunk, local, 'points in order of time, within the slab')
    if (at + dt > until) break
    const speed = symbol & DIFFERS.speed ? m.speed + getSome(r, COLUMNS.speed) : m.speed
    const heading =
      symbol & DIFFERS.heading ? (m.heading + getSome(r, COLUMNS.heading) + 360) % 360 : m.heading
    step(r, m, symbol, dt, speed, heading)
    at += dt
    if (first < 0) interval = dt
    first = -1
    if (symbol & DIFFERS.flags) {
      acc = getBits(r, 1)
      alarm = getBits(r, 1) === 1 ? getBits(r, 32) : 0
    }
    visit(at, m.lonE7, m.latE7, speed, heading, alarm, acc)
  }
  return { at, lonE7: m.lonE7, latE7: m.latE7, speed: m.speed, heading: m.heading, alarm, acc }
}

/** Columns that take points one by one and grow. */
export interface PointList {
  add(ordinal: number, point: TrackPoint): void
  visitor(ordinal: number): Visit
  count(): number
  take(): PointColumns
}

export const makePointList = (capacity = 1024): PointList => {
  let columns = makePoints(capacity)
  let count = 0
  const grow = (): void => {
    const larger = makePoints(columns.count * 2)
    for (const name of [
      'at',
      'ordinal',
      'lonE7',
      'latE7',
      'alarm',
      'speed',
      'heading',
      'acc',
      'mark',
    ] as const)
      larger[name].set(columns[name])
    columns = larger
  }
  const visitor =
    (ordinal: number): Visit =>
    (at, lonE7, latE7, speed, heading, alarm, acc) => {
      if (count === columns.count) grow()
      columns.at[count] = at
      columns.ordinal[count] = ordinal
      columns.lonE7[count] = lonE7
      columns.latE7[count] = latE7
      columns.speed[count] = speed
      columns.heading[count] = heading
      columns.alarm[count] = alarm
      columns.acc[count] = acc
      count++
    }
  return {
    add: (ordinal, p) => visitor(ordinal)(p.at, p.lonE7, p.latE7, p.speed, p.heading, p.alarm, p.acc),
    visitor,
    count: () => count,
    take: () => firstPoints(columns, count),
  }
}

/** All that a chunk holds, as `encodeChunk` takes it; ordinals are counted from `firstOrdinal`. */
export const decodeChunk = (
  chunk: Chunk,
  firstOrdinal = 0,
): { points: PointColumns; vehicles: ChunkVehicle[] } => {
  const list = makePointList()
  const vehicles: ChunkVehicle[] = []
  for (let local = 0; local < GROUP; local++) {
    if ((chunk.offsets[local] as number) < 0) continue
    const carry = walkVehicle(chunk, local, chunk.slab - 1)
    const from = list.count()
    walkVehicle(chunk, local, Infinity, list.visitor(firstOrdinal + local))
    vehicles.push({ local, carry, from, to: list.count() })
  }
  return { points: list.take(), vehicles }
}
