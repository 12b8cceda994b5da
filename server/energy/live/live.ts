import type { MeterDayRecord, ReadingRecord } from '#shared/protocol/platform.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import type { Register } from '#shared/energy/series/registers.ts'
import { dayOf, type DayString, type DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Regions, Rejected, SourceLog } from '../../common/directory/types.ts'
import { every, serial, soon } from '../../common/jobs.ts'
import { makeEnergyBook, type EnergyBook } from '../quarters/book.ts'
import { readColumns } from '../quarters/columns.ts'
import type { EnergyKeeper } from '../quarters/keeper.ts'
import type { EnergyStore } from '../quarters/quarterRows.ts'
import type { EnergyRecords } from '../quarters/recordRows.ts'
import { makeEnergySeries, type EnergySeries } from '../series/series.ts'
import { makeBuildingTable, type BuildingTable } from './buildings.ts'
import { makeDaysDoor } from './doors/days.ts'
import { admitReadings } from './doors/readings.ts'
import { makeOpening, type Opening } from './kept.ts'
import { makeLoadTable, type LoadTable } from './load.ts'
import type { EnergyPlaces } from './placeRows.ts'
import { applyPower, refillPower, sweepPower } from './power.ts'
import { fallenRegister } from './doors/refusals.ts'
import { readRoster } from './register.ts'
import type { RosterMeter } from './roster.ts'

export interface EnergyDeps {
  readonly store: EnergyStore
  readonly places: EnergyPlaces
  readonly records: EnergyRecords
  /** Its folder `spool` holds the readings that PostgreSQL does not have yet. */
  readonly dataDir: string
  readonly directory: Directory
  readonly regions: Regions
  readonly clock: Clock
  readonly log: SourceLog
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
}

export interface Energy {
  readonly buildings: BuildingTable
  readonly load: LoadTable
  readonly book: EnergyBook
  readonly series: EnergySeries
  /** Durable when they resolve, and at every level; repeats change nothing, late ones find their place. */
  acceptReadings(source: string, items: readonly ReadingRecord[]): Promise<void>
  /** Answers those that were kept; days of unknown meters go to quarantine. */
  acceptDays(source: string, items: readonly MeterDayRecord[]): Promise<readonly MeterDayRecord[]>
  /** Reads the registers anew, and makes what depends on them whole; the first time the days and the spool too. */
  rebuild(): Promise<void>
  /** Meters that make buildings' whole electricity. */
  wholeMeters(): readonly string[]
  /** A meter's newest register: kWh, kW. */
  state(meter: string): { readonly at: number; readonly total: number; readonly kw: number } | null
  onLoad(listener: (points: readonly LoadPoint[]) => void): void
  /** All changes of meters stand in PostgreSQL when it resolves. */
  flush(): Promise<void>
  /** What readings wait on the disk for PostgreSQL. */
  pending(): Promise<{ readonly rows: number; readonly bytes: number; readonly oldestAt: number | null }>
  start(): void
  stop(): Promise<void>
}

const SWEEP_MS: DurationMs = 5_000
const OPEN_AGAIN_MS: DurationMs = 5_000

/** Energy at work. */
interface Running extends EnergyDeps {
  readonly buildings: BuildingTable
  readonly load: LoadTable
  readonly book: EnergyBook
  readonly opening: Opening
  readonly series: EnergySeries
  readonly listeners: ((points: readonly LoadPoint[]) => void)[]
  /** The civil day that the tables tell of. */
  today: DayString
  /** Whose readings are being taken in; before the first they come from the disk. */
  source: string
}

const countUse = (running: Running, meter: RosterMeter, day: DayString, wh: number): void => {
  const { load, book, buildings, directory } = running
  load.touch(book.roster().counties[meter.county] as string)
  if (meter.whole && day === running.today)
    buildings.addToday(directory.now().buildingOrdinals.get(meter.building) ?? 0, wh / 1000)
}

const tellFall = (
  { quarantine, source, log }: Running,
  meter: RosterMeter,
  newest: Register,
  reading: Register,
): void =>
  void quarantine([fallenRegister(source, meter, newest, reading)]).catch((error: unknown) =>
    log.warn({ error: String(error), meter: meter.id }, 'a register that fell could not be told'),
  )

const turnDay = (running: Running, keeper: EnergyKeeper): void => {
  const day = dayOf(running.clock())
  if (day === running.today) return
  running.today = day
  running.buildings.clearToday()
  keeper.turn()
}

