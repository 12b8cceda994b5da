import { join } from 'node:path'
import type { Logger } from 'pino'
import { dayOf } from '#shared/kernel/units.ts'
import { calendarYears, readCalendar } from './common/clock/calendar.ts'
import type { Clock } from './common/clock/clock.ts'
import type { House } from './house.ts'

const SWEEP_MS = 30_000
/** Counted refusals and due anchors of the access log. */
const AUDIT_MS = 5000
const DAY_CHECK_MS = 60_000
/** A day's roll-ups end up as they were so long before its end at most. */
const KEEP_DAY_MS = 5 * 60_000
/** After a start the platform's first records are awaited. */
const FIRST_DAY_MS = 60_000

/** Years of `calendar.json` in the data folder, read anew each minute; what is wrong with it is logged once, other years than before are told. */
export const makeCalendarReader = (
  dataDir: string,
  clock: Clock,
  log: Logger,
  changed: () => void,
): (() => Promise<void>) => {
  let [told, years] = ['', '']
  return async () => {
    const faults = (await readCalendar(join(dataDir, 'calendar.json'))).join('; ')
    if (faults !== told && faults !== '') log.error({ faults }, 'calendar.json is wrong in part')
    told = faults
    const known = calendarYears(dayOf(clock())).join()
    if (years !== '' && known !== years) changed()
    years = known
  }
}

/** What is done again and again; returns how to stop it. */
export const keepHouse = (
  { access, ledger, standards }: House,
  calendar: () => Promise<void>,
  clock: Clock,
  log: Logger,
): (() => void) => {
  let day = dayOf(clock())
  const attempt = (what: string, work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => log.warn({ err: error }, what))
  const daily = async (): Promise<void> => {
    standards.newDay()
    const today = dayOf(clock())
    if (today === day) return
    await ledger.ingest.daily()
    day = today
  }
  const keepDay = attempt("the day's roll-ups were not kept", ledger.measureDays.keep)
  const timers = [
    setTimeout(keepDay, FIRST_DAY_MS),
    setInterval(keepDay, KEEP_DAY_MS),
    setInterval(attempt('idle sessions were not swept', access.sessions.sweep), SWEEP_MS),
    setInterval(attempt('the access log was not anchored', access.audit.tick), AUDIT_MS),
    setInterval(attempt('the daily work was not done', daily), DAY_CHECK_MS),
    setInterval(attempt('calendar.json was not read', calendar), DAY_CHECK_MS),
  ]
  return () => timers.forEach((timer) => clearInterval(timer))
}
