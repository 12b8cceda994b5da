import { calendarState, isWorkday } from '../common/clock/calendar.ts'
import { defineModule, type House, type Made, type Ports, type Records } from '../common/defineModule.ts'
import { makeListAlertRows } from './alertRows.ts'
import { makeEnergyCases, type EnergyCases } from './energy.ts'
import { makeHousingLevels } from './housingLevels.ts'
import { makeAlertsService, type AlertsService } from './judges.ts'
import { ownFamilies } from './ownRows.ts'
import { makeAlertQueries, type AlertQueriesDeps } from './queries.ts'
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

const energyOf = (
  { clock, later }: House,
  { wholeMeters }: Ports['energy']['energy'],
  facts: Ports['alertBook']['facts'],
  rules: Ports['standards']['rules'],
): EnergyCases =>
  makeEnergyCases({
    facts,
    wholeMeters,
    years: (now) => later('energyInsight').years(now),
    isWorkday,
    rules,
    clock,
  })

/** What a unit's or a region's viewer asks of alerts. */
const routesOf = (
  { clock }: House,
  { scope }: Pick<Ports['directory'], 'scope'>,
  { tree: regions, people }: Ports['housing'],
  deps: Omit<AlertQueriesDeps, 'scope' | 'regions' | 'clock'>,
) => {
  const own = { ...deps, scope, regions, clock }
  return alertRoutes(
    makeAlertQueries(own),
    makeHousingLevels({ read: people, scope, regions, clock }),
    makeListAlertRows(own),
  )
}

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
    const { directory } = registers
    const [{ tree: regions }, { rules }, { vehicles }] = [housing, standards, ports]
    const energy = energyOf(house, ports.energy.energy, alertBook.facts, rules)
    const alerts = makeAlertsService({
      book: alertBook.book,
      facts: alertBook.facts,
      vehicles: vehicles.watch,
      people: housing.people,
      energy,
      directory,
      quarantine: ports.quarantine.quarantine,
      statuses: () => later('intake').runner.statuses(),
      shifts: { drafts: (at, now) => later('intake').shifts.drafts(at, now) },
      province: regions.province,
      regions: { path: regions.path, name: (code) => regions.get(code)?.name ?? code },
      calendarState,
      rules,
      clock,
      log,
    })
    return {
      port: alerts,
      routes: routesOf(house, registers, housing, {
        directory,
        audit: access.audit,
        rules,
        alerts: alertBook.store,
        facts: vehicles.facts,
        partOf: vehicles.partOf,
        families: () => [...housing.alertRows, ...house.all('alertRows')],
      }),
      alertRows: ownFamilies({ energy, directory }),
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
