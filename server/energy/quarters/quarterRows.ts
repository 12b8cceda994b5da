import { sql, type Kysely } from 'kysely'
import type { HolderShare } from '#shared/energy/holders.ts'
import type { RoomCategory, RoomState } from '#shared/housing/rooms.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { Schema } from '../../db/schema.ts'
import type { RosterRow } from '../live/roster.ts'

/** A transaction under way, for what must stand together. */
export type Transaction = Kysely<Schema>

/** A meter's day as it is stored, with the registers that it follows from. */
export interface StoredRow {
  readonly meter: number
  readonly day: DayString
  readonly wh: (number | null)[]
  /** One letter a quarter; null where all were measured. */
  readonly marks: string | null
  readonly packed: Buffer | null
}
export interface RowToWrite {
  readonly meter: number
  readonly day: DayString
  readonly wh: readonly (number | null)[]
  readonly marks: string
  readonly sum: number | null
  readonly estimated: number
  readonly have: number
  readonly packed: Uint8Array
}
export interface StateRow {
  readonly ordinal: number
  readonly meter: string
  readonly at: EpochMs
  readonly total: number
  readonly kw: number
}
export interface HeldArea {
  readonly building: string
  readonly category: RoomCategory
  readonly state: RoomState
  readonly unit: string | null
  readonly usableDm2: number
}

export interface EnergyStore {
  /** Gives every meter its number, and reads them all. */
  roster(): Promise<RosterRow[]>
  areas(): Promise<HeldArea[]>
  /** Shares of buildings in force on a day; those of before the first known are taken as the first. */
  shares(day: DayString): Promise<Map<string, readonly HolderShare[]>>
  addShares(since: DayString, shares: readonly (readonly [string, readonly HolderShare[]])[]): Promise<void>
  openDays(): Promise<DayString[]>
  open(day: DayString): Promise<void>
  closed(day: DayString): Promise<void>
  /** A day's rows in order of meters after one of them. */
  page(day: DayString, after: number, limit: number): Promise<StoredRow[]>
  rows(meters: readonly number[], from: DayString, to: DayString, registers: boolean): Promise<StoredRow[]>
  states(): Promise<StateRow[]>
  /** One transaction: rows, their registers and newest readings stand together or not at all. */
  write(
    rows: readonly RowToWrite[],
    states: readonly Omit<StateRow, 'ordinal'>[],
    now: EpochMs,
  ): Promise<void>
  /** Registers of days before this one are no longer needed. */
  dropRegisters(before: DayString): Promise<void>
  transaction<T>(work: (trx: Transaction) => Promise<T>): Promise<T>
}

