import type { EpochMs } from '../../units.ts'
import {
  align,
  makeBitWriter,
  makeRanking,
  NAMED,
  putBits,
  putGamma,
  putRanked,
  putRice,
  resetRice,
  SYMBOLS,
  zigzag,
  type BitWriter,
} from './chunkBits.ts'
import type { PointColumns } from './points.ts'
import { lonPerMetre, moveOn, reckon, type Motion } from './trackPredict.ts'

/**
 * One chunk (轨迹块): the points of 64 vehicles in one slab of five minutes, each vehicle readable alone. A chunk also
 * carries where every vehicle of the group was last seen before the slab, so that any instant is known from one chunk.
 *
 * Head: version, usual interval, south-west corner, widths, first Rice means, commonest symbols, which vehicles, bytes of
 * each. Then for each vehicle a run of bits: its first known point in full, then for every point a symbol that says what
 * differs from the expected (time from an even interval; place from the better of two expectations), and the differences,
 * Rice-coded; points that come as expected are counted. Nothing is rounded: what goes in comes out.
 */
export const CHUNK_VERSION = 1
export const SLAB_MS = 300_000
export const GROUP = 64
/** Differences that are coded, the places under each expectation apart. */
export const COLUMNS = { time: 0, speed: 1, heading: 2, lonA: 3, latA: 4, lonB: 5, latB: 6 } as const
export const COLUMN_COUNT = 7
/** Bits of a symbol; the lowest two say which place was expected. */
export const DIFFERS = { time: 4, speed: 8, heading: 16, flags: 32 } as const
export const PLACE = { exactB: 0, nearA: 1, nearB: 2, exactA: 3, mask: 3 } as const
/** Times are kept in the coarsest of these that divides them all, ms. */
export const TIME_UNITS = [1000, 500, 250, 100, 50, 10, 5, 1] as const

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
  at: p.at[i] as number,
  lonE7: p.lonE7[i] as number,
  latE7: p.latE7[i] as number,
  speed: p.speed[i] as number,
  heading: p.heading[i] as number,
  alarm: p.alarm[i] as number,
  acc: p.acc[i] as number,
})

export const motionAt = (point: TrackPoint, usual: number): Motion => ({
  lonE7: point.lonE7,
  latE7: point.latE7,
  speed: point.speed,
  heading: point.heading,
  dt: usual,
  lonStep: 0,
  latStep: 0,
  lonReckoned: 0,
  latReckoned: 0,
  lonPerM: lonPerMetre(point.latE7),
  lonWay: 0,
  latWay: 0,
  lonCorrected: 0,
  latCorrected: 0,
})

/** Bits that a time within the slab takes. */
export const timeWidth = (unit: number): number => 32 - Math.clz32(Math.floor(SLAB_MS / unit))

/** A difference of headings, −180 to 179. */
const turn = (from: number, to: number): number => ((to - from + 540) % 360) - 180

const unitOf = (divides: (unit: number) => boolean): number => TIME_UNITS.findIndex(divides)
const widthOf = (span: number): number => 32 - Math.clz32(span)

/** What differs from the expected at a row: filled in for columns that the symbol names; the others are left as they were. */
const scratch = new Int32Array(COLUMN_COUNT)
const magnitude = (lon: number, lat: number): number => Math.abs(lon) + Math.abs(lat)

/** Symbol and differences of row `i`; the motion is moved on. Flags are the caller's matter. */
const differ = (m: Motion, p: PointColumns, i: number, dt: number, late: number): number => {
  const speed = p.speed[i] as number
  const heading = p.heading[i] as number
  const lonE7 = p.lonE7[i] as number
  const latE7 = p.latE7[i] as number
  reckon(m, dt, speed, heading)
  scratch[COLUMNS.time] = late
  scratch[COLUMNS.speed] = speed - m.speed
  scratch[COLUMNS.heading] = turn(m.heading, heading)
  const lonA = (lonE7 - m.lonE7 - Math.round(m.lonWay)) | 0
  const latA = (latE7 - m.latE7 - Math.round(m.latWay)) | 0
  const lonB = (lonE7 - m.lonE7 - Math.round(m.lonCorrected)) | 0
  const latB = (latE7 - m.latE7 - Math.round(m.latCorrected)) | 0
  scratch[COLUMNS.lonA] = lonA
  scratch[COLUMNS.latA] = latA
  scratch[COLUMNS.lonB] = lonB
  scratch[COLUMNS.latB] = latB
  const place =
    lonB === 0 && latB === 0
      ? PLACE.exactB
      : lonA === 0 && latA === 0
        ? PLACE.exactA
        : magnitude(lonA, latA) < magnitude(lonB, latB)
          ? PLACE.nearA
          : PLACE.nearB
  const symbol =
    place |
    (late === 0 ? 0 : DIFFERS.time) |
    (speed === m.speed ? 0 : DIFFERS.speed) |
    (heading === m.heading ? 0 : DIFFERS.heading)
  moveOn(m, dt, lonE7, latE7, speed, heading)
  return symbol
}

