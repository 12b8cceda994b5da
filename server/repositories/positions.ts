import { sql } from 'kysely'
import { CST_OFFSET_MS, type EpochMs } from '#shared/units.ts'
import type { Db } from '../db/open.ts'
import { arrayLiteral } from './columns.ts'

/** Reports as columns; the same index is the same report. */
export interface PositionColumns {
  readonly vehicle: number[]
  readonly at: number[]
  readonly lonE6: number[]
  readonly latE6: number[]
  readonly speed: number[]
  readonly heading: number[]
  readonly alarm: number[]
  readonly acc: boolean[]
}

export interface PositionRow {
  readonly vehicle: number
  readonly at: EpochMs
  readonly lon_e6: number
  readonly lat_e6: number
  readonly speed: number
  readonly heading: number
  readonly alarm: number
  readonly acc: boolean
}

export interface Positions {
  /** Durable when it resolves; a report that is already there is left as it is. Answers how many were new. */
  insert(columns: PositionColumns): Promise<number>
  /** In order of time, both ends included. */
  track(vehicle: number, from: EpochMs, to: EpochMs): Promise<PositionRow[]>
  /** Writes the newest state of vehicles, never over a newer one, and remembers that all up to `mark` is in it. */
  saveLatest(columns: PositionColumns, mark: EpochMs): Promise<void>
  /** The newest state of every vehicle: what was saved, and all reports since then. */
  loadLatest(): Promise<PositionRow[]>
  /** Drops whole civil days before this instant; answers their names. */
  dropBefore(before: EpochMs): Promise<string[]>
}

const DAY_MS = 86_400_000
const MARK = 'vehicle-latest'
/** Reports come late: what is loaded after the mark starts so much earlier. A later one shows with its vehicle's next report. */
const LATE_MS = 120_000
const PARTITION = /^positions_(\d{4})(\d{2})(\d{2})$/

const dayNumber = (at: EpochMs): number => Math.floor((at + CST_OFFSET_MS) / DAY_MS)
const partitionName = (day: number): string => `positions_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`

const values = (columns: PositionColumns) => sql`unnest(${arrayLiteral(columns.vehicle)}::integer[], ${arrayLiteral(columns.at)}::bigint[],
  ${arrayLiteral(columns.lonE6)}::integer[], ${arrayLiteral(columns.latE6)}::integer[], ${arrayLiteral(columns.speed)}::smallint[],
  ${arrayLiteral(columns.heading)}::smallint[], ${arrayLiteral(columns.alarm)}::bigint[], ${arrayLiteral(columns.acc)}::boolean[])`

export const makePositions = (db: Db): Positions => {
  const known = new Set<number>()

  const ensureDays = async (at: readonly number[]): Promise<void> => {
    for (const day of new Set(at.map(dayNumber))) {
      if (known.has(day)) continue
      const from = day * DAY_MS - CST_OFFSET_MS
      await sql.raw(`create table if not exists ${partitionName(day)} partition of positions for values from (${from}) to (${from + DAY_MS})`).execute(db)
      known.add(day)
    }
  }

  return {
    insert: async (columns) => {
      if (columns.vehicle.length === 0) return 0
      await ensureDays(columns.at)
      const result = await sql`insert into positions select * from ${values(columns)} as t(v, a, x, y, s, h, m, c) order by v, a on conflict do nothing`.execute(db)
      return Number(result.numAffectedRows ?? 0)
    },
    track: (vehicle, from, to) =>
      db.selectFrom('positions').selectAll().where('vehicle', '=', vehicle).where('at', '>=', from).where('at', '<=', to).orderBy('at').execute(),
    saveLatest: (columns, mark) =>
      db.transaction().execute(async (trx) => {
        await sql`insert into vehicle_latest select * from ${values(columns)} as t(v, a, x, y, s, h, m, c)
          on conflict (vehicle) do update set at = excluded.at, lon_e6 = excluded.lon_e6, lat_e6 = excluded.lat_e6, speed = excluded.speed,
          heading = excluded.heading, alarm = excluded.alarm, acc = excluded.acc where excluded.at > vehicle_latest.at`.execute(trx)
        await trx.insertInto('live_marks').values({ name: MARK, at: mark }).onConflict((c) => c.column('name').doUpdateSet({ at: mark })).execute()
      }),
    loadLatest: async () => {
      const mark = await db.selectFrom('live_marks').select('at').where('name', '=', MARK).executeTakeFirst()
      const saved = await db.selectFrom('vehicle_latest').selectAll().execute()
      const since = await db
        .selectFrom('positions')
        .distinctOn('vehicle')
        .selectAll()
        .where('at', '>', mark ? mark.at - LATE_MS : 0)
        .orderBy('vehicle')
        .orderBy('at', 'desc')
        .execute()
      return [...saved, ...since]
    },
    dropBefore: async (before) => {
      const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'positions'::regclass`.execute(db)
      const old = rows.filter(({ name }) => {
        const match = PARTITION.exec(name)
        return match !== null && Date.parse(`${match[1]}-${match[2]}-${match[3]}T00:00:00+08:00`) + DAY_MS <= before
      })
      for (const { name } of old) {
        await sql.raw(`drop table ${name}`).execute(db)
        known.clear()
      }
      return old.map(({ name }) => name)
    },
  }
}
