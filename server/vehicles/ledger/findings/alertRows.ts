import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { sql } from 'kysely'
import type { OrderStepName } from '#shared/protocol/platform.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { CountNoun, Words } from '#shared/supervision/answers.ts'
import type { Directory } from '../../../common/directory/directory.ts'
import type { AlertRowFamily } from '../../../common/ports/alertRows.ts'
import { pageOfFound } from '../../../common/rows/foundRows.ts'
import { BARE_ROW, pageOfCases, type Case } from '../../../common/rows/page.ts'
import type { Db } from '../../../db/open.ts'
import { vehicleRow } from '../../alarms/vehicleRow.ts'
import type { Standing } from '../orders/standing.ts'
import { STEP_NAMES, WINDOW_MS } from './findings.ts'

export interface LedgerFamiliesDeps {
  readonly db: Db
  readonly directory: Pick<Directory, 'now'>
  /** Orders of a county that are kept waiting. */
  readonly late: (region: string) => readonly Standing[]
}

interface FoundCase extends Case {
  readonly vehicle: string | null
  readonly unit: string
  readonly at: EpochMs
  /** Of a finding. */
  readonly text: Words | null
  /** Of an order that was compared, and what was found. */
  readonly order: string | null
  readonly codes: readonly string[] | null
}

/** Whatever its time, red stands before yellow; then the newest. */
const RANK = sql.raw(`(case when severity = 'red' then 1e14 else 0 end + at)::float8`)
const GRADES: AlertRowFamily['grades'] = () => ({
  red: { zh: '报警', en: 'alarm' },
  yellow: { zh: '提醒', en: 'warning' },
})
const CASES: CountNoun = { zh: '项', en: 'cases', one: 'case' }

/** What the register, costs, trips and rentals of a county show; of returns and tracks also what comparing them found. */
const findingRows = ({ db, directory }: LedgerFamiliesDeps): AlertRowFamily => ({
  rules: ['VH-01', 'VH-03', 'VH-04', 'VH-07', 'VH-14', 'VH-15', 'VH-16', 'VH-17', 'VT-01'],
  kind: 'vehicle',
  counts: CASES,
  amount: () => null,
  grades: GRADES,
  formula: () => null,
  read: async (query) => {
    const { rule, region } = query.alert
    const compared = rule === 'VH-07' || rule === 'VT-01'
    const { cases, ...page } = await pageOfFound<FoundCase>(
      db,
      sql`select *, ${RANK} as rank from (
        select id, severity, vehicle, unit, at, jsonb_build_object('zh', text_zh, 'en', text_en) as text, null as "order", null::text[] as codes
        from vehicle_findings where region = ${region} and rule = ${rule}
        union all
        select 'order:' || t.order_id, case when bool_or(r.value ->> 'severity' = 'red') then 'red' else 'yellow' end, t.vehicle, t.unit, t.end_at,
          null, t.order_id, array_agg(distinct r.value ->> 'code')
        from order_verdicts t cross join lateral jsonb_array_elements(t.reasons) r
        where ${compared} and t.region = ${region} and t.day >= ${dayOf(query.now - WINDOW_MS)} and t.reasons <> '[]' and t.verdict <> 'unknown' and r.value ->> 'rule' = ${rule}
        group by t.order_id, t.vehicle, t.unit, t.end_at) f`,
      query,
    )
    return {
      ...page,
      rows: cases.map((one) => ({
        ...BARE_ROW,
        ...vehicleRow(directory, one, query),
        id: one.id,
        severity: one.severity,
        since: one.at,
        detail: one.text ?? foundIn(one),
      })),
    }
  },
})

/** What comparing an order with its track and costs may find, in words. */
const CODES: Readonly<Record<string, Words>> = {
  'no-track': { zh: '无轨迹', en: 'no track' },
  'not-moved': { zh: '未移动', en: 'did not move' },
  gaps: { zh: '轨迹有缺口', en: 'gaps in the track' },
  'late-start': { zh: '出车晚于登记', en: 'left later than registered' },
  return: { zh: '还车时间不符', en: 'returned at another time' },
  distance: { zh: '里程不符', en: 'another distance' },
  'no-report': { zh: '未填报', en: 'not reported' },
  'over-plan': { zh: '超出计划里程', en: 'farther than planned' },
  'cost-time': { zh: '费用时间不符', en: 'paid at another time' },
  'cost-place': { zh: '费用地点不符', en: 'paid at another place' },
  'cost-sum': { zh: '费用合计不符', en: 'costs do not add up' },
  elsewhere: { zh: '未到目的地', en: 'did not go there' },
  'long-stop': { zh: '长时间停留', en: 'long stop' },
  overtime: { zh: '超时', en: 'overtime' },
  fuel: { zh: '油耗不符', en: 'another consumption' },
}
const foundIn = ({ order, codes }: Pick<FoundCase, 'order' | 'codes'>): Words => {
  const words = (lang: keyof Words): string =>
    (codes ?? []).map((code) => CODES[code]?.[lang] ?? code).join(lang === 'zh' ? '、' : ', ')
  return { zh: `派车单 ${order}:${words('zh')}`, en: `order ${order}: ${words('en')}` }
}

/** VO-01. */
const lateRows = ({ directory, late }: LedgerFamiliesDeps): AlertRowFamily => ({
  rules: ['VO-01'],
  kind: 'vehicle',
  counts: { zh: '单', en: 'orders', one: 'order' },
  amount: () => ({ name: { zh: '超时', en: 'late by' }, unit: { zh: '小时', en: 'h' }, decimals: 0 }),
  grades: GRADES,
  formula: () => ({ zh: '派车环节超过发布的时限', en: 'a step of the order is past its published limit' }),
  read: (query) => {
    const all = late(query.alert.region).map((one) => ({
      ...one,
      severity: 'yellow' as const,
      rank: query.now - (one.due ?? query.now),
    }))
    const { cases, ...page } = pageOfCases(all, query)
    return Promise.resolve({
      ...page,
      rows: cases.map((one) => ({
        ...BARE_ROW,
        ...vehicleRow(directory, one, query),
        id: one.id,
        severity: one.severity,
        amount: one.rank / HOUR_MS,
        since: one.since,
        dueAt: one.due,
        detail: stepText(one.step, one.id),
      })),
    })
  },
})
const stepText = (step: OrderStepName, order: string): Words => ({
  zh: `派车单 ${order} 待${STEP_NAMES[step] ?? step}`,
  en: `order ${order} waits for: ${step}`,
})

/** What stands behind the alerts of the vehicle ledger. */
export const ledgerFamilies = (deps: LedgerFamiliesDeps): readonly AlertRowFamily[] => [
  findingRows(deps),
  lateRows(deps),
]
