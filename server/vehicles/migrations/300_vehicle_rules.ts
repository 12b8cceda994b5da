import { sql, type Kysely, type Migration } from 'kysely'

const PROVENANCE =
  'source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null'

const STATEMENTS: readonly string[] = [
  `create table road_limits (id text primary key, region text not null, name text not null, class text not null, path jsonb not null, width_m float8, one_way boolean not null, limit_kmh float8, limit_other_kmh float8, ${PROVENANCE})`,
  `create index road_limits_region on road_limits (region)`,
  `create table working_hours (id text primary key, region text not null, unit text, name text not null, rows jsonb not null, since text, until text, ${PROVENANCE})`,
  `create index working_hours_region on working_hours (region)`,
  `alter table orders add column approval jsonb`,
  `alter table fences add column limit_kmh float8`,
  `alter table vehicle_facts add column detail jsonb`,
  `create index vehicle_facts_fence on vehicle_facts (fence) where fence is not null`,
]

/** Limits of roads, working hours of units and regions, what an order approves, and why a fact is one. */
export const vehicleRules: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
