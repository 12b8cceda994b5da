import type { EpochMs } from '../units.ts'
import { align, makeBitWriter, putBits, putGamma, putRice, resetRice, zigzag, type BitWriter } from './chunkBits.ts'
import type { PointColumns } from './points.ts'
import { expectLat, expectLon, lonPerMetre, moveOn, PREDICTOR, type Motion } from './trackPredict.ts'

/**
 * One chunk (轨迹块): the points of 64 vehicles in one slab of five minutes, each vehicle readable alone. A chunk also
 * carries where every vehicle of the group was last seen before the slab, so that any instant is known from one chunk.
 *
 * Head: version, usual interval, south-west corner, widths, first Rice means, which vehicles, bytes of each. Then for
 * each vehicle a run of bits: its first known point in full, then every point as what differs from the expected one
 * (time from an even interval, place from dead reckoning or inertia), Rice-coded; points that come as expected are counted.
 * Nothing is rounded: what goes in comes out.
 */
export const CHUNK_VERSION = 1
export const SLAB_MS = 300_000
export const GROUP = 64
export const COLUMNS = { time: 0, speed: 1, heading: 2, lon: 3, lat: 4 } as const
export const COLUMN_COUNT = 5
/** Times are kept in the coarsest of these that divides them all, ms. */
export const TIME_UNITS = [1000, 500, 250, 100, 50, 10, 5, 1] as const
/** After a longer silence nothing is expected of the way. */
export const REACH_MS = 120_000

export interface TrackPoint {
  readonly at: EpochMs
  readonly lonE7: number
  readonly latE7: number
  /** 0.1 km/h. */
  readonly speed: number
  readonly heading: number
  readonly alarm: number
  readonly acc: number
}

/** A vehicle's rows in the columns, in order of time, none twice; within the slab. */
export interface ChunkVehicle {
  /** Its number within the group, 0 to 63. */
  readonly local: number
  /** Its newest point before the slab. */
  readonly carry: TrackPoint | null
  readonly from: number
  readonly to: number
}

export const slabOf = (at: EpochMs): EpochMs => Math.floor(at / SLAB_MS) * SLAB_MS
export const groupOf = (ordinal: number): number => ordinal >>> 6

export const pointAt = (p: PointColumns, i: number): TrackPoint => ({
  at: p.at[i] as number, lonE7: p.lonE7[i] as number, latE7: p.latE7[i] as number, speed: p.speed[i] as number, heading: p.heading[i] as number, alarm: p.alarm[i] as number, acc: p.acc[i] as number,
})

export const motionAt = (point: TrackPoint, usual: number): Motion => ({ lonE7: point.lonE7, latE7: point.latE7, speed: point.speed, heading: point.heading, dt: usual, lonStep: 0, latStep: 0, lonPerM: lonPerMetre(point.latE7) })

/** Bits that a time within the slab takes. */
export const timeWidth = (unit: number): number => 32 - Math.clz32(Math.floor(SLAB_MS / unit))

/** A difference of headings, −180 to 179. */
const turn = (from: number, to: number): number => ((to - from + 540) % 360) - 180

const unitOf = (divides: (unit: number) => boolean): number => TIME_UNITS.findIndex(divides)
const widthOf = (span: number): number => 32 - Math.clz32(span)

/** What differs from the expected at row `i`; the motion is moved on. */
const differ = (m: Motion, mode: number, p: PointColumns, i: number, dt: number, out: Int32Array): void => {
  const speed = p.speed[i] as number
  const heading = p.heading[i] as number
  const reach = dt > REACH_MS ? 0 : dt
  out[COLUMNS.speed] = speed - m.speed
  out[COLUMNS.heading] = turn(m.heading, heading)
  out[COLUMNS.lon] = ((p.lonE7[i] as number) - m.lonE7 - expectLon(m, mode, reach, speed, heading)) | 0
  out[COLUMNS.lat] = ((p.latE7[i] as number) - m.latE7 - expectLat(m, mode, reach, speed, heading)) | 0
  moveOn(m, dt, p.lonE7[i] as number, p.latE7[i] as number, speed, heading)
}

interface Plan {
  readonly vehicle: ChunkVehicle
  readonly start: TrackPoint
  /** First row of the chain: what follows the start. */
  readonly next: number
  readonly unit: number
  readonly mode: number
}

