import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table alert_spans (id text not null, from_at bigint not null, until_at bigint, severity text not null, region text not null, place text, place_name text, unit text,
    text_zh text not null, text_en text not null, count integer not null, raised_at bigint not null, primary key (id, from_at))`,
  `create index alert_spans_at on alert_spans using gist (int8range(from_at, until_at))`,
  `create index alert_spans_open on alert_spans (id) where until_at is null`,
  `create index alert_spans_until on alert_spans (until_at) where until_at is not null`,
  `insert into alert_spans select id, raised_at, cleared_at, severity, region, place, place_name, unit, text_zh, text_en, count, raised_at from alerts where cleared_at is null or cleared_at > raised_at`,
  `create table vehicle_facts_past (alert text not null, first_at bigint not null, gone_at bigint not null, fact jsonb not null)`,
  `create index vehicle_facts_past_alert on vehicle_facts_past (alert, gone_at)`,
  `create index vehicle_facts_past_gone on vehicle_facts_past (gone_at)`,
]

/** What each alert said and how grave it was, from when until when: an alert that came again or changed its colour keeps its past. So do the vehicles behind it. */
export const alertSpans: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
