import { groupBy } from '#shared/kernel/language/lists.ts'
import type { Alert } from '#shared/protocol/http.ts'

/** What is due, one line each: an alert, or all alerts of a rule where it has several places. */
export interface Matter {
  /** The alert's; of several the rule, by which the drawer opens them all. */
  readonly id: string
  readonly rule: string
  readonly severity: Alert['severity']
  /** What is opened with it; null of several, and where the alert has none. */
  readonly place: string | null
  /** Of one. */
  readonly placeName: string | null
  readonly alerts: readonly Alert[]
  readonly count: number
  /** The first that is due. */
  readonly dueAt: number | null
  /** When the first of them was raised. */
  readonly at: number
}

const earliest = (times: readonly (number | null | undefined)[]): number | null =>
  times.reduce<number | null>((first, at) => (at == null ? first : Math.min(first ?? at, at)), null)

/** Alerts in their order as lines: each rule stands where its gravest alert does. */
export const mattersOf = (alerts: readonly Alert[]): Matter[] =>
  [...groupBy(alerts, ({ rule }) => rule).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const isOne = same.length === 1
    return [
      {
        id: isOne ? first.id : first.rule,
        rule: first.rule,
        severity: first.severity,
        place: isOne ? first.place : null,
        placeName: isOne ? first.placeName : null,
        alerts: same,
        count: same.reduce((sum, { count }) => sum + count, 0),
        dueAt: earliest(same.map(({ dueAt }) => dueAt)),
        at: Math.min(...same.map(({ at }) => at)),
      },
    ]
  })
