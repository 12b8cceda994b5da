import { maskName, maskPhone, maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Track, VehicleCard, VehicleDriverList, VehicleSummary } from '#shared/protocol/http.ts'
import type { OrderStep } from '#shared/protocol/platform.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { alarmNames } from '#shared/vehicles/alarms.ts'
import type { OrderFacts } from '#shared/vehicles/orders/orders.ts'
import { thinPoints } from '#shared/vehicles/track/points.ts'
import { orderAt } from '#shared/vehicles/orders/ordersPast.ts'
import { STATE_LIMITS, vehicleState } from '#shared/vehicles/report.ts'
import type { VehicleState } from '#shared/vehicles/state.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccessLog } from '../../common/ports/audit.ts'
import type { VehicleCards } from './cardRows.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
import { momentOf } from '../../common/clock/pastMoment.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { Drivers } from '../drivers/drivers.ts'
import type { Vehicles } from './live.ts'

export interface VehicleCardsDeps {
  readonly vehicles: Vehicles
  readonly tracks: Pick<TrackStore, 'track'>
  readonly cards: VehicleCards
  readonly drivers: Pick<Drivers, 'newest' | 'list'>
  readonly directory: Directory
  readonly regions: Regions
  readonly scope: LiveScope
  readonly audit: AccessLog
  readonly clock: Clock
}

export interface VehicleQueries {
  /** Of a region, or of one unit in it. */
  summary(viewer: Viewer, region: string | undefined, unit?: string): VehicleSummary
  /** What of the driver is seen in the clear is logged. */
  card(viewer: Viewer, address: string, idOrOrdinal: string, at?: EpochMs): Promise<VehicleCard>
  /** 谁何时驾驶, logged before it is answered. */
  driverList(
    viewer: Viewer,
    address: string,
    idOrOrdinal: string,
    from: EpochMs | undefined,
    to: EpochMs | undefined,
  ): Promise<VehicleDriverList>
  /** Writes the query into the access log before it answers. 行踪轨迹 is sensitive (PIPL art. 28). */
  track(
    viewer: Viewer,
    address: string,
    idOrOrdinal: string,
    from: EpochMs | undefined,
    to: EpochMs | undefined,
  ): Promise<Track>
}

const HOUR_MS: DurationMs = 3_600_000
const LONGEST_TRACK_MS: DurationMs = 7 * 24 * HOUR_MS
/** Points in one answer: a day of a report each 5 s is whole. */
const MOST_POINTS = 20_000

