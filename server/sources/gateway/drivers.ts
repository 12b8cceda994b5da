import type { DayString, EpochMs } from '#shared/units.ts'
import type { DriverCard } from '#shared/vehicles/drivers.ts'
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

/** Text that a database and a screen can hold; null when nothing is left. */
const clean = (text: string | null): string | null => text?.replace(/[\p{C}\ufffd]/gu, '').trim().slice(0, LONGEST) || null

const dayIn = (digits: string | null): DayString | null => {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(digits ?? '')
  const day = parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null
  return day !== null && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day) ? day : null
}

/** A report as a card event of the vehicle, or why it is none. Of the certificate only its end goes on, the ID card not at all. */
export const takeDriver = (report: DriverReport, vehicle: string, now: EpochMs): { readonly card: DriverCard } | { readonly code: string; readonly reason: string } => {
  const { card, at, result } = report
  if (card !== 'in' && card !== 'out') return { code: 'driver-card', reason: 'expected a card put in (1) or pulled out (2)' }
  if (at === null) return { code: 'driver-time', reason: 'expected the time of the card event in BCD' }
  const wrong = clockFault(at, now, false)
  if (wrong) return wrong
  const isRead = card === 'in' && (result ?? 0) === 0
  const name = isRead ? clean(report.name) : null
  if (isRead && name === null) return { code: 'driver-name', reason: 'expected the name on a card that was read' }
  return { card: { vehicle, at, card, result, name, certificateTail: isRead ? (clean(report.certificate)?.slice(-TAIL) ?? null) : null, issuer: isRead ? clean(report.issuer) : null, validTo: isRead ? dayIn(report.validTo) : null } }
}
