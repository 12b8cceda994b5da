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
  readonly row?: string | undefined
  readonly limit: number
  readonly at?: EpochMs | undefined
}
/** What stands behind an alert that the viewer may open, as far as it may be seen. Names no exact place. */
export type ListAlertRows = (viewer: Viewer, id: string, asked: AlertRowsAsked) => Promise<AlertRows>

const GRAVEST_FIRST = ['red', 'yellow', 'info'] as const

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
    const {
      rows,
      red,
      yellow,
      info = 0,
      next,
    } = await family.read({
      alert,
      regions: query.regions,
      unit: query.unit,
      severity: asked.severity ?? null,
      after: asked.after ?? null,
      row: asked.row,
      limit: asked.limit,
      at,
      now,
      masked,
      people: may(viewer.role, 'view.people'),
    })
    const tables = (deps.rules ?? defaultRules)()
    const names = family.grades(rule, tables)
    const counts = { red, yellow, info }
    return {
      alert: shown,
      name: ALERT_RULES[rule].name,
      formula: family.formula(rule, tables),
      kind: family.kind,
      counts: family.counts,
      amount: family.amount(rule),
      total: red + yellow + info,
      grades: GRAVEST_FIRST.flatMap((severity) => {
        const [name, count] = [names[severity], counts[severity]]
        return name && count > 0 ? [{ severity, name, count }] : []
      }),
      rows: [...rows],
      next,
      masked,
      asOf: now,
    }
  }
