import type { EpochMs } from '../../../kernel/units.ts'
import {
  align,
  makeBitWriter,
  makeRanking,
  putBits,
  putGamma,
  putRanked,
  putRice,
  resetRice,
  SYMBOLS,
  zigzag,
  type BitWriter,
} from './bits.ts'
import type { PointColumns } from '../points.ts'
import {
  type Plan,
  type Head,
  unitOf,
  walkChain,
  usualInterval,
  type Tally,
  planVehicle,
  headOf,
} from './plan.ts'
import {
  TIME_UNITS,
  timeWidth,
  DIFFERS,
  CHUNK_VERSION,
  GROUP,
  type ChunkVehicle,
  COLUMN_COUNT,
} from './format.ts'
import { NAMES, scratch } from './differ.ts'

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