interface Head {
  readonly usual: number
  readonly west: number
  readonly south: number
  readonly lonWidth: number
  readonly latWidth: number
  /** Powers of two. */
  readonly means: readonly number[]
}

/** The middle one of the vehicles' first intervals. */
const usualInterval = (p: PointColumns, vehicles: readonly ChunkVehicle[]): number => {
  const all = vehicles.filter(({ from, to }) => to - from > 1).map(({ from }) => (p.at[from + 1] as number) - (p.at[from] as number)).sort((a, b) => a - b)
  return all[all.length >>> 1] ?? SLAB_MS
}

const scratch = new Int32Array(COLUMN_COUNT)

/** Sums and number of the codes of a vehicle's chain under one predictor; answers the bits they take, roughly. */
const weigh = (p: PointColumns, plan: Omit<Plan, 'mode'>, mode: number, usual: number, sums: Float64Array): number => {
  const m = motionAt(plan.start, usual)
  let bits = 0
  let before = plan.start.at
  let interval = plan.vehicle.carry ? -1 : usual
  for (let i = plan.next; i < plan.vehicle.to; i++) {
    const dt = (p.at[i] as number) - before
    before = p.at[i] as number
    differ(m, mode, p, i, dt, scratch)
    scratch[COLUMNS.time] = interval < 0 ? 0 : Math.round((dt - interval) / (TIME_UNITS[plan.unit] as number))
    interval = interval < 0 ? usual : dt
    let all = 0
    for (let c = 0; c < COLUMN_COUNT; c++) all |= scratch[c] as number
    if (all === 0) continue
    for (let c = 0; c < COLUMN_COUNT; c++) sums[c] = (sums[c] as number) + zigzag(scratch[c] as number)
    sums[COLUMN_COUNT] = (sums[COLUMN_COUNT] as number) + 1
    bits += widthOf(zigzag(scratch[COLUMNS.lon] as number)) + widthOf(zigzag(scratch[COLUMNS.lat] as number))
  }
  return bits
}

const planVehicle = (p: PointColumns, slab: EpochMs, vehicle: ChunkVehicle, usual: number, total: Float64Array): Plan => {
  const { carry, from, to } = vehicle
  const unit = unitOf((each) => {
    for (let i = from; i < to; i++) if (((p.at[i] as number) - slab) % each !== 0) return false
    return true
  })
  const bare = { vehicle, start: carry ?? pointAt(p, from), next: carry ? from : from + 1, unit }
  const sums = [new Float64Array(COLUMN_COUNT + 1), new Float64Array(COLUMN_COUNT + 1)] as const
  const mode = weigh(p, bare, PREDICTOR.reckoning, usual, sums[1]) <= weigh(p, bare, PREDICTOR.inertia, usual, sums[0]) ? PREDICTOR.reckoning : PREDICTOR.inertia
  for (let c = 0; c <= COLUMN_COUNT; c++) total[c] = (total[c] as number) + (sums[mode][c] as number)
  return { ...bare, mode }
}

const headOf = (plans: readonly Plan[], usual: number, total: Float64Array): Head => {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const { start } of plans) {
    box.west = Math.min(box.west, start.lonE7)
    box.east = Math.max(box.east, start.lonE7)
    box.south = Math.min(box.south, start.latE7)
    box.north = Math.max(box.north, start.latE7)
  }
  const count = Math.max(1, total[COLUMN_COUNT] as number)
  const means = Array.from(total.subarray(0, COLUMN_COUNT), (sum) => Math.min(22, Math.round(Math.log2(sum / count + 0.5) + 1)))
  return { usual, west: box.west, south: box.south, lonWidth: widthOf(box.east - box.west), latWidth: widthOf(box.north - box.south), means: means.map((mean) => Math.max(0, mean)) }
}

const putFlags = (w: BitWriter, acc: number, alarm: number): void => {
  putBits(w, acc, 1)
  putBits(w, alarm === 0 ? 0 : 1, 1)
  if (alarm !== 0) putBits(w, alarm, 32)
}

