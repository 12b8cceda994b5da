import { sql } from 'kysely'
import type { Cell } from '#shared/energy/series/periods.ts'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { Transaction } from '../quarters/quarterRows.ts'

export type PlaceKind = 'region' | 'building' | 'unit'
/** A place's sum of one item over one day. */
export interface PlaceDay extends Readonly<Cell> {
  readonly kind: PlaceKind
  readonly place: string
  readonly item: RollItem
}
/** A county's item over one day by quarter hour. */
export interface CountyLine {
  readonly place: string
  readonly day: DayString
  readonly item: RollItem
  readonly wh: readonly number[]
  readonly estimated: readonly number[]
  readonly have: readonly number[]
  readonly expected: number
}
export interface MonthRow {
  readonly kind: PlaceKind
  readonly place: string
  readonly item: RollItem
  readonly month: string
  readonly wh: number[]
  readonly estimated: number[]
  readonly have: number[]
  readonly expected: number[]
}

/** Roll-ups of closed days. */
export interface EnergyPlaces {
  /** Sets one day in the months of places. */
  setDay(trx: Transaction, day: DayString, rows: readonly PlaceDay[]): Promise<void>
  setLines(trx: Transaction, lines: readonly CountyLine[]): Promise<void>
  months(
    kind: PlaceKind,
    places: readonly string[],
    items: readonly RollItem[],
    from: string,
    to: string,
    trx?: Transaction,
  ): Promise<MonthRow[]>
  lines(counties: readonly string[], item: RollItem, from: DayString, to: DayString): Promise<CountyLine[]>
}

const array = (values: readonly number[]): string => `{${values.join(',')}}`
const BATCH = 2_000

export const makeEnergyPlaces = (db: Db): EnergyPlaces => {
  const setSome = async (trx: Transaction, day: DayString, rows: readonly PlaceDay[]): Promise<void> => {
    const n = Number(day.slice(8))
    const one = (column: string, type: string) =>
      sql.raw(
        `array_fill(0::${type}, array[${n - 1}]) || ${column} || array_fill(0::${type}, array[${31 - n}])`,
      )
    await sql`insert into energy_place_months (kind, place, item, month, wh, estimated, have, expected)
      select k, p, i, ${day.slice(0, 7)}, ${one('w', 'float8')}, ${one('e', 'float8')}, ${one('h', 'int')},
        ${one('x', 'int')}
      from unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.place)}::text[],
        ${rows.map((r) => r.item)}::text[], ${rows.map((r) => r.wh)}::float8[],
        ${rows.map((r) => r.estimated)}::float8[], ${rows.map((r) => r.have)}::int[],
        ${rows.map((r) => r.expected)}::int[]) as t(k, p, i, w, e, h, x)
      on conflict (kind, place, item, month) do update
        set wh[${sql.raw(String(n))}] = excluded.wh[${sql.raw(String(n))}],
        estimated[${sql.raw(String(n))}] = excluded.estimated[${sql.raw(String(n))}],
        have[${sql.raw(String(n))}] = excluded.have[${sql.raw(String(n))}],
          expected[${sql.raw(String(n))}] = excluded.expected[${sql.raw(String(n))}]`.execute(trx)
  }
  return {
    setDay: async (trx, day, rows) => {
      for (let i = 0; i < rows.length; i += BATCH) await setSome(trx, day, rows.slice(i, i + BATCH))
    },
    setLines: async (trx, lines) => {
      if (lines.length === 0) return
      await sql`insert into energy_days (place, day, item, wh, estimated, have, expected)
        select p, d, i, w::float8[], e::float8[], h::int[], x
          from unnest(${lines.map((l) => l.place)}::text[], ${lines.map((l) => l.day)}::text[],
          ${lines.map((l) => l.item)}::text[], ${lines.map((l) => array(l.wh))}::text[],
          ${lines.map((l) => array(l.estimated))}::text[], ${lines.map((l) => array(l.have))}::text[],
            ${lines.map((l) => l.expected)}::int[]) as t(p, d, i, w, e, h, x)
        on conflict (place, day, item) do update
          set wh = excluded.wh, estimated = excluded.estimated, have = excluded.have,
          expected = excluded.expected`.execute(trx)
    },
    months: async (kind, places, items, from, to, trx = db) =>
      (
        await sql<MonthRow>`select kind, place, item, month, wh, estimated, have, expected
          from energy_place_months
          where kind = ${kind} and place = any(${[...places]}::text[]) and item = any(${[...items]}::text[])
            and month between ${from} and ${to} order by month`.execute(trx)
      ).rows,
    lines: async (counties, item, from, to) =>
      (
        await sql<CountyLine>`select place, day, item, wh, estimated, have, expected from energy_days
          where place = any(${[...counties]}::text[]) and item = ${item} and day between ${from}
          and ${to} order by day`.execute(db)
      ).rows,
  }
}
