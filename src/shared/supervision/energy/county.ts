import { groupBy, sortedCopy } from '../../kernel/language/lists.ts'
import { rateText } from '../../kernel/rate.ts'
import type { AlertDraft, RuleId } from '../alert.ts'
import { gradePlaces, type GradeLimits } from '../grading.ts'

/** One building that a rule of energy found. */
export interface EnergyCase {
  readonly rule: RuleId
  readonly building: string
  readonly name: string
  readonly region: string
  /** Beyond the red threshold of its rule. */
  readonly severity: 'yellow' | 'red'
  /** How grave, among the cases of its rule and colour: the largest are named first. */
  readonly value: number
  /** Printed behind the building's name; empty where the name says it all. */
  readonly detail: string
}

/** 本系统口径 [D]: from which share of a county's buildings their cases call someone. */
export const ENERGY_CALLS = {
  /** EN-05: of the buildings that have a quota. */
  pace: 0.1,
  /** EN-01: of the buildings whose night was read. */
  night: 0.1,
  /** EA-01 to EA-08: of the buildings whose energy is told. */
  anomaly: 0.08,
}
export type EnergyCalls = typeof ENERGY_CALLS

export interface EnergyContext {
  readonly regionName: (code: string) => string
  /** Buildings of each county that the rule looked at: its cases are a part of them. */
  readonly bases: ReadonlyMap<string, number>
  /** Cases of the same alert some weeks ago; null where nobody counted. */
  readonly before: (id: string) => number | null
  /** The share from which someone is called. */
  readonly reference: number
  readonly limits: GradeLimits
}
interface Words {
  /** Follows the number of buildings. */
  readonly zh: string
  readonly en: string
}

/** Buildings that an alert names; its count says how many there are. */
const NAMED = 5
const RANK = { red: 0, yellow: 1 } as const

const named = (cases: readonly EnergyCase[], lang: 'zh' | 'en'): string => {
  const list = sortedCopy(
    cases,
    (a, b) => RANK[a.severity] - RANK[b.severity] || b.value - a.value || (a.building < b.building ? -1 : 1),
  )
    .slice(0, NAMED)
    .map(({ name, detail }) => (detail ? `${name} ${detail}` : name))
    .join(lang === 'zh' ? '、' : ', ')
  if (cases.length <= NAMED) return list
  return lang === 'zh' ? `${list} 等 ${cases.length} 栋` : `${list} and ${cases.length - NAMED} more`
}

/** `EN-05:450103`: a county's alert of one rule. */
const idOf = (rule: RuleId, region: string): string => `${rule}:${region}`

const fold = (
  cases: readonly EnergyCase[],
  name: string,
  words: Words,
  base: number,
): Pick<AlertDraft, 'text' | 'count'> => {
  const count = cases.length
  const red = cases.filter(({ severity }) => severity === 'red').length
  const rate = base > 0 ? rateText({ part: count, base }) : ''
  return {
    count,
    text: {
      zh: `${name}:${count} 栋楼${words.zh}(红 ${red} / 黄 ${count - red} 栋${rate ? `,占 ${rate}` : ''}):${named(cases, 'zh')}`,
      en: `${name}: ${count} building${count === 1 ? '' : 's'} ${words.en} (red ${red} / yellow ${count - red}${rate ? `; ${rate}` : ''}): ${named(cases, 'en')}`,
    },
  }
}

/**
 * One alert for each county over the cases of one rule, graded by their share of its buildings and their trend among all
 * counties that were looked at: a case below the reference is listed and calls nobody. The place is the building where
 * there is only one.
 */
export const energyAlerts = (
  cases: readonly EnergyCase[],
  words: Words,
  context: EnergyContext,
): AlertDraft[] => {
  const byCounty = [...groupBy(cases, ({ region }) => region)]
  const baseOf = (region: string): number => context.bases.get(region) ?? 0
  const places = byCounty.map(([key, [first, ...more]]) => ({
    key,
    cases: more.length + 1,
    overdue: 0,
    base: baseOf(key),
    before: context.before(idOf((first as EnergyCase).rule, key)),
  }))
  const grades = gradePlaces(places, context.bases.size, context.reference, context.limits)
  return byCounty.map(([region, list]): AlertDraft => {
    const [first] = list as [EnergyCase]
    const isOne = list.length === 1
    const county = context.regionName(region)
    return {
      id: idOf(first.rule, region),
      rule: first.rule,
      severity: grades.get(region) ?? 'info',
      region,
      place: isOne ? first.building : region,
      placeName: isOne ? `${county} · ${first.name}` : county,
      unit: null,
      ...fold(list, county, words, baseOf(region)),
    }
  })
}

/** How many of a list lie in each county. */
export const countByCounty = (rows: readonly { readonly region: string }[]): ReadonlyMap<string, number> =>
  new Map([...groupBy(rows, ({ region }) => region)].map(([region, list]) => [region, list.length]))
