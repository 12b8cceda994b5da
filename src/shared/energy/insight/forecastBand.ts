import { addDays } from '../series/quarters.ts'
import type { DayString } from '../../kernel/units.ts'
import type { DayType, LoadDay } from './dayTypes.ts'
import { sortedCopy } from '../../kernel/language/lists.ts'

/** Actual ÷ forecast at the lower and the upper end. */
export type Band = readonly [number, number]
export type BandKey = DayType | 'holiday'
export type Bands = Readonly<Record<BandKey, Band>>

/** 本系统口径 [D]. */
export const BAND_LIMITS = {
  /** What of the hours the band means to hold. */
  holds: 0.8,
  /** Days before the held-out ones that it is drawn from. */
  calibrationDays: 21,
  /** Fewer days of a type, and all types together give the band. */
  leastDays: 3,
  /** Few days know too little of the ends: they are moved out by this, over the root of the number of days. */
  stretch: 0.5,
  /** A holiday without earlier ones to learn from: how much lower and higher than a weekend it may be. */
  holiday: { lower: 0.22, upper: 0.04 },
  /** From so many days off in a row they are a holiday, not a weekend. */
  holidayDays: 3,
} as const

export const keyOf = ({ type, isHoliday }: Pick<LoadDay, 'type' | 'isHoliday'>): BandKey =>
  isHoliday ? 'holiday' : type

/** How a day ahead came out: actual ÷ forecast by hour. */
export interface Outcome {
  readonly key: BandKey
  readonly ratios: readonly number[]
}
const L = BAND_LIMITS

const quantile = (sorted: readonly number[], share: number): number => {
  const at = Math.min(sorted.length - 1, Math.max(0, share * (sorted.length - 1)))
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (high - low) * (at - Math.floor(at))
}

const bandOf = (outcomes: readonly Outcome[]): Band => {
  const sorted = sortedCopy(
    outcomes.flatMap(({ ratios }) => ratios),
    (a, b) => a - b,
  )
  if (sorted.length === 0) return [1, 1]
  const [low, middle, high] = [(1 - L.holds) / 2, 0.5, (1 + L.holds) / 2].map((share) =>
    quantile(sorted, share),
  ) as [number, number, number]
  const stretch = 1 + L.stretch / Math.sqrt(outcomes.length)
  return [Math.max(0, middle - (middle - low) * stretch), middle + (high - middle) * stretch]
}

/** Bands by type of day from days that had been forecast a day ahead. */
export const bandsOf = (outcomes: readonly Outcome[]): Bands => {
  const of = (type: DayType): Band => {
    const own = outcomes.filter((outcome) => outcome.key === type)
    return bandOf(own.length >= L.leastDays ? own : outcomes.filter(({ key }) => key !== 'holiday'))
  }
  const rest = of('rest')
  return {
    work: of('work'),
    rest,
    holiday: [Math.max(0, rest[0] - L.holiday.lower), rest[1] + L.holiday.upper],
  }
}

/** A day off within three or more in a row; a working day never. */
export const isHoliday = (day: DayString, isWorkday: (day: DayString) => boolean): boolean => {
  if (isWorkday(day)) return false
  let run = 1
  for (let before = addDays(day, -1); run < L.holidayDays && !isWorkday(before); before = addDays(before, -1))
    run++
  for (let after = addDays(day, 1); run < L.holidayDays && !isWorkday(after); after = addDays(after, 1)) run++
  return run >= L.holidayDays
}

export interface Coverage {
  /** Share of the held-out hours that the band held, 0–1; null where there was none. */
  readonly share: number | null
  readonly hours: number
}
/** How many hours of days that the bands never saw they held. */
export const coverageOf = (bands: Bands, held: readonly Outcome[]): Coverage => {
  const inside = held.flatMap((outcome) => {
    const [low, high] = bands[outcome.key]
    return outcome.ratios.map((ratio) => ratio >= low && ratio <= high)
  })
  return {
    share: inside.length === 0 ? null : inside.filter(Boolean).length / inside.length,
    hours: inside.length,
  }
}
