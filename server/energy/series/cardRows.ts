import { sql } from 'kysely'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import { quotaInForce } from '../../db/pieces.ts'

/** Where a building lies and whose record says so. */
interface CardBuilding {
  readonly county: string
  readonly source: string
  readonly sourceId: string
  readonly updatedAt: EpochMs
  readonly receivedAt: EpochMs
}

/** What the registers say of one building's energy for its card. */
export interface EnergyCards {
  building(id: string): Promise<CardBuilding | undefined>
  /** Electricity of the months from one to another, both included. */
  months(building: string, from: string, to: string): Promise<{ month: string; kwh: number }[]>
  /** Whole kWh; the year's, or the year's before while the new one is not published. */
  quota(building: string, year: number): Promise<{ year: number; kwh: number; basis: string } | undefined>
}

export const makeEnergyCards = (db: Db): EnergyCards => ({
  building: (id) =>
    db
      .selectFrom('buildings')
      .select([
        'county',
        'source',
        'source_id as sourceId',
        'updated_at as updatedAt',
        'received_at as receivedAt',
      ])
      .where('id', '=', id)
      .executeTakeFirst(),
  months: (building, from, to) =>
    db
      .selectFrom('energy_months')
      .select(['month', 'electricity_kwh as kwh'])
      .where('building', '=', building)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .orderBy('month')
      .execute(),
  quota: async (building, year) =>
    (
      await sql<{
        year: number
        kwh: number
        basis: string
      }>`select q.year, round(q.electricity_kwh::numeric)::float8 as kwh, q.basis
        from (select ${building}::text as id) b, lateral ${quotaInForce('b.id', year)} q`.execute(db)
    ).rows[0],
})