/** Columns that a symbol names, and what is taken off their codes: a named difference of time, speed or heading is never zero. */
const NAMES: readonly (readonly [column: number, least: number])[][] = Array.from(
  { length: SYMBOLS },
  (_, symbol) => [
    ...(
      [
        [DIFFERS.time, COLUMNS.time],
        [DIFFERS.speed, COLUMNS.speed],
        [DIFFERS.heading, COLUMNS.heading],
      ] as const
    ).flatMap(([bit, column]) => (symbol & bit ? [[column, 1] as const] : [])),
    ...((symbol & PLACE.mask) === PLACE.nearA
      ? ([
          [COLUMNS.lonA, 0],
          [COLUMNS.latA, 0],
        ] as const)
      : (symbol & PLACE.mask) === PLACE.nearB
        ? ([
            [COLUMNS.lonB, 0],
            [COLUMNS.latB, 0],
          ] as const)
        : []),
  ],
)

interface Plan {
  readonly vehicle: ChunkVehicle
  readonly start: TrackPoint
  /** First row of the chain: what follows the start. */
  readonly next: number
  readonly unit: number
}

interface Head {
  readonly usual: number
  readonly west: number
  readonly south: number
  readonly lonWidth: number
  readonly latWidth: number
  /** Powers of two. */
  readonly means: readonly number[]
  readonly commonest: readonly number[]
}

/** What a first look at all chains found: sums and numbers of the codes by column, numbers of the symbols. */
interface Tally {
  readonly sums: Float64Array
  readonly counts: Float64Array
  readonly symbols: Float64Array
}

/** The middle one of the vehicles' first intervals. */
const usualInterval = (p: PointColumns, vehicles: readonly ChunkVehicle[]): number => {
  const all = vehicles
    .filter(({ from, to }) => to - from > 1)
    .map(({ from }) => (p.at[from + 1] as number) - (p.at[from] as number))
    .sort((a, b) => a - b)
  return all[all.length >>> 1] ?? SLAB_MS
}

/** Walks a vehicle's chain as the reader will; each row's symbol goes to `visit`, its differences stand in `scratch`. */
const walkChain = (
  p: PointColumns,
  { vehicle, start, next, unit: code }: Plan,
  usual: number,
  visit: (symbol: number, i: number) => void,
): void => {
  const unit = TIME_UNITS[code] as number
  const m = motionAt(start, usual)
  let { at: before, acc, alarm } = start
  let expected = Math.round(usual / unit)
  let isKnown = vehicle.carry !== null
  for (let i = next; i < vehicle.to; i++) {
    const dt = (p.at[i] as number) - before
    const symbol = differ(m, p, i, dt, isKnown ? 0 : dt / unit - expected)
    if (!isKnown) expected = dt / unit
    isKnown = false
    before = p.at[i] as number
    visit(acc === p.acc[i] && alarm === p.alarm[i] ? symbol : symbol | DIFFERS.flags, i)
    acc = p.acc[i] as number
    alarm = p.alarm[i] as number
  }
}

const planVehicle = (
  p: PointColumns,
  slab: EpochMs,
  vehicle: ChunkVehicle,
  usual: number,
  tally: Tally,
): Plan => {
  const { carry, from, to } = vehicle
  const unit = unitOf((each) => {
    for (let i = from; i < to; i++) if (((p.at[i] as number) - slab) % each !== 0) return false
    return true
  })
  const plan = { vehicle, start: carry ?? pointAt(p, from), next: carry ? from : from + 1, unit }
  walkChain(p, plan, usual, (symbol) => {
    tally.symbols[symbol] = (tally.symbols[symbol] as number) + 1
    for (const [column, least] of NAMES[symbol] as (typeof NAMES)[number]) {
      tally.sums[column] = (tally.sums[column] as number) + zigzag(scratch[column] as number) - least
      tally.counts[column] = (tally.counts[column] as number) + 1
    }
  })
  return plan
}

