import { setImmediate as breathe } from 'node:timers/promises'
import type { Alert, SourceStatus } from '#shared/protocol/http.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { CalendarState } from '#shared/supervision/calendar/calendar.ts'
import { VEHICLE_RULES, type Calendar } from '#shared/vehicles/rules/vehicles.ts'
import type { FoldRegions } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { Rules, RuleTables } from '#shared/standards/tables.ts'
import type { DayString, DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import { every, latestOnly, serial, soon, type Soon } from '../common/jobs.ts'
import type { AlertFacts, OrderRow } from './factRows.ts'
import type { KeptAlert } from './book/alertRows.ts'
import type { OrderPlace } from '../vehicles/ledger/orders/orderRows.ts'
import type { Quarantine } from '../intake/quarantine/quarantineRows.ts'
import type { VehicleFacts } from '../vehicles/alarms/factRows.ts'
import type { AlertBook } from './book/book.ts'
import { makeDataWatch } from './data.ts'
import { makeEnergyWatch } from './energy.ts'
import { makeHousingWatch } from './housing.ts'
import type { StormParts } from '../vehicles/alarms/storms.ts'
import { makeVehicleMonitor } from '../vehicles/alarms/monitor.ts'
import type { Energy } from '../energy/live/live.ts'
import type { YearRow } from '../energy/insight/insight.ts'
import type { Fences } from '../vehicles/fences/fences.ts'
import type { Directory } from '../common/directory/directory.ts'
import type { SourceLog } from '../common/directory/types.ts'
import type { SourceShifts } from '../intake/shifts.ts'
import type { Vehicles } from '../vehicles/live/live.ts'

export interface AlertsDeps {
  readonly book: AlertBook
  readonly facts: AlertFacts
  readonly vehicleFacts: VehicleFacts
  /** Screens below a storm hear of their part right after the storm itself. */
  readonly storms: StormParts
  /** The map of the rules, and published working hours. */
  readonly fences: Pick<Fences, 'ground' | 'hours'>
  readonly vehicles: Vehicles
  readonly energy: Energy
  /** The year's electricity by building, as every screen shows it; null before it is told. */
  readonly years: (now: EpochMs) => readonly YearRow[] | null
  readonly directory: Directory
  readonly quarantine: Quarantine
  readonly statuses: () => readonly SourceStatus[]
  readonly shifts: Pick<SourceShifts, 'drafts'>
  /** Code and name of the province; undefined until the regions are there. */
  readonly province: () => { code: string; name: string } | undefined
  readonly regions: FoldRegions
  readonly calendar: Calendar
  readonly calendarState: (today: DayString) => CalendarState
  readonly rules: Rules
  readonly clock: Clock
  readonly log: SourceLog
}

export interface AlertsService {
  /** Judges everything: at start, and when a source has settled. */
  judgeAll(): Promise<void>
  /** Judges the buildings among changed places again, a little later and together. */
  ledgerChanged(changes: readonly LedgerChange[]): void
  /** People moved or left: the buildings in which they hold rooms are judged again. */
  peopleChanged(ids: readonly string[]): void
  quarantineChanged(): void
  /** These orders came or changed. */
  ordersChanged(ids: readonly string[]): void
  fencesChanged(): void
  hoursChanged(): void
  /** Judges the fleet as it is now; the timer does it too. */
  judgeVehicles(): Promise<void>
  /** Revised parameters: live rules hold to them from the next report on. */
  rulesChanged(tables: RuleTables): void
  /** Takes up what was known of the day before a restart. */
  load(): Promise<void>
  start(): void
  stop(): void
}

const EVERY = {
  vehiclesMs: 5_000,
  ordersMs: 600_000,
  energyMs: 600_000,
  dataMs: 10_000,
  housingMs: 6 * 3_600_000,
} as const satisfies Record<string, DurationMs>
const GATHER_MS: DurationMs = 300
/** Read whole every ten minutes: what is to come soon is known by then. */
const ORDERS_AROUND_MS: DurationMs = 25 * 3_600_000

const ofRules = (rules: readonly string[]) => {
  const set = new Set(rules)
  return (alert: Alert): boolean => set.has(alert.rule)
}
const isHousing = (alert: KeptAlert): boolean => alert.subject === 'housing'

export const makeAlertsService = (deps: AlertsDeps): AlertsService => {
  const { book, facts, vehicles, energy, directory, rules, clock, log } = deps
  const monitor = makeVehicleMonitor({
    fleet: vehicles.fleet,
    directory,
    calendar: deps.calendar,
    regions: deps.regions,
  })
  vehicles.onApplied(monitor.observe)
  directory.onReload(monitor.registersChanged)
  const stops: (() => Promise<void>)[] = []
  const changedBuildings = new Set<string>()
  const changedPeople = new Set<string>()
  const changedOrders = new Set<string>()

  const failed = (what: string) => (error: unknown) =>
    log.error({ error: String(error) }, `${what} could not be judged`)
  const guarded = (what: string, work: () => Promise<void>): Promise<void> => work().catch(failed(what))

  /** Facts are read and the book is told of them in one turn: what was read before a change never overtakes what was read after it. */
  const housingTurn = serial()
  const housing = makeHousingWatch({ facts, rules, regions: deps.regions, clock })
  const lookAtHousing = async (counties: readonly string[] | null): Promise<void> =>
    book.reconcile(isHousing, await housing.look(counties))
  const judgeHousing = latestOnly(() => housingTurn(() => lookAtHousing(null)))

  const ordersTurn = serial()
  const around = (): readonly [EpochMs, EpochMs] => [clock() - ORDERS_AROUND_MS, clock() + ORDERS_AROUND_MS]
  /** What is read of those that changed counts when it has come: a failed reading leaves them changed. */
  const ofChangedOrders = (read: (ids: readonly string[]) => Promise<void>): Promise<void> =>
    ordersTurn(async () => {
      const ids = [...changedOrders]
      changedOrders.clear()
      try {
        await read(ids)
      } catch (error) {
        for (const id of ids) changedOrders.add(id)
        throw error
      }
    })
  const loadOrders = latestOnly(() =>
    ofChangedOrders(async () => {
      const [from, to] = around()
      const orders: OrderRow[] = []
      for (let after: OrderPlace = null; ; await breathe()) {
        const page: OrderRow[] = await facts.orders(from, to, after)
        if (page.length === 0) break
        for (const order of page) orders.push(order)
        after = page.at(-1) ?? null
      }
      monitor.setOrders(orders)
    }),
  )
  /** Orders come one by one all day: only they are read. */
  const readOrders = (): Promise<void> =>
    ofChangedOrders(async (ids) => {
      if (ids.length > 0) monitor.changeOrders(ids, await facts.ordersOf(ids, ...around()))
    })
  /** A new ground takes the old one's place when it is whole: until then reports are judged by the old one. */
  const loadFences = latestOnly(async () => monitor.setGround(await deps.fences.ground()))
  const loadHours = latestOnly(async () => monitor.setHours(await deps.fences.hours()))
  const isVehicle = ofRules(VEHICLE_RULES)
  /** What was done today stays on the list until midnight, over a restart too; a silent terminal only while it is silent. The facts are there before the alert that names them. */
  const judgeVehicles = latestOnly(async () => {
    const drafts = monitor.drafts(clock())
    const changes = monitor.changes()
    if (changes.rows.length + changes.gone.length > 0)
      await deps.vehicleFacts.save(changes.rows, changes.gone, clock())
    monitor.saved(changes)
    await book.reconcile(isVehicle, drafts)
    deps.storms.tell(monitor.facts())
  })

  const energyWatch = makeEnergyWatch({
    facts,
    rules,
    regionName: deps.regions.name,
    wholeMeters: energy.wholeMeters,
    years: deps.years,
    isWorkday: deps.calendar.isWorkday,
    clock,
  })
  const judgeEnergy = latestOnly(async () => {
    const drafts = await energyWatch.quotas()
    if (drafts) await book.reconcile(ofRules(['EN-05']), drafts)
    await book.reconcile(ofRules(['EN-01']), await energyWatch.nights())
  })

  const dataWatch = makeDataWatch(deps)
  const judgeData = latestOnly(async () => {
    const drafts = await dataWatch.drafts()
    if (drafts) await book.reconcile(ofRules(['DQ-01', 'DQ-02', 'DQ-03', 'DQ-04']), drafts)
  })

  /** What could not be judged is judged with the next change. */
  const judgeChanged = (): Promise<void> =>
    housingTurn(async () => {
      const [people, changed] = [[...changedPeople], [...changedBuildings]]
      changedPeople.clear()
      changedBuildings.clear()
      try {
        if (people.length > 0) changed.push(...(await facts.buildingsOfPeople(people)))
        const { buildings, buildingOrdinals } = directory.now()
        const counties = new Set(
          changed
            .map((id) => buildings[buildingOrdinals.get(id) ?? -1]?.county)
            .filter((county) => county !== undefined),
        )
        if (counties.size > 0) await lookAtHousing([...counties])
      } catch (error) {
        for (const id of people) changedPeople.add(id)
        for (const id of changed) changedBuildings.add(id)
        throw error
      }
    })

  const gathered = (what: string, work: () => Promise<void>): Soon =>
    soon(GATHER_MS, work, { failed: failed(what) })
  const soonBuildings = gathered('changed buildings', judgeChanged)
  const soonData = gathered('data', judgeData)
  const soonOrders = gathered('orders', readOrders)
  const soonFences = gathered('fences', loadFences)
  const soonHours = gathered('working hours', loadHours)

  return {
    judgeAll: async () => {
      await guarded('housing', judgeHousing)
      await guarded('fences', loadFences)
      await guarded('working hours', loadHours)
      await guarded('orders', loadOrders)
      await guarded('energy', judgeEnergy)
      await guarded('data', judgeData)
      await guarded('vehicles', judgeVehicles)
    },
    ledgerChanged: (changes) => {
      for (const { kind, id } of changes) if (kind === 'building') changedBuildings.add(id)
      if (changedBuildings.size > 0) soonBuildings.start()
    },
    peopleChanged: (ids) => {
      for (const id of ids) changedPeople.add(id)
      soonBuildings.start()
    },
    quarantineChanged: () => soonData.start(),
    ordersChanged: (ids) => {
      for (const id of ids) changedOrders.add(id)
      soonOrders.start()
    },
    fencesChanged: () => soonFences.start(),
    hoursChanged: () => soonHours.start(),
    load: async () => {
      await loadFences()
      await loadHours()
      await loadOrders()
      monitor.restore(await deps.vehicleFacts.load(), clock())
    },
    judgeVehicles,
    rulesChanged: monitor.setTables,
    start: () => {
      const again = (ms: DurationMs, what: string, work: () => Promise<void>): void =>
        void stops.push(every(ms, work, { failed: failed(what) }))
      again(EVERY.vehiclesMs, 'vehicles', judgeVehicles)
      again(EVERY.ordersMs, 'orders', loadOrders)
      again(EVERY.energyMs, 'energy', judgeEnergy)
      again(EVERY.dataMs, 'data', judgeData)
      again(EVERY.housingMs, 'housing', judgeHousing)
    },
    stop: () => {
      for (const stop of stops.splice(0)) void stop()
      for (const one of [soonBuildings, soonData, soonOrders, soonFences, soonHours]) one.stop()
    },
  }
}
