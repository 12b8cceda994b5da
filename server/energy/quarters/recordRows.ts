import { sql } from 'kysely'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** Buildings, or all buildings of counties. */
export type RecordsOf = { readonly counties: readonly string[] } | { readonly buildings: readonly string[] }
/** Thousandths of the item's unit; `building` null where the rows of many are summed. */
interface MonthAmount {
  readonly building: string | null
  readonly month: string
  readonly wh: number
}
interface DayAmount {
  readonly building: string | null
  readonly day: DayString
  readonly wh: number
}

/** What the platform itself reports of months and of days: what lies before the quarter hours that are kept here. */
export interface EnergyRecords {
  /** Months from one to another, both included, ; none of items that are not reported by month. */
  months(of: RecordsOf, item: RollItem, from: string, to: string): Promise<MonthAmount[]>
  /** Days that the platform sent, of the whole electricity alone. */
  days(of: RecordsOf, item: RollItem, days: readonly DayString[]): Promise<DayAmount[]>
}

/** Which column reports an item by month. */
// prettier-ignore
const COLUMN: Partial<Record<RollItem, string>> = {
  total: 'electricity_kwh', gas: 'gas_m3', water: 'water_m3', heat: 'heat_gj', cool: 'cool_gj',
  pv: 'pv_kwh', coal: 'coal_kg', oil: 'oil_kg', lpg: 'lpg_kg',
}

export const makeEnergyRecords = (db: Db): EnergyRecords => {
  const where = (of: RecordsOf) =>
    'counties' in of ? sql`b.county = any(${[...of.counties]})` : sql`b.id = any(${[...of.buildings]})`
  const key = (of: RecordsOf) => sql.raw('counties' in of ? 'null::text' : 'b.id')
  return {
    months: async (of, item, from, to) => {
      const column = COLUMN[item]
      if (!column) return []
      const { rows } = await sql<MonthAmount>`select ${key(of)} as building, e.month,
          (sum(e.${sql.raw(column)}) * 1000)::float8 as wh
        from energy_months e join buildings b on b.id = e.building
        where ${where(of)} and e.month between ${from} and ${to} group by 1, 2 order by 2`.execute(db)
      return rows
    },
    days: async (of, item, days) => {
      if (item !== 'total' || days.length === 0) return []
      const { rows } =
        await sql<DayAmount>`select ${key(of)} as building, h.day, (sum(s.kwh) * 1000)::float8 as wh
        from energy_hours h join buildings b on b.id = h.building
        cross join lateral (select sum(v)::float8 as kwh from unnest(h.values) v) s
        where ${where(of)} and h.origin = 'platform' and h.day = any(${[...days]}) group by 1, 2`.execute(db)
      return rows
    },
  }
}
