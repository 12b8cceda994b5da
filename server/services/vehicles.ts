import type { PositionRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type DurationMs, type EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { PositionColumns, PositionRow, Positions } from '../repositories/positions.ts'
import type { Rejected, SourceLog } from './liveTypes.ts'
import type { Directory } from './liveDirectory.ts'
import { makeFleet, type Fleet } from './vehiclesFleet.ts'

export interface VehiclesDeps {
  readonly positions: Positions
  readonly directory: Directory
  readonly clock: Clock
  readonly log: SourceLog
  /** Whole civil days of tracks that are kept. 行踪轨迹 is sensitive personal information (PIPL art. 28): no longer than needed. */
  readonly retentionDays?: number
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
}

/** A report that was applied, for the rules that watch movement. */
export interface Applied {
  readonly ordinal: number
  readonly at: EpochMs
}

export interface Vehicles {
  readonly fleet: Fleet
  /** Durable when it resolves. Repeats and late points change neither the table nor the newest state. */
  accept(source: string, items: readonly PositionRecord[]): Promise<void>
  /** Reads the newest state back after a restart; answers how many vehicles have one. */
  load(): Promise<number>
  track(ordinal: number, from: EpochMs, to: EpochMs): Promise<PositionRow[]>
  onApplied(listener: (applied: readonly Applied[]) => void): void
  start(): void
  /** Saves the newest state and ends the timers. */
  stop(): Promise<void>
}

const DEFAULTS = {
  retentionDays: 30,
  /** How often silence is looked for, and the newest state is saved; it bounds what a restart reads again. */
  sweepMs: 2_000 as DurationMs,
  saveMs: 20_000 as DurationMs,
  retentionCheckMs: 3_600_000 as DurationMs,
  /** A terminal's clock may run ahead so far. */
  aheadMs: 10 * 60_000 as DurationMs,
}

const emptyColumns = (): PositionColumns => ({ vehicle: [], at: [], lonE6: [], latE6: [], speed: [], heading: [], alarm: [], acc: [] })

const push = (columns: PositionColumns, ordinal: number, item: PositionRecord): void => {
  columns.vehicle.push(ordinal)
  columns.at.push(item.at)
  columns.lonE6.push(Math.round(item.lon * 1e6))
  columns.latE6.push(Math.round(item.lat * 1e6))
  columns.speed.push(Math.round(item.speedKmh))
  columns.heading.push(Math.round(item.headingDeg) % 360)
  columns.alarm.push(item.alarm >>> 0)
  columns.acc.push(item.acc)
}

/** What is wrong with a report that fits its schema; null when nothing is. */
const faultOf = (item: PositionRecord, known: boolean, now: EpochMs, oldest: EpochMs): { field: string; reason: string } | null => {
  if (!known) return { field: 'vehicle', reason: `expected a vehicle of the register; found ${item.vehicle}` }
  if (item.at > now + DEFAULTS.aheadMs) return { field: 'at', reason: `expected a time not after ${new Date(now).toISOString()}; found ${new Date(item.at).toISOString()}` }
  if (item.at < oldest) return { field: 'at', reason: `expected a time not before ${new Date(oldest).toISOString()}, the oldest day kept; found ${new Date(item.at).toISOString()}` }
  return null
}

export const makeVehicles = (deps: VehiclesDeps): Vehicles => {
  const { positions, directory, clock, log } = deps
  const retentionDays = deps.retentionDays ?? DEFAULTS.retentionDays
  const fleet = makeFleet()
  const listeners: ((applied: readonly Applied[]) => void)[] = []
  const timers: NodeJS.Timeout[] = []
  let saving: Promise<void> = Promise.resolve()
  const oldestKept = (now: EpochMs): EpochMs => startOfDay(dayOf(now - retentionDays * 86_400_000))

  const sort = (source: string, items: readonly PositionRecord[]): { columns: PositionColumns; rejected: Rejected[] } => {
    const now = clock()
    const oldest = oldestKept(now)
    const { vehicleOrdinals } = directory.now()
    const columns = emptyColumns()
    const rejected: Rejected[] = []
    for (const item of items) {
      const ordinal = vehicleOrdinals.get(item.vehicle)
      const fault = faultOf(item, ordinal !== undefined, now, oldest)
      if (fault === null) push(columns, ordinal as number, item)
      else rejected.push({ source, collection: 'positions', recordId: `${item.vehicle}:${item.at}`, ...fault, body: item })
    }
    return { columns, rejected }
  }

  const applyColumns = (columns: PositionColumns): void => {
    const now = clock()
    const applied: Applied[] = []
    for (let i = 0; i < columns.at.length; i++) {
      const ordinal = columns.vehicle[i] as number
      const at = columns.at[i] as number
      if (fleet.apply(ordinal, rowAt(columns, i), now)) applied.push({ ordinal, at })
    }
    for (const listener of listeners) listener(applied)
  }

  const save = async (): Promise<void> => {
    const mark = clock()
    const unsaved = fleet.takeUnsaved()
    if (unsaved.length === 0) return
    const columns = emptyColumns()
    for (const ordinal of unsaved) {
      const row = fleet.row(ordinal)
      if (row) pushRow(columns, ordinal, row)
    }
    await positions.saveLatest(columns, mark).catch((error: unknown) => {
      fleet.keepUnsaved(unsaved)
      throw error
    })
  }

  const every = (ms: DurationMs, what: string, work: () => unknown): void => {
    timers.push(setInterval(() => void Promise.resolve().then(work).catch((error: unknown) => log.error({ error: String(error) }, what)), ms))
  }
  const dropOld = async (): Promise<void> => {
    const dropped = await positions.dropBefore(oldestKept(clock()))
    if (dropped.length > 0) log.info({ dropped }, 'tracks past their retention dropped')
  }

  directory.onReload(() => {
    for (const entry of directory.now().vehicles) if (entry) fleet.stand(entry.ordinal, entry.depotLonE6, entry.depotLatE6)
  })

  return {
    fleet,
    accept: async (source, items) => {
      const { columns, rejected } = sort(source, items)
      if (rejected.length > 0) await deps.quarantine(rejected)
      await positions.insert(columns)
      applyColumns(columns)
    },
    load: async () => {
      const rows = await positions.loadLatest()
      const now = clock()
      for (const row of rows) fleet.apply(row.vehicle, { at: row.at, lonE6: row.lon_e6, latE6: row.lat_e6, speedKmh: row.speed, headingDeg: row.heading, alarm: row.alarm, acc: row.acc }, now)
      fleet.takeUnsaved()
      return rows.length
    },
    track: positions.track,
    onApplied: (listener) => listeners.push(listener),
    start: () => {
      every(DEFAULTS.sweepMs, 'looking for silent vehicles failed', () => fleet.sweep(clock()))
      every(DEFAULTS.saveMs, 'saving the newest positions failed', () => (saving = saving.catch(() => undefined).then(save)))
      every(DEFAULTS.retentionCheckMs, 'dropping old tracks failed', dropOld)
    },
    stop: async () => {
      for (const timer of timers.splice(0)) clearInterval(timer)
      await saving.catch(() => undefined)
      await save()
    },
  }
}

const rowAt = (c: PositionColumns, i: number) => ({
  at: c.at[i] as number,
  lonE6: c.lonE6[i] as number,
  latE6: c.latE6[i] as number,
  speedKmh: c.speed[i] as number,
  headingDeg: c.heading[i] as number,
  alarm: c.alarm[i] as number,
  acc: c.acc[i] as boolean,
})

const pushRow = (c: PositionColumns, ordinal: number, row: ReturnType<typeof rowAt>): void => {
  c.vehicle.push(ordinal)
  c.at.push(row.at)
  c.lonE6.push(row.lonE6)
  c.latE6.push(row.latE6)
  c.speed.push(row.speedKmh)
  c.heading.push(row.headingDeg)
  c.alarm.push(row.alarm)
  c.acc.push(row.acc)
}