const sweep = (running: Running): void => {
  const { opening, load, clock, listeners } = running
  const kept = opening.now()
  if (kept) turnDay(running, kept.keeper)
  sweepPower(running)
  const points = load.takeChanged(clock())
  if (points.length > 0) for (const listener of listeners) listener(points)
}

const rebuild = async (running: Running): Promise<void> => {
  const { book, store, clock, opening } = running
  book.setRoster(await readRoster(store, book.roster().shares, dayOf(clock())))
  const { keeper } = await opening.opened()
  turnDay(running, keeper)
  refillPower(running, running.today)
}

const acceptReadings = async (
  running: Running,
  from: string,
  items: readonly ReadingRecord[],
): Promise<void> => {
  const { opening, book, clock } = running
  const { spool, keeper } = await opening.opened()
  turnDay(running, keeper)
  const { writer, rejected, touched } = admitReadings(book.roster(), from, items, clock())
  if (rejected.length > 0) await running.quarantine(rejected)
  if (writer.length === 0) return
  await keeper.room()
  const bytes = writer.bytes()
  const sequence = await spool.append(bytes)
  running.source = from
  keeper.apply(readColumns(bytes), sequence)
  for (const building of touched) applyPower(running, building)
}

const stateOf = ({ book }: Running, id: string): ReturnType<Energy['state']> => {
  const meter = book.roster().byId.get(id)
  const newest = meter ? book.newest(meter.ordinal) : null
  return newest && { at: newest.at, total: newest.total / 1000, kw: newest.kw }
}

const flush = async ({ opening }: Running): Promise<void> => {
  const { writer, keeper } = await opening.opened()
  await keeper.settled()
  await writer.flush()
}

const closeKept = async ({ opening, log }: Running): Promise<void> => {
  const kept = opening.now()
  if (!kept) return
  kept.keeper.stop()
  await kept.writer.stop()
  try {
    await kept.writer.flush()
  } catch (error) {
    log.warn({ error: String(error) }, 'meter days wait in the spool for the next start')
  }
  await kept.spool.close()
}

/** The writing behind the readings and the sweep, until they are stopped. */
const makeHours = (running: Running): Pick<Energy, 'start' | 'stop'> => {
  const { opening, log } = running
  const open = async (): Promise<void> => (await opening.opened()).writer.start()
  const notOpened = (error: unknown): void => {
    log.error({ error: String(error) }, 'the readings on the disk could not be opened; tried again')
    reopen.start()
  }
  const reopen = soon(OPEN_AGAIN_MS, open, { failed: notOpened })
  let stopSweeping: (() => Promise<void>) | null = null
  return {
    start: () => {
      void open().catch(notOpened)
      stopSweeping = every(SWEEP_MS, () => sweep(running), {
        failed: (error) => log.error({ error: String(error) }, 'the energy sweep failed'),
      })
    },
    stop: async () => {
      void stopSweeping?.()
      reopen.stop()
      await closeKept(running)
    },
  }
}

const makeRunning = (deps: EnergyDeps): Running => {
  const { regions, clock } = deps
  const countiesOf = (region: string): readonly string[] => regions.subtree(region)
  const book = makeEnergyBook({
    onUse: (...use) => countUse(running, ...use),
    onFall: (...fall) => tellFall(running, ...fall),
  })
  const pathOf = (county: string): string[] => regions.path(county).map(({ code }) => code)
  const running: Running = {
    ...deps,
    book,
    buildings: makeBuildingTable(),
    load: makeLoadTable({ book, clock, pathOf, countiesOf }),
    opening: makeOpening({ ...deps, book }),
    series: makeEnergySeries({ ...deps, book, countiesOf }),
    listeners: [],
    today: dayOf(clock()),
    source: 'spool',
  }
  return running
}

export const makeEnergy = (deps: EnergyDeps): Energy => {
  const running = makeRunning(deps)
  const { buildings, load, book, opening, series, listeners } = running
  const turn = serial()
  const rebuildInLine = (): Promise<void> => turn(() => rebuild(running))
  return {
    buildings,
    load,
    book,
    series,
    acceptReadings: (from, items) => acceptReadings(running, from, items),
    acceptDays: makeDaysDoor({
      ...deps,
      book,
      opened: opening.opened,
      rebuild: rebuildInLine,
      turnDay: (keeper) => turnDay(running, keeper),
    }),
    rebuild: rebuildInLine,
    wholeMeters: () => [...book.roster().byId.values()].filter(({ whole }) => whole).map(({ id }) => id),
    state: (id) => stateOf(running, id),
    onLoad: (listener) => listeners.push(listener),
    flush: () => flush(running),
    pending: async () => (await opening.opened()).spool.pending(),
    ...makeHours(running),
  }
}
