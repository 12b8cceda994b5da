import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type EpochMs } from '#shared/kernel/units.ts'
import { copyPoint, firstPoints, makePoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Rejected } from '../../common/directory/types.ts'
import { AHEAD_MS } from '../tracks/types.ts'

/** Positions by whether they can be kept. */
export interface Sifted {
  readonly points: PointColumns
  readonly rejected: readonly Rejected[]
}

/** The first instant of the oldest civil day that is kept. */
export const makeOldestKept = (retentionDays: number): ((now: EpochMs) => EpochMs) => {
  let oldest = { day: '', at: 0 as EpochMs }
  return (now) => {
    const day = dayOf(now - retentionDays * DAY_MS)
    if (day !== oldest.day) oldest = { day, at: startOfDay(day) }
    return oldest.at
  }
}

/** Degrees × 1e7, 0.1 km/h, whole degrees from north. */
const write = (p: PointColumns, i: number, ordinal: number, item: PositionRecord): void => {
  p.ordinal[i] = ordinal
  p.at[i] = item.at
  p.lonE7[i] = Math.round(item.lon * 1e7)
  p.latE7[i] = Math.round(item.lat * 1e7)
  p.speed[i] = Math.min(65_535, Math.round(item.speedKmh * 10))
  p.heading[i] = ((Math.round(item.headingDeg) % 360) + 360) % 360
  p.alarm[i] = item.alarm
  p.acc[i] = item.acc ? 1 : 0
}

const UNKNOWN = 'expected a vehicle of the register'

interface Fault {
  readonly field: string
  readonly reason: string
}

const timeFault = (at: EpochMs, now: EpochMs, oldest: EpochMs): Fault | null => {
  if (at > now + AHEAD_MS)
    return {
      field: 'at',
      reason: `expected a time not after ${new Date(now).toISOString()}; found ${new Date(at).toISOString()}`,
    }
  if (at < oldest)
    return {
      field: 'at',
      reason: `expected a time not before ${new Date(oldest).toISOString()}, the oldest day kept; found ${new Date(at).toISOString()}`,
    }
  return null
}

/** Records of known vehicles and possible times in the columns of the track store, and the others with their reasons. */
const sortRecords = (
  source: string,
  items: readonly PositionRecord[],
  ordinals: ReadonlyMap<string, number>,
  faultOf: (at: EpochMs) => Fault | null,
): Sifted => {
  const points = makePoints(items.length)
  const rejected: Rejected[] = []
  let count = 0
  for (const item of items) {
    const ordinal = ordinals.get(item.vehicle)
    const fault = ordinal === undefined ? { field: 'vehicle', reason: UNKNOWN } : faultOf(item.at)
    if (fault === null) write(points, count++, ordinal as number, item)
    else
      rejected.push({
        source,
        collection: 'positions',
        recordId: `${item.vehicle}:${item.at}`,
        ...fault,
        body: item,
      })
  }
  return { points: firstPoints(points, count), rejected }
}

/** Faults of columns by vehicle and field: the first is written down, the others are counted in its body. */
const makeColumnFaults = (source: string, given: PointColumns) => {
  const faults = new Map<string, { rejected: Rejected; body: { seen: number } }>()
  return {
    add: (i: number, id: string | undefined, fault: Fault): void => {
      const ordinal = given.ordinal[i] as number
      const key = `${ordinal}|${fault.field}`
      const known = faults.get(key)
      if (known) {
        known.body.seen++
        return
      }
      const body = { ordinal, at: given.at[i], lonE7: given.lonE7[i], latE7: given.latE7[i], seen: 1 }
      const recordId = `${id ?? ordinal}:${given.at[i]}`
      faults.set(key, { rejected: { source, collection: 'positions', recordId, ...fault, body }, body })
    },
    list: (): Rejected[] => [...faults.values()].map(({ rejected }) => rejected),
  }
}

/** The same for columns: those of unknown ordinals or impossible times are taken out, those of one vehicle with one fault written down once. */
const siftColumns = (
  source: string,
  given: PointColumns,
  vehicles: readonly ({ readonly id: string } | undefined)[],
  faultOf: (at: EpochMs) => Fault | null,
): Sifted => {
  const faults = makeColumnFaults(source, given)
  let count = 0
  for (let i = 0; i < given.count; i++) {
    const entry = vehicles[given.ordinal[i] as number]
    const fault = entry ? faultOf(given.at[i] as number) : { field: 'vehicle', reason: UNKNOWN }
    if (fault !== null) faults.add(i, entry?.id, fault)
    else {
      if (count !== i) copyPoint(given, i, given, count)
      count++
    }
  }
  return { points: firstPoints(given, count), rejected: faults.list() }
}

export interface SiftDeps {
  readonly directory: Pick<Directory, 'now'>
  readonly clock: Clock
  readonly oldestKept: (now: EpochMs) => EpochMs
}
/** What comes from sources by the register and the clock of now. */
export const makeSift = ({ directory, clock, oldestKept }: SiftDeps) => {
  const timeFaultNow = (): ((at: EpochMs) => Fault | null) => {
    const now = clock()
    const oldest = oldestKept(now)
    return (at) => timeFault(at, now, oldest)
  }
  return {
    records: (source: string, items: readonly PositionRecord[]): Sifted =>
      sortRecords(source, items, directory.now().vehicleOrdinals, timeFaultNow()),
    /** Takes the columns' buffer. */
    columns: (source: string, given: PointColumns): Sifted =>
      siftColumns(source, given, directory.now().vehicles, timeFaultNow()),
  }
}
