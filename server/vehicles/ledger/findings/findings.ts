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
const WINDOW_MS: DurationMs = 45 * 86_400_000
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
const STEP_NAMES: Record<string, string> = {
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
  unitName: row.unit_name ?? row.unit,
  text: { zh: row.text_zh, en: row.text_en },
})

const kept = (
  found: Finding,
  about: { subject: string; vehicle: string | null; unit: string; at: number },
): NewFinding => ({
  id: `${found.rule}:${found.key}:${about.subject}`,
  rule: found.rule,
  severity: found.severity,
  ...about,
  text_zh: found.text.zh,
  text_en: found.text.en,
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

export const makeVehicleLedgerFindings = (deps: VehicleLedgerFindingsDeps): VehicleLedgerFindings => {
  const { findings, sums, verdicts, orders, regions, scope, clock } = deps
  const nameOf = (code: string): string => regions.get(code)?.name ?? code

  const judgeRegion = async (region: string, month: string | null): Promise<NewFinding[]> => {
    const { norm, vehicleStandards } = deps.rules()
    const now = clock()
    const since = now - WINDOW_MS
    const out: NewFinding[] = []
    const add = (
      found: readonly Finding[],
      subject: string,
      vehicle: string | null,
      unit: string,
      at: number,
    ): void => void out.push(...found.map((one) => kept(one, { subject, vehicle, unit, at })))
    for (const row of await findings.register(region, month)) {
      const burnt = row.kilometres === null ? null : consumption(row.quantity, row.kilometres)
      add(
        [
          ...registerFindings(row, vehicleStandards),
          ...(month === null ? [] : normFinding(burnt, row.norm, month, norm.tolerance)),
        ],
        row.id,
        row.id,
        row.unit,
        row.updatedAt,
      )
    }
    for (const { unit, has, quota } of await findings.quotas(region, Number(dayOf(now).slice(0, 4))))
      add(quotaFinding(has, quota), `${region}:${unit}`, null, unit, now)
    for (const cost of await findings.costs(region, since))
      add(costFindings(cost), cost.id, cost.vehicle, cost.unit, cost.at)
    for (const trip of await findings.trips(region, since))
      add(tripFindings(trip), trip.id, trip.vehicle, trip.unit, trip.end)
    for (const rental of await findings.rentals(region, since))
      add(rentalFindings(rental), rental.id, null, rental.unit, rental.start)
    return out
  }

  const draft = (
    region: string,
    rule: RuleId,
    severity: 'yellow' | 'red',
    count: number,
    more = '',
  ): AlertDraft => ({
    id: `${rule}:${region}`,
    rule,
    severity,
    region,
    place: region,
    placeName: nameOf(region),
    unit: null,
    count,
    text: {
      zh: `${nameOf(region)}:${ALERT_RULES[rule].name.zh} ${count} 项${more}`,
      en: `${nameOf(region)}: ${ALERT_RULES[rule].name.en.toLowerCase()}, ${count}`,
    },
  })

  return {
    remake: async () => {
      const month = await sums.newestMonth(dayOf(clock()))
      for (const region of await findings.regions())
        await findings.replace(region, await judgeRegion(region, month))
    },
    list: async (viewer, { region: asked, rule, limit }) => {
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
    },
    drafts: async () => {
      const known = new Set<string>(LEDGER_ALERT_RULES)
      const merged = new Map<string, AlertDraft>()
      const put = (one: AlertDraft): void => {
        const before = merged.get(one.id)
        merged.set(
          one.id,
          before
            ? draft(
                one.region,
                one.rule,
                before.severity === 'red' || one.severity === 'red' ? 'red' : 'yellow',
                before.count + one.count,
              )
            : one,
        )
      }
      for (const { region, rule, severity, count } of await findings.counts({ regions: null, unit: null }))
        if (known.has(rule)) put(draft(region, rule as RuleId, severity, count))
      for (const { region, rule, red, count } of await verdicts.counts(dayOf(clock() - WINDOW_MS)))
        if (rule === 'VH-07' || rule === 'VT-01') put(draft(region, rule, red ? 'red' : 'yellow', count))
      for (const [region, late] of Map.groupBy(orders.overdue(), (one) => one.region)) {
        const count = late.reduce((sum, one) => sum + one.count, 0)
        put({
          ...draft(
            region,
            'VO-01',
            'yellow',
            count,
            `(${late.map((one) => `${STEP_NAMES[one.step]} ${one.count}`).join('、')})`,
          ),
          dueAt: Math.min(...late.map((one) => one.due)),
        })
      }
      return graded([...merged.values()], await findings.fleets(), deps.rules())
    },
  }
}