const headOf = (plans: readonly Plan[], usual: number, { sums, counts, symbols }: Tally): Head => {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const { start } of plans) {
    box.west = Math.min(box.west, start.lonE7)
    box.east = Math.max(box.east, start.lonE7)
    box.south = Math.min(box.south, start.latE7)
    box.north = Math.max(box.north, start.latE7)
  }
  const means = Array.from(sums, (sum, c) =>
    Math.max(0, Math.min(22, Math.round(Math.log2(sum / Math.max(1, counts[c] as number) + 0.5)))),
  )
  const commonest = Array.from(symbols.keys())
    .sort((a, b) => (symbols[b] as number) - (symbols[a] as number) || a - b)
    .slice(0, NAMED)
  return {
    usual,
    west: box.west,
    south: box.south,
    lonWidth: widthOf(box.east - box.west),
    latWidth: widthOf(box.north - box.south),
    means,
    commonest,
  }
}

const putFlags = (w: BitWriter, acc: number, alarm: number): void => {
  putBits(w, acc, 1)
  putBits(w, alarm === 0 ? 0 : 1, 1)
  if (alarm !== 0) putBits(w, alarm, 32)
}

const putStart = (w: BitWriter, { start, vehicle, unit }: Plan, slab: EpochMs, head: Head): void => {
  putBits(w, vehicle.carry ? 1 : 0, 1)
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

const putChain = (
  w: BitWriter,
  p: PointColumns,
  plan: Plan,
  slab: EpochMs,
  usual: number,
  rice: Int32Array,
  ranking: Uint8Array,
): void => {
  const { vehicle, next, unit } = plan
  let run = 0
  const endRun = (): void => {
    if (run === 0) return
    putRanked(w, ranking, 0)
    putGamma(w, run - 1)
    run = 0
  }
  putGamma(w, vehicle.to - next)
  if (vehicle.carry !== null && next < vehicle.to)
    putBits(
      w,
      ((p.at[next] as number) - slab) / (TIME_UNITS[unit] as number),
      timeWidth(TIME_UNITS[unit] as number),
    )
  walkChain(p, plan, usual, (symbol, i) => {
    if (symbol === 0) {
      run++
      return
    }
    endRun()
    putRanked(w, ranking, symbol)
    for (const [column, least] of NAMES[symbol] as (typeof NAMES)[number])
      putRice(w, rice, column, zigzag(scratch[column] as number) - least)
    if (symbol & DIFFERS.flags) putFlags(w, p.acc[i] as number, p.alarm[i] as number)
  })
  endRun()
}

const putHead = (w: BitWriter, head: Head, lengths: ReadonlyMap<number, number>): void => {
  putBits(w, CHUNK_VERSION, 8)
  for (const value of [head.usual, head.west, head.south]) putBits(w, value | 0, 32)
  putBits(w, head.lonWidth, 6)
  putBits(w, head.latWidth, 6)
  for (const mean of head.means) putBits(w, mean, 5)
  for (const symbol of head.commonest) putBits(w, symbol, 6)
  for (let local = 0; local < GROUP; local++) {
    const bytes = lengths.get(local)
    putBits(w, bytes === undefined ? 0 : 1, 1)
    if (bytes !== undefined) putGamma(w, bytes)
  }
  align(w)
}

/** Packs the vehicles of one group, ascending, into one chunk; a vehicle with neither points nor carry is left out. */
export const encodeChunk = (
  slab: EpochMs,
  p: PointColumns,
  vehicles: readonly ChunkVehicle[],
): Uint8Array => {
  const present = vehicles.filter(({ carry, from, to }) => carry !== null || to > from)
  const usual = usualInterval(p, present)
  const tally: Tally = {
    sums: new Float64Array(COLUMN_COUNT),
    counts: new Float64Array(COLUMN_COUNT),
    symbols: new Float64Array(SYMBOLS),
  }
  const plans = present.map((vehicle) => planVehicle(p, slab, vehicle, usual, tally))
  const head = headOf(plans, usual, tally)
  const means = head.means.map((mean) => 2 ** mean)
  const rice = new Int32Array(2 * COLUMN_COUNT)
  const first = makeRanking(head.commonest)
  const ranking = new Uint8Array(first.length)
  const body = makeBitWriter(p.count * 6 + 1024)
  const lengths = new Map<number, number>()
  for (const plan of plans) {
    const began = body.at >>> 3
    resetRice(rice, means)
    ranking.set(first)
    putStart(body, plan, slab, head)
    putChain(body, p, plan, slab, usual, rice, ranking)
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
