import { calendarState, isHoliday, isWorkday } from '../common/clock/calendar.ts'
import { defineModule, type Made, type Records } from '../common/defineModule.ts'
import { makeHousingLevels } from './housingLevels.ts'
import { makeAlertsService, type AlertsService } from './judges.ts'
import { makeAlertQueries } from './queries.ts'
import { alertRoutes } from './routes.ts'

declare module '../common/plan.ts' {
  interface Afters {
    /** The ground that fences stand on. */
    fences: true
  }
}
declare module '../common/defineModule.ts' {
  interface Ports {
    supervision: AlertsService
  }
}

const REBUILD = {
  name: { zh: '预警', en: 'alerts' },
  domains: ['housing', 'vehicle', 'energy', 'data'] as const,
}

const idsOf = ({ items }: Records): string[] => items.map((one) => (one as { readonly id: string }).id)
const listenersOf = (alerts: AlertsService): Made<AlertsService>['onRecords'] => [
  {
    to: ['orders'],
    run: (batch) => {
      if (batch.items.length > 0) alerts.ordersChanged(idsOf(batch))
    },
  },
  { to: ['working-hours'], run: alerts.hoursChanged },
  { to: 'fences', run: alerts.fencesChanged },
  { to: ['people'], run: (batch) => alerts.peopleChanged(idsOf(batch)) },
]

export default defineModule({
  name: 'supervision',
  needs: [
    'standards',
    'housing',
    'ledger',
    'access',
    'directory',
    'alertBook',
    'quarantine',
    'energy',
    'vehicles',
  ],
  make: (house, { standards, housing, access, directory: registers, alertBook, ...ports }) => {
    const { clock, log, later } = house
    const { directory, scope } = registers
    const [{ tree: regions }, { rules }, { vehicles }] = [housing, standards, ports]
    const alerts = makeAlertsService({
      book: alertBook.book,
      facts: alertBook.facts,
      vehicles: vehicles.watch,
      people: housing.people,
      wholeMeters: ports.energy.energy.wholeMeters,
      years: (now) => later('energyInsight').years(now),
      directory,
      quarantine: ports.quarantine.quarantine,
      statuses: () => later('intake').runner.statuses(),
      shifts: { drafts: (at, now) => later('intake').shifts.drafts(at, now) },
      province: regions.province,
      regions: { path: regions.path, name: (code) => regions.get(code)?.name ?? code },
      calendar: { isWorkday, isHoliday },
      calendarState,
      rules,
      clock,
      log,
    })
    const deps = { directory, scope, regions, audit: access.audit, clock, rules }
    return {
      port: alerts,
      routes: alertRoutes(
        makeAlertQueries({
          ...deps,
          alerts: alertBook.store,
          facts: vehicles.facts,
          partOf: vehicles.partOf,
        }),
        makeHousingLevels({ read: housing.people, scope, regions, clock }),
      ),
      rebuilds: [{ ...REBUILD, run: alerts.judgeAll }],
      onRecords: listenersOf(alerts),
      onLedger: alerts.ledgerChanged,
      onQuarantine: alerts.quarantineChanged,
      onRules: alerts.rulesChanged,
      remake: alerts.judgeAll,
      load: alerts.load,
      start: alerts.start,
      open: () => void (house.isSettled() && alerts.judgeAll()),
      stop: alerts.stop,
    }
  },
})
