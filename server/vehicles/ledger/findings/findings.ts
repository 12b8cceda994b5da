import { DAY_MS } from '#shared/kernel/time/time.ts'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import type { VehicleFindingList } from '#shared/protocol/http.ts'
import type { Rules, RuleTables } from '#shared/standards/tables.ts'
import { gradePlaces } from '#shared/supervision/grading.ts'
import { ALERT_RULES, type AlertDraft, type RuleId } from '#shared/supervision/alert.ts'
import { dayOf, type DurationMs } from '#shared/kernel/units.ts'
import { consumption, costFindings, normFinding } from '#shared/vehicles/ledger/costs.ts'
import { quotaFinding, registerFindings } from '#shared/vehicles/ledger/register.ts'
import { rentalFindings, tripFindings } from '#shared/vehicles/ledger/trips.ts'
import type { Finding } from '#shared/vehicles/ledger/finding.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import type { FindingRow, NewFinding, VehicleFindings } from './findingRows.ts'
import type { VehicleSumsRepository } from '../sumRows.ts'
import type { LiveScope } from '../../../common/scope/liveScope.ts'
import type { VehicleJudge } from '../orders/judge.ts'
import type { LedgerRegions } from '../sums.ts'
import type { VehicleLedgerOrders } from '../orders/orders.ts'

export interface VehicleLedgerFindingsDeps {
  readonly findings: VehicleFindings
  readonly sums: Pick<VehicleSumsRepository, 'newestMonth'>
  readonly verdicts: Pick<VehicleJudge, 'counts'>
  readonly orders: Pick<VehicleLedgerOrders, 'overdue'>
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly rules: Rules
  readonly clock: Clock
}
export interface VehicleLedgerFindings {
  /** Judges every county's register, costs, trips and rentals anew. */
  remake(): Promise<void>
  list(
    viewer: Viewer,
    query: { region?: string | undefined; rule?: string | undefined; limit: number },
  ): Promise<VehicleFindingList>
  /** One alert for each county and rule: a storm of cases is one line. */
  drafts(): Promise<AlertDraft[]>
}

/** Costs, trips and rentals of so long are judged. */
export const WINDOW_MS: DurationMs = 45 * DAY_MS
export const LEDGER_ALERT_RULES = [
  'VH-01',
  'VH-03',
  'VH-04',
  'VH-07',
  'VH-14',
  'VH-15',
  'VH-16',
  'VH-17',
  'VT-01',
  'VO-01',
] as const satisfies readonly RuleId[]
export const STEP_NAMES: Record<string, string> = {
  apply: '申请',
  review: '审核',
  accept: '受理',
  schedule: '调度',
  assign: '派车',
  confirm: '接单',
  depart: '出车',
  return: '归队',
  report: '填报',
  audit: '费用校核',
  rate: '评价',
}

/** What is sent of a finding: plates masked by role. */
export const toFinding = (row: FindingRow, masked: boolean): VehicleFindingList['rows'][number] => ({
  id: row.id,
  rule: row.rule,
  severity: row.severity,
  vehicle: row.vehicle,
  unit: row.unit,
  at: row.at,
  plate: row.plate === null ? null : masked ? maskPlate(row.plate) : row.plate,
  unitName: row.unitName ?? row.unit,
  text: row.text,
})

const kept = (
  found: Finding,
  about: { subject: string; vehicle: string | null; unit: string; at: number },
): NewFinding => ({
  id: `${found.rule}:${found.key}:${about.subject}`,
  rule: found.rule,
  severity: found.severity,
  ...about,
  text: found.text,
})

/** One red case makes no county red: each is graded by its cases for its vehicles, among all counties. */
const graded = (
  drafts: readonly AlertDraft[],
  fleets: ReadonlyMap<string, number>,
  { ledgerCalls, housingAlerts }: Pick<RuleTables, 'ledgerCalls' | 'housingAlerts'>,
): AlertDraft[] =>
  [...Map.groupBy(drafts, ({ rule }) => rule).values()].flatMap((ofRule) => {
    const places = ofRule.map(({ region, count, severity }) => ({
      key: region,
      cases: count,
      overdue: severity === 'red' ? 1 : 0,
      base: fleets.get(region) ?? 0,
      before: null,
    }))
    const grades = gradePlaces(places, fleets.size, ledgerCalls.share, housingAlerts)
    return ofRule.map((one) => ({ ...one, severity: grades.get(one.region) ?? 'info' }))
  })

/** What the register says of each vehicle, and what it burnt in the newest whole month. */
const judgeRegister = async (
  { findings, rules }: Pick<VehicleLedgerFindingsDeps, 'findings' | 'rules'>,
  region: string,
  month: string | null,
): Promise<NewFinding[]> => {
  const { norm, vehicleStandards } = rules()
  return (await findings.register(region, month)).flatMap((row) => {
    const burnt = row.kilometres === null ? null : consumption(row.quantity, row.kilometres)
    const found = [
      ...registerFindings(row, vehicleStandards),
      ...(month === null ? [] : normFinding(burnt, row.norm, month, norm.tolerance)),
    ]
    const about = { subject: row.id, vehicle: row.id, unit: row.unit, at: row.updatedAt }
    return found.map((one) => kept(one, about))
  })
}

