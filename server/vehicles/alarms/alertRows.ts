import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { RuleId } from '#shared/supervision/alert.ts'
import type { AlertRow, AmountWords } from '#shared/supervision/rows/answers.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { gradeWithin } from '#shared/vehicles/rules/vehiclesGrade.ts'
import { vehicleLimitRows, VEHICLE_RULES, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { BreachDetail } from '#shared/vehicles/rules/judge/ground.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { AlertRowFamily, AlertRowsQuery } from '../../common/ports/alertRows.ts'
import type { KeptFact, VehicleFactReading } from '../../common/ports/vehicleFacts.ts'
import { BARE_ROW, pageOfCases, type Case } from '../../common/rows/page.ts'
import { vehicleRow } from './vehicleRow.ts'

export interface LiveFamilyDeps {
  readonly facts: Pick<VehicleFactReading, 'ofAlert'>
  readonly directory: Pick<Directory, 'now'>
  readonly rules: Rules
}

/** A storm is no larger than a fleet. */
const ALL = 1_000_000
const MINUTES = { zh: '分钟', en: 'min' }
const AMOUNTS: Partial<Record<VehicleRule, AmountWords>> = {
  'VH-10': { name: { zh: '超速', en: 'excess' }, unit: { zh: 'km/h', en: 'km/h' }, decimals: 0 },
  'VH-11': { name: { zh: '停留', en: 'stood for' }, unit: MINUTES, decimals: 0 },
  'VH-12': { name: { zh: '离线', en: 'silent for' }, unit: MINUTES, decimals: 0 },
}
const LASTED: AmountWords = { name: { zh: '持续', en: 'lasting' }, unit: MINUTES, decimals: 0 }

const CAUSES = {
  'no-order': { zh: '无派单', en: 'no order' },
  early: { zh: '早于派车单出车', en: 'before its order' },
  late: { zh: '晚归', en: 'late return' },
  'not-approved': { zh: '派车单未批准该时段', en: 'order not approved for this time' },
} as const

/** Beyond the limit, or how long. */
const amountOf = (fact: Omit<KeptFact, 'severity'>, until: number): number => {
  const limit = fact.detail?.speed?.limitKmh ?? null
  if (fact.rule === 'VH-10') return limit === null ? 0 : fact.speedDkmh / 10 - limit
  return (fact.heldMs > 0 ? fact.heldMs : Math.min(fact.lastAt, until) - fact.firstAt) / MINUTE_MS
}

/** Why it is a case, without where exactly: that is opened, and logged, by the alert's reasons. */
const detailOf = (found: BreachDetail | null, fence: KeptFact['fence']): AlertRow['detail'] => {
  const cause = found?.cause ? CAUSES[found.cause] : null
  const words = (lang: 'zh' | 'en'): string =>
    [cause?.[lang], found?.order, fence?.name].filter(Boolean).join(' · ')
  return words('zh') === '' ? null : { zh: words('zh'), en: words('en') }
}

const rowOf = (
  fact: Omit<KeptFact, 'severity'> & Case,
  deps: LiveFamilyDeps,
  query: AlertRowsQuery,
): AlertRow => {
  const speed = fact.rule === 'VH-10'
  return {
    ...BARE_ROW,
    ...vehicleRow(deps.directory, { vehicle: fact.vehicle, unit: fact.unit, plate: fact.plate }, query),
    id: fact.id,
    severity: fact.severity,
    found: speed ? fact.speedDkmh / 10 : null,
    limit: speed ? (fact.detail?.speed?.limitKmh ?? null) : null,
    amount: amountOf(fact, query.now),
    since: fact.firstAt,
    detail: detailOf(fact.detail, fact.fence),
  }
}

/** The vehicles behind an alert of the live rules, and how it was at an instant. */
export const liveRows = (deps: LiveFamilyDeps): AlertRowFamily => ({
  rules: VEHICLE_RULES,
  kind: 'vehicle',
  counts: { zh: '辆', en: 'vehicles', one: 'vehicle' },
  amount: (rule) => AMOUNTS[rule as VehicleRule] ?? LASTED,
  grades: () => ({
    red: { zh: '须即刻处置', en: 'to be acted on now' },
    yellow: { zh: '须说明', en: 'to be explained' },
    info: { zh: '知悉', en: 'for information' },
  }),
  formula: (rule: RuleId, { vehicle }) => {
    const { zh, en } = vehicleLimitRows(vehicle)[rule as VehicleRule]
    return { zh, en }
  },
  past: true,
  read: async (query) => {
    const { regions, unit, at } = query
    const { rows } = await deps.facts.ofAlert(query.alert.id, { regions, unit, at, limit: ALL })
    const context = { now: query.now, calls: deps.rules().liveCalls }
    const all = rows.map((fact) => ({
      ...fact,
      id: fact.vehicle,
      rank: amountOf(fact, query.now),
      severity: gradeWithin(query.alert.severity, fact, context),
    }))
    const { cases, ...page } = pageOfCases(all, query)
    return { ...page, rows: cases.map((fact) => rowOf(fact, deps, query)) }
  },
})
