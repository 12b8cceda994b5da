import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** A screen's clock may run so far ahead of the server's. */
const SLACK_MS: DurationMs = MINUTE_MS

/** The instant that a read was asked for with `at`; undefined is now. @throws bad-request for one to come, not-kept for one before `keptMs`. */
export const momentOf = (
  at: EpochMs | undefined,
  now: EpochMs,
  keptMs = Number.POSITIVE_INFINITY,
): EpochMs | undefined => {
  if (at === undefined) return undefined
  if (at > now + SLACK_MS)
    throw new AppError('bad-request', `at: expected an instant that has passed (${now}); found ${at}`)
  if (at < now - keptMs) throw notKept(at)
  return Math.min(at, now)
}

/** A moment that is not the present: what is asked for as of now is read as it stands. */
export const pastOf = (moment: EpochMs | undefined, now: EpochMs): EpochMs | undefined =>
  moment !== undefined && moment < now ? moment : undefined

export const notKept = (at: EpochMs): AppError =>
  new AppError('not-kept', `无历史记录 / nothing was kept for ${new Date(at).toISOString()}`)
