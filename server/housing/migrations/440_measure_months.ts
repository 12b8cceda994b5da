import { sql, type Kysely, type Migration } from 'kysely'

/** What platforms handed over of places at the ends of months: it is asked where `place_measure_days` has nothing of its own. */
export const measureMonths: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw(
        `create table measure_months (place text not null, kind text not null, month text not null, measures bigint[] not null,
          source text not null, source_id text not null, updated_at bigint not null, received_at bigint not null, primary key (place, month))`,
      )
      .execute(db)
  },
}