const judgeRegion = async (
  deps: VehicleLedgerFindingsDeps,
  region: string,
  month: string | null,
): Promise<NewFinding[]> => {
  const { findings, clock } = deps
  const now = clock()
  const since = now - WINDOW_MS
  const out: NewFinding[] = [...(await judgeRegister(deps, region, month))]
  const add = (found: readonly Finding[], about: Parameters<typeof kept>[1]): void =>
    void out.push(...found.map((one) => kept(one, about)))
  for (const { unit, has, quota } of await findings.quotas(region, Number(dayOf(now).slice(0, 4))))
    add(quotaFinding(has, quota), { subject: `${region}:${unit}`, vehicle: null, unit, at: now })
  for (const cost of await findings.costs(region, since))
    add(costFindings(cost), { subject: cost.id, vehicle: cost.vehicle, unit: cost.unit, at: cost.at })
  for (const trip of await findings.trips(region, since))
    add(tripFindings(trip), { subject: trip.id, vehicle: trip.vehicle, unit: trip.unit, at: trip.end })
  for (const rental of await findings.rentals(region, since))
    add(rentalFindings(rental), { subject: rental.id, vehicle: null, unit: rental.unit, at: rental.start })
  return out
}

const list = async (
  { findings, regions, scope }: Pick<VehicleLedgerFindingsDeps, 'findings' | 'regions' | 'scope'>,
  viewer: Viewer,
  { region: asked, rule, limit }: Parameters<VehicleLedgerFindings['list']>[1],
): Promise<VehicleFindingList> => {
  const region = scope.region(viewer, asked)
  const unit = scope.unit(viewer)
  const where = { regions: regions.subtree(region), unit }
  const [{ rows, total }, counts] = await Promise.all([
    findings.list({ ...where, ...(rule === undefined ? {} : { rule }), limit }),
    findings.counts(where),
  ])
  const rules = [...Map.groupBy(counts, (one) => one.rule)].map(([id, all]) => ({
    rule: id,
    severity: all.some((one) => one.severity === 'red') ? ('red' as const) : ('yellow' as const),
    count: all.reduce((sum, one) => sum + one.count, 0),
  }))
  return {
    rules: rules.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    rows: rows.map((row) => toFinding(row, masksByDefault(viewer.role))),
    total,
  }
}

type Case = Pick<AlertDraft, 'region' | 'rule' | 'count'> & { readonly severity: 'yellow' | 'red' }
/** `more` stands behind the number in the Chinese text. */
const draftOf = ({ region, rule, severity, count }: Case, name: string, more = ''): AlertDraft => ({
  id: `${rule}:${region}`,
  rule,
  severity,
  region,
  place: region,
  placeName: name,
  unit: null,
  count,
  text: {
    zh: `${name}:${ALERT_RULES[rule].name.zh} ${count} 项${more}`,
    en: `${name}: ${ALERT_RULES[rule].name.en.toLowerCase()}, ${count}`,
  },
})

/** Cases of one rule and county are one. */
const mergedCases = (cases: readonly Case[]): Case[] =>
  [...Map.groupBy(cases, ({ region, rule }) => `${rule}:${region}`).values()].map((same) => ({
    ...(same[0] as Case),
    severity: same.some(({ severity }) => severity === 'red') ? 'red' : 'yellow',
    count: same.reduce((sum, { count }) => sum + count, 0),
  }))

/** Orders that somebody keeps waiting, by county: which step they wait at, and since when the oldest is due. */
const overdueDrafts = (
  overdue: ReturnType<VehicleLedgerOrders['overdue']>,
  nameOf: (region: string) => string,
): AlertDraft[] =>
  [...Map.groupBy(overdue, (one) => one.region)].map(([region, late]) => {
    const count = late.reduce((sum, one) => sum + one.count, 0)
    const steps = late.map((one) => `${STEP_NAMES[one.step]} ${one.count}`).join('、')
    return {
      ...draftOf({ region, rule: 'VO-01', severity: 'yellow', count }, nameOf(region), `(${steps})`),
      dueAt: Math.min(...late.map((one) => one.due)),
    }
  })

const drafts = async (deps: VehicleLedgerFindingsDeps): Promise<AlertDraft[]> => {
  const { findings, verdicts, orders, regions, rules, clock } = deps
  const nameOf = (code: string): string => regions.get(code)?.name ?? code
  const known = new Set<string>(LEDGER_ALERT_RULES)
  const counted = (await findings.counts({ regions: null, unit: null }))
    .filter(({ rule }) => known.has(rule))
    .map((one): Case => ({ ...one, rule: one.rule as RuleId }))
  const judged = (await verdicts.counts(dayOf(clock() - WINDOW_MS)))
    .filter(({ rule }) => rule === 'VH-07' || rule === 'VT-01')
    .map(({ red, ...one }): Case => ({ ...one, rule: one.rule as RuleId, severity: red ? 'red' : 'yellow' }))
  const cases = mergedCases([...counted, ...judged]).map((one) => draftOf(one, nameOf(one.region)))
  return graded([...cases, ...overdueDrafts(orders.overdue(), nameOf)], await findings.fleets(), rules())
}

export const makeVehicleLedgerFindings = (deps: VehicleLedgerFindingsDeps): VehicleLedgerFindings => {
  const { findings, sums, clock } = deps
  return {
    remake: async () => {
      const month = await sums.newestMonth(dayOf(clock()))
      for (const region of await findings.regions())
        await findings.replace(region, await judgeRegion(deps, region, month))
    },
    list: (viewer, query) => list(deps, viewer, query),
    drafts: () => drafts(deps),
  }
}
