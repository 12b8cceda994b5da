import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { sql } from 'kysely'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { AlertsTable } from '../../db/tables/live.ts'
import type { KeptAlert } from '#shared/supervision/kept.ts'

/** Counts and words of an alert that goes on are kept as finely as this; its beginning, colour, place and end to the millisecond. */
const WORDS_MS: DurationMs = 15 * MINUTE_MS
const WORDS = ['place', 'place_name', 'text_zh', 'text_en', 'count', 'due_at'] as const
const COLUMNS = 'id, severity, region, place, place_name, unit, text_zh, text_en, count, raised_at, due_at'
const TYPES =
  'id text, severity text, region text, place text, place_name text, unit text, text_zh text, text_en text, count integer, raised_at bigint, due_at bigint'

const rowOf = (a: KeptAlert) => ({
  id: a.id,
  severity: a.severity,
  region: a.region,
  place: a.place,
  place_name: a.placeName,
  unit: a.unit,
  text_zh: a.text.zh,
  text_en: a.text.en,
  count: a.count,
  raised_at: a.at,
  due_at: a.dueAt ?? null,
})

/** Writes what alerts say from `now` on, and that some say nothing any more. Give it the transaction that writes the alerts. */
export const writeSpans = async (
  db: Db,
  raised: readonly KeptAlert[],
  cleared: readonly string[],
  now: EpochMs,
): Promise<void> => {
  if (cleared.length > 0)
    await sql`update alert_spans set until_at = greatest(from_at, ${now}::bigint) where id = any(${[...cleared]}) and until_at is null`.execute(
      db,
    )
  if (raised.length === 0) return
  const given = sql`jsonb_to_recordset(${JSON.stringify(raised.map(rowOf))}::jsonb) as r(${sql.raw(TYPES)})`
  const goesOn = sql`s.id = r.id and s.until_at is null and s.severity = r.severity and s.region = r.region and s.unit is not distinct from r.unit`
  const { rows } = await sql<{
    id: string
  }>`update alert_spans s set ${sql.raw(WORDS.map((name) => `${name} = r.${name}`).join(', '))} from ${given}
    where ${goesOn} and s.from_at > ${now - WORDS_MS} returning s.id`.execute(db)
  const said = rows.map(({ id }) => id)
  const ended = await sql<{
    id: string
  }>`update alert_spans s set until_at = greatest(s.from_at, ${now}::bigint) from ${given} where s.id = r.id and s.until_at is null and not (s.id = any(${said})) returning s.id`.execute(
    db,
  )
  const before = ended.rows.map(({ id }) => id)
  await sql`insert into alert_spans (${sql.raw(COLUMNS)}, from_at) select ${sql.raw(COLUMNS)}, case when r.id = any(${before}) then ${now}::bigint else least(raised_at, ${now}::bigint) end from ${given}
    where not (r.id = any(${said})) on conflict (id, from_at) do update set until_at = null, severity = excluded.severity, region = excluded.region, unit = excluded.unit, ${sql.raw(WORDS.map((name) => `${name} = excluded.${name}`).join(', '))}`.execute(
    db,
  )
}

/** The alerts that were open at an instant, in the columns of the table `alerts`. */
export const alertsAt = (at: EpochMs) =>
  sql<AlertsTable>`(select s.id, a.rule, s.severity, a.subject, s.region, s.place, s.place_name, s.unit, s.text_zh, s.text_en, s.count, a.citation, s.raised_at, s.due_at, s.from_at as changed_at, null::bigint as cleared_at
    from alert_spans s join alerts a on a.id = s.id where int8range(s.from_at, s.until_at) @> ${at}::bigint)`

export const forgetSpans = async (db: Db, before: EpochMs): Promise<void> => {
  await db.deleteFrom('alert_spans').where('until_at', '<', before).execute()
}

/**
 * What begins after now goes, of the alerts too; what ends after now ends with it. An alert that was raised again or
 * reworded after now is again what it was by now: open with the words of then where it was open, else ended when it had
 * ended, so that what it said before stays known. Give it a transaction.
 */
export const forgetAlertsAhead = async (db: Db, now: EpochMs): Promise<void> => {
  await sql`update alerts set cleared_at = ${now} where cleared_at > ${now} and raised_at <= ${now}`.execute(
    db,
  )
  await db.deleteFrom('alert_spans').where('from_at', '>', now).execute()
  await sql`update alert_spans s set until_at = case when a.cleared_at is null then null else ${now}::bigint end
    from alerts a where a.id = s.id and s.until_at > ${now}`.execute(db)
  await sql`update alert_spans set until_at = ${now} where until_at > ${now}`.execute(db)
  const said = ['severity', 'region', 'unit', 'raised_at', ...WORDS]
    .map((name) => `${name} = s.${name}`)
    .join(', ')
  await sql`update alerts a set ${sql.raw(said)}, changed_at = s.from_at, cleared_at = s.until_at
    from (select distinct on (id) * from alert_spans order by id, from_at desc) s
    where s.id = a.id and (a.raised_at > ${now} or a.changed_at > ${now})`.execute(db)
  await sql`delete from alerts where raised_at > ${now}`.execute(db)
}
