import { DAY_MS } from '#shared/kernel/time/time.ts'
import { sql } from 'kysely'
import type { OrderRecord, OrderStep, VehicleRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** What the register says of a vehicle, with where it came from. */
export interface RegisteredVehicle {
  readonly plate: string
  readonly unit: string
  readonly unitName: string | null
  readonly category: VehicleRecord['category']
  readonly energy: VehicleRecord['energy']
  readonly model: string
  readonly driver: string | null
  readonly driverPhone: string | null
  readonly source: string
  readonly sourceId: string
  readonly updatedAt: EpochMs
  readonly receivedAt: EpochMs
}
export interface CardOrder {
  readonly id: string
  readonly reason: string
  readonly from: string
  readonly to: string
  readonly start: EpochMs
  readonly end: EpochMs
  readonly status: OrderRecord['status']
  readonly driver: string
  readonly steps: readonly OrderStep[] | null
  readonly updatedAt: EpochMs
}
interface CardMonth {
  readonly month: string
  readonly daysUsed: number
  readonly daysDue: number
  readonly kilometres: number
  readonly cost: number
}

/** What the registers say of one vehicle for its card. */
export interface VehicleCards {
  vehicle(id: string): Promise<RegisteredVehicle | undefined>
  /** The order that covers the instant, else the next one within a day. */
  order(id: string, now: EpochMs): Promise<CardOrder | undefined>
  /** The newest month, of those before one where it is named. */
  month(id: string, before?: string): Promise<CardMonth | undefined>
}

export const makeVehicleCards = (db: Db): VehicleCards => ({
  vehicle: (id) =>
    db
      .selectFrom('vehicles')
      .leftJoin('units', 'units.id', 'vehicles.unit')
      .select(['vehicles.plate', 'vehicles.unit', 'units.name as unitName', 'vehicles.category'])
      .select(['vehicles.energy', 'vehicles.model', 'driver_name as driver', 'driver_phone as driverPhone'])
      .select(['vehicles.source', 'vehicles.source_id as sourceId'])
      .select(['vehicles.updated_at as updatedAt', 'vehicles.received_at as receivedAt'])
      .where('vehicles.id', '=', id)
      .executeTakeFirst(),
  order: (id, now) =>
    db
      .selectFrom('orders')
      .select(['id', 'reason', 'from_place as from', 'to_place as to', 'start_at as start', 'end_at as end'])
      .select(['status', 'driver', 'updated_at as updatedAt'])
      .select(sql<readonly OrderStep[] | null>`steps`.as('steps'))
      .where('vehicle', '=', id)
      .where('status', '!=', 'cancelled')
      .where('end_at', '>=', now)
      .where('start_at', '<=', now + DAY_MS)
      .orderBy('start_at')
      .executeTakeFirst(),
  month: (id, before = '9999') =>
    db
      .selectFrom('vehicle_months')
      .select(['month', 'days_used as daysUsed', 'days_due as daysDue', 'kilometres', 'cost'])
      .where('vehicle', '=', id)
      .where('month', '<', before)
      .orderBy('month', 'desc')
      .executeTakeFirst(),
})
