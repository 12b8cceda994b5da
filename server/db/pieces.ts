import { sql, type RawBuilder } from 'kysely'

/** Pieces of SQL that the rows of more than one subject are made of. */

/** Escapes what LIKE reads as a pattern. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`)

/** A year's quota of a building; the year before's until the new one is published. */
export const quotaInForce = (building: string, year: number): RawBuilder<unknown> =>
  sql`(select year, electricity_kwh, basis from energy_quotas where building = ${sql.raw(building)} and year in (${year}, ${year - 1}) order by year desc limit 1)`
