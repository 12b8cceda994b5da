import type { EpochMs } from '../../../kernel/units.ts'
import { NAMED, zigzag } from './bits.ts'
import type { PointColumns } from '../points.ts'
import {
  TIME_UNITS,
  type ChunkVehicle,
  type TrackPoint,
  SLAB_MS,
  motionAt,
  DIFFERS,
  pointAt,
} from './format.ts'
import { differ, NAMES, scratch } from './differ.ts'

export const unitOf = (divides: (unit: number) => boolean): number => TIME_UNITS.findIndex(divides)
const widthOf = (span: number): number => 32 - Math.clz32(span)

export interface Plan {
  readonly vehicle: ChunkVehicle
  readonly start: TrackPoint
  /** First row of the chain: what follows the start. */
  readonly next: number
  readonly unit: number
}

export interface Head {
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
export interface Tally {
  readonly sums: Float64Array
  readonly counts: Float64Array
  readonly symbols: Float64Array
}

/** The middle one of the vehicles' first intervals. */
export const usualInterval = (p: PointColumns, vehicles: readonly ChunkVehicle[]): number => {
  const all = vehicles
    .filter(({ from, to }) => to - from > 1)
    .map(({ from }) => (p.at[from + 1] as number) - (p.at[from] as number))
    .sort((a, b) => a - b)
  return all[all.length >>> 1] ?? SLAB_MS
}

/** Walks a vehicle's chain as the reader will; each row's symbol goes to `visit`, its differences stand in `scratch`. */
export const walkChain = (
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

export const planVehicle = (
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

export const headOf = (plans: readonly Plan[], usual: number, { sums, counts, symbols }: Tally): Head => {
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
