import { sql } from 'kysely'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { Selectable } from 'kysely'
import type { VehicleFactsTable } from '../../db/tables/live.ts'

export type FactRow = Selectable<VehicleFactsTable>

/** What of an alert lies in some regions or belongs to a unit. */
export interface FactShare {
  readonly alert: string
  readonly count: number
  readonly units: number
  readonly plate: string
}

export interface FactQuery {
  readonly regions: readonly string[] | null
  readonly unit: string | null
  /** As it stood at this instant; now when left out. */
  readonly at?: EpochMs | undefined
}

export interface VehicleFacts {
  load(): Promise<FactRow[]>
  /** All of it or nothing; a second time changes nothing. What took another fact's place goes into the past. */
  save(
    rows: readonly FactRow[],
    gone: readonly { readonly rule: string; readonly vehicle: string }[],
    now: EpochMs,
  ): Promise<void>
  /** Of storms: their id names a region after an @. */
  shares(query: FactQuery): Promise<FactShare[]>
  /** What happened at a fence, newest first. */
  ofFence(
    fence: string,
    query: FactQuery & { readonly limit: number },
  ): Promise<{ rows: FactRow[]; total: number }>
  /** The vehicles behind an alert, newest first. */
  ofAlert(
    alert: string,
    query: FactQuery & { readonly limit: number },
  ): Promise<{ rows: FactRow[]; total: number }>
  /** Forgets what went before. */
  forget(before: EpochMs): Promise<void>
}

/** Rows in one statement. */
const PAGE = 5000
const COLUMNS =
  'rule text, vehicle text, alert text, day text, unit text, region text, plate text, severity text, first_at bigint, last_at bigint, lon_e7 integer, lat_e7 integer, speed_dkmh smallint, held_ms bigint, fence text, fence_name text, fence_kind text, detail jsonb'
const NAMES = COLUMNS.split(', ').map((column) => column.split(' ')[0] as string)
const CHANGES = NAMES.slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

export const makeVehicleFacts = (db: Db): VehicleFacts => {
  const within = ({ regions, unit }: FactQuery) =>
    sql`(${regions === null ? null : [...regions]}::text[] is null or region = any(${regions === null ? null : [...regions]})) and (${unit}::text is null or unit = ${unit})`
  /** A fact was there from its first report until it went. */
  const facts = ({ at }: FactQuery) =>
    at === undefined
      ? sql`vehicle_facts`
      : sql`(select ${sql.raw(NAMES.join(', '))} from vehicle_facts where first_at <= ${at} union all
          select ${sql.raw(NAMES.map((name) => `r.${name}`).join(', '))} from vehicle_facts_past p, jsonb_populate_record(null::vehicle_facts, p.fact) r where p.first_at <= ${at} and p.gone_at > ${at}) f`
  return {
    load: () => db.selectFrom('vehicle_facts').selectAll().execute(),
    save: (rows, gone, now) =>
      db.transaction().execute(async (trx) => {
        const keep = sql`insert into vehicle_facts_past (rule, vehicle, alert, first_at, gone_at, fact)`
        const once = sql`on conflict (rule, vehicle, alert, first_at) do update set gone_at = excluded.gone_at, fact = excluded.fact`
        for (let i = 0; i < gone.length; i += PAGE) {
          await sql`with went as (delete from vehicle_facts f using jsonb_to_recordset(${JSON.stringify(gone.slice(i, i + PAGE))}::jsonb) as g(rule text, vehicle text) where f.rule = g.rule and f.vehicle = g.vehicle returning f.*)
            ${keep} select rule, vehicle, alert, first_at, ${now}, to_jsonb(went) from went ${once}`.execute(
            trx,
          )
        }
        for (let i = 0; i < rows.length; i += PAGE) {
          const page = JSON.stringify(rows.slice(i, i + PAGE))
          await sql`${keep} select f.rule, f.vehicle, f.alert, f.first_at, ${now}, to_jsonb(f) from vehicle_facts f join jsonb_to_recordset(${page}::jsonb) as r(${sql.raw(COLUMNS)})
            on r.rule = f.rule and r.vehicle = f.vehicle where r.first_at <> f.first_at or r.alert <> f.alert ${once}`.execute(
            trx,
          )
          await sql`insert into vehicle_facts (${sql.raw(NAMES.join(', '))}) select ${sql.raw(NAMES.join(', '))} from jsonb_to_recordset(${page}::jsonb) as r(${sql.raw(COLUMNS)})
            on conflict (rule, vehicle) do update set ${sql.raw(CHANGES)}`.execute(trx)
        }
      }),
    shares: async (query) => {
      const { rows } =
        await sql<FactShare>`select alert, count(*)::int as count, count(distinct unit)::int as units, min(plate) as plate from ${facts(query)} where alert like '%@%' and ${within(query)} group by alert`.execute(
          db,
        )
      return rows
    },
    ofFence: async (fence, query) => {
      const { rows } =
        await sql<FactRow>`select ${sql.raw(NAMES.join(', '))} from ${facts(query)} where fence = ${fence} and ${within(query)} order by last_at desc, vehicle limit ${query.limit}`.execute(
          db,
        )
      const counted = await sql<{
        total: number
      }>`select count(*)::int as total from ${facts(query)} where fence = ${fence} and ${within(query)}`.execute(
        db,
      )
      return { rows, total: counted.rows[0]?.total ?? 0 }
    },
    ofAlert: async (alert, query) => {
      const { rows } =
        await sql<FactRow>`select ${sql.raw(NAMES.join(', '))} from ${facts(query)} where alert = ${alert} and ${within(query)} order by last_at desc, vehicle limit ${query.limit}`.execute(
          db,
        )
      const counted = await sql<{
        total: number
      }>`select count(*)::int as total from ${facts(query)} where alert = ${alert} and ${within(query)}`.execute(
        db,
      )
      return { rows, total: counted.rows[0]?.total ?? 0 }
    },
    forget: async (before) => {
      await db.deleteFrom('vehicle_facts_past').where('gone_at', '<', before).execute()
    },
  }
}
