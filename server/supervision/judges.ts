import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { Alert, SourceStatus } from '#shared/protocol/http.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { CalendarState } from '#shared/supervision/calendar/calendar.ts'
import type { KeptAlert } from '#shared/supervision/kept.ts'
import type { FoldRegions } from '#shared/vehicles/rules/vehiclesFold.ts'
import type { Rules, RuleTables } from '#shared/standards/tables.ts'
import type { DayString, DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import { every, latestOnly, serial, soon } from '../common/jobs.ts'
import type { AlertBook, VehicleWatch } from '../common/ports/alerts.ts'
import type { ReadHousingPeople } from '../common/ports/people.ts'
import type { AlertFacts } from './factRows.ts'
import { makeDataWatch, type DataWatchDeps } from './data.ts'
import { makeEnergyWatch, type EnergyCases } from './energy.ts'
import { makeHousingWatch, type HousingWatch } from './housing.ts'
import type { Directory } from '../common/directory/directory.ts'
import type { SourceLog } from '../common/directory/types.ts'

export interface AlertsDeps {
  readonly book: AlertBook
  readonly facts: AlertFacts
  /** What concerns people in rooms, everywhere. */
  readonly people: ReadHousingPeople
  /** The buildings that the rules of energy find. */
  readonly energy: EnergyCases
  readonly vehicles: VehicleWatch
  readonly directory: Pick<Directory, 'now'>
  readonly quarantine: DataWatchDeps['quarantine']
  readonly statuses: () => readonly SourceStatus[]
  readonly shifts: DataWatchDeps['shifts']
  /** Code and name of the province; undefined until the regions are there. */
  readonly province: () => { code: string; name: string } | undefined
  readonly regions: FoldRegions
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
  energyMs: 600_000,
  dataMs: 10_000,
  housingMs: 6 * HOUR_MS,
} as const satisfies Record<string, DurationMs>
const GATHER_MS: DurationMs = 300

const ofRules = (rules: readonly string[]) => {
  const set = new Set(rules)
  return (alert: Alert): boolean => set.has(alert.rule)
}
const isHousing = (alert: KeptAlert): boolean => alert.subject === 'housing'

type HousingDeps = Pick<AlertsDeps, 'book' | 'facts' | 'directory'>
/** Facts are read and the book is told of them in one turn: what was read before a change never overtakes what was read after it. */
const makeHousingJudging = ({ book, facts, directory }: HousingDeps, housing: HousingWatch) => {
  const turn = serial()
  const [buildings, people] = [new Set<string>(), new Set<string>()]
  const look = async (counties: readonly string[] | null): Promise<void> =>
    book.reconcile(isHousing, await housing.look(counties))
  const countiesOf = (ids: readonly string[]): ReadonlySet<string> => {
    const { buildings: known, buildingOrdinals } = directory.now()
    return new Set(
      ids.map((id) => known[buildingOrdinals.get(id) ?? -1]?.county).filter((county) => county !== undefined),
    )
  }
  return {
    all: latestOnly(() => turn(() => look(null))),
    buildingsChanged: (ids: Iterable<string>): void => {
      for (const id of ids) buildings.add(id)
    },
    peopleChanged: (ids: Iterable<string>): void => {
      for (const id of ids) people.add(id)
    },
    isChanged: (): boolean => buildings.size > 0,
    /** What could not be judged is judged with the next change. */
    changed: (): Promise<void> =>
      turn(async () => {
        const [moved, changed] = [[...people], [...buildings]]
        people.clear()
        buildings.clear()
        try {
          if (moved.length > 0) changed.push(...(await facts.buildingsOfPeople(moved)))
          const counties = countiesOf(changed)
          if (counties.size > 0) await look([...counties])
        } catch (error) {
          for (const id of moved) people.add(id)
          for (const id of changed) buildings.add(id)
          throw error
        }
      }),
  }
}

const makeEnergyJudging = (deps: AlertsDeps): (() => Promise<void>) => {
  const { book, regions } = deps
  const watch = makeEnergyWatch({ ...deps, cases: deps.energy, regionName: regions.name })
  return latestOnly(async () => {
    const drafts = await watch.quotas()
    if (drafts) await book.reconcile(ofRules(['EN-05']), drafts)
    await book.reconcile(ofRules(['EN-01']), await watch.nights())
  })
}

const makeDataJudging = (deps: AlertsDeps): (() => Promise<void>) => {
  const watch = makeDataWatch(deps)
  return latestOnly(async () => {
    const drafts = await watch.drafts()
    if (drafts) await deps.book.reconcile(ofRules(['DQ-01', 'DQ-02', 'DQ-03', 'DQ-04']), drafts)
  })
}

export const makeAlertsService = (deps: AlertsDeps): AlertsService => {
  const { vehicles, log } = deps
  const failed = (what: string) => (error: unknown) =>
    log.error({ error: String(error) }, `${what} could not be judged`)
  const housing = makeHousingJudging(deps, makeHousingWatch(deps))
  const judgeEnergy = makeEnergyJudging(deps)
  const judgeData = makeDataJudging(deps)
  const soonBuildings = soon(GATHER_MS, housing.changed, { failed: failed('changed buildings') })
  const soonData = soon(GATHER_MS, judgeData, { failed: failed('data') })
  let stops: (() => Promise<void>)[] = []

  return {
    judgeAll: async () => {
      await housing.all().catch(failed('housing'))
      await vehicles.read()
      await judgeEnergy().catch(failed('energy'))
      await judgeData().catch(failed('data'))
      await vehicles.judge().catch(failed('vehicles'))
    },
    ledgerChanged: (changes) => {
      housing.buildingsChanged(changes.filter(({ kind }) => kind === 'building').map(({ id }) => id))
      if (housing.isChanged()) soonBuildings.start()
    },
    peopleChanged: (ids) => {
      housing.peopleChanged(ids)
      soonBuildings.start()
    },
    quarantineChanged: soonData.start,
    ordersChanged: vehicles.ordersChanged,
    fencesChanged: vehicles.fencesChanged,
    hoursChanged: vehicles.hoursChanged,
    load: vehicles.load,
    judgeVehicles: vehicles.judge,
    rulesChanged: vehicles.rulesChanged,
    start: () => {
      vehicles.start()
      stops = [
        every(EVERY.energyMs, judgeEnergy, { failed: failed('energy') }),
        every(EVERY.dataMs, judgeData, { failed: failed('data') }),
        every(EVERY.housingMs, housing.all, { failed: failed('housing') }),
      ]
    },
    stop: () => {
      vehicles.stop()
      for (const stop of stops.splice(0)) void stop()
      for (const one of [soonBuildings, soonData]) one.stop()
    },
  }
}
