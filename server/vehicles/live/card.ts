import { maskName, maskPhone, maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { VehicleCard } from '#shared/protocol/http.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import { alarmNames } from '#shared/vehicles/alarms.ts'
import { orderAt } from '#shared/vehicles/orders/ordersPast.ts'
import { STATE_LIMITS, vehicleState } from '#shared/vehicles/report.ts'
import type { VehicleState } from '#shared/vehicles/state.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { momentOf } from '../../common/clock/pastMoment.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { Drivers } from '../drivers/drivers.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { CardOrder, RegisteredVehicle, VehicleCards } from './cardRows.ts'
import type { Vehicles } from './live.ts'

export interface CardDeps {
  readonly vehicles: Pick<Vehicles, 'fleet'>
  readonly tracks: Pick<TrackStore, 'track'>
  readonly cards: VehicleCards
  readonly drivers: Pick<Drivers, 'newest'>
  readonly clock: Clock
}

/** By the newest report before the instant. Where it was is told by track and replay alone, whose queries are logged. */
const stateAt = async (tracks: CardDeps['tracks'], ordinal: number, at: EpochMs): Promise<VehicleState> => {
  const found = await tracks.track(ordinal, at - STATE_LIMITS.offlineMs, at)
  const i = found.count - 1
  return vehicleState(
    i < 0
      ? null
      : {
          at: found.at[i] as number,
          speedKmh: (found.speed[i] as number) / 10,
          acc: found.acc[i] === 1,
          alarm: found.alarm[i] as number,
        },
    at,
  )
}

/** An order as it stood; what the platform's row says now serves where it keeps no steps. */
const orderThen = (order: CardOrder, at: EpochMs): CardOrder | undefined => {
  const then = orderAt(order, at)
  return then ? { ...order, status: then.status } : undefined
}

const lastOf = ({ fleet }: CardDeps['vehicles'], ordinal: number): VehicleCard['last'] => {
  const row = fleet.row(ordinal)
  return row
    ? {
        at: row.at,
        lon: row.lonE6 / 1e6,
        lat: row.latE6 / 1e6,
        speedKmh: row.speedKmh,
        headingDeg: row.headingDeg,
        alarms: alarmNames(row.alarm),
      }
    : null
}

/** Who drives: of an order its driver, whose telephone is known where the register names the same. */
const driverOf = (
  viewer: Viewer,
  record: RegisteredVehicle,
  order: CardOrder | undefined,
): VehicleCard['driver'] => {
  const name = order?.driver ?? record.driver
  if (!name || !may(viewer.role, 'view.people')) return null
  const phone = order && order.driver !== record.driver ? null : record.driverPhone
  const masked = masksByDefault(viewer.role)
  return {
    name: masked ? maskName(name) : name,
    phone: phone === null ? null : masked ? maskPhone(phone) : phone,
    masked,
  }
}

const orderOf = ({ id, reason, from, to, start, end, status }: CardOrder): VehicleCard['order'] => ({
  id,
  reason,
  from,
  to,
  start,
  end,
  status,
})

/** The part of the card that the register says. */
const registered = (
  record: RegisteredVehicle,
  masked: boolean,
): Pick<VehicleCard, 'plate' | 'masked' | 'unit' | 'category' | 'energy' | 'model' | 'provenance'> => ({
  plate: masked ? maskPlate(record.plate) : record.plate,
  masked,
  unit: { id: record.unit, name: record.unitName ?? record.unit },
  category: record.category,
  energy: record.energy,
  model: record.model,
  provenance: {
    source: record.source,
    sourceId: record.sourceId,
    updatedAt: record.updatedAt,
    receivedAt: record.receivedAt,
  },
})

/** One vehicle as it is now, or as it was: of the past no place and no card reader is told. */
export const vehicleCard = async (
  { vehicles, tracks, cards, drivers, clock }: CardDeps,
  viewer: Viewer,
  address: string,
  { id, ordinal }: VehicleEntry,
  asked: EpochMs | undefined,
): Promise<VehicleCard> => {
  const at = momentOf(asked, clock())
  if (at !== undefined && !may(viewer.role, 'view.tracks'))
    throw new AppError('forbidden', '没有这项权限 / the past of a vehicle needs view.tracks')
  const now = at ?? clock()
  const [record, found, month] = await Promise.all([
    cards.vehicle(id),
    cards.order(id, now),
    cards.month(id, at === undefined ? undefined : dayOf(at).slice(0, 7)),
  ])
  if (!record) throw new AppError('not-found', `vehicle ${id} does not exist or lies outside your scope`)
  const order = found && at !== undefined ? orderThen(found, at) : found
  return {
    id,
    ordinal,
    ...registered(record, masksByDefault(viewer.role)),
    state: at === undefined ? vehicles.fleet.state(ordinal) : await stateAt(tracks, ordinal, at),
    last: at === undefined ? lastOf(vehicles, ordinal) : null,
    order: order ? orderOf(order) : null,
    driver: driverOf(viewer, record, order),
    cardDriver: at === undefined ? await drivers.newest(viewer, address, id, order ?? null) : null,
    month: month ?? null,
    asOf: now,
  }
}
