import { sql, type Kysely, type Migration } from 'kysely'

const PROVENANCE = 'source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null'

const STATEMENTS: readonly string[] = [
  `create table road_limits (id text primary key, region text not null, name text not null, class text not null, path jsonb not null, width_m float8, one_way boolean not null, limit_kmh float8, limit_other_kmh float8, ${PROVENANCE})`,
  `create index road_limits_region on road_limits (region)`,
  `create table working_hours (id text primary key, region text not null, unit text, name text not null, rows jsonb not null, since text, until text, ${PROVENANCE})`,
  `create index working_hours_region on working_hours (region)`,
  `alter table orders add column approval jsonb`,
  `alter table fences add column limit_kmh float8`,
  `alter table vehicle_facts add column detail jsonb`,
  `create index vehicle_facts_fence on vehicle_facts (fence) where fence is not null`,
  // What went keeps the columns of what is, in their order, with its end behind them.
  `alter table vehicle_facts_past add column detail jsonb`,
  `alter table vehicle_facts_past rename column gone_at to went_at`,
  `alter table vehicle_facts_past add column gone_at bigint`,
  `update vehicle_facts_past set gone_at = went_at`,
  `alter table vehicle_facts_past alter column gone_at set not null`,
  `alter table vehicle_facts_past drop column went_at`,
  `create index vehicle_facts_past_alert on vehicle_facts_past (alert, gone_at)`,
  `create index vehicle_facts_past_gone on vehicle_facts_past (gone_at)`,
]

/** Limits of roads, working hours of units and regions, what an order approves, and why a fact is one. */
export const vehicleRules: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