const putStart = (w: BitWriter, { start, vehicle, unit, mode }: Plan, slab: EpochMs, head: Head): void => {
  putBits(w, vehicle.carry ? 1 : 0, 1)
  putBits(w, mode, 1)
  putBits(w, unit, 3)
  if (vehicle.carry) {
    const age = slab - start.at
    const ageUnit = unitOf((each) => age % each === 0)
    putBits(w, ageUnit, 3)
    putGamma(w, age / (TIME_UNITS[ageUnit] as number))
  } else putBits(w, (start.at - slab) / (TIME_UNITS[unit] as number), timeWidth(TIME_UNITS[unit] as number))
  if (head.lonWidth > 0) putBits(w, start.lonE7 - head.west, head.lonWidth)
  if (head.latWidth > 0) putBits(w, start.latE7 - head.south, head.latWidth)
  putGamma(w, start.speed)
  putBits(w, start.heading, 9)
  putFlags(w, start.acc, start.alarm)
}

const putChain = (w: BitWriter, p: PointColumns, plan: Plan, slab: EpochMs, usual: number, rice: Int32Array): void => {
  const { vehicle, start, next, mode } = plan
  const unit = TIME_UNITS[plan.unit] as number
  const m = motionAt(start, usual)
  let { at: before, acc, alarm } = start
  let expected = Math.round(usual / unit)
  let known = vehicle.carry !== null
  let run = 0
  putGamma(w, vehicle.to - next)
  if (known && next < vehicle.to) putBits(w, ((p.at[next] as number) - slab) / unit, timeWidth(unit))
  for (let i = next; i < vehicle.to; i++) {
    const dt = (p.at[i] as number) - before
    differ(m, mode, p, i, dt, scratch)
    scratch[COLUMNS.time] = known ? 0 : dt / unit - expected
    if (!known) expected = dt / unit
    known = false
    before = p.at[i] as number
    const same = acc === p.acc[i] && alarm === p.alarm[i]
    let all = same ? 0 : 1
    for (let c = 0; c < COLUMN_COUNT; c++) all |= scratch[c] as number
    if (all === 0) {
      run++
      continue
    }
    putGamma(w, run)
    run = 0
    for (let c = 0; c < COLUMN_COUNT; c++) putRice(w, rice, c, scratch[c] as number)
    putBits(w, same ? 0 : 1, 1)
    if (same) continue
    acc = p.acc[i] as number
    alarm = p.alarm[i] as number
    putFlags(w, acc, alarm)
  }
  if (run > 0) putGamma(w, run)
}

const putHead = (w: BitWriter, head: Head, lengths: ReadonlyMap<number, number>): void => {
  putBits(w, CHUNK_VERSION, 8)
  for (const value of [head.usual, head.west, head.south]) putBits(w, value | 0, 32)
  putBits(w, head.lonWidth, 6)
  putBits(w, head.latWidth, 6)
  for (const mean of head.means) putBits(w, mean, 5)
  for (let local = 0; local < GROUP; local++) {
    const bytes = lengths.get(local)
    putBits(w, bytes === undefined ? 0 : 1, 1)
    if (bytes !== undefined) putGamma(w, bytes)
  }
  align(w)
}

/** Packs the vehicles of one group, ascending, into one chunk; a vehicle with neither points nor carry is left out. */
export const encodeChunk = (slab: EpochMs, p: PointColumns, vehicles: readonly ChunkVehicle[]): Uint8Array => {
  const present = vehicles.filter(({ carry, from, to }) => carry !== null || to > from)
  const usual = usualInterval(p, present)
  const total = new Float64Array(COLUMN_COUNT + 1)
  const plans = present.map((vehicle) => planVehicle(p, slab, vehicle, usual, total))
  const head = headOf(plans, usual, total)
  const means = head.means.map((mean) => 2 ** mean)
  const rice = new Int32Array(2 * COLUMN_COUNT)
  const body = makeBitWriter(p.count * 6 + 1024)
  const lengths = new Map<number, number>()
  for (const plan of plans) {
    const began = body.at >>> 3
    resetRice(rice, means)
    putStart(body, plan, slab, head)
    putChain(body, p, plan, slab, usual, rice)
    align(body)
    lengths.set(plan.vehicle.local, (body.at >>> 3) - began)
  }
  const w = makeBitWriter(256)
  putHead(w, head, lengths)
  const chunk = new Uint8Array((w.at >>> 3) + (body.at >>> 3))
  chunk.set(w.bytes.subarray(0, w.at >>> 3))
  chunk.set(body.bytes.subarray(0, body.at >>> 3), w.at >>> 3)
  return chunk
}
