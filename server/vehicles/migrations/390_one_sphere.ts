import { sql, type Kysely, type Migration } from 'kysely'

/** Metres of a degree on the mean sphere (6,371,008.8 m) over those on the equator's, by which tracks were measured before. */
const RATIO = 0.9988824009292459
const scaled = (key: string): string =>
  `case when jsonb_typeof(track -> '${key}') = 'number' then jsonb_build_object('${key}', (track ->> '${key}')::float8 * ${RATIO}) else '{}'::jsonb end`

/** Kilometres and metres that were measured from tracks stand on the one sphere that all distances are measured on. */
export const oneSphere: Migration = {
  up: async (db: Kysely<never>) => {
    await sql
      .raw(
        `update order_verdicts set track = track || ${scaled('km')} || ${scaled('destinationM')} where jsonb_typeof(track) = 'object'`,
      )
      .execute(db)
    await sql.raw(`update vehicle_uncovered set km = km * ${RATIO}`).execute(db)
  },
}
