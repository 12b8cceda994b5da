import { groupBy, sortedCopy } from '#shared/kernel/language/lists.ts'
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Alert } from '#shared/protocol/http.ts'
import { mattersOf, type Matter } from '../../../boards/common/alerts/matters.ts'

/** What was raised longer ago did not just happen. */
const LATELY_MS: DurationMs = DAY_MS

/** The alerts that were raised within the last day before `now`, in the order in which they were given. */
export const latelyOf = (alerts: readonly Alert[], now: EpochMs): Alert[] =>
  alerts.filter(({ at }) => at <= now && now - at < LATELY_MS)

const minuteOf = ({ at }: Alert): number => Math.floor(at / MINUTE_MS)

/** Alerts as what happened, the newest first: those of a rule that were raised in the same minute are one. */
export const happenedOf = (alerts: readonly Alert[]): Matter[] =>
  [
    ...groupBy(
      sortedCopy(alerts, (a, b) => minuteOf(b) - minuteOf(a)),
      minuteOf,
    ).values(),
  ].flatMap(mattersOf)
