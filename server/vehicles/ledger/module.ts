import type { Rules } from '#shared/standards/tables.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Db } from '../../db/open.ts'
import { isWorkday } from '../../common/clock/calendar.ts'
import type { Directory } from '../../common/directory/directory.ts'
import { defineModule, type Made } from '../../common/defineModule.ts'
import { partOf } from '../../common/part.ts'
import { makeRoadSide } from '../live/roadSide.ts'
import { vehicleLedgerRoutes } from './routes.ts'
import { makeCompliance } from './findings/compliance.ts'
import { makeComplianceRows } from './findings/complianceRows.ts'
import { ledgerFamilies } from './findings/alertRows.ts'
import { makeVehicleFindings } from './findings/findingRows.ts'
import { makeVehicleMonths } from './monthRows.ts'
import { makeVehicleOrders } from './orders/orderRows.ts'
import { makeVehicleOverlaps } from './findings/overlapRows.ts'
import { makeVehicleSums } from './sumRows.ts'
import { makeVehicleUncovered } from './orders/uncoveredRows.ts'
import { makeVehicleVerdicts } from './orders/verdictRows.ts'
import type { AlertBook } from '../../common/ports/alerts.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { SourceLog } from '../../common/directory/types.ts'
import { makeVehicleLedgerJobs, type VehicleLedgerJobs } from './jobs.ts'
import { makeVehicleLedgerCards } from './cards.ts'
import { makeVehicleLedgerFindings } from './findings/findings.ts'
import { makeUncovered } from './orders/uncovered.ts'
import { makeVehicleJudge, type ReadTrack } from './orders/judge.ts'
import type { RoadSide } from './orders/board.ts'
import { makeVehicleLedgerOrders } from './orders/orders.ts'
import { makeVehicleLedgerSums, type LedgerRegions } from './sums.ts'

interface VehicleLedgerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: SourceLog
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly directory: Pick<Directory, 'now'>
  readonly book: AlertBook
  readonly readTrack: ReadTrack
  readonly road: RoadSide
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
}

/** The vehicle ledger's part of the live side, composed: its jobs and its routes. */
const makeVehicleLedger = ({
  db,
  clock,
  log,
  regions,
  scope,
  directory,
  book,
  readTrack,
  road,
  isWorkday,
  rules,
}: VehicleLedgerDeps): Pick<Made<unknown>, 'routes' | 'alertRows'> & { readonly jobs: VehicleLedgerJobs } => {
  const [sumRows, orderRows, verdictRows, findingRows] = [
    makeVehicleSums(db),
    makeVehicleOrders(db),
    makeVehicleVerdicts(db),
    makeVehicleFindings(db),
  ]
  const overlaps = makeVehicleOverlaps(db)
  const sums = makeVehicleLedgerSums({ sums: sumRows, overlaps, regions, scope, isWorkday, rules, clock })
  const orders = makeVehicleLedgerOrders({ orders: orderRows, regions, road, scope, isWorkday, rules, clock })
  const judge = makeVehicleJudge({ verdicts: verdictRows, orders: orderRows, readTrack, rules, clock })
  const compliance = makeCompliance({ rows: makeComplianceRows(db), regions, scope, clock })
  const findings = makeVehicleLedgerFindings({
    findings: findingRows,
    sums: sumRows,
    verdicts: judge,
    orders,
    regions,
    scope,
    rules,
    clock,
  })
  const cards = makeVehicleLedgerCards({
    months: makeVehicleMonths(db),
    orders: orderRows,
    verdicts: verdictRows,
    overlaps,
    findings: findingRows,
    scope,
    clock,
  })
  const uncovered = makeUncovered({
    uncovered: makeVehicleUncovered(db),
    verdicts: verdictRows,
    readTrack,
    regions,
    scope,
    isWorkday,
    rules,
    clock,
  })
  return {
    jobs: makeVehicleLedgerJobs({ sums, orders, judge, findings, compliance, uncovered, book, clock, log }),
    alertRows: ledgerFamilies({ db, directory, late: orders.late }),
    routes: vehicleLedgerRoutes({ sums, orders, findings, compliance, cards, uncovered }),
  }
}

declare module '../../common/plan.ts' {
  interface Afters {
    /** The sums of the vehicle ledger. */
    'vehicle-ledger': true
  }
}
declare module '../../common/defineModule.ts' {
  interface Ports {
    vehicleLedger: VehicleLedgerJobs
  }
}

export default defineModule({
  name: 'vehicleLedger',
  needs: ['standards', 'housing', 'access', 'directory', 'alertBook', 'vehicles'],
  make: (house, ports) => {
    const part = partOf(house, ports)
    const { directory } = part
    const { tracks, vehicles } = ports.vehicles
    const { jobs, ...given } = makeVehicleLedger({
      ...part,
      readTrack: async (vehicle, from, to) => {
        const ordinal = directory.now().vehicleOrdinals.get(vehicle)
        return ordinal === undefined ? null : tracks.track(ordinal, from, to)
      },
      road: makeRoadSide(vehicles.fleet, directory),
      isWorkday,
    })
    return {
      port: jobs,
      ...given,
      rebuilds: [
        { name: { zh: '车辆台账', en: 'the vehicle ledger' }, domains: ['vehicle'], run: jobs.again },
      ],
      onRecords: [
        {
          to: 'all',
          early: true,
          run: (batch, after) =>
            jobs.came(
              batch.collection,
              batch.collection === 'orders' ? batch.items.map(({ id }) => id) : [],
              after.includes('vehicle-ledger'),
            ),
        },
      ],
      onSettled: jobs.settled,
      start: jobs.start,
      stop: jobs.stop,
    }
  },
})
