import { makeProvince } from '../../../data/province/index.ts'
import { makeFleet, type Fix, type Fleet } from '../../../data/standin/fleet/fleet.ts'
import { makePoints, type PointColumns } from '../../../src/shared/vehicles/track/points.ts'
import type { BenchOptions } from '../run.ts'

/** A working Monday, nine o'clock. */
export const BEGIN = Date.parse('2026-11-23T09:00:00+08:00')
export const REPORT_MS = 10_000
const PARKED_ROUNDS = 6
const METRES = 1e7

/** The stand-in's fleet of as many counties as it takes. */
export const makeSample = (
  scale: BenchOptions['scale'],
  vehicles: number,
): { fleet: Fleet; size: number } => {
  const province = makeProvince({ seed: 20_260_101, scale, now: BEGIN })
  const fleet = makeFleet()
  for (const { code, level } of province.regions) {
    if (level !== 'county' || fleet.size() >= vehicles) continue
    fleet.join(code, { ...province.fleet(code), orders: province.county(code).orders }, BEGIN)
  }
  return { fleet, size: Math.min(vehicles, fleet.size()) }
}

/** What every vehicle reports in ten seconds: with ignition each round, without it once a minute, as its terminal does. */
export interface Round {
  /** All of them, ordinals from 1. */
  readonly mixed: PointColumns
  /** Only those that drive, each in a seat of its own from 1 on; a seat is taken over when its vehicle stops. */
  readonly driving: PointColumns
}

const write = (p: PointColumns, i: number, ordinal: number, fix: Fix): void => {
  p.ordinal[i] = ordinal
  p.at[i] = fix.at
  p.lonE7[i] = Math.round(fix.lon * METRES)
  p.latE7[i] = Math.round(fix.lat * METRES)
  p.speed[i] = Math.round(fix.speedKmh * 10)
  p.heading[i] = Math.round(fix.headingDeg) % 360
  p.alarm[i] = fix.alarm
  p.acc[i] = fix.acc ? 1 : 0
}

const cut = (p: PointColumns, count: number): PointColumns => {
  const into = makePoints(count)
  for (const name of ['at', 'ordinal', 'lonE7', 'latE7', 'alarm', 'speed', 'heading', 'acc'] as const)
    into[name].set(p[name].subarray(0, count))
  return into
}

/** Round after round, in order of time. */
export function* roundsOf(
  { fleet, size }: { fleet: Fleet; size: number },
  hours: number,
  seats: number,
): Generator<Round> {
  const fix: Fix = { at: 0, lon: 0, lat: 0, speedKmh: 0, headingDeg: 0, acc: false, alarm: 0 }
  const seatOf = new Int32Array(size)
  const free = Array.from({ length: seats }, (_, i) => seats - i)
  for (let round = 0; round < (hours * 3_600_000) / REPORT_MS; round++) {
    const at = BEGIN + round * REPORT_MS
    const mixed = makePoints(size)
    const driving = makePoints(seats)
    const count = { mixed: 0, driving: 0 }
    for (let v = 0; v < size; v++) {
      if (!fleet.isAwake(v) && round % PARKED_ROUNDS !== v % PARKED_ROUNDS) continue
      if (!fleet.report(v, at, fix)) continue
      write(mixed, count.mixed++, v + 1, fix)
      if (fleet.isAwake(v) && seatOf[v] === 0) seatOf[v] = free.pop() ?? 0
      if (!fleet.isAwake(v) && seatOf[v] !== 0) {
        free.push(seatOf[v] as number)
        seatOf[v] = 0
      }
      if (seatOf[v] !== 0) write(driving, count.driving++, seatOf[v] as number, fix)
    }
    yield { mixed: cut(mixed, count.mixed), driving: cut(driving, count.driving) }
  }
}
