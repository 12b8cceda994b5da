import { addCell, noCell, type Cell } from '#shared/energy/series/periods.ts'
import { QUARTERS_PER_DAY } from '#shared/energy/series/quarters.ts'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { EnergyRecords, RecordsOf } from './recordRows.ts'

/** A period's sum, and what of it the platform's own months and days gave. */
export interface SpanCell extends Cell {
  platform: number
}
export interface Span {
  readonly item: RollItem
  readonly period: 'month' | 'year'
  /** Every day of it, up to today, ascending. */
  readonly days: readonly DayString[]
  /** What is kept here, by day. */
  readonly kept: ReadonlyMap<DayString, Cell>
  /** Meters behind the item now: what a day that was not seen here would have had. */
  readonly meters: number
  /** null for a meter: the platform reports none. */
  readonly of: RecordsOf | null
  /** The part of a building that counts. */
  readonly shareOf: (building: string | null) => number
}

/** With fewer of its meter quarters read than this, a day or a month says less than the platform's own record of it. */
const LEAST_READ = 0.9
/** Where nothing is metered the platform's record is all there is. */
const isThin = ({ have, expected }: Pick<Cell, 'have' | 'expected'>): boolean =>
  expected === 0 || have < expected * LEAST_READ

const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
const sumsOf = <K extends 'month' | 'day'>(
  rows: readonly ({ readonly building: string | null; readonly wh: number } & Record<K, string>)[],
  key: K,
  shareOf: Span['shareOf'],
): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(row[key], (sums.get(row[key]) ?? 0) + row.wh * shareOf(row.building))
  return sums
}

/**
 * Months and years of a span, whole: of days that are not kept here, or hardly, the platform's own record stands in: of
 * a whole month its month, else the day of its archive. What nobody knows stays in `expected` without a value.
 */
export const fillSpan = async (records: EnergyRecords, span: Span): Promise<Map<string, SpanCell>> => {
  const cells = span.days.map(
    (day) => [day, span.kept.get(day) ?? { ...noCell(), expected: span.meters * QUARTERS_PER_DAY }] as const,
  )
  const byMonth = Map.groupBy(cells, ([day]) => day.slice(0, 7))
  const asked = [...byMonth.keys()]
  const thin = cells.flatMap(([day, cell]) => (isThin(cell) ? [day] : []))
  const { of } = span
  const known = of !== null && thin.length > 0
  const months = known
    ? sumsOf(
        await records.months(of, span.item, asked[0] as string, asked.at(-1) as string),
        'month',
        span.shareOf,
      )
    : new Map<string, number>()
  const isReported = (month: string): boolean =>
    months.has(month) && byMonth.get(month)?.length === daysIn(month)
  const unreported = thin.filter((day) => !isReported(day.slice(0, 7)))
  const days =
    known && unreported.length > 0
      ? sumsOf(await records.days(of, span.item, unreported), 'day', span.shareOf)
      : new Map<string, number>()
  const out = new Map<string, SpanCell>()
  for (const [month, parts] of byMonth) {
    const key = span.period === 'month' ? month : month.slice(0, 4)
    const into = out.get(key) ?? { ...noCell(), platform: 0 }
    out.set(key, into)
    const whole = parts.reduce((sum, [, cell]) => addCell(sum, cell), noCell())
    const reported = parts.length === daysIn(month) && isThin(whole) ? months.get(month) : undefined
    if (reported !== undefined) {
      addCell(into, { ...whole, wh: reported, estimated: 0 })
      into.platform += reported
      continue
    }
    for (const [day, cell] of parts) {
      const archived = isThin(cell) ? days.get(day) : undefined
      addCell(into, archived === undefined ? cell : { ...cell, wh: archived, estimated: 0 })
      into.platform += archived ?? 0
    }
  }
  return out
}
