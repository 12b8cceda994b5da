import type { EpochMs } from '#shared/units.ts'

/** Terminals write 北京时间, GMT+8, all year. */
const GMT8_MS = 8 * 3_600_000

const pad = (value: number): string => String(value).padStart(2, '0')

/** A wall-clock time as it stood in a frame. */
export interface WireTime {
  /** Read as GMT+8; null when the fields are no time. */
  readonly at: EpochMs | null
  /** ISO 8601 with +08:00, or the digits as they came. */
  readonly time: string
}

/** Fields of a calendar in GMT+8; 2015-02-30 or hour 25 gives `at: null`. */
export const wireTime = (year: number, month: number, day: number, hour: number, minute: number, second: number): WireTime => {
  const time = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}+08:00`
  const utc = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(utc)
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour && back.getUTCMinutes() === minute && back.getUTCSeconds() === second
  return { at: real ? utc - GMT8_MS : null, time }
}

const bcd = (byte: number): number => (byte >> 4) * 10 + (byte & 15)

/** BCD[6] YYMMDDhhmmss, years 2000–2099; a half-byte above 9 gives `at: null`. */
export const bcdTime = (bytes: Uint8Array): WireTime => {
  const [year, month, day, hour, minute, second] = Array.from(bytes, bcd) as [number, number, number, number, number, number]
  const read = wireTime(2000 + year, month, day, hour, minute, second)
  for (const byte of bytes) if ((byte & 15) > 9 || byte >> 4 > 9) return { ...read, at: null }
  return read
}
