import { freshnessOf } from '#shared/kernel/time/age.ts'
import type { SourceStatus } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** How each state of a source, or of the screen's own link, is marked. */
export const TONE = {
  live: 'good',
  'catching-up': 'busy',
  starting: 'busy',
  connecting: 'busy',
  'backing-off': 'bad',
  reconnecting: 'bad',
  stopped: 'bad',
  future: 'bad',
} as const

/** What claims to be of a time to come is never green, whatever the line says. */
export const stateAt = (source: SourceStatus, now: EpochMs): SourceStatus['state'] | 'future' =>
  freshnessOf(source.lastAt, now, Infinity) === 'future' ? 'future' : source.state
