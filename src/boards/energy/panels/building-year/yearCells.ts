import { DAY_MS } from '#shared/kernel/time/time.ts'
import { dayOf, startOfDay, type DayString, type EpochMs, type KilowattHours } from '#shared/kernel/units.ts'
import type { EnergySeriesAnswer } from '#shared/energy/answers/series.ts'

type Point = Pick<EnergySeriesAnswer['points'][number], 'key' | 'kwh' | 'have' | 'expected'>

/** A day of the strip; `kwh` is null where nothing was read. */
export interface YearDay {
  readonly day: DayString
  readonly kwh: KilowattHours | null
  readonly have: number
  readonly expected: number
}

/** A month of the strip: its days up to today, and where none of them was kept the mean day of the platform's month. */
export interface YearMonth {
  readonly month: string
  readonly days: readonly YearDay[]
  readonly meanKwh: KilowattHours | null
}

const MONTHS = 12

/** The first day of the strip: of the month eleven before today's. */
export const firstDay = (now: EpochMs): DayString => {
  const [year, month] = dayOf(now).split('-').map(Number) as [number, number, number]
  const first = year * 12 + month - MONTHS
  return `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}-01` as DayString
}

/** Twelve months up to today, each day in its place. */
export const yearMonths = (
  days: readonly Point[],
  months: readonly Point[],
  now: EpochMs,
): readonly YearMonth[] => {
  const byKey = new Map([...days, ...months].map((point) => [point.key, point]))
  const made = new Map<string, YearDay[]>()
  for (let at = startOfDay(firstDay(now)); at <= now; at += DAY_MS) {
    const day = dayOf(at)
    const { kwh = null, have = 0, expected = 0 } = byKey.get(day) ?? {}
    const month = day.slice(0, 7)
    made.set(month, [...(made.get(month) ?? []), { day, kwh, have, expected }])
  }
  return [...made].map(([month, own]) => {
    const kwh = byKey.get(month)?.kwh ?? null
    const isKept = own.some((one) => one.kwh !== null)
    return { month, days: own, meanKwh: isKept || !kwh ? null : kwh / own.length }
  })
}

/** The day on which most was used; null where none was read. */
export const peakOf = (months: readonly YearMonth[]): YearDay | null =>
  months
    .flatMap(({ days }) => days)
    .reduce<YearDay | null>((most, day) => ((day.kwh ?? -1) > (most?.kwh ?? -1) ? day : most), null)

/** The most that a day, or a month's mean day, has. */
export const mostOf = (months: readonly YearMonth[]): KilowattHours =>
  Math.max(0, ...months.flatMap(({ days, meanKwh }) => [meanKwh ?? 0, ...days.map(({ kwh }) => kwh ?? 0)]))

/** Of `of` classes by equal shares of the most; the last for the most itself. */
export const classOf = (kwh: KilowattHours, most: KilowattHours, of: number): number =>
  Math.min(of - 1, Math.max(0, Math.floor((kwh / most) * of)))

const GAP = 0.12
/** One path for all cells of a class, in columns of days and rows of months. */
export const pathOf = (
  months: readonly YearMonth[],
  isOf: (kwh: KilowattHours | null, isMean: boolean) => boolean,
): string =>
  months
    .flatMap(({ days, meanKwh }, row) =>
      meanKwh === null
        ? days.flatMap(({ kwh }, column) => (isOf(kwh, false) ? [cell(column, row, 1)] : []))
        : isOf(meanKwh, true)
          ? [cell(0, row, days.length)]
          : [],
    )
    .join('')

const cell = (x: number, y: number, wide: number): string =>
  `M${x + GAP / 2} ${y + GAP / 2}h${wide - GAP}v${1 - GAP}h${GAP - wide}z`
