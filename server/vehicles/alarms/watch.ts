import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { setImmediate as breathe } from 'node:timers/promises'
import { VEHICLE_RULES, type Calendar } from '#shared/vehicles/rules/vehicles.ts'
import type { FoldRegions } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { SourceLog } from '../../common/directory/types.ts'
import { every, latestOnly, serial, soon, type Soon } from '../../common/jobs.ts'
import type { AlertBook, VehicleWatch } from '../../common/ports/alerts.ts'
import type { Fences } from '../fences/fences.ts'
import type { OrderPlace } from '../ledger/orders/orderRows.ts'
import type { Vehicles } from '../live/live.ts'
import type { VehicleFacts } from './factRows.ts'
import { makeVehicleMonitor, type VehicleMonitor } from './monitor.ts'
import type { OrderRow, OrderRuns } from './runRows.ts'
import type { StormParts } from './storms.ts'

export interface VehicleWatchDeps {
  readonly vehicles: Pick<Vehicles, 'fleet' | 'onApplied'>
  readonly directory: Pick<Directory, 'now' | 'onReload'>
  readonly runs: OrderRuns
  readonly facts: Pick<VehicleFacts, 'load' | 'save'>
  /** The map of the rules, and published working hours. */
  readonly fences: Pick<Fences, 'ground' | 'hours'>
  /** Screens below a storm hear of their part right after the storm itself. */
  readonly storms: StormParts
  readonly book: Pick<AlertBook, 'reconcile'>
  readonly calendar: Calendar
  readonly regions: FoldRegions
  readonly clock: Clock
  readonly log: SourceLog
}

const JUDGE_MS: DurationMs = 5_000
const ORDERS_MS: DurationMs = 600_000
const GATHER_MS: DurationMs = 300
/** Read whole every ten minutes: what is to come soon is known by then. */
const ORDERS_AROUND_MS: DurationMs = 25 * HOUR_MS

type Failed = (what: string) => (error: unknown) => void

/** Orders as the monitor knows them: all around now, and those that changed since. */
const makeOrderReading = (runs: OrderRuns, monitor: VehicleMonitor, clock: Clock) => {
  const turn = serial()
  const changed = new Set<string>()
  const around = (): readonly [EpochMs, EpochMs] => [clock() - ORDERS_AROUND_MS, clock() + ORDERS_AROUND_MS]
  /** What is read of those that changed counts when it has come: a failed reading leaves them changed. */
  const ofChanged = (read: (ids: readonly string[]) => Promise<void>): Promise<void> =>
    turn(async () => {
      const ids = [...changed]
      changed.clear()
      try {
        await read(ids)
      } catch (error) {
        for (const id of ids) changed.add(id)
        throw error
      }
    })
  return {
    changed: (ids: readonly string[]): void => {
      for (const id of ids) changed.add(id)
    },
    whole: latestOnly(() =>
      ofChanged(async () => {
        const [from, to] = around()
        const orders: OrderRow[] = []
        for (let after: OrderPlace = null; ; await breathe()) {
          const page: OrderRow[] = await runs.between(from, to, after)
          if (page.length === 0) break
          for (const order of page) orders.push(order)
          after = page.at(-1) ?? null
        }
        monitor.setOrders(orders)
      }),
    ),
    /** Orders come one by one all day: only they are read. */
    ofThose: (): Promise<void> =>
      ofChanged(async (ids) => {
        if (ids.length > 0) monitor.changeOrders(ids, await runs.of(ids, ...around()))
      }),
  }
}

type JudgingDeps = Pick<VehicleWatchDeps, 'facts' | 'book' | 'storms' | 'clock'>
/** What was done today stays on the list until midnight, over a restart too; a silent terminal only while it is silent. The facts are there before the alert that names them. */
const makeJudging = ({ facts, book, storms, clock }: JudgingDeps, monitor: VehicleMonitor) => {
  const mine = new Set<string>(VEHICLE_RULES)
  return latestOnly(async () => {
    const drafts = monitor.drafts(clock())
    const changes = monitor.changes()
    if (changes.rows.length + changes.gone.length > 0) await facts.save(changes.rows, changes.gone, clock())
    monitor.saved(changes)
    await book.reconcile(({ rule }) => mine.has(rule), drafts)
    storms.tell(monitor.facts())
  })
}

export const makeVehicleWatch = (deps: VehicleWatchDeps): VehicleWatch => {
  const { vehicles, directory, fences, clock, log } = deps
  const monitor = makeVehicleMonitor({ fleet: vehicles.fleet, ...deps })
  vehicles.onApplied(monitor.observe)
  directory.onReload(monitor.registersChanged)

  const failed: Failed = (what) => (error) =>
    log.error({ error: String(error) }, `${what} could not be judged`)
  const orders = makeOrderReading(deps.runs, monitor, clock)
  /** A new ground takes the old one's place when it is whole: until then reports are judged by the old one. */
  const readGround = latestOnly(async () => monitor.setGround(await fences.ground()))
  const readHours = latestOnly(async () => monitor.setHours(await fences.hours()))
  const judge = makeJudging(deps, monitor)

  const gathered = (what: string, work: () => Promise<void>): Soon =>
    soon(GATHER_MS, work, { failed: failed(what) })
  const soonOrders = gathered('orders', orders.ofThose)
  const soonGround = gathered('fences', readGround)
  const soonHours = gathered('working hours', readHours)
  let stops: (() => Promise<void>)[] = []

  return {
    read: async () => {
      await readGround().catch(failed('fences'))
      await readHours().catch(failed('working hours'))
      await orders.whole().catch(failed('orders'))
    },
    judge,
    ordersChanged: (ids) => {
      orders.changed(ids)
      soonOrders.start()
    },
    fencesChanged: soonGround.start,
    hoursChanged: soonHours.start,
    rulesChanged: monitor.setTables,
    load: async () => {
      await readGround()
      await readHours()
      await orders.whole()
      monitor.restore(await deps.facts.load(), clock())
    },
    start: () => {
      stops = [
        every(JUDGE_MS, judge, { failed: failed('vehicles') }),
        every(ORDERS_MS, orders.whole, { failed: failed('orders') }),
      ]
    },
    stop: () => {
      for (const stop of stops.splice(0)) void stop()
      for (const one of [soonOrders, soonGround, soonHours]) one.stop()
    },
  }
}
