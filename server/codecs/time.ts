import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** Terminals write 北京时间, GMT+8, all year. */
const GMT8_MS = 8 * HOUR_MS

const TWO_DIGITS = Array.from({ length: 256 }, (_, value) => String(value).padStart(2, '0'))
const pad = (value: number): string => TWO_DIGITS[value] ?? String(value)
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (DAYS[month - 1] ?? 0)

/** A wall-clock time as it stood in a frame. */
export interface WireTime {
  /** Read as GMT+8; null when the fields are no time. */
  readonly at: EpochMs | null
  /** ISO 8601 with +08:00, or the digits as they came. */
  readonly time: string
}

/** Fields of a calendar in GMT+8; 2015-02-30 or hour 25 gives `at: null`. */
export const wireTime = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): WireTime => {
  const time = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}+08:00`
  const real = year > 0 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60
  return { at: real ? Date.UTC(year, month - 1, day, hour, minute, second) - GMT8_MS : null, time }
}

const bcd = (byte: number): number => (byte >> 4) * 10 + (byte & 15)

/** BCD[6] YYMMDDhhmmss, years 2000–2099; a half-byte above 9 gives `at: null`. */
export const bcdTime = (bytes: Uint8Array): WireTime => {
  let digits = true
  for (const byte of bytes) digits &&= (byte & 15) <= 9 && byte >> 4 <= 9
  const at = (i: number): number => bcd(bytes[i] as number)
  const read = wireTime(2000 + at(0), at(1), at(2), at(3), at(4), at(5))
  return digits ? read : { at: null, time: read.time }
}
