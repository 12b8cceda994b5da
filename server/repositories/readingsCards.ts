import type { Db } from '../db/open.ts'

/** What the registers say of one building's energy for its card. */
export interface EnergyCards {
  building(id: string): Promise<{ id: string; county: string; source: string; source_id: string; updated_at: number; received_at: number } | undefined>
  /** Electricity of the months from one to another, both included. */
  months(building: string, from: string, to: string): Promise<{ month: string; kwh: number }[]>
  quota(building: string, year: number): Promise<{ electricity_kwh: number; basis: string } | undefined>
}

export const makeEnergyCards = (db: Db): EnergyCards => ({
  building: (id) => db.selectFrom('buildings').select(['id', 'county', 'source', 'source_id', 'updated_at', 'received_at']).where('id', '=', id).executeTakeFirst(),
  months: (building, from, to) =>
    db.selectFrom('energy_months').select(['month', 'electricity_kwh as kwh']).where('building', '=', building).where('month', '>=', from).where('month', '<=', to).orderBy('month').execute(),
  quota: (building, year) => db.selectFrom('energy_quotas').select(['electricity_kwh', 'basis']).where('building', '=', building).where('year', '=', year).executeTakeFirst(),
})
