import { sql } from 'kysely'
import { MEASURES } from '#shared/indices/measures.ts'
import type { Db } from '../../db/open.ts'

/** What a platform counted of a place at the end of a month, `YYYY-MM`. */
export interface HandedMonth {
  readonly place: string
  readonly month: string
  readonly measures: number[]
}

/** The months that platforms handed over, from a month on and before another; oldest first. */
export interface HandedMonths {
  of(places: readonly string[], from: string, before: string): Promise<HandedMonth[]>
  /** Regions summed: a month of which one is missing that has anything itself now would be told as a part for the whole, and is left out. */
  sumOf(
    regions: readonly string[],
    from: string,
    before: string,
  ): Promise<Pick<HandedMonth, 'month' | 'measures'>[]>
}

interface MeasureMonthsTable {
  place: string
  kind: 'province' | 'city' | 'county' | 'compound' | 'building' | 'unit'
  month: string
  /** In wire order. */
  measures: number[]
  source: string
  source_id: string
  updated_at: number
  received_at: number
}
declare module '../../db/schema.ts' {
  interface Schema {
    measure_months: MeasureMonthsTable
  }
}

const SUMS = sql.raw(MEASURES.map((_, i) => `sum(h.measures[${i + 1}])::int8`).join(', '))

export const makeHandedMonths = (db: Db): HandedMonths => ({
  of: async (places, from, before) =>
    (
      await sql<HandedMonth>`select place, month, array_to_json(measures) as measures from measure_months
        where place = any(${[...places]}) and month >= ${from} and month < ${before} order by month, place`.execute(
        db,
      )
    ).rows,
  sumOf: async (regions, from, before) =>
    (
      await sql<{ month: string; measures: number[] }>`with held as (
          select p.id from place_measures p left join (
              select parent, sum(records + vehicles) as below from place_measures where kind in ('county', 'city') group by parent) c on c.parent = p.id
            where p.id = any(${[...regions]}) and p.records + p.vehicles > coalesce(c.below, 0))
        select h.month, array_to_json(array[${SUMS}]) as measures
          from measure_months h where h.place = any(${[...regions]}) and h.month >= ${from} and h.month < ${before}
          group by h.month having count(*) filter (where h.place in (select id from held)) = (select count(*) from held)
          order by h.month`.execute(db)
    ).rows,
})
