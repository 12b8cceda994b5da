import type { VehicleFigures } from '#shared/protocol/http.ts'
import { type DayString } from '#shared/kernel/units.ts'
import { figureValues } from '#shared/vehicles/figures.ts'
import { addSums, overMonths, runningCost, zeroSums, type VehicleSums } from '#shared/vehicles/sums.ts'
import type { SumsRow } from './sumRows.ts'
import type { OverlapMonth } from './findings/overlapRows.ts'
import {
  overlapMonths,
  overlapOf,
  overlapPeriod,
  overlapSpan,
  overlapTrend,
  type OverlapSums,
} from './findings/overlaps.ts'

export const TREND_MONTHS = 13

export const shift = (month: string, by: number): string => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
export const withYearBefore = (months: readonly string[]): string[] => [
  ...new Set([...months.map((month) => shift(month, -12)), ...months]),
]
export const daysOf = (month: string): DayString[] =>
  Array.from(
    { length: new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate() },
    (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`,
  )

/** Months of a period that are known: one, or those of a year. */
export const monthsOf = (period: string, known: readonly string[]): string[] =>
  known.filter((month) => month === period || month.startsWith(`${period}-`))

const basesOf = (now: VehicleSums, before: VehicleSums | null): VehicleFigures['rows'][number]['bases'] => ({
  daysUsed: now.daysUsed,
  daysDue: now.daysDue,
  hoursUsed: now.hoursUsed,
  hoursDue: now.hoursDue,
  rental: now.rental,
  running: runningCost(now),
  before: before ? runningCost(before) : 0,
  baseVehicles: now.baseVehicles,
  judged: now.judged,
  faults: now.faults,
})

/** Sums of months over the rows of a set of ids. */
export const sumsOver = (
  rows: readonly SumsRow[],
  months: readonly string[],
  ids: ReadonlySet<string> | null,
): VehicleSums | null => {
  const mine = rows.filter((row) => months.includes(row.month) && (ids === null || ids.has(row.id)))
  if (mine.length === 0) return null
  const byMonth = [...Map.groupBy(mine, (row) => row.month).values()].map((parts) =>
    addSums(parts.map((part) => part.sums)),
  )
  return overMonths(byMonth)
}
/** A year before is set beside a period only where each of its months is known. */
export const yearBefore = (
  rows: readonly SumsRow[],
  months: readonly string[],
  ids: ReadonlySet<string> | null,
): VehicleSums | null => {
  const before = months.map((month) => shift(month, -12))
  return before.every((month) => rows.some((row) => row.month === month && (ids === null || ids.has(row.id))))
    ? sumsOver(rows, before, ids)
    : null
}
const valuesTrend = (
  rows: readonly SumsRow[],
  known: readonly string[],
  ways: readonly OverlapMonth[],
): VehicleFigures['trend'] =>
  known.map((month) => {
    const now = sumsOver(rows, [month], null) ?? zeroSums()
    return {
      month,
      values: figureValues({ now, before: null, months: 1, overlap: overlapOf(ways, null, [month]) }),
      bases: basesOf(now, null),
    }
  })

type Part = VehicleFigures['rows'][number]
export const partOf = (
  place: Pick<Part, 'id' | 'name' | 'kind'>,
  now: VehicleSums,
  past: VehicleSums | null,
  months: number,
  overlap: OverlapSums,
): Part => ({
  ...place,
  vehicles: now.vehicles,
  values: figureValues({ now, before: past, months, overlap }),
  bases: basesOf(now, past),
  overlap: { trips: overlap.trips, overlapping: overlap.overlapping, of: now.trips || null },
})

interface ComparedSpan {
  readonly period: string
  readonly months: readonly string[]
  readonly known: readonly string[]
  readonly today: DayString
}

/** What of a period was compared, of how many trips the ledger names for its months, and by month. */
export const waysOf = (
  ways: readonly OverlapMonth[],
  rows: readonly SumsRow[],
  { period, months, known, today }: ComparedSpan,
) => {
  const all = overlapMonths(known, today)
  const own = overlapPeriod(period, months, all)
  return {
    of: (ids: ReadonlySet<string> | null): OverlapSums => overlapOf(ways, ids, own),
    told: (whole: number | null): VehicleFigures['overlap'] => {
      const { until, ...sum } = overlapOf(ways, null, own)
      return { ...overlapSpan(own, until, today), ...sum, of: whole }
    },
    trend: overlapTrend(ways, all).map((point) => ({
      ...point,
      of: sumsOver(rows, [point.month], null)?.trips || null,
    })),
  }
}

/** Which months are asked for, and which are known. */
export interface Period {
  readonly period: string
  readonly months: readonly string[]
  readonly known: readonly string[]
  readonly today: DayString
}

/** What a unit and a region tell alike. */
export const figuresOf = (
  rows: readonly SumsRow[],
  ways: readonly OverlapMonth[],
  { period, months, known, today }: Period,
) => {
  const now = sumsOver(rows, months, null) ?? zeroSums()
  const before = yearBefore(rows, months, null)
  const compared = waysOf(ways, rows, { period, months, known, today })
  const told = {
    period,
    months: [...months],
    known: [...known],
    sums: now,
    before,
    values: figureValues({ now, before, months: months.length, overlap: compared.of(null) }),
    overlap: compared.told(now.trips || null),
    trend: valuesTrend(rows, known, ways),
    overlapTrend: compared.trend,
  }
  return { told, compared }
}
