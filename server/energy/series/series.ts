import { DAY_MS } from '#shared/kernel/time/time.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { HolderShare } from '#shared/energy/holders.ts'
import {
  noCell,
  addCell,
  endedQuarters,
  foldDays,
  foldQuarters,
  periodStart,
  type Cell,
  type Period,
} from '#shared/energy/series/periods.ts'
import { QUARTERS_PER_DAY, addDays } from '#shared/energy/series/quarters.ts'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { EnergyRecords } from '../quarters/recordRows.ts'
import type { EnergyPlaces, PlaceKind } from '../live/placeRows.ts'
import type { EnergyStore } from '../quarters/quarterRows.ts'
import type { EnergyBook } from '../quarters/book.ts'
import { buildingLines, noLine, sumLine, type ItemLine } from '../quarters/lines.ts'
import { makePlaceLines, NO_SHARES } from './placeLines.ts'
import { fillSpan } from '../quarters/spans.ts'
import { shareOf, type RosterMeter } from '../live/roster.ts'

export interface SeriesQuery {
  readonly kind: PlaceKind | 'meter'
  readonly id: string
  readonly item: RollItem
  readonly period: Period
  /** Both included. */
  readonly from: DayString
  readonly to: DayString
}
/** Energy of one period. kWh, m³ for water and gas; null where nothing was read. */
interface SeriesPoint {
  readonly key: string
  readonly at: EpochMs
  readonly kwh: number | null
  /** How much of it was reckoned over gaps, changes of meters and rollovers. */
  readonly estimatedKwh: number
  /** Meter quarters with a value, of those that had ended. */
  readonly have: number
  readonly expected: number
  /** Of a month or a year: what of it the platform's own months and days gave, where few quarters or none are kept here. */
  readonly platformKwh?: number
  /** How the value came about; only of a single meter's quarters. */
  readonly mark?: string
}

export interface EnergySeries {
  /** @throws bad-request when more days are asked of than one answer of the period holds. */
  read(query: SeriesQuery): Promise<SeriesPoint[]>
  /** Day sums of many places at once, by place and day: closed days and those in memory. */
  days(
    kind: PlaceKind,
    places: readonly string[],
    item: RollItem,
    from: DayString,
    to: DayString,
  ): Promise<Map<string, Map<DayString, Cell>>>
  /** Who holds a building, in force now. */
  shares(building: string): readonly HolderShare[]
  /** Every building's whole electricity by quarter hour of a day, Wh. */
  wholes(day: DayString): Promise<ReadonlyMap<string, ItemLine>>
  /** Means of a quarter hour 0–5 h and 9–17 h over each building's whole electricity. */
  nights(day: DayString): Promise<{ building: string; nightKwh: number; dayKwh: number }[]>
}

export interface SeriesDeps {
  readonly book: EnergyBook
  readonly store: EnergyStore
  readonly places: EnergyPlaces
  readonly records: EnergyRecords
  readonly countiesOf: (region: string) => readonly string[]
  readonly clock: () => EpochMs
}

/** Days from the first to the last of one answer, both included. */
const MOST_DAYS: Record<Period, number> = { quarter: 31, hour: 92, day: 1_100, month: 3_660, year: 7_320 }
const PERIOD_ZH: Record<Period, string> = { quarter: '刻', hour: '时', day: '日', month: '月', year: '年' }

/** Counts before anything is made. */
const refuseTooLong = ({ period, from, to }: Pick<SeriesQuery, 'period' | 'from' | 'to'>): void => {
  const [days, most] = [(startOfDay(to) - startOfDay(from)) / DAY_MS + 1, MOST_DAYS[period]]
  if (days <= most) return
  const what = `按${PERIOD_ZH[period]}一次最多查询 ${most} 天 / one answer by ${period} holds ${most} days`
  throw new AppError('bad-request', `from, to: ${what}; found ${days}`, {
    details: { field: 'from', most, found: days },
  })
}

