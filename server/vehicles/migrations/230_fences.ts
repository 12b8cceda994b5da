import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table fences (id text primary key, region text not null, name text not null, kind text not null, place text, rule text not null,
    geometry jsonb not null, roster jsonb, order_id text, time_window jsonb,
    source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null)`,
  `create index fences_region on fences (region)`,
  `alter table orders add column to_region text`,
]

/** Fences, and the region outside its own that an order may drive to. */
export const fences: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
