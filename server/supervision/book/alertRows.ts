import { sql } from 'kysely'
import type { KeptAlert } from '#shared/supervision/kept.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import { alertsAt, forgetSpans, forgetAlertsAhead, writeSpans } from './spanRows.ts'

interface AlertQuery {
  /** null is everywhere. */
  readonly regions: readonly string[] | null
  /** A unit sees its own; a region's viewer everything but what is for a unit only. */
  readonly unit: string | null
  readonly limit: number
  /** Overdue is told by it. */
  readonly now: EpochMs
  /** Those that were open at this instant, as they stood then; now when left out. */
  readonly at?: EpochMs | undefined
}

export interface Alerts {
  open(): Promise<KeptAlert[]>
  /** Writes new and changed alerts, and those that ended. */
  save(raised: readonly KeptAlert[], cleared: readonly string[], now: EpochMs): Promise<void>
  list(query: AlertQuery): Promise<{ rows: KeptAlert[]; total: number; calling: number }>
  /** Those of these that are open, or were at the instant. */
  find(ids: readonly string[], at?: EpochMs): Promise<KeptAlert[]>
  /** Nothing has come from after now: what a clock that ran ahead wrote is not told, and what it ended is judged anew. */
  forgetAhead(now: EpochMs): Promise<void>
  /** Forgets what ended before. */
  forget(before: EpochMs): Promise<void>
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOpen>['execute']>>[number]
/** Both answer the columns of one table: what is open, or was. */
const openFrom = (at: EpochMs | undefined): 'alerts' =>
  at === undefined ? 'alerts' : (alertsAt(at).as('alerts') as unknown as 'alerts')
const selectOpen = (db: Db, at?: EpochMs) =>
  db.selectFrom(openFrom(at)).selectAll().where('cleared_at', 'is', null)

const toAlert = (row: Row): KeptAlert => ({
  id: row.id,
  at: row.raised_at,
  severity: row.severity,
  subject: row.subject,
  rule: row.rule,
  place: row.place,
  placeName: row.place_name,
  region: row.region,
  unit: row.unit,
  text: { zh: row.text_zh, en: row.text_en },
  count: row.count,
  citation: row.citation,
  dueAt: row.due_at,
})

const saveAlerts = async (
  db: Db,
  raised: readonly KeptAlert[],
  cleared: readonly string[],
  now: EpochMs,
): Promise<void> => {
  if (raised.length > 0) {
    const rows = raised.map((a) => ({
      id: a.id,
      rule: a.rule,
      severity: a.severity,
      subject: a.subject,
      region: a.region,
      place: a.place,
      place_name: a.placeName,
      unit: a.unit,
      text_zh: a.text.zh,
      text_en: a.text.en,
      count: a.count,
      citation: a.citation,
      raised_at: a.at,
      due_at: a.dueAt ?? null,
    }))
    await sql`insert into alerts (id, rule, severity, subject, region, place, place_name, unit, text_zh, text_en, count, citation, raised_at, due_at, changed_at, cleared_at)
      select id, rule, severity, subject, region, place, place_name, unit, text_zh, text_en, count, citation, raised_at, due_at, ${now}, null
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id text, rule text, severity text, subject text, region text, place text, place_name text, unit text, text_zh text, text_en text, count integer, citation jsonb, raised_at bigint, due_at bigint)
      on conflict (id) do update set severity = excluded.severity, region = excluded.region, place = excluded.place, place_name = excluded.place_name, unit = excluded.unit,
      text_zh = excluded.text_zh, text_en = excluded.text_en, count = excluded.count, citation = excluded.citation, raised_at = excluded.raised_at, due_at = excluded.due_at, changed_at = excluded.changed_at, cleared_at = null`.execute(
      db,
    )
  }
  if (cleared.length > 0)
    await sql`update alerts set cleared_at = ${now} where id = any(${[...cleared]}) and cleared_at is null`.execute(
      db,
    )
}

export const makeAlerts = (db: Db): Alerts => ({
  open: async () => (await selectOpen(db).execute()).map(toAlert),
  save: (raised, cleared, now) =>
    db.transaction().execute(async (transaction) => {
      await saveAlerts(transaction, raised, cleared, now)
      await writeSpans(transaction, raised, cleared, now)
    }),
  list: async ({ regions, unit, limit, now, at }) => {
    const where = () => {
      let query = selectOpen(db, at)
      if (regions !== null) query = query.where(sql<boolean>`region = any(${[...regions]})`)
      if (unit === null) query = query.where(sql<boolean>`(subject <> 'housing' or unit is null)`)
      if (unit !== null) query = query.where('unit', '=', unit)
      return query
    }
    const graver = sql`array_position(array['red', 'yellow', 'info'], severity)`
    const rows = await where()
      .orderBy(graver)
      .orderBy(sql`case when due_at <= ${now} then due_at end`, (o) => o.asc().nullsLast())
      .orderBy('count', 'desc')
      .orderBy('raised_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
    const { total, calling } = await where()
      .clearSelect()
      .select([
        sql<number>`count(*)::int`.as('total'),
        sql<number>`count(*) filter (where severity <> 'info')::int`.as('calling'),
      ])
      .executeTakeFirstOrThrow()
    return { rows: rows.map(toAlert), total, calling }
  },
  find: async (ids, at) =>
    (
      await selectOpen(db, at)
        .where(sql<boolean>`id = any(${[...ids]})`)
        .execute()
    ).map(toAlert),
  forgetAhead: async (now) => {
    await db.transaction().execute((transaction) => forgetAlertsAhead(transaction, now))
  },
  forget: async (before) => {
    await forgetSpans(db, before)
    await db.deleteFrom('alerts').where('cleared_at', '<', before).execute()
  },
})
