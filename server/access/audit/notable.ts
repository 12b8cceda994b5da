import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { AuditNotable } from '#shared/protocol/http.ts'
import { CST_OFFSET_MS } from '#shared/kernel/units.ts'
import type { AuditHour } from './auditRows.ts'

/** 异常访问, 本系统口径: so many of one account within a clock hour are shown; a sign-in at night always is. */
const NOTABLE = { refusals: 20, failures: 10, unmaskings: 20, tracks: 60, night: 1 } as const
/** Hours of the day in UTC+8 that count as night. */
const NIGHT = { from: 22, until: 6 }

const isNight = (hour: number): boolean => {
  const ofDay = new Date(hour * HOUR_MS + CST_OFFSET_MS).getUTCHours()
  return ofDay >= NIGHT.from || ofDay < NIGHT.until
}

/** What somebody should look at, newest first. */
export const notableOf = (hours: readonly AuditHour[]): AuditNotable['rows'] =>
  hours
    .flatMap(({ account, hour, kind, count }): AuditNotable['rows'] => {
      const shown = kind === 'signIns' ? 'night' : kind
      if (kind === 'signIns' && !isNight(hour)) return []
      return count >= NOTABLE[shown]
        ? [{ kind: shown, account, from: hour * HOUR_MS, count, limit: NOTABLE[shown] }]
        : []
    })
    .toSorted((a, b) => b.from - a.from || b.count - a.count)
