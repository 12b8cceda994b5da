import { AppError } from '#shared/kernel/errors.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { defaultRules } from '#shared/standards/tables.ts'
import { ALERT_RULES, type RuleId } from '#shared/supervision/alert.ts'
import type { AlertRow, AlertRows } from '#shared/supervision/rows/answers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { notKept, pastOf } from '../common/clock/pastMoment.ts'
import { readCase, type AlertQueriesDeps } from './queries.ts'

interface AlertRowsAsked {
  readonly severity?: AlertRow['severity'] | undefined
  readonly after?: string | undefined
  readonly limit: number
  readonly at?: EpochMs | undefined
}
/** What stands behind an alert that the viewer may open, as far as it may be seen. Names no exact place. */
export type ListAlertRows = (viewer: Viewer, id: string, asked: AlertRowsAsked) => Promise<AlertRows>

const GRAVEST_FIRST = ['red', 'yellow'] as const

export const makeListAlertRows =
  (deps: AlertQueriesDeps): ListAlertRows =>
  async (viewer, id, asked) => {
    const { alert, shown, query, at: then } = await readCase(deps, viewer, id, 1, asked.at)
    const at = pastOf(then, deps.clock())
    const rule = alert.rule as RuleId
    const family = deps.families().find(({ rules }) => rules.includes(rule))
    if (!family) throw new AppError('not-found', `nothing is told of what stands behind ${id}`)
    if (at !== undefined && !family.past) throw notKept(at)
    const now = at ?? deps.clock()
    const masked = masksByDefault(viewer.role)
    const { rows, red, yellow, next } = await family.read({
      alert,
      regions: query.regions,
      unit: query.unit,
      severity: asked.severity ?? null,
      after: asked.after ?? null,
      limit: asked.limit,
      at,
      now,
      masked,
      people: may(viewer.role, 'view.people'),
    })
    const tables = (deps.rules ?? defaultRules)()
    const names = family.grades(rule, tables)
    const counts = { red, yellow }
    return {
      alert: shown,
      name: ALERT_RULES[rule].name,
      formula: family.formula(rule, tables),
      kind: family.kind,
      counts: family.counts,
      amount: family.amount(rule),
      total: red + yellow,
      grades: GRAVEST_FIRST.filter((severity) => counts[severity] > 0).map((severity) => ({
        severity,
        name: names[severity],
        count: counts[severity],
      })),
      rows: [...rows],
      next,
      masked,
      asOf: now,
    }
  }
