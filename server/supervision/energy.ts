import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import { nightCase, nightWords, QUOTA_WORDS, quotaCase } from '#shared/supervision/energy/energy.ts'
import { countByCounty, energyAlerts, type EnergyCase } from '#shared/supervision/energy/county.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, type DayString } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { AlertFacts } from './factRows.ts'
import type { BuildingYear, EnergyGrading } from '../common/ports/alerts.ts'

/** The longest holiday and the weekends beside it are shorter. */
const LOOK_BACK_DAYS = 14

export interface EnergyGradingDeps {
  readonly facts: Pick<AlertFacts, 'countsAt'>
  readonly rules: Rules
  readonly regionName: (code: string) => string
  readonly clock: Clock
}

export const makeEnergyGrading = ({ facts, rules, regionName, clock }: EnergyGradingDeps): EnergyGrading => ({
  context: async (kind, bases) => {
    const { housingAlerts: limits, energyCalls } = rules()
    const before = await facts.countsAt('energy', clock() - limits.trendDays * DAY_MS)
    return { regionName, bases, before: (id) => before.get(id) ?? null, reference: energyCalls[kind], limits }
  },
})

export interface EnergyCasesDeps {
  readonly facts: Pick<AlertFacts, 'nights'>
  readonly wholeMeters: () => readonly string[]
  readonly years: (now: number) => readonly BuildingYear[] | null
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
  readonly clock: Clock
}
/** Cases, and the buildings of each county that were looked at. */
interface Found {
  readonly cases: readonly EnergyCase[]
  readonly bases: ReadonlyMap<string, number>
}
export interface EnergyCases {
  /** EN-05; null before the year was told. */
  quotas(): Found | null
  /** EN-01 of the last working day; null where there was none. */
  nights(): Promise<(Found & { readonly day: DayString }) | null>
}

/** The buildings that the rules of energy find: what alerts count, and what stands behind them. */
export const makeEnergyCases = ({
  facts,
  wholeMeters,
  years,
  isWorkday,
  rules,
  clock,
}: EnergyCasesDeps): EnergyCases => {
  const lastWorkday = (): DayString | null => {
    for (let back = 1; back <= LOOK_BACK_DAYS; back++) {
      const day = dayOf(clock() - back * DAY_MS)
      if (isWorkday(day)) return day
    }
    return null
  }
  return {
    quotas: () => {
      const now = clock()
      const rows = years(now)?.filter(({ quotaKwh }) => quotaKwh > 0)
      if (!rows) return null
      return {
        cases: rows.map((row) => quotaCase(row, row, now, rules().energy)).filter((one) => one !== null),
        bases: countByCounty(rows),
      }
    },
    nights: async () => {
      const day = lastWorkday()
      if (day === null) return null
      const rows = await facts.nights(day, wholeMeters())
      return {
        day,
        cases: rows
          .map((row) => nightCase(row, row.night, row.day, rules().energy))
          .filter((one) => one !== null),
        bases: countByCounty(rows),
      }
    },
  }
}

export interface EnergyWatchDeps extends EnergyGradingDeps {
  readonly cases: EnergyCases
}
export interface EnergyWatch {
  /** EN-05, a county each; null before the year was told. */
  quotas(): Promise<AlertDraft[] | null>
  /** EN-01 of the last working day, a county each. */
  nights(): Promise<AlertDraft[]>
}

export const makeEnergyWatch = (deps: EnergyWatchDeps): EnergyWatch => {
  const grading = makeEnergyGrading(deps)
  return {
    quotas: async () => {
      const found = deps.cases.quotas()
      return found && energyAlerts(found.cases, QUOTA_WORDS, await grading.context('pace', found.bases))
    },
    nights: async () => {
      const found = await deps.cases.nights()
      if (found === null) return []
      return energyAlerts(found.cases, nightWords(found.day), await grading.context('night', found.bases))
    },
  }
}
