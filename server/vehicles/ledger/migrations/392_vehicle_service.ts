import { sql, type Kysely, type Migration } from 'kysely'

/** 服务 of a whole month as the platform counted it, and how many orders were judged: what 违规率 is of. */
export const vehicleService: Migration = {
  up: async (db: Kysely<never>) => {
    await sql.raw('alter table vehicle_months add column service jsonb').execute(db)
    await sql.raw('alter table vehicle_sums add column judged float8 not null default 0').execute(db)
  },
}
