import { sql } from 'kysely'
import type { DayString, EpochMs, SquareDecimetres } from '#shared/kernel/units.ts'
import type { MonthUse } from '#shared/energy/insight/burnDown.ts'
import type { Amounts } from '#shared/energy/coal.ts'
import type { Db } from '../../db/open.ts'
import { quotaInForce } from '../../db/pieces.ts'

/** Amounts are of twelve whole months. */
export interface BuildingFacts extends Required<Amounts> {
  readonly id: string
  readonly name: string
  readonly county: string
  readonly grossDm2: SquareDecimetres
  readonly idleDm2: SquareDecimetres
  readonly usableDm2: SquareDecimetres
  readonly waterM3: number
  /** 用能人数 that sit in the building: its units', by usable area. */
  readonly people: number
  /** Level of the unit that holds the most room; null where none does. */
  readonly level: string | null
  /** In force: the year's, or the year's before while the new one is not published. */
  readonly quotaKwh: number | null
  readonly quotaYear: number | null
  readonly quotaBasis: string | null
}
/** A building's month; `kwh` is its electricity. */
export interface MonthRow extends MonthUse, Omit<Required<Amounts>, 'electricityKwh'> {
  readonly building: string
}
export interface UnitShare {
  readonly unit: string
  readonly name: string
  readonly building: string
  readonly idleDm2: SquareDecimetres
  readonly usableDm2: SquareDecimetres
}
/** 特殊用电 as a part of all electricity, 0 to 1. */
interface SpecialShare {
  readonly building: string
  readonly share: number
}
/** What the main meter and its 分项 meters counted over the same quarter hours. */
interface Balance {
  readonly building: string
  readonly wholeKwh: number
  readonly partsKwh: number
}
interface ItemUse {
  readonly item: string
  readonly kwh: number
}
export interface ToldRow<Body> {
  readonly id: string
  readonly county: string
  readonly at: EpochMs
  readonly body: Body
}

/** The facts that the background work judges, and where it keeps what it found. */
export interface EnergyInsightRows {
  buildings(county: string, year: number): Promise<BuildingFacts[]>
  months(county: string, from: string): Promise<MonthRow[]>
  /** 特殊用电 ÷ all electricity of these days by building, where both are metered. */
  special(county: string, days: readonly DayString[]): Promise<SpecialShare[]>
  /** The same over closed days, where a week or more of them was metered. */
  weeksSpecial(county: string, from: DayString, to: DayString): Promise<SpecialShare[]>
  /** A day by the main meter and by its 分项 meters together, where all five are read in the same quarter hours. */
  balance(county: string, day: DayString): Promise<Balance[]>
  /** A day's use of one building by item. */
  itemsOf(building: string, day: DayString): Promise<ItemUse[]>
  /** Rooms of units that hold idle ones, by unit and building. */
  unitShares(counties: readonly string[], unit: string | null): Promise<UnitShare[]>
  told<Body>(kind: 'building' | 'region'): Promise<ToldRow<Body>[]>
  /** Replaces a county's rows of a kind: what is no longer there goes. */
  keep(
    kind: 'building' | 'region',
    county: string,
    at: EpochMs,
    rows: readonly { id: string; body: object }[],
  ): Promise<void>
}

/** Fewer days say nothing of a year: a weekend's special use is a larger share. */
const LEAST_DAYS = 7
/** Fewer quarter hours of a day say nothing of a balance. */
const LEAST_QUARTERS = 48
const FROM_MEASURES = [
  'electricityKwh',
  'gasM3',
  'waterM3',
  'heatMj',
  'coolMj',
  'pvKwh',
  'coalKg',
  'oilKg',
  'lpgKg',
] as const

const readBuildings = async (db: Db, county: string, year: number): Promise<BuildingFacts[]> =>
  (
    await sql<BuildingFacts>`select b.id, concat_ws(' ', c.name, b.name) as name, b.county, b.gross_dm2 as "grossDm2", coalesce(m."idleDm2", 0) as "idleDm2",
        coalesce(m."usableDm2", 0) as "usableDm2",
      coalesce(m."energyUsers", 0) as people,
        ${sql.raw(FROM_MEASURES.map((name) => `coalesce(m."${name}", 0) as "${name}"`).join(', '))},
        l.level, round(q.electricity_kwh::numeric)::float8 as "quotaKwh", q.year as "quotaYear",
        q.basis as "quotaBasis"
      from buildings b left join compounds c on c.id = b.compound left join place_measures m
        on m.id = b.id left join lateral ${quotaInForce('b.id', year)} q on true
      left join (select distinct on (r.building) r.building, u.level from rooms r
        join units u on u.id = r.unit where r.county = ${county} group by r.building, u.level
        order by r.building, sum(r.usable_dm2) desc) l on l.building = b.id
      where b.county = ${county}`.execute(db)
  ).rows

const readMonths = async (db: Db, county: string, from: string): Promise<MonthRow[]> =>
  (
    await sql<MonthRow>`select e.building, e.month, e.electricity_kwh as kwh, e.gas_m3 as "gasM3",
        e.heat_gj * 1000 as "heatMj", e.cool_gj * 1000 as "coolMj", e.pv_kwh as "pvKwh",
        e.coal_kg as "coalKg", e.oil_kg as "oilKg", e.lpg_kg as "lpgKg" from energy_months e
        join buildings b on b.id = e.building
      where b.county = ${county} and e.month >= ${from} order by e.month`.execute(db)
  ).rows

