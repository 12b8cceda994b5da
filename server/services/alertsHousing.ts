import type { AlertDraft } from '#shared/supervision/alert.ts'
import { housingAlerts, housingDays, type HousingCases } from '#shared/supervision/housing.ts'
import { groupBy } from '#shared/lists.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { DurationMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { AlertFacts } from '../repositories/alertsFacts.ts'

export interface HousingWatch {
  /** Reads these counties anew, or all; the alerts of all, for each county is graded among them. Calls stand in line. */
  look(counties: readonly string[] | null): Promise<AlertDraft[]>
}

export interface HousingWatchDeps {
  readonly facts: Pick<AlertFacts, 'housing' | 'countyBases' | 'housingCounts'>
  readonly rules: Rules
  readonly regionName: (code: string) => string
  readonly clock: Clock
}

const DAY_MS: DurationMs = 86_400_000

/** Remembers each county's cases, so that a change in one does not read all again. */
export const makeHousingWatch = ({ facts, rules, regionName, clock }: HousingWatchDeps): HousingWatch => {
  /** By county; null until all were read once. */
  let known: Map<string, readonly HousingCases[]> | null = null
  return {
    look: async (asked) => {
      const { idle, over, housingAlerts: limits } = rules()
      const now = clock()
      const counties = known === null ? null : asked
      const cases = await facts.housing(housingDays(now, idle, limits.mendDays), counties, over.red)
      const read = groupBy(cases, ({ region }) => region)
      if (counties === null || known === null) known = read
      else for (const county of counties) known.set(county, read.get(county) ?? [])
      const bases = await facts.countyBases()
      const before = await facts.housingCounts(now - limits.trendDays * DAY_MS)
      return housingAlerts([...known.values()].flat(), {
        regionName,
        baseOf: (county, measure) => bases.get(county)?.[measure] ?? 0,
        counties: bases.size,
        before: (id) => before.get(id) ?? null,
        idle,
        limits,
      })
    },
  }
}