const daysFrom = (from: DayString, to: DayString): DayString[] => {
  const days: DayString[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** What a series is read from: memory, the database, and the lines that both make. */
type Kept = SeriesDeps & ReturnType<typeof makePlaceLines>

const closedDays = async (
  { places, book }: Kept,
  kind: PlaceKind,
  ids: readonly string[],
  item: RollItem,
  from: DayString,
  to: DayString,
): Promise<Map<string, Map<DayString, Cell>>> => {
  const out = new Map<string, Map<DayString, Cell>>()
  for (const row of await places.months(kind, ids, [item], from.slice(0, 7), to.slice(0, 7))) {
    const days = out.get(row.place) ?? new Map<DayString, Cell>()
    out.set(row.place, days)
    row.expected.forEach((expected, i) => {
      const day = `${row.month}-${String(i + 1).padStart(2, '0')}`
      if (expected > 0 && day >= from && day <= to && !book.held(day))
        days.set(day, {
          wh: row.wh[i] as number,
          estimated: row.estimated[i] as number,
          have: row.have[i] as number,
          expected,
        })
    })
  }
  return out
}

const daySums = async (kept: Kept, query: SeriesQuery): Promise<Map<DayString, Cell>> => {
  const { book, countiesOf, linesOf, clock } = kept
  const days = daysFrom(query.from, query.to)
  const sums = new Map<DayString, Cell>()
  const direct = query.kind === 'meter' ? days : days.filter((day) => book.held(day))
  if (query.kind !== 'meter') {
    const ids = query.kind === 'region' ? countiesOf(query.id) : [query.id]
    for (const [, byDay] of await closedDays(kept, query.kind, ids, query.item, query.from, query.to))
      for (const [day, cell] of byDay) sums.set(day, addCell(sums.get(day) ?? noCell(), cell))
  }
  for (const [day, line] of await linesOf(query, direct))
    sums.set(day, sumLine(line, endedQuarters(day, clock())))
  return sums
}

const readFine = async (
  kept: Kept,
  query: SeriesQuery & { period: 'quarter' | 'hour' },
): Promise<SeriesPoint[]> => {
  const { linesOf, clock } = kept
  const days = daysFrom(query.from, query.to)
  const lines = await linesOf(query, days)
  const marks =
    query.kind === 'meter' && query.period === 'quarter' ? await marksOf(kept, query.id, days) : null
  const points = days.flatMap((day) => {
    const line = lines.get(day) ?? noLine()
    const ended = endedQuarters(day, clock())
    const cells = Array.from({ length: QUARTERS_PER_DAY }, (_, q): Cell => ({
      wh: line.wh[q] as number,
      estimated: line.estimated[q] as number,
      have: line.have[q] as number,
      expected: q < ended ? line.meters : 0,
    }))
    return toPoints(foldQuarters(query.period, day, cells))
  })
  return marks ? points.map((point, i) => ({ ...point, mark: marks[i] ?? '.' })) : points
}

const readLong = async (
  kept: Kept,
  query: SeriesQuery & { period: 'month' | 'year' },
): Promise<SeriesPoint[]> => {
  const { clock, book, records, linesOf, countiesOf } = kept
  const today = dayOf(clock())
  const { kind, id, item, period } = query
  const buildings = kind === 'unit' ? (book.roster().buildingsOfUnit.get(id) ?? []) : [id]
  const shareIn = (building: string): number => shareOf(book.roster().shares.get(building) ?? NO_SHARES, id)
  const cells = await fillSpan(records, {
    item,
    period,
    days: daysFrom(query.from, query.to),
    kept: await daySums(kept, query),
    meters: (await linesOf(query, [today])).get(today)?.meters ?? 0,
    of: kind === 'meter' ? null : kind === 'region' ? { counties: countiesOf(id) } : { buildings },
    shareOf: (building) => (kind === 'unit' && building !== null ? shareIn(building) : 1),
  })
  return [...cells].map(([key, cell]) => ({ ...toPoint(key, cell), platformKwh: cell.platform / 1000 }))
}

const marksOf = async (
  { book, quartersOf }: Kept,
  id: string,
  days: readonly DayString[],
): Promise<string> => {
  const meter = book.roster().byId.get(id)
  const quarters = await quartersOf(meter ? [meter] : [], days)
  return days
    .map((day) => (meter ? quarters(meter, day)?.marks : null) ?? '.'.repeat(QUARTERS_PER_DAY))
    .join('')
}

const wholes = async ({ book, quartersOf }: Kept, day: DayString): Promise<ReadonlyMap<string, ItemLine>> => {
  const roster = book.roster()
  const quarters = await quartersOf(
    book.held(day) ? [] : (roster.meters.filter((meter) => meter?.whole === true) as RosterMeter[]),
    [day],
  )
  const lines = [...roster.ofBuilding].map(
    ([building, meters]) =>
      [
        building,
        buildingLines(
          meters.filter(({ whole }) => whole),
          (meter) => quarters(meter, day),
          NO_SHARES,
        ).get('total'),
      ] as const,
  )
  return new Map(lines.filter((pair): pair is readonly [string, ItemLine] => pair[1] !== undefined))
}

const readPeriods = async (kept: Kept, query: SeriesQuery): Promise<SeriesPoint[]> => {
  const { clock } = kept
  refuseTooLong(query)
  const today = dayOf(clock())
  const asked = { ...query, to: query.to > today ? today : query.to }
  const { period } = asked
  if (period === 'quarter' || period === 'hour') return readFine(kept, { ...asked, period })
  if (period !== 'day') return readLong(kept, { ...asked, period })
  return toPoints(
    foldDays(
      period,
      [...(await daySums(kept, asked))].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )
}

const placeDays = async (
  kept: Kept,
  kind: PlaceKind,
  ids: readonly string[],
  item: RollItem,
  from: DayString,
  to: DayString,
): Promise<Map<string, Map<DayString, Cell>>> => {
  const { book, linesOf, clock } = kept
  const out = await closedDays(kept, kind, ids, item, from, to)
  const held = daysFrom(from, to).filter((day) => book.held(day))
  for (const id of ids) {
    const days = out.get(id) ?? new Map<DayString, Cell>()
    out.set(id, days)
    for (const [day, line] of await linesOf({ kind, id, item }, held))
      days.set(day, sumLine(line, endedQuarters(day, clock())))
  }
  return out
}

const nightsOf = async (
  kept: Kept,
  day: DayString,
): Promise<{ building: string; nightKwh: number; dayKwh: number }[]> => {
  return [...(await wholes(kept, day))].flatMap(([building, line]) => {
    const [nightKwh, dayKwh] = [meanOf(line, 0, 20), meanOf(line, 36, 68)]
    return nightKwh === null || dayKwh === null ? [] : [{ building, nightKwh, dayKwh }]
  })
}

export const makeEnergySeries = (deps: SeriesDeps): EnergySeries => {
  const { book } = deps
  const kept: Kept = { ...deps, ...makePlaceLines(deps) }
  return {
    read: (query) => readPeriods(kept, query),
    days: (kind, ids, item, from, to) => placeDays(kept, kind, ids, item, from, to),
    shares: (building) => book.roster().shares.get(building) ?? NO_SHARES,
    wholes: (day) => wholes(kept, day),
    nights: (day) => nightsOf(kept, day),
  }
}

const meanOf = (line: ItemLine, from: number, to: number): number | null => {
  let [sum, count] = [0, 0]
  for (let quarter = from; quarter < to; quarter++) {
    if (line.have[quarter] === 0) continue
    sum += line.wh[quarter] as number
    count++
  }
  return count === 0 ? null : sum / count / 1000
}

const toPoint = (key: string, { wh, estimated, have, expected }: Cell): SeriesPoint => ({
  key,
  at: periodStart(key),
  kwh: have === 0 && wh === 0 ? null : wh / 1000,
  estimatedKwh: estimated / 1000,
  have,
  expected,
})
const toPoints = (cells: ReadonlyMap<string, Cell>): SeriesPoint[] =>
  [...cells].map(([key, cell]) => toPoint(key, cell))
