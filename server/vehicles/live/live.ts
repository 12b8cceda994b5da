import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { POINT_MARK, type PointColumns } from '#shared/vehicles/track/points.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { every } from '../../common/jobs.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { Rejected, SourceLog } from '../../common/directory/types.ts'
import type { Directory } from '../../common/directory/directory.ts'
import { makeFleet, type Fleet } from './fleet.ts'
import { makeOldestKept, makeSift, type Sifted } from './sift.ts'

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
  retentionCheckMs: HOUR_MS as DurationMs,
  /** How often it is looked whether the database takes what waits on the disk. */
  pendingCheckMs: 30_000 as DurationMs,
}

/** Puts the newest point of one vehicle into the fleet. One object serves every point: none is made on the hot path. */
const makeApplyRow = (fleet: Fleet): ((p: PointColumns, i: number, now: EpochMs) => void) => {
  const row = { at: 0, lonE6: 0, latE6: 0, speedKmh: 0, headingDeg: 0, alarm: 0, acc: false }
  return (p, i, now) => {
    row.at = p.at[i] as number
    row.lonE6 = Math.round((p.lonE7[i] as number) / 10)
    row.latE6 = Math.round((p.latE7[i] as number) / 10)
    row.speedKmh = (p.speed[i] as number) / 10
    row.headingDeg = p.heading[i] as number
    row.alarm = p.alarm[i] as number
    row.acc = p.acc[i] === 1
    fleet.apply(p.ordinal[i] as number, row, now)
  }
}

type Listener = (points: PointColumns) => void
/** What hears of positions that are on record must not make their source send them again. */
const hear = (listener: Listener, points: PointColumns, log: SourceLog): void => {
  try {
    listener(points)
  } catch (error) {
    log.error(
      { error: String(error), stack: (error as Error).stack },
      'what follows from new positions failed',
    )
  }
}

type TimerDeps = Pick<VehiclesDeps, 'tracks' | 'clock' | 'log'> & {
  readonly fleet: Fleet
  readonly oldestKept: (now: EpochMs) => EpochMs
}
/** Looks for silence, for what waits on the disk and for days past their retention, until it is stopped. */
const startTimers = ({ tracks, clock, log, fleet, oldestKept }: TimerDeps): (() => Promise<void>)[] => {
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
  const timed = (ms: DurationMs, what: string, work: () => unknown): (() => Promise<void>) =>
    every(ms, work, { failed: (error) => log.error({ error: String(error) }, what) })
  return [
    timed(DEFAULTS.sweepMs, 'looking for silent vehicles failed', () => fleet.sweep(clock())),
    timed(DEFAULTS.pendingCheckMs, 'the state of the spool could not be read', lookAtPending),
    timed(DEFAULTS.retentionCheckMs, 'dropping old tracks failed', dropOld),
  ]
}

export const makeVehicles = (deps: VehiclesDeps): Vehicles => {
  const { tracks, directory, clock, log } = deps
  const oldestKept = makeOldestKept(deps.retentionDays ?? DEFAULTS.retentionDays)
  const sift = makeSift({ directory, clock, oldestKept })
  const fleet = makeFleet()
  const applyRow = makeApplyRow(fleet)
  const listeners: Listener[] = []
  let stops: (() => Promise<void>)[] = []

  const keep = async ({ points, rejected }: Sifted, told: readonly Listener[] = listeners): Promise<void> => {
    if (rejected.length > 0) await deps.quarantine(rejected)
    if (points.count === 0) return
    const now = clock()
    const kept = await tracks.append(points, now)
    for (let i = 0; i < kept.count; i++) if (kept.mark[i] === POINT_MARK.newest) applyRow(kept, i, now)
    for (const listener of told) hear(listener, kept, log)
  }

  directory.onReload(() => {
    for (const entry of directory.now().vehicles)
      if (entry) fleet.stand(entry.ordinal, entry.depotLonE6, entry.depotLatE6)
  })

  return {
    fleet,
    accept: (source, items) => keep(sift.records(source, items)),
    acceptColumns: (source, points) => keep(sift.columns(source, points)),
    acceptPast: (source, points) => keep(sift.columns(source, points), []),
    load: async () => {
      await tracks.start()
      const newest = await tracks.newest()
      const now = clock()
      for (let i = 0; i < newest.count; i++) applyRow(newest, i, now)
      return newest.count
    },
    onApplied: (listener) => listeners.push(listener),
    start: () => void (stops = startTimers({ tracks, clock, log, fleet, oldestKept })),
    stop: async () => {
      await Promise.all(stops.splice(0).map((stop) => stop()))
      await tracks.close()
    },
  }
}
