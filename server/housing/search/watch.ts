import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import type { SearchAnswer } from '#shared/protocol/http.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccessLog } from '../../common/ports/audit.ts'
import type { Search } from './search.ts'

export interface SearchWatchDeps {
  readonly search: Search
  readonly audit?: AccessLog
  readonly clock: Clock
  readonly wait?: (ms: DurationMs) => Promise<unknown>
}
/** A search of a session, watched: who looked up people in the clear is logged, and who searches without end is logged and slowed. */
export type WatchedSearch = (
  from: { readonly viewer: Viewer; readonly sessionId: string; readonly address: string },
  q: string,
  limit: number,
) => Promise<SearchAnswer>

/** What a person types and corrects in a minute stays below `usual`; each search above it waits longer. */
const SEARCH_WATCH = {
  usual: 60,
  minuteMs: MINUTE_MS,
  stepMs: 50,
  longestMs: 2_000,
  sessions: 5_000,
} as const

interface Minute {
  readonly began: number
  count: number
  /** First characters of what was looked up and logged; the log names nobody. */
  readonly looked: Set<string>
}

export const makeWatchedSearch = ({ search, audit, clock, wait = delay }: SearchWatchDeps): WatchedSearch => {
  const minutes = new LRUCache<string, Minute>({ max: SEARCH_WATCH.sessions })
  const minuteOf = (session: string): Minute => {
    const known = minutes.get(session)
    if (known && clock() - known.began < SEARCH_WATCH.minuteMs) return known
    const fresh: Minute = { began: clock(), count: 0, looked: new Set() }
    minutes.set(session, fresh)
    return fresh
  }
  return async ({ viewer, sessionId, address }, q, limit) => {
    const { account, role } = viewer
    const log = (event: string, detail: string): Promise<void> | undefined =>
      audit?.record({ event, account, role, address, outcome: 'ok', detail })
    const minute = minuteOf(sessionId)
    minute.count++
    const over = minute.count - SEARCH_WATCH.usual
    if (over === 1)
      await log('search.many', `${SEARCH_WATCH.usual} searches within a minute; slowed from here`)
    if (over > 0) await wait(Math.min(over * SEARCH_WATCH.stepMs, SEARCH_WATCH.longestMs))
    const answer = await search(viewer, q, limit)
    const people = answer.hits.filter(({ kind }) => kind === 'person').length
    const first = [...q.trim()][0] ?? ''
    if (people > 0 && !masksByDefault(role) && !minute.looked.has(first)) {
      minute.looked.add(first)
      await log('search.people', `${first}*: ${people} people in the clear`)
    }
    return answer
  }
}
