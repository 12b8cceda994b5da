import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { AlertRow } from '#shared/supervision/rows/answers.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { AlertRowsQuery } from '../ports/alertRows.ts'

/** What every case has by which it is counted and ordered: the higher its rank, the earlier it stands. */
export interface Case {
  readonly id: string
  readonly severity: AlertRow['severity']
  readonly rank: number
}
export type Asked = Pick<AlertRowsQuery, 'severity' | 'after' | 'row' | 'limit'>
/** What a row says where it knows no more. */
export const BARE_ROW = {
  opens: null,
  unit: null,
  compound: null,
  building: null,
  person: null,
  grade: null,
  found: null,
  limit: null,
  amount: null,
  since: null,
  dueAt: null,
  detail: null,
} as const satisfies Omit<AlertRow, 'id' | 'severity' | 'name'>

export interface CasePage<C> {
  readonly cases: readonly C[]
  readonly red: number
  readonly yellow: number
  readonly info?: number
  readonly next: string | null
}

const cursorOf = ({ rank, id }: Case): string => `${rank}~${id}`
/** @throws bad-request for what no page gave. */
export const placeOf = (after: string): { readonly rank: number; readonly id: string } => {
  const at = after.indexOf('~')
  const rank = Number(after.slice(0, at))
  if (at < 1 || !Number.isFinite(rank))
    throw new AppError('bad-request', `after: expected what a page gave as next; found ${after}`)
  return { rank, id: after.slice(at + 1) }
}
const isBefore = (a: Pick<Case, 'rank' | 'id'>, b: Pick<Case, 'rank' | 'id'>): boolean =>
  a.rank > b.rank || (a.rank === b.rank && a.id < b.id)
export const cut = <C extends Case>(
  found: readonly C[],
  limit: number,
): Pick<CasePage<C>, 'cases' | 'next'> => {
  const cases = found.slice(0, limit)
  const last = cases.at(-1)
  return { cases, next: found.length > limit && last ? cursorOf(last) : null }
}

/** A page of cases that are all here. */
export const pageOfCases = <C extends Case>(all: readonly C[], asked: Asked): CasePage<C> => {
  const place = asked.after === null ? null : placeOf(asked.after)
  const count = (grade: Case['severity']): number => all.filter(({ severity }) => severity === grade).length
  const wanted = sortedCopy(
    all.filter(
      (one) =>
        (asked.severity === null || one.severity === asked.severity) &&
        (asked.row === undefined || one.id === asked.row) &&
        (place === null || isBefore(place, one)),
    ),
    (a, b) => (isBefore(a, b) ? -1 : 1),
  )
  return { ...cut(wanted, asked.limit), red: count('red'), yellow: count('yellow'), info: count('info') }
}
