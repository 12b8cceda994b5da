import { sql } from 'kysely'
import type { EpochMs } from '#shared/kernel/units.ts'
import type {
  FactPage,
  FactQuery,
  FactShare,
  KeptFact,
  VehicleFactReading,
} from '../../common/ports/vehicleFacts.ts'
import type { Db } from '../../db/open.ts'

export interface VehicleFacts extends VehicleFactReading {
  load(): Promise<KeptFact[]>
  /** All of it or nothing; a second time changes nothing. What took another fact's place goes into the past. */
  save(
    facts: readonly KeptFact[],
    gone: readonly { readonly rule: string; readonly vehicle: string }[],
    now: EpochMs,
  ): Promise<void>
  /** What happened at a fence, newest first. */
  ofFence(fence: string, query: FactQuery & { readonly limit: number }): Promise<FactPage>
  /** Forgets what went before. */
  forget(before: EpochMs): Promise<void>
}

/** Rows in one statement. */
const PAGE = 5000
const COLUMNS = `rule text, vehicle text, alert text, day text, unit text, region text, plate text, severity text,
  first_at bigint, last_at bigint, lon_e7 integer, lat_e7 integer, speed_dkmh smallint, held_ms bigint,
  fence text, fence_name text, fence_kind text, detail jsonb`
const NAMES = COLUMNS.split(/,\s+/).map((column) => column.split(' ')[0] as string)
const CHANGES = NAMES.slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')
const KEY = ['rule', 'vehicle', 'alert', 'first_at']

/** The columns under the names of `KeptFact`. */
const KEPT = sql.raw(`rule, vehicle, alert, day, unit, region, plate, severity, first_at as "firstAt",
  last_at as "lastAt", lon_e7 as "lonE7", lat_e7 as "latE7", speed_dkmh as "speedDkmh", held_ms as "heldMs",
  case when coalesce(fence_name, fence) is not null then jsonb_build_object(
    'id', coalesce(fence, ''), 'name', coalesce(fence_name, fence), 'kind', coalesce(fence_kind, '')) end as fence,
  detail`)

const toRow = (fact: KeptFact) => ({
  rule: fact.rule,
  vehicle: fact.vehicle,
  alert: fact.alert,
  day: fact.day,
  unit: fact.unit,
  region: fact.region,
  plate: fact.plate,
  severity: fact.severity,
  first_at: fact.firstAt,
  last_at: fact.lastAt,
  lon_e7: fact.lonE7,
  lat_e7: fact.latE7,
  speed_dkmh: fact.speedDkmh,
  held_ms: fact.heldMs,
  fence: fact.fence?.id ?? null,
  fence_name: fact.fence?.name ?? null,
  fence_kind: fact.fence?.kind ?? null,
  detail: fact.detail,
})

const pagesOf = <T>(items: readonly T[]): string[] =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, i) =>
    JSON.stringify(items.slice(i * PAGE, (i + 1) * PAGE)),
  )

const TO_PAST = sql.raw(`insert into vehicle_facts_past (${KEY.join(', ')}, gone_at, fact)`)
const ONCE = sql.raw(
  `on conflict (${KEY.join(', ')}) do update set gone_at = excluded.gone_at, fact = excluded.fact`,
)

const save = async (
  trx: Db,
  facts: readonly KeptFact[],
  gone: readonly { readonly rule: string; readonly vehicle: string }[],
  now: EpochMs,
): Promise<void> => {
  for (const page of pagesOf(gone))
    await sql`with went as (
        delete from vehicle_facts f using jsonb_to_recordset(${page}::jsonb) as g(rule text, vehicle text)
        where f.rule = g.rule and f.vehicle = g.vehicle returning f.*)
      ${TO_PAST} select rule, vehicle, alert, first_at, ${now}, to_jsonb(went) from went ${ONCE}`.execute(trx)
  const names = sql.raw(NAMES.join(', '))
  for (const page of pagesOf(facts.map(toRow))) {
    const given = sql`jsonb_to_recordset(${page}::jsonb) as r(${sql.raw(COLUMNS)})`
    await sql`${TO_PAST} select f.rule, f.vehicle, f.alert, f.first_at, ${now}, to_jsonb(f)
      from vehicle_facts f join ${given} on r.rule = f.rule and r.vehicle = f.vehicle
      where r.first_at <> f.first_at or r.alert <> f.alert ${ONCE}`.execute(trx)
    await sql`insert into vehicle_facts (${names}) select ${names} from ${given}
      on conflict (rule, vehicle) do update set ${sql.raw(CHANGES)}`.execute(trx)
  }
}

/** A fact was there from its first report until it went. */
const factsAt = (at: EpochMs | undefined) =>
  at === undefined
    ? sql`vehicle_facts`
    : sql`(select ${sql.raw(NAMES.join(', '))} from vehicle_facts where first_at <= ${at} union all
        select ${sql.raw(NAMES.map((name) => `r.${name}`).join(', '))}
        from vehicle_facts_past p, jsonb_populate_record(null::vehicle_facts, p.fact) r
        where p.first_at <= ${at} and p.gone_at > ${at}) f`

const within = ({ regions, unit }: FactQuery) => {
  const codes = regions === null ? null : [...regions]
  return sql`(${codes}::text[] is null or region = any(${codes})) and (${unit}::text is null or unit = ${unit})`
}

const pageBy = async (
  db: Db,
  column: 'fence' | 'alert',
  id: string,
  query: FactQuery & { readonly limit: number },
): Promise<FactPage> => {
  const from = sql`from ${factsAt(query.at)} where ${sql.ref(column)} = ${id} and ${within(query)}`
  const { rows } =
    await sql<KeptFact>`select ${KEPT} ${from} order by last_at desc, vehicle limit ${query.limit}`.execute(
      db,
    )
  const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

export const makeVehicleFacts = (db: Db): VehicleFacts => ({
  load: async () => (await sql<KeptFact>`select ${KEPT} from vehicle_facts`.execute(db)).rows,
  save: (facts, gone, now) => db.transaction().execute((trx) => save(trx, facts, gone, now)),
  shares: async (query) => {
    const { rows } = await sql<FactShare>`
      select alert, count(*)::int as count, count(distinct unit)::int as units, min(plate) as plate
      from ${factsAt(query.at)} where alert like '%@%' and ${within(query)} group by alert`.execute(db)
    return rows
  },
  ofFence: (fence, query) => pageBy(db, 'fence', fence, query),
  ofAlert: (alert, query) => pageBy(db, 'alert', alert, query),
  forget: async (before) => {
    await db.deleteFrom('vehicle_facts_past').where('gone_at', '<', before).execute()
  },
})
