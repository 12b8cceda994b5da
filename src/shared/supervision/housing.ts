import { DAY_MS } from '../kernel/time/time.ts'
import { IDLE_DAYS, type Band } from '../standards/officeArea.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '../kernel/units.ts'
import type { Measure } from '../indices/measures.ts'
import { groupBy } from '../kernel/language/lists.ts'
import { rateText, type RateOf } from '../kernel/rate.ts'
import type { AlertDraft } from './alert.ts'
import { gradePlaces, type Grade } from './grading.ts'

/** 调离或退休: the office is taken back within one month (2017 办法 第十九条). */
const LEAVER_MONTHS = 1

/** The same day so many months earlier; a month that has no such day gives its last. */
const monthsBefore = (day: DayString, months: number): DayString => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The days before which something must have begun to be a case, and to be red. */
export interface HousingDays {
  readonly idleYellow: DayString
  readonly idleRed: DayString
  readonly leavers: DayString
  readonly leaversRed: DayString
}
export const housingDays = (
  now: EpochMs,
  idle: Band = IDLE_DAYS,
  mendDays: number = HOUSING_ALERTS.mendDays,
): HousingDays => ({
  idleYellow: dayOf(now - idle.yellow * DAY_MS),
  idleRed: dayOf(now - idle.red * DAY_MS),
  leavers: monthsBefore(dayOf(now), LEAVER_MONTHS),
  leaversRed: monthsBefore(dayOf(now - mendDays * DAY_MS), LEAVER_MONTHS),
})

/** What one building, and one unit in it, has of a kind of case; counted by the database. */
export interface HousingCases {
  readonly rule: HousingRule
  readonly building: string
  readonly buildingName: string
  readonly region: string
  /** Cases of people: the region that manages their unit's offices, to which they are counted. */
  readonly managedBy?: string
  readonly unit: string | null
  readonly unitName: string | null
  readonly count: number
  /**
   * Cases beyond the red threshold: a room over the red band, idle for longer than the red days, a leaver
   * past the time to mend, a second office that no approval could cover.
   */
  readonly red: number
  /** The oldest case's first day; null where none is kept. */
  readonly since: DayString | null
  /** OF-07: the most that a room lies over, m²; OF-14: the idle area, m²; OF-02: the largest second office, m². */
  readonly area: number
}
type HousingRule = 'OF-02' | 'OF-04' | 'OF-07' | 'OF-12' | 'OF-14'
const HOUSING_RULES: readonly HousingRule[] = ['OF-02', 'OF-04', 'OF-07', 'OF-12', 'OF-14']

/** 本系统口径 [D]: from which share of a county's things its cases call someone, and how long mending may take. */
export const HOUSING_ALERTS = {
  /** OF-07: of the offices in use. */
  over: 0.02,
  /** OF-14: of all rooms. */
  idle: 0.02,
  /** OF-04: of the people on the books. */
  leavers: 0.003,
  /** OF-02: of the people on the books. */
  several: 0.01,
  /** OF-12: of the buildings. */
  certificates: 0.25,
  /** OF-04: 整改期限 after the statutory month, days. */
  mendDays: 30,
  redTimes: 2,
  redPlaces: 0.1,
  falling: 0.1,
  /** How far back the trend looks, days. */
  trendDays: 30,
}
export type HousingAlertLimits = typeof HOUSING_ALERTS

const REFERENCE: Record<
  HousingRule,
  keyof Pick<HousingAlertLimits, 'over' | 'idle' | 'leavers' | 'several' | 'certificates'>
> = { 'OF-02': 'several', 'OF-04': 'leavers', 'OF-07': 'over', 'OF-12': 'certificates', 'OF-14': 'idle' }
/** What a county's cases are a part of, in the ledger's own measures; those of people are a part of who is on the books. */
export const HOUSING_BASE: Record<Exclude<HousingRule, 'OF-02' | 'OF-04'>, Measure> = {
  'OF-07': 'officeRooms',
  'OF-12': 'buildings',
  'OF-14': 'rooms',
}
/** Whose time to mend the rule itself knows: their red cases are overdue. */
const HAS_DEADLINE: ReadonlySet<HousingRule> = new Set(['OF-04', 'OF-14'])

