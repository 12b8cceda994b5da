import { z } from 'zod'
import { AHEAD_MS } from './time/age.ts'
import { lastDayOf } from './time/months.ts'
import { dayOf, type EpochMs } from './units.ts'
import { isRealDay, isSoundText } from './text.ts'

/** Most of the columns that hold whole numbers: `smallint` and `integer`. */
const SMALLINT = 32_767
const INTEGER = 2_147_483_647
/** The last instant that a record can name: the end of 2199, UTC+8. */
export const LATEST_INSTANT: EpochMs = 7_258_089_599_999

/** Text of at most so many UTF-16 units that UTF-8, JSON and the database all hold unchanged. */
export const text = (max: number) =>
  z.string().max(max).refine(isSoundText, 'expected well-formed text without NUL')
/** What stands in a list or a heading: names, titles, numbers of documents. */
export const label = text(200)
/** Sentences: addresses, reasons, what an order is for. */
export const sentence = text(2_000)
export const id = text(64).min(1)
/** Code of a region, GB/T 2260 with or without the six digits of a township. */
export const regionCode = z.string().regex(/^\d{6}(\d{6})?$/, 'expected a region code of 6 or 12 digits')

/** A whole number that is no less than nothing and fits a column of 16 bits, or of 32. */
export const smallCount = z.number().int().nonnegative().max(SMALLINT)
export const count = z.number().int().nonnegative().max(INTEGER)
/** An amount of anything: energy, money, kilometres. Sums over a province and a year stay within 2^53. */
export const amount = z.number().nonnegative().max(1_000_000_000)
export const year = z.number().int().min(1900).max(2199)
/** Local metres, or degrees where a coordinate is not worth a closer look. */
export const coordinate = z.number().min(-1_000_000).max(1_000_000)

/** Fields whose time has happened when they are told: `timeFault` holds them against the clock. */
const HAPPENED = z.registry<{ readonly as: 'instant' | 'day' | 'month' }>()
const makeInstant = () => z.number().int().nonnegative().max(LATEST_INSTANT)
const makeDay = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .refine(isRealDay, 'expected a day that exists, YYYY-MM-DD')
const makeMonth = () =>
  z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'expected a month that exists, YYYY-MM')

/** Epoch ms; may be planned. */
export const instant = makeInstant()
/** `YYYY-MM-DD`; may be planned. */
export const day = makeDay()
/** Epoch ms, day and month `YYYY-MM` of what has happened: never after now. */
export const happenedAt = makeInstant().register(HAPPENED, { as: 'instant' })
export const happenedDay = makeDay().register(HAPPENED, { as: 'day' })
export const happenedMonth = makeMonth().register(HAPPENED, { as: 'month' })
/** What a month came to is not counted before its last day (UTC+8). */
export const countedAfterMonth = (
  { month, updatedAt }: { readonly month: string; readonly updatedAt: EpochMs },
  at: z.RefinementCtx,
): void => {
  if (updatedAt < lastDayOf(month))
    at.addIssue({
      code: 'custom',
      path: ['updatedAt'],
      message: 'expected a time on the last day of the month, or after it',
    })
}

export const lon = z.number().min(-180).max(180)
export const lat = z.number().min(-90).max(90)
/** `HH:mm` of a civil day in UTC+8; `24:00` is its end. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
export const lonLat = z.tuple([lon, lat])
export const area = z.number().nonnegative().max(1_000_000)
const ringOf = (most: number) =>
  z
    .array(z.tuple([coordinate, coordinate]))
    .min(3)
    .max(most)
export const ring = ringOf(20_000)
/** Of a region, as surveyed: a province's coast alone may have more points than any building. */
export const border = ringOf(200_000)
/** When the platform last changed the record, epoch ms; `since` compares with it. */
export const stamped = { updatedAt: happenedAt }

export interface TimeFault {
  readonly path: readonly PropertyKey[]
  readonly message: string
}
type Look = (value: unknown, now: EpochMs) => TimeFault | null

/** A page holds thousands of days against one `now`. */
let lastDay = { of: Number.NaN, day: '' }
const latestDay = (now: EpochMs): string => {
  if (lastDay.of !== now) lastDay = { of: now, day: dayOf(now + AHEAD_MS) }
  return lastDay.day
}

const LATEST = {
  instant: (now: EpochMs): EpochMs | string => now + AHEAD_MS,
  day: (now: EpochMs): EpochMs | string => latestDay(now),
  month: (now: EpochMs): EpochMs | string => latestDay(now).slice(0, 7),
}

/** Looks into the fields that lead to such a time; null where a schema holds none. */
const lookOf = (schema: z.core.$ZodType): Look | null => {
  const mark = HAPPENED.get(schema)
  if (mark) {
    return (value, now) => {
      const latest = LATEST[mark.as](now)
      if (typeof value !== typeof latest || (value as number | string) <= latest) return null
      return {
        path: [],
        message: `expected ${mark.as === 'instant' ? 'a time' : `a ${mark.as}`} that has come, not after ${mark.as === 'instant' ? new Date(now).toISOString() : latest}`,
      }
    }
  }
  const def = (schema as z.ZodType).def as unknown as {
    readonly type: string
    readonly shape?: Record<string, z.core.$ZodType>
    readonly element?: z.core.$ZodType
    readonly innerType?: z.core.$ZodType
  }
  if (def.innerType) return lookOf(def.innerType)
  if (def.element) return inList(lookOf(def.element))
  return def.shape
    ? inFields(Object.entries(def.shape).map(([name, field]) => [name, lookOf(field)] as const))
    : null
}

const inList = (look: Look | null): Look | null =>
  look &&
  ((value, now) => {
    if (!Array.isArray(value)) return null
    for (let i = 0; i < value.length; i++) {
      const fault = look(value[i], now)
      if (fault) return { ...fault, path: [i, ...fault.path] }
    }
    return null
  })

const inFields = (all: readonly (readonly [string, Look | null])[]): Look | null => {
  const fields = all.filter((field): field is readonly [string, Look] => field[1] !== null)
  if (fields.length === 0) return null
  return (value, now) => {
    if (typeof value !== 'object' || value === null) return null
    for (const [name, look] of fields) {
      const fault = look((value as Record<string, unknown>)[name], now)
      if (fault) return { ...fault, path: [name, ...fault.path] }
    }
    return null
  }
}

const looks = new WeakMap<z.core.$ZodType, Look>()

/**
 * The first time of a parsed record that ought to have happened and lies more than ten minutes ahead of `now`; null where
 * all have come. What may be planned (an order's start, the day a certificate is due) is not looked at.
 */
export const timeFault = (schema: z.core.$ZodType, record: unknown, now: EpochMs): TimeFault | null => {
  let look = looks.get(schema)
  if (!look) looks.set(schema, (look = lookOf(schema) ?? (() => null)))
  return look(record, now)
}
