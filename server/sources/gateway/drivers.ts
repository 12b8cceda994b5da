import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { DriverCard } from '#shared/vehicles/drivers.ts'
import { isRealDay } from '#shared/kernel/text.ts'
import { isReadable } from '../../codecs/text.ts'
import { clockFault } from './clock.ts'

/** What either protocol of vehicles says of a driver. */
export interface DriverReport {
  readonly card: 'in' | 'out' | number
  readonly at: EpochMs | null
  readonly result: number | null
  readonly name: string | null
  readonly certificate: string | null
  readonly issuer: string | null
  /** YYYYMMDD. */
  readonly validTo: string | null
}

const LONGEST = 64
const TAIL = 4

/** Without blanks around it and signs that nobody sees; null when nothing is left. */
const clean = (text: string | null): string | null => text?.replace(/\p{Cf}/gu, '').trim() || null
/** Text that a database and a screen can hold; null when it cannot be read: a part of it may be somebody else's. */
const whole = (text: string | null): string | null => {
  const found = clean(text)
  return found !== null && isReadable(found) && [...found].length <= LONGEST ? found : null
}

const dayIn = (digits: string | null): DayString | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(digits ?? '')
  const day = parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null
  return day !== null && isRealDay(day) ? day : null
}

/** Why something is not taken, or not taken whole. */
interface DriverFault {
  readonly code: string
  readonly reason: string
}
/** A card event; `unreadable`: its name could not be read, and stands as null. */
type TakenDriver = { readonly card: DriverCard; readonly unreadable: DriverFault | null }

const UNREADABLE: DriverFault = {
  code: 'driver-name-unreadable',
  reason: 'expected a name in GB 18030 of at most 64 characters; the card event is kept without it',
}

/** A report as a card event of the vehicle, or why it is none. Of the certificate only its end goes on, the ID card not at all. */
export const takeDriver = (
  report: DriverReport,
  vehicle: string,
  now: EpochMs,
): TakenDriver | DriverFault => {
  const { card, at, result } = report
  if (card !== 'in' && card !== 'out')
    return { code: 'driver-card', reason: 'expected a card put in (1) or pulled out (2)' }
  if (at === null) return { code: 'driver-time', reason: 'expected the time of the card event in BCD' }
  const wrong = clockFault(at, now, false)
  if (wrong) return wrong
  const isRead = card === 'in' && (result ?? 0) === 0
  if (isRead && clean(report.name) === null)
    return { code: 'driver-name', reason: 'expected the name on a card that was read' }
  const of = (text: string | null): string | null => (isRead ? whole(text) : null)
  const name = of(report.name)
  return {
    card: {
      vehicle,
      at,
      card,
      result,
      name,
      certificateTail: of(report.certificate)?.slice(-TAIL) ?? null,
      issuer: of(report.issuer),
      validTo: isRead ? dayIn(report.validTo) : null,
    },
    unreadable: isRead && name === null ? UNREADABLE : null,
  }
}
