import { sql, type Kysely, type Migration } from 'kysely'

const STATEMENTS: readonly string[] = [
  /* A unit's vehicles may stand in several regions: each has its own row. */
  'alter table vehicle_sums drop constraint vehicle_sums_pkey',
  'alter table vehicle_sums add primary key (kind, id, month, region)',
  'create index vehicle_sums_region on vehicle_sums (region, month)',
  `alter table vehicle_facts_past add column rule text, add column vehicle text`,
  `update vehicle_facts_past set rule = fact ->> 'rule', vehicle = fact ->> 'vehicle'`,
  `delete from vehicle_facts_past a using vehicle_facts_past b where a.rule = b.rule and a.vehicle = b.vehicle and a.alert = b.alert
    and a.first_at = b.first_at and (a.gone_at, a.ctid) < (b.gone_at, b.ctid)`,
  'alter table vehicle_facts_past alter column rule set not null, alter column vehicle set not null',
  'alter table vehicle_facts_past add primary key (rule, vehicle, alert, first_at)',
]

/** Sums of a unit by the regions its vehicles stand in; one row for what a vehicle once did behind an alert. */
export const vehicleKeys: Migration = {
  up: async (db: Kysely<never>) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
