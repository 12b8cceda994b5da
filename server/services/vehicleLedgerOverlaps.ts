import { figureValues, type VehicleFigureId } from '#shared/vehicles/figures.ts'
import { zeroSums } from '#shared/vehicles/sums.ts'
import type { OverlapMonth } from '../repositories/vehicleOverlaps.ts'

export interface OverlapSums {
  readonly trips: number
  readonly overlapping: number
  readonly savedKm: number
  readonly days: number
  readonly by: 'tracks' | 'platform' | 'both' | null
}

/** Over the ids and months asked for; `days` are those of the id that had most. */
export const overlapOf = (rows: readonly OverlapMonth[], ids: ReadonlySet<string> | null, months: readonly string[]): OverlapSums => {
  const mine = rows.filter((row) => months.includes(row.month) && (ids === null || ids.has(row.id)))
  const kinds = new Set(mine.map(({ by }) => by))
  const byId = Map.groupBy(mine, ({ id }) => id)
  return {
    trips: mine.reduce((sum, row) => sum + row.trips, 0),
    overlapping: mine.reduce((sum, row) => sum + row.overlapping, 0),
    savedKm: mine.reduce((sum, row) => sum + (row.savedKm ?? 0), 0),
    days: Math.max(0, ...[...byId.values()].map((parts) => parts.reduce((sum, { days }) => sum + days, 0))),
    by: kinds.size === 2 ? 'both' : ([...kinds][0] ?? null),
  }
}

const monthAfter = (month: string): string => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** Tracks are compared before their month is whole: the months known, and those since. */
export const overlapMonths = (known: readonly string[], today: string): string[] => {
  const months = [...known]
  for (let month = known.at(-1); month !== undefined && month < today.slice(0, 7); ) months.push((month = monthAfter(month)))
  return months.length > 0 ? months : [today.slice(0, 7)]
}

/** Months of a period; a period that reaches the newest whole month goes on to today. */
export const overlapPeriod = (months: readonly string[], known: readonly string[], all: readonly string[]): string[] =>
  months.at(-1) === known.at(-1) ? all.filter((month) => months.includes(month) || month > (known.at(-1) ?? '')) : [...months]

export const overlapTrend = (rows: readonly OverlapMonth[], months: readonly string[]): { month: string; trips: number; overlapping: number; value: number | null; by: OverlapSums['by'] }[] =>
  months.map((month) => {
    const { trips, overlapping, by } = overlapOf(rows, null, [month])
    const id: VehicleFigureId = 'overlap'
    return { month, trips, overlapping, by, value: figureValues({ now: zeroSums(), before: null, months: 1, overlap: { trips, overlapping } })[id] }
  })