/** When the oldest of these cases is overdue; null where the rule knows no deadline. */
export const dueOf = (
  rule: HousingRule,
  since: DayString | null,
  idle: Band,
  limits: HousingAlertLimits,
): EpochMs | null => {
  if (since === null || !HAS_DEADLINE.has(rule)) return null
  if (rule === 'OF-14') return startOfDay(since) + (idle.red + 1) * DAY_MS
  return startOfDay(monthsBefore(since, -LEAVER_MONTHS)) + (limits.mendDays + 1) * DAY_MS
}

interface Sum {
  readonly zh: string
  readonly count: number
  readonly red: number
  readonly area: number
  readonly worst: string
  /** ` ,占 2.1% (12/560)`; empty for a unit. */
  readonly share: RateOf | null
  /** 闲置提醒, days. */
  readonly idle: Band
}
const m2 = (area: number): string => area.toFixed(1)
/** A count with its noun, in English. */
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`
/** Of so many cases, how many are red and how many yellow; and what part they are. */
const parts = ({ count, red, share }: Sum, lang: 'zh' | 'en', unit: string, redWord: string): string => {
  const rate = share && share.base > 0 ? rateText(share) : ''
  const counts =
    lang === 'zh'
      ? `${redWord} ${red} / 黄 ${count - red}${unit}`
      : `${redWord} ${red} / yellow ${count - red}`
  return lang === 'zh' ? `(${counts}${rate ? `,占 ${rate}` : ''})` : `(${counts}${rate ? `; ${rate}` : ''})`
}

const WORDS: Record<HousingRule, (sum: Sum) => AlertDraft['text']> = {
  'OF-07': (sum) => ({
    zh: `${sum.zh}:${sum.count} 间办公室超过核定面积${parts(sum, 'zh', ' 间', '红')},最多超 ${m2(sum.area)} m²(${sum.worst})`,
    en: `${sum.zh}: ${many(sum.count, 'office over its limit', 'offices over their limit')} ${parts(sum, 'en', '', 'red')}, by up to ${m2(sum.area)} m² (${sum.worst})`,
  }),
  'OF-14': (sum) => ({
    zh: `${sum.zh}:${sum.count} 间闲置超过 ${sum.idle.yellow} 天${parts(sum, 'zh', ' 间', `逾 ${sum.idle.red} 天`)},最多一处 ${m2(sum.area)} m²(${sum.worst})`,
    en: `${sum.zh}: ${many(sum.count, 'room', 'rooms')} idle for more than ${sum.idle.yellow} days ${parts(sum, 'en', '', `over ${sum.idle.red} days`)}, up to ${m2(sum.area)} m² in one place (${sum.worst})`,
  }),
  'OF-04': (sum) => ({
    zh: `${sum.zh}:${sum.count} 人调离或退休满一个月仍占用办公用房${parts(sum, 'zh', ' 人', '逾期')}(如 ${sum.worst})`,
    en: `${sum.zh}: ${many(sum.count, 'person still holds an office', 'people still hold offices')} a month after leaving ${parts(sum, 'en', '', 'overdue')} (e.g. ${sum.worst})`,
  }),
  'OF-02': (sum) => ({
    zh: `${sum.zh}:${sum.count} 人占用两处以上办公用房${parts(sum, 'zh', ' 人', '超规')},审批须核对(如 ${sum.worst})`,
    en: `${sum.zh}: ${many(sum.count, 'person holds', 'people hold')} more than one office ${parts(sum, 'en', '', 'beyond the rule')}, approvals to be looked at (e.g. ${sum.worst})`,
  }),
  'OF-12': ({ zh, count, worst, share }) => ({
    zh: `${zh}:${count} 处未办理权属证${share && share.base > 0 ? `(占 ${rateText(share)})` : ''}(如 ${worst})`,
    en: `${zh}: ${many(count, 'building has', 'buildings have')} no ownership certificate${share && share.base > 0 ? ` (${rateText(share)})` : ''} (e.g. ${worst})`,
  }),
}

interface Subject {
  /** Names the case. */
  readonly key: string
  readonly name: string
  readonly unit: string | null
  readonly severity: Grade
  readonly base: number | null
}

/** One alert over cases of one rule; the place is the building where there is only one, else the county. */
const fold = (
  { key, name, unit, severity, base }: Subject,
  cases: readonly HousingCases[],
  idle: Band,
  limits: HousingAlertLimits,
): AlertDraft => {
  const [first] = cases as [HousingCases]
  const worst = cases.reduce((a, b) => (b.red > a.red || (b.red === a.red && b.area > a.area) ? b : a), first)
  const isOne = cases.every(({ building }) => building === first.building)
  const count = sumOf(cases, 'count')
  const since = cases.reduce<DayString | null>(
    (oldest, one) => (one.since !== null && (oldest === null || one.since < oldest) ? one.since : oldest),
    null,
  )
  const area = cases.reduce((most, c) => Math.max(most, c.area), 0)
  const region = unit === null ? keyOf(first) : first.region
  return {
    id: `${first.rule}:${key}`,
    rule: first.rule,
    severity,
    region,
    place: isOne ? first.building : region,
    placeName: isOne ? `${name} · ${first.buildingName}` : name,
    unit,
    text: WORDS[first.rule]({
      zh: name,
      count,
      red: sumOf(cases, 'red'),
      area,
      worst: worst.buildingName,
      idle,
      share: base === null ? null : { part: count, base },
    }),
    count,
    dueAt: dueOf(first.rule, since, idle, limits),
  }
}
/** A case counts to its county, one of people to the region that manages them. */
const keyOf = ({ region, managedBy }: HousingCases): string => managedBy ?? region
const sumOf = (cases: readonly HousingCases[], what: 'count' | 'red'): number =>
  cases.reduce((sum, one) => sum + one[what], 0)

export interface HousingContext {
  readonly regionName: (code: string) => string
  /** What a county has in all; its cases are a part of it. */
  readonly baseOf: (county: string, measure: Measure) => number
  /** 自治区本级, 市本级, or the county, and how many people are on the books of the units that it manages. */
  readonly managingName: (code: string) => string
  readonly staffOf: (code: string) => number
  /** Counties of the province: at most a part of them is red by one rule. */
  readonly counties: number
  /** Cases of the same alert some weeks ago; null where nobody counted. */
  readonly before: (id: string) => number | null
  readonly idle?: Band
  readonly limits?: HousingAlertLimits
}

const countyAlerts = (
  rule: HousingRule,
  cases: readonly HousingCases[],
  context: HousingContext,
  idle: Band,
  limits: HousingAlertLimits,
): AlertDraft[] => {
  const byCounty = groupBy(cases, keyOf)
  const isPeople = rule === 'OF-02' || rule === 'OF-04'
  const baseOf = (key: string): number =>
    isPeople ? context.staffOf(key) : context.baseOf(key, HOUSING_BASE[rule])
  const places = [...byCounty].map(([key, list]) => ({
    key,
    cases: sumOf(list, 'count'),
    overdue: HAS_DEADLINE.has(rule) ? sumOf(list, 'red') : 0,
    base: baseOf(key),
    before: context.before(`${rule}:${key}`),
  }))
  const grades = gradePlaces(places, context.counties, limits[REFERENCE[rule]], limits, rule === 'OF-04')
  return [...byCounty].map(([key, list]) =>
    fold(
      {
        key,
        name: isPeople ? context.managingName(key) : context.regionName(key),
        unit: null,
        severity: grades.get(key) ?? 'info',
        base: baseOf(key),
      },
      list,
      idle,
      limits,
    ),
  )
}

/**
 * So that a province's cases do not become a storm: one alert for each county and rule (of people, for each region that
 * manages them), which supervisors see, graded
 * against the reference and against all counties; and one for each unit and rule, which that unit sees and must mend.
 */
export const housingAlerts = (cases: readonly HousingCases[], context: HousingContext): AlertDraft[] => {
  const { idle = IDLE_DAYS, limits = HOUSING_ALERTS } = context
  const byUnit = groupBy(
    cases.filter(({ unit }) => unit !== null),
    ({ rule, unit }) => `${rule}:${unit}`,
  )
  return [
    ...HOUSING_RULES.flatMap((rule) =>
      countyAlerts(
        rule,
        cases.filter((one) => one.rule === rule),
        context,
        idle,
        limits,
      ),
    ),
    ...[...byUnit.values()].map((list) =>
      fold(
        {
          key: `unit:${list[0]?.unit}`,
          name: list[0]?.unitName ?? '',
          unit: list[0]?.unit ?? null,
          severity: sumOf(list, 'red') > 0 ? 'red' : 'yellow',
          base: null,
        },
        list,
        idle,
        limits,
      ),
    ),
  ]
}

/** Housing cases of one unit are for that unit: supervisors have them in the county's alert. */
export const isForUnitOnly = (alert: { readonly subject: string; readonly unit: string | null }): boolean =>
  alert.subject === 'housing' && alert.unit !== null
