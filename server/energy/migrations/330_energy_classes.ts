import { sql, type Kysely, type Migration } from 'kysely'

const MONTHLY = ['heat_gj', 'cool_gj', 'pv_kwh', 'coal_kg', 'oil_kg', 'lpg_kg'] as const
const MEASURED = ['heatMj', 'coolMj', 'pvKwh', 'coalKg', 'oilKg', 'lpgKg'] as const

/** Heat, cold, solar power and other fuels beside electricity, gas and water; the hours of a building's water. */
export const energyClasses: Migration = {
  up: async (db: Kysely<never>) => {
    for (const column of MONTHLY)
      await sql
        .raw(
          `alter table energy_months add column if not exists ${column} double precision not null default 0`,
        )
        .execute(db)
    for (const table of ['place_measures', 'unit_measures']) {
      for (const column of MEASURED)
        await sql
          .raw(`alter table ${table} add column if not exists "${column}" bigint not null default 0`)
          .execute(db)
    }
    await sql.raw('alter table energy_hours add column if not exists water real[]').execute(db)
  },
}
