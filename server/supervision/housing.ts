import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import {
  housingAlerts,
  housingDays,
  type HousingCases,
  type HousingDays,
} from '#shared/supervision/housing.ts'
import {
  leaverCases,
  managingName,
  secondOfficeCases,
  staffByManager,
  type HousingPeople,
} from '#shared/supervision/housingPeople.ts'
import type { FoldRegions } from '#shared/vehicles/rules/vehiclesFold.ts'
import { groupBy } from '#shared/kernel/language/lists.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { AlertFacts } from './factRows.ts'

export interface HousingWatch {
  /** Reads these counties anew, or all; the alerts of all, for each county is graded among them. Calls stand in line. */
  look(counties: readonly string[] | null): Promise<AlertDraft[]>
}

export interface HousingWatchDeps {
  readonly facts: Pick<AlertFacts, 'housing' | 'countyBases' | 'countsAt'>
  /** What concerns people in rooms, of everywhere: they count where they are managed. */
  readonly people: (days: HousingDays) => Promise<HousingPeople>
  readonly rules: Rules
  readonly regions: FoldRegions
  readonly clock: Clock
}

/** Remembers each county's cases, so that a change in one does not read all again; people are read anew, for they count where they are managed. */
export const makeHousingWatch = ({
  facts,
  people: readPeople,
  rules,
  regions,
  clock,
}: HousingWatchDeps): HousingWatch => {
  /** By county; null until all were read once. */
  let known: Map<string, readonly HousingCases[]> | null = null
  return {
    look: async (asked) => {
      const { idle, over, housingAlerts: limits } = rules()
      const now = clock()
      const counties = known === null ? null : asked
      const days = housingDays(now, idle, limits.mendDays)
      const [cases, people] = await Promise.all([facts.housing(days, counties, over.red), readPeople(days)])
      const read = groupBy(cases, ({ region }) => region)
      if (counties === null || known === null) known = read
      else for (const county of counties) known.set(county, read.get(county) ?? [])
      const bases = await facts.countyBases()
      const before = await facts.countsAt('housing', now - limits.trendDays * DAY_MS)
      const path = (code: string): readonly string[] => regions.path(code).map((region) => region.code)
      const staff = staffByManager(people.staff, path)
      const all = [
        ...[...known.values()].flat(),
        ...leaverCases(people.leavers, path),
        ...secondOfficeCases(people.offices, path),
      ]
      return housingAlerts(all, {
        regionName: regions.name,
        managingName: (code) => managingName(code, regions.name(code), path),
        staffOf: (code) => staff.get(code) ?? 0,
        baseOf: (county, measure) => bases.get(county)?.[measure] ?? 0,
        counties: bases.size,
        before: (id) => before.get(id) ?? null,
        idle,
        limits,
      })
    },
  }
}
