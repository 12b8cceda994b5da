import { sql } from 'kysely'
import type { OrderStep } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** What the registers say of one vehicle for its card. */
export interface VehicleCards {
  vehicle(id: string): ReturnType<typeof vehicleOf>
  /** The order that covers the instant, else the next one within a day. */
  order(id: string, now: EpochMs): ReturnType<typeof orderOf>
  /** The newest month, of those before one where it is named. */
  month(id: string, before?: string): ReturnType<typeof monthOf>
}

const vehicleOf = (db: Db, id: string) =>
  db
    .selectFrom('vehicles')
    .leftJoin('units', 'units.id', 'vehicles.unit')
    .selectAll('vehicles')
    .select('units.name as unit_name')
    .where('vehicles.id', '=', id)
    .executeTakeFirst()

const DAY_MS = 86_400_000
const orderOf = (db: Db, id: string, now: EpochMs) =>
  db
    .selectFrom('orders')
    .selectAll()
    .select(sql<readonly OrderStep[] | null>`steps`.as('steps'))
    .where('vehicle', '=', id)
    .where('status', '!=', 'cancelled')
    .where('end_at', '>=', now)
    .where('start_at', '<=', now + DAY_MS)
    .orderBy('start_at')
    .executeTakeFirst()

const monthOf = (db: Db, id: string, before = '9999') =>
  db
    .selectFrom('vehicle_months')
    .selectAll()
    .where('vehicle', '=', id)
    .where('month', '<', before)
    .orderBy('month', 'desc')
    .executeTakeFirst()

export const makeVehicleCards = (db: Db): VehicleCards => ({
  vehicle: (id) => vehicleOf(db, id),
  order: (id, now) => orderOf(db, id, now),
  month: (id, before) => monthOf(db, id, before),
})