export const makeVehicleQueries = (deps: VehicleCardsDeps): VehicleQueries => {
  const { vehicles, tracks, cards, drivers, directory, regions, scope, audit, clock } = deps

  const find = (viewer: Viewer, idOrOrdinal: string): VehicleEntry => {
    const { vehicles: register, vehicleOrdinals } = directory.now()
    const ordinal =
      vehicleOrdinals.get(idOrOrdinal) ?? (/^\d{1,9}$/.test(idOrOrdinal) ? Number(idOrOrdinal) : -1)
    const entry = register[ordinal]
    if (!entry)
      throw new AppError('not-found', `vehicle ${idOrOrdinal} does not exist or lies outside your scope`)
    scope.require(viewer, `vehicle ${idOrOrdinal}`, {
      region: entry.region,
      units: (unit) => unit === entry.unit,
    })
    return entry
  }

  /** By the newest report before the instant. Where it was is told by track and replay alone, whose queries are logged. */
  const stateAt = async (ordinal: number, at: EpochMs): Promise<VehicleState> => {
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

  return {
    summary: (viewer, asked, askedUnit) => {
      const codes = new Set(regions.subtree(scope.region(viewer, asked)))
      const unit = scope.unit(viewer)
      const byState = { moving: 0, parked: 0, offline: 0, alarm: 0 }
      const byCategory = new Map<string, number>()
      let total = 0
      for (const entry of directory.now().vehicles) {
        if (
          !entry ||
          !codes.has(entry.region) ||
          (unit ?? entry.unit) !== entry.unit ||
          (askedUnit ?? entry.unit) !== entry.unit
        )
          continue
        total++
        byState[vehicles.fleet.state(entry.ordinal)]++
        byCategory.set(entry.category, (byCategory.get(entry.category) ?? 0) + 1)
      }
      return {
        total,
        byState,
        byCategory: [...byCategory].map(([category, count]) => ({ category, count })),
        ...(unit === null ? {} : { unit }),
        asOf: clock(),
      }
    },
    card: async (viewer, address, idOrOrdinal, asked) => {
      const entry = find(viewer, idOrOrdinal)
      const at = momentOf(asked, clock())
      if (at !== undefined && !may(viewer.role, 'view.tracks'))
        throw new AppError('forbidden', '没有这项权限 / the past of a vehicle needs view.tracks')
      const now = at ?? clock()
      const [record, found, month] = await Promise.all([
        cards.vehicle(entry.id),
        cards.order(entry.id, now),
        cards.month(entry.id, at === undefined ? undefined : dayOf(at).slice(0, 7)),
      ])
      const order = found && at !== undefined ? orderThen(found, at) : found
      if (!record)
        throw new AppError('not-found', `vehicle ${idOrOrdinal} does not exist or lies outside your scope`)
      const masked = masksByDefault(viewer.role)
      return {
        id: entry.id,
        ordinal: entry.ordinal,
        plate: masked ? maskPlate(record.plate) : record.plate,
        masked,
        unit: { id: record.unit, name: record.unit_name ?? record.unit },
        category: record.category,
        energy: record.energy,
        model: record.model,
        state: at === undefined ? vehicles.fleet.state(entry.ordinal) : await stateAt(entry.ordinal, at),
        last: at === undefined ? lastOf(vehicles, entry.ordinal) : null,
        order: order
          ? {
              id: order.id,
              reason: order.reason,
              from: order.from_place,
              to: order.to_place,
              start: order.start_at,
              end: order.end_at,
              status: order.status,
            }
          : null,
        driver: driverOf(
          viewer,
          order?.driver ?? record.driver_name,
          order && order.driver !== record.driver_name ? null : record.driver_phone,
          masked,
        ),
        cardDriver:
          at !== undefined
            ? null
            : await drivers.newest(
                viewer,
                address,
                entry.id,
                order ? { driver: order.driver, start: order.start_at, end: order.end_at } : null,
              ),
        month: month
          ? {
              month: month.month,
              daysUsed: month.days_used,
              daysDue: month.days_due,
              kilometres: month.kilometres,
              cost: month.cost,
            }
          : null,
        provenance: {
          source: record.source,
          sourceId: record.source_id,
          updatedAt: record.updated_at,
          receivedAt: record.received_at,
        },
        asOf: now,
      }
    },
    driverList: (viewer, address, idOrOrdinal, from, to) =>
      drivers.list(viewer, address, find(viewer, idOrOrdinal).id, from, to),
    track: async (viewer, address, idOrOrdinal, askedFrom, askedTo) => {
      const entry = find(viewer, idOrOrdinal)
      const to = Math.min(askedTo ?? Infinity, clock())
      const from = askedFrom ?? to - HOUR_MS
      if (from > to || to - from > LONGEST_TRACK_MS)
        throw new AppError(
          'bad-request',
          `a track spans up to ${LONGEST_TRACK_MS / HOUR_MS} hours; asked from ${from} to ${to}`,
        )
      const detail = `${new Date(from).toISOString()} – ${new Date(to).toISOString()}`
      await audit.record({
        event: 'vehicle.track',
        account: viewer.account,
        role: viewer.role,
        address,
        outcome: 'ok',
        target: entry.id,
        detail,
      })
      const found = await tracks.track(entry.ordinal, from, to)
      const { points: thin, stepMs } = thinPoints(found, MOST_POINTS)
      const points = Array.from({ length: thin.count }, (_, i) => ({
        at: thin.at[i] as number,
        lon: (thin.lonE7[i] as number) / 1e7,
        lat: (thin.latE7[i] as number) / 1e7,
        speedKmh: (thin.speed[i] as number) / 10,
        headingDeg: thin.heading[i] as number,
      }))
      return { vehicle: entry.id, from, to, points, total: found.count, shown: points.length, stepMs }
    },
  }
}

/** An order as it stood; what the platform's row says now serves where it keeps no steps. */
const orderThen = <
  T extends {
    start_at: number
    end_at: number
    updated_at: number
    status: OrderFacts['status']
    steps: readonly OrderStep[] | null
  },
>(
  row: T,
  at: EpochMs,
): T | undefined => {
  const then = orderAt(
    { start: row.start_at, end: row.end_at, status: row.status, steps: row.steps, updatedAt: row.updated_at },
    at,
  )
  return then ? { ...row, status: then.status } : undefined
}

const lastOf = (vehicles: Vehicles, ordinal: number): VehicleCard['last'] => {
  const row = vehicles.fleet.row(ordinal)
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

const driverOf = (
  viewer: Viewer,
  name: string | null | undefined,
  phone: string | null,
  masked: boolean,
): VehicleCard['driver'] => {
  if (!name || !may(viewer.role, 'view.people')) return null
  return {
    name: masked ? maskName(name) : name,
    phone: phone === null ? null : masked ? maskPhone(phone) : phone,
    masked,
  }
}
