import type { Rules } from '#shared/standards/tables.ts'
import type { DayString } from '#shared/units.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db/open.ts'
import type { RouteDefinition } from './http/route.ts'
import { vehicleLedgerRoutes } from './http/vehicleLedger.ts'
import { makeVehicleFindings } from './repositories/vehicleFindings.ts'
import { makeVehicleMonths } from './repositories/vehicleMonths.ts'
import { makeVehicleOrders } from './repositories/vehicleOrders.ts'
import { makeVehicleOverlaps } from './repositories/vehicleOverlaps.ts'
import { makeVehicleSums } from './repositories/vehicleSums.ts'
import { makeVehicleUncovered } from './repositories/vehicleUncovered.ts'
import { makeVehicleVerdicts } from './repositories/vehicleVerdicts.ts'
import type { AlertBook } from './services/alertsBook.ts'
import type { LiveScope } from './services/liveScope.ts'
import type { SourceLog } from './services/liveTypes.ts'
import { makeVehicleLedgerJobs, type VehicleLedgerJobs } from './services/vehicleLedger.ts'
import { makeVehicleLedgerCards } from './services/vehicleLedgerCards.ts'
import { makeVehicleLedgerFindings } from './services/vehicleLedgerFindings.ts'
import { makeUncovered } from './services/vehicleUncovered.ts'
import { makeVehicleJudge, type ReadTrack } from './services/vehicleLedgerJudge.ts'
import { makeVehicleLedgerOrders, type RoadSide } from './services/vehicleLedgerOrders.ts'
import { makeVehicleLedgerSums, type LedgerRegions } from './services/vehicleLedgerSums.ts'

export interface VehicleLedgerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: SourceLog
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly book: AlertBook
  readonly readTrack: ReadTrack
  readonly road: RoadSide
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
}

/** The vehicle ledger's part of the live side, composed: its jobs and its routes. */
export const makeVehicleLedger = ({ db, clock, log, regions, scope, book, readTrack, road, isWorkday, rules }: VehicleLedgerDeps): { readonly jobs: VehicleLedgerJobs; readonly routes: readonly RouteDefinition[] } => {
  const [sumRows, orderRows, verdictRows, findingRows] = [makeVehicleSums(db), makeVehicleOrders(db), makeVehicleVerdicts(db), makeVehicleFindings(db)]
  const overlaps = makeVehicleOverlaps(db)
  const sums = makeVehicleLedgerSums({ sums: sumRows, overlaps, regions, scope, isWorkday, rules, clock })
  const orders = makeVehicleLedgerOrders({ orders: orderRows, regions, road, scope, isWorkday, rules, clock })
  const judge = makeVehicleJudge({ verdicts: verdictRows, orders: orderRows, readTrack, rules, clock })
  const findings = makeVehicleLedgerFindings({ findings: findingRows, sums: sumRows, verdicts: judge, orders, regions, scope, rules, clock })
  const cards = makeVehicleLedgerCards({ months: makeVehicleMonths(db), orders: orderRows, verdicts: verdictRows, overlaps, findings: findingRows, scope, clock })
  const uncovered = makeUncovered({ uncovered: makeVehicleUncovered(db), verdicts: verdictRows, readTrack, regions, scope, isWorkday, rules, clock })
  return { jobs: makeVehicleLedgerJobs({ sums, orders, judge, findings, uncovered, book, clock, log }), routes: vehicleLedgerRoutes({ sums, orders, findings, cards, uncovered }) }
}