const readSpecial = async (db: Db, county: string, days: readonly DayString[]): Promise<SpecialShare[]> =>
  (
    await sql<SpecialShare>`select building, (special / whole)::float8 as share from (
        select m.building, sum(s.kwh) filter (where m.item = '01D00') as special,
          sum(s.kwh) filter (where m.item in ('01A00', '01B00', '01C00', '01D00')) as whole
        from meter_days d join meters m on m.id = d.meter join buildings b on b.id = m.building
          cross join lateral (select sum(v) as kwh from unnest(d.values) v) s
        where b.county = ${county} and d.day = any(${[...days]}) and m.item like '01_00'
          group by m.building) parts
      where special is not null and whole > 0`.execute(db)
  ).rows

const readWeeksSpecial = async (
  db: Db,
  county: string,
  from: DayString,
  to: DayString,
): Promise<SpecialShare[]> =>
  (
    await sql<SpecialShare>`select building, (special / whole)::float8 as share from (
        select p.place as building, sum(d.wh) filter (where p.item = '01D00') as special,
          sum(d.wh) as whole, count(*) filter (where p.item = '01D00') as days
        from energy_place_months p join buildings b on b.id = p.place
          cross join lateral unnest(p.wh, p.have) with ordinality as d(wh, have, n)
        where p.kind = 'building' and b.county = ${county} and p.item in ('01A00', '01B00', '01C00', '01D00')
          and p.month between ${from.slice(0, 7)} and ${to.slice(0, 7)}
          and d.have > 0 and p.month || '-' || lpad(d.n::text, 2, '0') between ${from} and ${to}
            group by 1) sums
      where days >= ${LEAST_DAYS} and special is not null and whole > 0`.execute(db)
  ).rows

const readBalance = async (db: Db, county: string, day: DayString): Promise<Balance[]> =>
  (
    await sql<Balance>`select building, sum(whole)::float8 as "wholeKwh", sum(parts)::float8 as "partsKwh" from (
        select m.building, q.n, max(q.v) filter (where m.item = 'total') as whole,
          sum(q.v) filter (where m.item <> 'total') as parts
        from meter_days d join meters m on m.id = d.meter join buildings b on b.id = m.building
          cross join lateral unnest(d.values) with ordinality q(v, n)
        where b.county = ${county} and d.day = ${day} and m.item in ('total', '01A00', '01B00', '01C00', '01D00')
          group by 1, 2 having count(q.v) = 5) quarters
      group by building having count(*) >= ${LEAST_QUARTERS}`.execute(db)
  ).rows

const readItems = async (db: Db, building: string, day: DayString): Promise<ItemUse[]> =>
  (
    await sql<ItemUse>`select m.item, sum(s.kwh)::float8 as kwh from meter_days d join meters m on m.id = d.meter
        cross join lateral (select sum(v) as kwh from unnest(d.values) v) s
      where m.building = ${building} and d.day = ${day} and s.kwh is not null group by m.item`.execute(db)
  ).rows

const readUnitShares = async (
  db: Db,
  counties: readonly string[],
  unit: string | null,
): Promise<UnitShare[]> =>
  (
    await sql<UnitShare>`select r.unit, u.name, r.building,
        coalesce(sum(r.usable_dm2) filter (where r.state = 'idle'), 0)::int8 as "idleDm2",
        sum(r.usable_dm2)::int8 as "usableDm2"
      from rooms r join units u on u.id = r.unit
        where r.county = any(${[...counties]}) and (${unit}::text is null or r.unit = ${unit})
        group by 1, 2, 3
      having ${unit}::text is not null or bool_or(r.state = 'idle')`.execute(db)
  ).rows

const keepTold = (
  db: Db,
  kind: 'building' | 'region',
  county: string,
  at: EpochMs,
  rows: readonly { id: string; body: object }[],
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await sql`delete from energy_told where kind = ${kind} and county = ${county}
        and not id = any(${rows.map((row) => row.id)})`.execute(trx)
    if (rows.length === 0) return
    await sql`insert into energy_told (kind, id, county, at, body)
        select ${kind}, i, ${county}, ${at}, b::jsonb
        from unnest(${rows.map((row) => row.id)}::text[],
        ${rows.map((row) => JSON.stringify(row.body))}::text[]) as t(i, b)
        on conflict (kind, id) do update set county = excluded.county, at = excluded.at, body = excluded.body`.execute(
      trx,
    )
  })

export const makeEnergyInsightRows = (db: Db): EnergyInsightRows => ({
  buildings: (county, year) => readBuildings(db, county, year),
  months: (county, from) => readMonths(db, county, from),
  special: (county, days) => readSpecial(db, county, days),
  weeksSpecial: (county, from, to) => readWeeksSpecial(db, county, from, to),
  balance: (county, day) => readBalance(db, county, day),
  itemsOf: (building, day) => readItems(db, building, day),
  unitShares: (counties, unit) => readUnitShares(db, counties, unit),
  told: async <Body>(kind: 'building' | 'region') =>
    (await db
      .selectFrom('energy_told')
      .select(['id', 'county', 'at', 'body'])
      .where('kind', '=', kind)
      .execute()) as unknown as ToldRow<Body>[],
  keep: (kind, county, at, rows) => keepTold(db, kind, county, at, rows),
})
