import type { RuleId } from '#shared/supervision/alert.ts'
import type { EnergyCase } from '#shared/supervision/energy/county.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import { startOfDay, type EpochMs } from '#shared/kernel/units.ts'
import type { Directory } from '../common/directory/directory.ts'
import type { AlertRowFamily, AlertRowsQuery } from '../common/ports/alertRows.ts'
import { BARE_ROW, pageOfCases } from '../common/rows/page.ts'
import type { EnergyCases } from './energy.ts'

export interface OwnFamiliesDeps {
  readonly energy: EnergyCases
  readonly directory: Pick<Directory, 'now'>
}

const BUILDINGS = { zh: '栋', en: 'buildings', one: 'building' }
const percent = (share: number): string => String(Number((share * 100).toFixed(1)))
type Limits = (energy: RuleTables['energy']) => { readonly yellow: number; readonly red: number }
const gradesBy =
  (limits: Limits): AlertRowFamily['grades'] =>
  (_, { energy }) => {
    const { yellow, red } = limits(energy)
    return {
      red: { zh: `${percent(red)} % 以上`, en: `more than ${percent(red)} %` },
      yellow: {
        zh: `${percent(yellow)}–${percent(red)} %`,
        en: `${percent(yellow)}–${percent(red)} %`,
      },
    }
  }

/** The buildings of the alert's county, the highest share first. */
const pageOf = (
  { directory }: OwnFamiliesDeps,
  query: AlertRowsQuery,
  found: readonly EnergyCase[],
  since: EpochMs | null,
) => {
  const { buildings, buildingOrdinals } = directory.now()
  const all = found
    .filter(({ region }) => region === query.alert.region)
    .map((one) => ({ ...one, id: one.building, rank: one.value }))
  const { cases, ...page } = pageOfCases(all, query)
  return {
    ...page,
    rows: cases.map(({ id, severity, name, value, detail }) => ({
      ...BARE_ROW,
      id,
      severity,
      opens: { kind: 'building' as const, id, at: id },
      name,
      compound: buildings[buildingOrdinals.get(id) ?? -1]?.compoundName ?? null,
      building: name,
      amount: value * 100,
      since,
      detail: { zh: detail, en: detail },
    })),
  }
}

/** EN-05. */
const quotas = (deps: OwnFamiliesDeps): AlertRowFamily => ({
  rules: ['EN-05'],
  kind: 'building',
  counts: BUILDINGS,
  amount: () => ({ name: { zh: '占定额进度', en: 'of its pace' }, unit: { zh: '%', en: '%' }, decimals: 0 }),
  grades: gradesBy(({ pace }) => pace),
  formula: (_, { energy }) => ({
    zh: `今年已用电 > 定额 × 已过时间 × ${percent(energy.pace.yellow)} %`,
    en: `used this year > quota × share of the year gone × ${percent(energy.pace.yellow)} %`,
  }),
  read: (query) => Promise.resolve(pageOf(deps, query, deps.energy.quotas()?.cases ?? [], null)),
})

/** EN-01. */
const nights = (deps: OwnFamiliesDeps): AlertRowFamily => ({
  rules: ['EN-01'],
  kind: 'building',
  counts: BUILDINGS,
  amount: () => ({ name: { zh: '夜间占白天', en: 'night of day' }, unit: { zh: '%', en: '%' }, decimals: 0 }),
  grades: gradesBy(({ nightShare }) => nightShare),
  formula: (_, { energy }) => ({
    zh: `0–5 时平均负荷 > 9–17 时平均负荷 × ${percent(energy.nightShare.yellow)} %`,
    en: `mean load 0–5 h > mean load 9–17 h × ${percent(energy.nightShare.yellow)} %`,
  }),
  read: async (query) => {
    const found = await deps.energy.nights()
    return pageOf(deps, query, found?.cases ?? [], found && startOfDay(found.day))
  },
})

const DATA_RULES = ['DQ-02', 'DQ-03', 'DQ-04'] as const satisfies readonly RuleId[]
/** One source, or the calendar: it is its own row, and says what is known. */
const wholes: AlertRowFamily = {
  rules: DATA_RULES,
  kind: 'record',
  counts: { zh: '项', en: 'cases', one: 'case' },
  amount: () => null,
  grades: () => ({ red: { zh: '报警', en: 'alarm' }, yellow: { zh: '提醒', en: 'warning' } }),
  formula: () => null,
  past: true,
  read: ({ alert, ...asked }) => {
    const severity = alert.severity === 'red' ? 'red' : 'yellow'
    const name = alert.rule === 'DQ-04' ? 'calendar.json' : alert.id.slice(alert.id.indexOf(':') + 1)
    const { cases, ...page } = pageOfCases([{ id: alert.id, severity, rank: 0 }], asked)
    return Promise.resolve({
      ...page,
      rows: cases.map((one) => ({
        ...BARE_ROW,
        id: one.id,
        severity: one.severity,
        name,
        since: alert.at,
        detail: alert.text,
      })),
    })
  },
}

/** What stands behind the alerts that supervision judges by itself. */
export const ownFamilies = (deps: OwnFamiliesDeps): readonly AlertRowFamily[] => [
  quotas(deps),
  nights(deps),
  wholes,
]
