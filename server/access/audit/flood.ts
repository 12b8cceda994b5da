import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { AuditEvent } from './chain/chain.ts'

/** What came again within a window, to be kept as one row. */
export interface Counted {
  readonly event: AuditEvent
  /** When it came last. */
  readonly at: EpochMs
  readonly times: number
}

interface Window {
  readonly event: AuditEvent
  readonly since: EpochMs
  at: EpochMs
  times: number
}

export interface AuditFlood {
  /** True: to be written now. False: it is counted, and comes out of `ended`. */
  take(event: AuditEvent, now: EpochMs): boolean
  /** What was counted in windows that are over, or in all of them. */
  ended(now: EpochMs, all?: boolean): Counted[]
  /** Puts back what could not be written. */
  restore(counted: Counted, now: EpochMs): void
}

export interface FloodRules {
  readonly windowMs: DurationMs
  /** Different refusals of one account and address that are written one by one within a window. */
  readonly perActor: number
  /** Windows held at once. */
  readonly most: number
}
const FLOOD_RULES: FloodRules = { windowMs: MINUTE_MS, perActor: 60, most: 5000 }

const keyOf = (e: AuditEvent): string =>
  JSON.stringify([e.event, e.account, e.role, e.address, e.target ?? null, e.outcome, e.detail ?? null])
const actorOf = (e: AuditEvent): string => JSON.stringify([e.account, e.address])

/**
 * Equal refusals and failures within a minute are one row at once and one with a count when the minute is over. Many
 * different ones of one account and address, or of very many addresses, are counted without their targets: what can be
 * written in a minute is bounded, whatever is asked. What succeeded is never counted: each of it is a row.
 */
export const makeAuditFlood = (rules: FloodRules = FLOOD_RULES): AuditFlood => {
  const windows = new Map<string, Window>()
  const actors = new Map<string, { since: EpochMs; count: number }>()
  const isOver = (since: EpochMs, now: EpochMs): boolean => now - since >= rules.windowMs || now < since
  const ready: Counted[] = []
  const open = (key: string, event: AuditEvent, now: EpochMs, times: number): void =>
    void windows.set(key, { event, since: now, at: now, times })
  const close = (key: string, window: Window): void => {
    windows.delete(key)
    if (window.times > 0) ready.push({ event: window.event, at: window.at, times: window.times })
  }
  const count = (key: string, event: AuditEvent, now: EpochMs, times: number): void => {
    const window = windows.get(key)
    if (!window) return open(key, event, now, times)
    window.times += times
    window.at = now
  }
  const actorCount = (event: AuditEvent, now: EpochMs): number => {
    const key = actorOf(event)
    const held = actors.get(key)
    const actor = held && !isOver(held.since, now) ? held : { since: now, count: 0 }
    actor.count++
    if (actors.size < rules.most) actors.set(key, actor)
    return actor.count
  }
  return {
    take: (event, now) => {
      if (event.outcome === 'ok') return true
      const key = keyOf(event)
      const window = windows.get(key)
      if (window && !isOver(window.since, now)) {
        count(key, event, now, 1)
        return false
      }
      if (window) close(key, window)
      const isMuch = windows.size >= rules.most
      if (!isMuch && actorCount(event, now) <= rules.perActor) {
        open(key, event, now, 0)
        return true
      }
      const folded: AuditEvent = {
        ...event,
        ...(isMuch ? { account: '', role: '', address: '' } : {}),
        target: null,
        detail: '多个对象 / several targets',
      }
      count(keyOf(folded), folded, now, 1)
      return false
    },
    ended: (now, all = false) => {
      for (const [key, window] of windows) if (all || isOver(window.since, now)) close(key, window)
      for (const [key, { since }] of actors) if (isOver(since, now)) actors.delete(key)
      return ready.splice(0)
    },
    restore: ({ event, times }, now) => count(keyOf(event), event, now, times),
  }
}
