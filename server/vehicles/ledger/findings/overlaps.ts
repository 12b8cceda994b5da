import { figureValues, type VehicleFigureId } from '#shared/vehicles/figures.ts'
import { zeroSums } from '#shared/vehicles/sums.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { OverlapMonth } from './overlapRows.ts'

export interface OverlapSums {
  readonly trips: number
  readonly overlapping: number
  readonly savedKm: number
  /** Days that were compared, of the id that had most. */
  readonly days: number
  readonly by: 'tracks' | 'platform' | 'both' | null
  /** The last day that may be in it; null where nothing was compared. */
  readonly until: DayString | null
}

/** Over the ids and months asked for. */
export const overlapOf = (
  rows: readonly OverlapMonth[],
  ids: ReadonlySet<string> | null,
  months: readonly string[],
): OverlapSums => {
  const mine = rows.filter((row) => months.includes(row.month) && (ids === null || ids.has(row.id)))
  const kinds = new Set(mine.map(({ by }) => by))
  const byId = Map.groupBy(mine, ({ id }) => id)
  return {
    trips: mine.reduce((sum, row) => sum + row.trips, 0),
    overlapping: mine.reduce((sum, row) => sum + row.overlapping, 0),
    savedKm: mine.reduce((sum, row) => sum + (row.savedKm ?? 0), 0),
    days: Math.max(0, ...[...byId.values()].map((parts) => parts.reduce((sum, { days }) => sum + days, 0))),
    by: kinds.size === 2 ? 'both' : ([...kinds][0] ?? null),
    until: mine.reduce<DayString | null>(
      (latest, { until }) => (latest === null || until > latest ? until : latest),
      null,
    ),
  }
}

const monthAfter = (month: string): string => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** Tracks are compared before their month is whole: the months known, and those since. */
export const overlapMonths = (known: readonly string[], today: DayString): string[] => {
  const months = [...known]
  for (let month = known.at(-1); month !== undefined && month < today.slice(0, 7);)
    months.push((month = monthAfter(month)))
  return months.length > 0 ? months : [today.slice(0, 7)]
}

/** Months that a period is compared over: exactly its own, and of one that is not whole yet what there is of it. */
export const overlapPeriod = (period: string, months: readonly string[], all: readonly string[]): string[] =>
  months.length > 0 ? [...months] : all.filter((month) => month === period)

const lastDayOf = (month: string): DayString =>
  `${month}-${new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()}`

/** First and last civil day of these months: no later than today, and no later than what was compared goes. */
export const overlapSpan = (
  months: readonly string[],
  until: DayString | null,
  today: DayString,
): { from: DayString; to: DayString } => {
  const last = lastDayOf(months.at(-1) ?? today.slice(0, 7))
  return {
    from: `${months[0] ?? today.slice(0, 7)}-01`,
    to: [last, today, until ?? last].reduce((a, b) => (b < a ? b : a)),
  }
}

export interface OverlapPoint {
  readonly month: string
  readonly trips: number
  readonly overlapping: number
  readonly value: number | null
  readonly by: OverlapSums['by']
}

export const overlapTrend = (rows: readonly OverlapMonth[], months: readonly string[]): OverlapPoint[] =>
  months.map((month) => {
    const { trips, overlapping, by } = overlapOf(rows, null, [month])
    const id: VehicleFigureId = 'overlap'
    return {
      month,
      trips,
      overlapping,
      by,
      value: figureValues({ now: zeroSums(), before: null, months: 1, overlap: { trips, overlapping } })[id],
    }
  })
