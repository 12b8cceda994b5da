import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import { nightCase, nightWords, QUOTA_WORDS, quotaCase } from '#shared/supervision/energy.ts'
import { countByCounty, energyAlerts } from '#shared/supervision/energyCounty.ts'
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

export interface EnergyWatchDeps extends EnergyGradingDeps {
  readonly facts: Pick<AlertFacts, 'countsAt' | 'nights'>
  readonly wholeMeters: () => readonly string[]
  readonly years: (now: number) => readonly BuildingYear[] | null
  readonly isWorkday: (day: DayString) => boolean
}
export interface EnergyWatch {
  /** EN-05, a county each; null before the year was told. */
  quotas(): Promise<AlertDraft[] | null>
  /** EN-01 of the last working day, a county each. */
  nights(): Promise<AlertDraft[]>
}

export const makeEnergyWatch = (deps: EnergyWatchDeps): EnergyWatch => {
  const { facts, rules, clock } = deps
  const grading = makeEnergyGrading(deps)
  const lastWorkday = (): DayString | null => {
    for (let back = 1; back <= LOOK_BACK_DAYS; back++) {
      const day = dayOf(clock() - back * DAY_MS)
      if (deps.isWorkday(day)) return day
    }
    return null
  }
  return {
    quotas: async () => {
      const now = clock()
      const rows = deps.years(now)?.filter(({ quotaKwh }) => quotaKwh > 0)
      if (!rows) return null
      const cases = rows.map((row) => quotaCase(row, row, now, rules().energy)).filter((one) => one !== null)
      return energyAlerts(cases, QUOTA_WORDS, await grading.context('pace', countByCounty(rows)))
    },
    nights: async () => {
      const day = lastWorkday()
      if (day === null) return []
      const rows = await facts.nights(day, deps.wholeMeters())
      const cases = rows
        .map((row) => nightCase(row, row.night, row.day, rules().energy))
        .filter((one) => one !== null)
      return energyAlerts(cases, nightWords(day), await grading.context('night', countByCounty(rows)))
    },
  }
}