const array = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`
const ALL_MEASURED = 'm'.repeat(96)

/** Rows are taken in one order by whoever writes: two writers never hold what the other waits for. */
const byMeter = (a: RowToWrite, b: RowToWrite): number => a.meter - b.meter || (a.day < b.day ? -1 : 1)
const byName = (a: Pick<StateRow, 'meter'>, b: Pick<StateRow, 'meter'>): number =>
  a.meter < b.meter ? -1 : 1

const writeRows = (trx: Transaction, rows: readonly RowToWrite[], now: EpochMs) =>
  sql`with given as (select *
    from unnest(${rows.map((r) => r.meter)}::int[], ${rows.map((r) => r.day)}::text[],
    ${rows.map((r) => array(r.wh))}::text[],
    ${rows.map((r) => (r.marks === ALL_MEASURED ? null : r.marks))}::text[],
      ${rows.map((r) => r.sum)}::int8[], ${rows.map((r) => r.estimated)}::int8[],
        ${rows.map((r) => r.have)}::int2[],
        ${rows.map((r) => Buffer.from(r.packed.buffer, r.packed.byteOffset, r.packed.byteLength).toString('hex'))}::text[])
        as t(m, d, w, k, s, e, h, p)),
    days as (insert into energy_meter_days (meter, day, wh, marks, sum, estimated, have, updated_at)
      select m, d, w::int[], k, s, e, h, ${now} from given
      on conflict (meter, day) do update set wh = excluded.wh, marks = excluded.marks, sum = excluded.sum,
        estimated = excluded.estimated, have = excluded.have, updated_at = excluded.updated_at)
    insert into energy_registers (meter, day, packed) select m, d, decode(p, 'hex')
      from given on conflict (meter, day) do update set packed = excluded.packed`.execute(trx)

const writeStates = (trx: Transaction, states: readonly Omit<StateRow, 'ordinal'>[]) =>
  sql`insert into meter_state (meter, at, total, kw)
    select * from unnest(${states.map((s) => s.meter)}::text[], ${states.map((s) => s.at)}::bigint[],
      ${states.map((s) => s.total)}::float8[], ${states.map((s) => Math.fround(s.kw))}::real[])
    on conflict (meter) do update set at = excluded.at, total = excluded.total, kw = excluded.kw
      where excluded.at > meter_state.at`.execute(trx)

const readRoster = async (db: Db): Promise<RosterRow[]> => {
  await sql`insert into meter_ordinals (meter) select id from meters m where not exists (select 1
      from meter_ordinals o where o.meter = m.id) order by id on conflict do nothing`.execute(db)
  const { rows } =
    await sql<RosterRow>`select o.ordinal, m.id, m.building, b.county, m.item, m.rated_kw as "ratedKw", m.ratio, m.digits,
      m.changes
      from meters m join meter_ordinals o on o.meter = m.id join buildings b on b.id = m.building
        order by o.ordinal`.execute(db)
  return rows
}

const readAreas = async (db: Db): Promise<HeldArea[]> => {
  const { rows } = await sql<HeldArea>`select r.building, r.category, r.state, r.unit,
        sum(r.usable_dm2)::float8 as "usableDm2" from rooms r
      where exists (select 1 from meters m where m.building = r.building) group by 1, 2, 3, 4`.execute(db)
  return rows
}

const readShares = async (db: Db, day: DayString): Promise<Map<string, readonly HolderShare[]>> => {
  const { rows } = await sql<{
    building: string
    shares: HolderShare[]
  }>`select distinct on (building) building, shares from energy_shares
      order by building, (since <= ${day}) desc, case when since <= ${day} then since end desc, since`.execute(
    db,
  )
  return new Map(rows.map(({ building, shares }) => [building, shares]))
}

const addShares = async (
  db: Db,
  since: DayString,
  shares: readonly (readonly [string, readonly HolderShare[]])[],
): Promise<void> => {
  await sql`insert into energy_shares (building, since, shares) select b, ${since}, s::jsonb
      from unnest(${shares.map(([building]) => building)}::text[],
      ${shares.map(([, list]) => JSON.stringify(list))}::text[]) as t(b, s)
      on conflict (building, since) do update set shares = excluded.shares`.execute(db)
}

const readPage = async (db: Db, day: DayString, after: number, limit: number): Promise<StoredRow[]> =>
  (
    await sql<StoredRow>`select d.meter, d.day, d.wh, d.marks, r.packed from energy_meter_days d
        left join energy_registers r using (meter, day) where d.day = ${day} and d.meter > ${after}
        order by d.meter limit ${limit}`.execute(db)
  ).rows

const readRows = async (
  db: Db,
  meters: readonly number[],
  from: DayString,
  to: DayString,
  registers: boolean,
): Promise<StoredRow[]> => {
  if (meters.length === 0) return []
  const packed = registers ? sql`r.packed` : sql`null::bytea`
  const join = registers ? sql`left join energy_registers r using (meter, day)` : sql``
  return (
    await sql<StoredRow>`select d.meter, d.day, d.wh, d.marks, ${packed} as packed
        from energy_meter_days d ${join} where d.meter = any(${[...meters]}::int[])
        and d.day between ${from} and ${to} order by d.day`.execute(db)
  ).rows
}

const readStates = async (db: Db): Promise<StateRow[]> =>
  (
    await sql<StateRow>`select o.ordinal, s.meter, s.at, s.total, s.kw from meter_state s
        join meter_ordinals o using (meter)`.execute(db)
  ).rows

const write = (
  db: Db,
  rows: readonly RowToWrite[],
  states: readonly Omit<StateRow, 'ordinal'>[],
  now: EpochMs,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    if (rows.length > 0) await writeRows(trx, rows.toSorted(byMeter), now)
    if (states.length > 0) await writeStates(trx, states.toSorted(byName))
  })

export const makeEnergyStore = (db: Db): EnergyStore => ({
  roster: () => readRoster(db),
  areas: () => readAreas(db),
  shares: (day) => readShares(db, day),
  addShares: (since, shares) => addShares(db, since, shares),
  openDays: async () =>
    (await sql<{ day: DayString }>`select day from energy_open order by day`.execute(db)).rows.map(
      ({ day }) => day,
    ),
  open: async (day) =>
    void (await sql`insert into energy_open values (${day}) on conflict do nothing`.execute(db)),
  closed: async (day) => void (await sql`delete from energy_open where day = ${day}`.execute(db)),
  page: (day, after, limit) => readPage(db, day, after, limit),
  rows: (meters, from, to, registers) => readRows(db, meters, from, to, registers),
  states: () => readStates(db),
  write: (rows, states, now) => write(db, rows, states, now),
  dropRegisters: async (before) =>
    void (await sql`delete from energy_registers where day < ${before}`.execute(db)),
  transaction: (work) => db.transaction().execute(work),
})
