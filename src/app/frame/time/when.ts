import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { startOfDay, type EpochMs } from '#shared/kernel/units.ts'
import { clockText } from '../../../i18n/format.ts'

/** Why an entry is no instant of the past: not of the form, no such day or time, or still to come. */
export type WhenFault = 'whenBad' | 'whenNone' | 'whenAhead'

/** `2026-06-15 09:30` in UTC+8. */
export const whenText = (at: EpochMs): string => {
  const { date, time } = clockText(at)
  return `${date} ${time.slice(0, 5)}`
}

const PARTS = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D+(\d{1,2})\D+(\d{1,2})\D*$/
const PLAIN = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/

/** The instant of an entry: year, month, day, hour and minute with anything between them, or twelve digits; digits of full width too. */
export const parseWhen = (
  entry: string,
  now: EpochMs,
): { readonly at: EpochMs } | { readonly fault: WhenFault } => {
  const text = entry.normalize('NFKC').trim()
  const parts = PLAIN.exec(text) ?? PARTS.exec(text)
  if (!parts) return { fault: 'whenBad' }
  const [year, month, day, hour, minute] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59)
    return { fault: 'whenNone' }
  const at = startOfDay(date.toISOString().slice(0, 10)) + (hour * 60 + minute) * MINUTE_MS
  return at > now ? { fault: 'whenAhead' } : { at }
}

/** What a keypad without signs has typed so far, with the signs put in: `2026061509` → `2026-06-15 09`. Other entries stay as they are. */
export const spacedWhen = (entry: string): string => {
  if (!/^\d{5,12}$/.test(entry)) return entry
  const [year, month, day, hour, minute] = [
    entry.slice(0, 4),
    entry.slice(4, 6),
    entry.slice(6, 8),
    entry.slice(8, 10),
    entry.slice(10, 12),
  ]
  return `${[year, month, day].filter(Boolean).join('-')}${hour ? ` ${hour}` : ''}${minute ? `:${minute}` : ''}`
}
