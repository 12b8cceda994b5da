import { join } from 'node:path'
import { isFuture } from '#shared/kernel/time/age.ts'
import type { MeterDayRecord, ReadingRecord } from '#shared/protocol/platform.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import type { Register } from '#shared/energy/series/registers.ts'
import { dayOf, type DayString, type DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { every, serial } from '../../common/jobs.ts'
import type { EnergyPlaces } from './placeRows.ts'
import type { EnergyRecords } from '../quarters/recordRows.ts'
import type { EnergyStore } from '../quarters/quarterRows.ts'
import { openSpool, type Spool } from '../../spool/spool.ts'
import { makeEnergyBook, type EnergyBook } from '../quarters/book.ts'
import { makeBuildingTable, SILENT_MS, type BuildingTable } from './buildings.ts'
import { makeEnergyCloser } from '../quarters/close.ts'
import { readColumns } from '../quarters/columns.ts'
import { makeDaysDoor } from './daysDoor.ts'
import { admitReadings } from './door.ts'
import { makeEnergyKeeper, makeProgress, type EnergyKeeper } from '../quarters/keeper.ts'
import { makeLoadTable, type LoadTable } from './load.ts'
import { fallenRegister, lateRefusals } from './refusals.ts'
import { readRoster } from './register.ts'
import type { RosterMeter } from './roster.ts'
import { makeEnergySeries, type EnergySeries } from '../series/series.ts'
import { makeEnergyWriter, type EnergyWriter } from '../quarters/writer.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Regions, Rejected, SourceLog } from '../../common/directory/types.ts'

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

interface Kept {
  readonly spool: Spool
  readonly writer: EnergyWriter
  readonly keeper: EnergyKeeper
}

export const makeEnergy = (deps: EnergyDeps): Energy => {
  const { store, places, directory, regions, clock, log } = deps
  const buildings = makeBuildingTable()
  const countiesOf = (region: string): readonly string[] => regions.subtree(region)
  const onUse = (meter: RosterMeter, day: DayString, wh: number): void => {
    load.touch(book.roster().counties[meter.county] as string)
    if (meter.whole && day === today)
      buildings.addToday(directory.now().buildingOrdinals.get(meter.building) ?? 0, wh / 1000)
  }
  /** Whose readings are being taken in; before the first they come from the disk. */
  let source = 'spool'
  const onFall = (meter: RosterMeter, newest: Register, reading: Register): void =>
    void deps
      .quarantine([fallenRegister(source, meter, newest, reading)])
      .catch((error: unknown) =>
        log.warn({ error: String(error), meter: meter.id }, 'a register that fell could not be told'),
      )
  const book = makeEnergyBook({ onUse, onFall })
  const load = makeLoadTable({
    book,
    clock,
    pathOf: (county) => regions.path(county).map(({ code }) => code),
    countiesOf,
  })
  const closer = makeEnergyCloser({ store, places, roster: book.roster })
  const progress = makeProgress()
  let today = dayOf(clock())
  let stopSweeping: (() => Promise<void>) | null = null
  let reopen: NodeJS.Timeout | null = null
  let kept: Promise<Kept> | null = null
  let isOpened = false
  const turn = serial()
  const listeners: ((points: readonly LoadPoint[]) => void)[] = []

  /** A building's power is the sum over the meters that make its whole, as far as they reported lately. */
  const applyPower = (id: string): void => {
    const state = directory.now()
    const ordinal = state.buildingOrdinals.get(id)
    const building = ordinal === undefined ? undefined : state.buildings[ordinal]
    if (ordinal === undefined || !building) return
    const now = clock()
    let [kw, at] = [Number.NaN, 0]
    for (const meter of book.roster().ofBuilding.get(id) ?? []) {
      const newest = meter.whole ? book.newest(meter.ordinal) : null
      if (!newest || now - newest.at > SILENT_MS || isFuture(newest.at, now) || Number.isNaN(newest.kw))
        continue
      kw = (Number.isNaN(kw) ? 0 : kw) + newest.kw
      at = Math.max(at, newest.at)
    }
    if (Number.isNaN(kw)) return
    const change = buildings.setPower(ordinal, kw, at)
    load.addNow(building.county, change.kw, change.reporting)
  }

  const turnDay = (keeper: EnergyKeeper): void => {
    const day = dayOf(clock())
    if (day === today) return
    today = day
    buildings.clearToday()
    keeper.turn()
  }

  const sweep = async (): Promise<void> => {
    if (isOpened && kept) turnDay((await kept).keeper)
    for (const { ordinal, kw } of buildings.sweep(clock())) {
      const building = directory.now().buildings[ordinal]
      if (building) load.addNow(building.county, -kw, -1)
    }
    const points = load.takeChanged(clock())
    if (points.length > 0) for (const listener of listeners) listener(points)
  }

  /** Buildings' columns from the sheets: energy of today and the newest power. */
  const refill = (): void => {
    load.clear()
    buildings.clearToday()
    buildings.sweep(Number.POSITIVE_INFINITY)
    const { ofBuilding } = book.roster()
    const sheet = book.held(today)?.sheet
    for (const [building, meters] of ofBuilding) {
      const ordinal = directory.now().buildingOrdinals.get(building)
      if (ordinal === undefined) continue
      for (const meter of meters) {
        const row = meter.whole && sheet ? sheet.row(meter.ordinal) : -1
        if (sheet && row >= 0) buildings.addToday(ordinal, sheet.sum(row) / 1000)
      }
      applyPower(building)
    }
  }

  const openKept = async (): Promise<Kept> => {
    const spool = openSpool({ file: join(deps.dataDir, 'spool', 'readings.sqlite'), log })
    const writer = makeEnergyWriter({
      book,
      store,
      clock,
      log,
      appliedUpTo: progress.upTo,
      written: spool.forget,
    })
    const keeper = makeEnergyKeeper({
      book,
      store,
      closer,
      writer,
      spool,
      clock,
      log,
      progress,
      refuse: (items, reason) => deps.quarantine(lateRefusals(items, reason, book.roster())),
    })
    try {
      await keeper.load()
    } catch (error) {
      await spool.close()
      throw error
    }
    return { spool, writer, keeper }
  }
  /** One opening for all that ask; one that failed is not kept, so that the next who asks tries anew. */
  const opened = (): Promise<Kept> =>
    (kept ??= openKept().then(
      (it) => {
        isOpened = true
        return it
      },
      (error: unknown) => {
        kept = null
        throw error
      },
    ))

  const rebuild = async (): Promise<void> => {
    book.setRoster(await readRoster(store, book.roster().shares, dayOf(clock())))
    const { keeper } = await opened()
    turnDay(keeper)
    refill()
  }

  const rebuildInLine = (): Promise<void> => turn(rebuild)

  const acceptDays = makeDaysDoor({
    book,
    clock,
    quarantine: deps.quarantine,
    directory,
    opened,
    rebuild: rebuildInLine,
    turnDay,
  })

  return {
    buildings,
    load,
    book,
    series: makeEnergySeries({ book, store, places, records: deps.records, countiesOf, clock }),
    acceptReadings: async (from, items) => {
      const { spool, keeper } = await opened()
      turnDay(keeper)
      const { writer, rejected, touched } = admitReadings(book.roster(), from, items, clock())
      if (rejected.length > 0) await deps.quarantine(rejected)
      if (writer.length === 0) return
      await keeper.room()
      const bytes = writer.bytes()
      const sequence = await spool.append(bytes)
      source = from
      keeper.apply(readColumns(bytes), sequence)
      for (const building of touched) applyPower(building)
    },
    acceptDays,
    rebuild: rebuildInLine,
    wholeMeters: () => [...book.roster().byId.values()].filter(({ whole }) => whole).map(({ id }) => id),
    state: (id) => {
      const meter = book.roster().byId.get(id)
      const newest = meter ? book.newest(meter.ordinal) : null
      return newest && { at: newest.at, total: newest.total / 1000, kw: newest.kw }
    },
    onLoad: (listener) => listeners.push(listener),
    flush: async () => {
      const { writer, keeper } = await opened()
      await keeper.settled()
      await writer.flush()
    },
    pending: async () => (await opened()).spool.pending(),
    start: () => {
      const open = (): void =>
        void opened().then(
          ({ writer }) => writer.start(),
          (error: unknown) => {
            log.error({ error: String(error) }, 'the readings on the disk could not be opened; tried again')
            reopen = setTimeout(open, OPEN_AGAIN_MS)
          },
        )
      open()
      stopSweeping = every(SWEEP_MS, sweep, {
        failed: (error) => log.error({ error: String(error) }, 'the energy sweep failed'),
      })
    },
    stop: async () => {
      void stopSweeping?.()
      if (reopen) clearTimeout(reopen)
      if (!kept || !isOpened) return
      const { keeper, writer, spool } = await kept
      keeper.stop()
      await writer.stop()
      await writer
        .flush()
        .catch((error: unknown) =>
          log.warn({ error: String(error) }, 'meter days wait in the spool for the next start'),
        )
      await spool.close()
    },
  }
}
