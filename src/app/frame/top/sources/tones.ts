import { groupBy } from '#shared/kernel/language/lists.ts'
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

type State = ReturnType<typeof stateAt>
/** The gravest first: what the whole of a kind is said to be. */
const GRAVITY: readonly State[] = ['future', 'stopped', 'backing-off', 'catching-up', 'starting', 'live']

/** The sources that bring one kind of data, as one. */
export interface Kind {
  readonly brings: SourceStatus['brings']
  readonly state: State
  /** How many of them are in that state. */
  readonly lines: number
  readonly total: number
  /** Of the newest record that is not of a time to come; null before the first. */
  readonly lastAt: EpochMs | null
  /** Records that failed their checks. */
  readonly quarantined: number
}

/** What comes in, by its kind, each as its worst source is. */
export const kindsOf = (sources: readonly SourceStatus[], now: EpochMs): readonly Kind[] =>
  [...groupBy(sources, ({ brings }) => brings)].map(([brings, same]) => {
    const states = same.map((source) => stateAt(source, now))
    const state = GRAVITY.find((one) => states.includes(one)) ?? 'live'
    const times = same.flatMap(({ lastAt }) => (lastAt === null || lastAt > now ? [] : [lastAt]))
    return {
      brings,
      state,
      lines: states.filter((one) => one === state).length,
      total: same.length,
      lastAt: times.length > 0 ? Math.max(...times) : null,
      quarantined: same.reduce((sum, source) => sum + source.quarantined, 0),
    }
  })
