import type { PositionRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import {
  copyPoint,
  firstPoints,
  makePoints,
  POINT_MARK,
  type PointColumns,
} from '#shared/vehicles/track/points.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { AHEAD_MS, type TrackStore } from '../tracks/types.ts'
import type { Rejected, SourceLog } from '../../common/directory/types.ts'
import type { Directory } from '../../common/directory/directory.ts'
import { makeFleet, type Fleet } from './fleet.ts'

export interface VehiclesDeps {
  readonly tracks: TrackStore
  readonly directory: Directory
  readonly clock: Clock
  readonly log: SourceLog
  /** Whole civil days of tracks that are kept. 行踪轨迹 is sensitive personal information (PIPL art. 28): no longer than needed. */
  readonly retentionDays?: number
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
}

export interface Vehicles {
  readonly fleet: Fleet
  /** Durable when it resolves. Repeats and late points change neither the newest state nor the record. */
  accept(source: string, items: readonly PositionRecord[]): Promise<void>
  /** The same for a source that knows the ordinals. Takes the columns' buffer. */
  acceptColumns(source: string, points: PointColumns): Promise<void>
  /** The same for finished days: no rule is told of them. */
  acceptPast(source: string, points: PointColumns): Promise<void>
  /** Reads the newest state back after a restart; answers how many vehicles have one. */
  load(): Promise<number>
  /**
   * Told of every batch once it is durable and the newest state stands, in the source's order: `mark` says which points
   * are new, which are late and which repeat what is on record. The columns are read-only.
   */
  onApplied(listener: (points: PointColumns) => void): void
  start(): void
  stop(): Promise<void>
}

const DEFAULTS = {
  retentionDays: 30,
  /** How often silence is looked for. */
  sweepMs: 2_000 as DurationMs,
  retentionCheckMs: 3_600_000 as DurationMs,
  /** How often it is looked whether the database takes what waits on the disk. */
  pendingCheckMs: 30_000 as DurationMs,
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

export const makeVehicles = (deps: VehiclesDeps): Vehicles => {
  const { tracks, directory, clock, log } = deps
  const retentionDays = deps.retentionDays ?? DEFAULTS.retentionDays
  const fleet = makeFleet()
  const listeners: ((points: PointColumns) => void)[] = []
  const timers: NodeJS.Timeout[] = []
  /** One object for every point that is applied: none is made on the hot path. */
  const row = { at: 0, lonE6: 0, latE6: 0, speedKmh: 0, headingDeg: 0, alarm: 0, acc: false }
  let oldest = { day: '', at: 0 as EpochMs }

  const oldestKept = (now: EpochMs): EpochMs => {
    const day = dayOf(now - retentionDays * 86_400_000)
    if (day !== oldest.day) oldest = { day, at: startOfDay(day) }
    return oldest.at
  }

  const sort = (
    source: string,
    items: readonly PositionRecord[],
  ): { points: PointColumns; rejected: Rejected[] } => {
    const now = clock()
    const from = oldestKept(now)
    const { vehicleOrdinals } = directory.now()
    const points = makePoints(items.length)
    const rejected: Rejected[] = []
    let count = 0
    for (const item of items) {
      const ordinal = vehicleOrdinals.get(item.vehicle)
      const fault =
        ordinal === undefined ? { field: 'vehicle', reason: UNKNOWN } : timeFault(item.at, now, from)
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

  /** The same for columns: those of unknown ordinals or impossible times are taken out, those of one vehicle with one fault written down once. */
  const sift = (source: string, given: PointColumns): { points: PointColumns; rejected: Rejected[] } => {
    const now = clock()
    const from = oldestKept(now)
    const { vehicles } = directory.now()
    const faults = new Map<string, { rejected: Rejected; body: { seen: number } }>()
    let count = 0
    for (let i = 0; i < given.count; i++) {
      const ordinal = given.ordinal[i] as number
      const entry = vehicles[ordinal]
      const fault = entry
        ? timeFault(given.at[i] as number, now, from)
        : { field: 'vehicle', reason: UNKNOWN }
      if (fault === null) {
        if (count !== i) copyPoint(given, i, given, count)
        count++
        continue
      }
      const key = `${ordinal}|${fault.field}`
      const known = faults.get(key)
      if (known) known.body.seen++
      else {
        const body = { ordinal, at: given.at[i], lonE7: given.lonE7[i], latE7: given.latE7[i], seen: 1 }
        faults.set(key, {
          rejected: {
            source,
            collection: 'positions',
            recordId: `${entry?.id ?? ordinal}:${given.at[i]}`,
            ...fault,
            body,
          },
          body,
        })
      }
    }
    return {
      points: firstPoints(given, count),
      rejected: [...faults.values()].map(({ rejected }) => rejected),
    }
  }

  const applyRow = (p: PointColumns, i: number, now: EpochMs): void => {
    row.at = p.at[i] as number
    row.lonE6 = Math.round((p.lonE7[i] as number) / 10)
    row.latE6 = Math.round((p.latE7[i] as number) / 10)
    row.speedKmh = (p.speed[i] as number) / 10
    row.headingDeg = p.heading[i] as number
    row.alarm = p.alarm[i] as number
    row.acc = p.acc[i] === 1
    fleet.apply(p.ordinal[i] as number, row, now)
  }

  /** What hears of positions that are on record must not make their source send them again. */
  const hear = (listener: (points: PointColumns) => void, points: PointColumns): void => {
    try {
      listener(points)
    } catch (error) {
      log.error(
        { error: String(error), stack: (error as Error).stack },
        'what follows from new positions failed',
      )
    }
  }

  const keep = async (
    { points, rejected }: { points: PointColumns; rejected: Rejected[] },
    told = listeners,
  ): Promise<void> => {
    if (rejected.length > 0) await deps.quarantine(rejected)
    if (points.count === 0) return
    const now = clock()
    const kept = await tracks.append(points, now)
    for (let i = 0; i < kept.count; i++) if (kept.mark[i] === POINT_MARK.newest) applyRow(kept, i, now)
    for (const listener of told) hear(listener, kept)
  }

  const every = (ms: DurationMs, what: string, work: () => unknown): void => {
    timers.push(
      setInterval(
        () =>
          void Promise.resolve()
            .then(work)
            .catch((error: unknown) => log.error({ error: String(error) }, what)),
        ms,
      ),
    )
  }
  const dropOld = async (): Promise<void> => {
    const dropped = await tracks.dropBefore(oldestKept(clock()))
    if (dropped.length > 0) log.info({ dropped }, 'tracks past their retention dropped')
  }

  const lookAtPending = async (): Promise<void> => {
    const pending = await tracks.pending()
    if (pending.error !== null)
      log.error(
        pending,
        '定位点在本地磁盘等待,数据库未能接收 / positions wait on the disk: the database does not take them',
      )
  }

  directory.onReload(() => {
    for (const entry of directory.now().vehicles)
      if (entry) fleet.stand(entry.ordinal, entry.depotLonE6, entry.depotLatE6)
  })

  return {
    fleet,
    accept: (source, items) => keep(sort(source, items)),
    acceptColumns: (source, points) => keep(sift(source, points)),
    acceptPast: (source, points) => keep(sift(source, points), []),
    load: async () => {
      await tracks.start()
      const newest = await tracks.newest()
      const now = clock()
      for (let i = 0; i < newest.count; i++) applyRow(newest, i, now)
      return newest.count
    },
    onApplied: (listener) => listeners.push(listener),
    start: () => {
      every(DEFAULTS.sweepMs, 'looking for silent vehicles failed', () => fleet.sweep(clock()))
      every(DEFAULTS.pendingCheckMs, 'the state of the spool could not be read', lookAtPending)
      every(DEFAULTS.retentionCheckMs, 'dropping old tracks failed', dropOld)
    },
    stop: async () => {
      for (const timer of timers.splice(0)) clearInterval(timer)
      await tracks.close()
    },
  }
}
