import { sql, type Kysely, type Migration } from 'kysely'

/** How many vehicles of each region stood without an open finding on each civil day (UTC+8), as the day left it. */
export const vehicleCleanDays: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw(
        `create table vehicle_clean_days (region text not null, day text not null, vehicles integer not null, clean integer not null, primary key (day, region))`,
      )
      .execute(db)
  },
}
