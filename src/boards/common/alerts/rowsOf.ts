import type { Alert } from '#shared/protocol/http.ts'
import { alertOrder } from '#shared/supervision/order.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** The open warnings of a subject that lie in a set of regions, in the one order of all surfaces. */
export const warningsOf = (
  alerts: readonly Alert[],
  subject: Alert['subject'] | null,
  inside: (region: string) => boolean,
  now: EpochMs,
): readonly Alert[] =>
  alerts
    .filter(
      (alert) =>
        alert.severity !== 'green' && (subject === null || alert.subject === subject) && inside(alert.region),
    )
    .sort(alertOrder(now))
