import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs } from '#shared/kernel/units.ts'

export interface RestartRule {
  /** So many starts within `withinMs`; one more is refused. */
  readonly most: number
  readonly withinMs: DurationMs
  /** The wait before each of them; the last holds for all that follow. */
  readonly waitsMs: readonly DurationMs[]
}

const RESTARTS: RestartRule = { most: 5, withinMs: 600_000, waitsMs: [500, 1000, 2000, 5000, 10_000] }

/** What ended by itself may be started again: when, and as which of how many; null when it ended too often. `now` is of a clock that never jumps. */
export const makeRestarts = ({ most, withinMs, waitsMs }: RestartRule = RESTARTS): ((
  now: number,
) => { readonly waitMs: DurationMs; readonly number: number } | null) => {
  let starts: number[] = []
  return (now) => {
    starts = starts.filter((at) => now - at < withinMs)
    if (starts.length >= most) return null
    starts.push(now)
    return { waitMs: waitsMs[Math.min(starts.length, waitsMs.length) - 1] ?? 0, number: starts.length }
  }
}

export const RULE_TEXT = {
  zh: `${RESTARTS.withinMs / MINUTE_MS} 分钟内至多 ${RESTARTS.most} 次`,
  en: `of ${RESTARTS.most} within ${RESTARTS.withinMs / MINUTE_MS} minutes`,
}
