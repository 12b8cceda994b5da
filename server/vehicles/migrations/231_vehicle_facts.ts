import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  `create table vehicle_facts (rule text not null, vehicle text not null, alert text not null, day text not null, unit text not null, region text not null, plate text not null,
    severity text not null, first_at bigint not null, last_at bigint not null, lon_e7 integer not null, lat_e7 integer not null, speed_dkmh smallint not null, held_ms bigint not null,
    fence text, fence_name text, fence_kind text, primary key (rule, vehicle))`,
  `create index vehicle_facts_alert on vehicle_facts (alert, vehicle)`,
  `create index vehicle_facts_region on vehicle_facts (region, alert)`,
]

/** What each vehicle did that stands behind an open alert: degrees × 1e7, 0.1 km/h, ms. Gone when its alert ends. */
export const vehicleFacts: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
