import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** 单车核算: what the ledger of one vehicle says month by month. */
export interface VehicleMonths {
  vehicle(
    idOrOrdinal: string,
  ): Promise<{ id: string; unit: string; region: string; norm: number | null } | undefined>
  months(
    vehicle: string,
  ): Promise<{ month: string; daysUsed: number; daysDue: number; kilometres: number; cost: number }[]>
  /** L or kWh bought by month. */
  bought(vehicle: string): Promise<Map<string, number>>
}

export const makeVehicleMonths = (db: Db): VehicleMonths => ({
  vehicle: (id) =>
    db
      .selectFrom('vehicles')
      .leftJoin('vehicle_ordinals', 'vehicle_ordinals.vehicle', 'vehicles.id')
      .select(['vehicles.id', 'unit', 'region', 'norm_per_100km as norm'])
      .where((where) =>
        where.or([
          where('vehicles.id', '=', id),
          ...(/^\d{1,9}$/.test(id) ? [where('ordinal', '=', Number(id))] : []),
        ]),
      )
      .executeTakeFirst(),
  months: (vehicle) =>
    db
      .selectFrom('vehicle_months')
      .select(['month', 'days_used as daysUsed', 'days_due as daysDue', 'kilometres', 'cost'])
      .where('vehicle', '=', vehicle)
      .orderBy('month', 'desc')
      .limit(13)
      .execute(),
  bought: async (vehicle) => {
    const { rows } = await sql<{
      month: string
      quantity: number
    }>`select to_char(to_timestamp(at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') as month, sum(quantity) as quantity from vehicle_costs where vehicle = ${vehicle} and kind in ('fuel', 'charge') and quantity is not null group by 1`.execute(
      db,
    )
    return new Map(rows.map(({ month, quantity }) => [month, quantity]))
  },
})
