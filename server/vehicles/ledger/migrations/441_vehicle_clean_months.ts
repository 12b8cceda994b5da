import { sql, type Kysely, type Migration } from 'kysely'

/** What platforms counted of regions at the ends of months: it is asked where `vehicle_clean_days` has nothing of its own. */
export const vehicleCleanMonths: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw(
        `create table vehicle_clean_months (region text not null, month text not null, vehicles integer not null, clean integer not null,
          source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null, primary key (region, month))`,
      )
      .execute(db)
  },
}
