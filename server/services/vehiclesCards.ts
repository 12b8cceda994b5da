import { maskName, maskPhone, maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, may, type Viewer } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors.ts'
import type { Track, VehicleCard, VehicleDriverList, VehicleSummary } from '#shared/protocol/http.ts'
import type { DurationMs, EpochMs } from '#shared/units.ts'
import { alarmNames } from '#shared/vehicles/alarms.ts'
import type { Clock } from '../clock.ts'
import type { VehicleCards } from '../repositories/positionsCards.ts'
import type { VehicleEntry } from '../repositories/positionsDirectory.ts'
import type { Directory } from './liveDirectory.ts'
import type { LiveScope } from './liveScope.ts'
import type { Regions } from './liveTypes.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { Drivers } from './vehicleDrivers.ts'
import type { Vehicles } from './vehicles.ts'

/** The access log, as the account service keeps it. */
export interface TrackAudit {
  record(event: { event: string; account: string; role: string; address: string; outcome: 'ok' | 'refused' | 'failed'; target?: string | null; detail?: string | null }): Promise<void>
}

export interface VehicleCardsDeps {
  readonly vehicles: Vehicles
  readonly tracks: Pick<TrackStore, 'track'>
  readonly cards: VehicleCards
  readonly drivers: Pick<Drivers, 'newest' | 'list'>
  readonly directory: Directory
  readonly regions: Regions
  readonly scope: LiveScope
  readonly audit: TrackAudit
  readonly clock: Clock
}

export interface VehicleQueries {
  summary(viewer: Viewer, region: string | undefined): VehicleSummary
  /** What of the driver is seen in the clear is logged. */
  card(viewer: Viewer, address: string, idOrOrdinal: string): Promise<VehicleCard>
  /** 谁何时驾驶, logged before it is answered. */
  driverList(viewer: Viewer, address: string, idOrOrdinal: string, from: EpochMs | undefined, to: EpochMs | undefined): Promise<VehicleDriverList>
  /** Writes the query into the access log before it answers. 行踪轨迹 is sensitive (PIPL art. 28). */
  track(viewer: Viewer, address: string, idOrOrdinal: string, from: EpochMs | undefined, to: EpochMs | undefined): Promise<Track>
}

const HOUR_MS: DurationMs = 3_600_000
const LONGEST_TRACK_MS: DurationMs = 7 * 24 * HOUR_MS

export const makeVehicleQueries = (deps: VehicleCardsDeps): VehicleQueries => {
  const { vehicles, tracks, cards, drivers, directory, regions, scope, audit, clock } = deps

  const find = (viewer: Viewer, idOrOrdinal: string): VehicleEntry => {
    const { vehicles: register, vehicleOrdinals } = directory.now()
    const ordinal = vehicleOrdinals.get(idOrOrdinal) ?? (/^\d{1,9}$/.test(idOrOrdinal) ? Number(idOrOrdinal) : -1)
    const entry = register[ordinal]
    if (!entry) throw new AppError('not-found', `vehicle ${idOrOrdinal} does not exist or lies outside your scope`)
    scope.require(viewer, `vehicle ${idOrOrdinal}`, { region: entry.region, units: (unit) => unit === entry.unit })
    return entry
  }

  return {
    summary: (viewer, asked) => {
      const codes = new Set(regions.subtree(scope.region(viewer, asked)))
      const unit = scope.unit(viewer)
      const byState = { moving: 0, parked: 0, offline: 0, alarm: 0 }
      const byCategory = new Map<string, number>()
      let total = 0
      for (const entry of directory.now().vehicles) {
        if (!entry || (unit === null ? !codes.has(entry.region) : entry.unit !== unit)) continue
        total++
        byState[vehicles.fleet.state(entry.ordinal)]++
        byCategory.set(entry.category, (byCategory.get(entry.category) ?? 0) + 1)
      }
      return { total, byState, byCategory: [...byCategory].map(([category, count]) => ({ category, count })), asOf: clock() }
    },
    card: async (viewer, address, idOrOrdinal) => {
      const entry = find(viewer, idOrOrdinal)
      const now = clock()
      const [record, order, month] = await Promise.all([cards.vehicle(entry.id), cards.order(entry.id, now), cards.month(entry.id)])
      if (!record) throw new AppError('not-found', `vehicle ${idOrOrdinal} does not exist or lies outside your scope`)
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
        state: vehicles.fleet.state(entry.ordinal),
        last: lastOf(vehicles, entry.ordinal),
        order: order ? { id: order.id, reason: order.reason, from: order.from_place, to: order.to_place, start: order.start_at, end: order.end_at, status: order.status } : null,
        driver: driverOf(viewer, order?.driver ?? record.driver_name, order && order.driver !== record.driver_name ? null : record.driver_phone, masked),
        cardDriver: await drivers.newest(viewer, address, entry.id, order ? { driver: order.driver, start: order.start_at, end: order.end_at } : null),
        month: month ? { month: month.month, daysUsed: month.days_used, daysDue: month.days_due, kilometres: month.kilometres, cost: month.cost } : null,
        provenance: { source: record.source, sourceId: record.source_id, updatedAt: record.updated_at, receivedAt: record.received_at },
        asOf: now,
      }
    },
    driverList: (viewer, address, idOrOrdinal, from, to) => drivers.list(viewer, address, find(viewer, idOrOrdinal).id, from, to),
    track: async (viewer, address, idOrOrdinal, askedFrom, askedTo) => {
      const entry = find(viewer, idOrOrdinal)
      const to = askedTo ?? clock()
      const from = askedFrom ?? to - HOUR_MS
      if (from > to || to - from > LONGEST_TRACK_MS) throw new AppError('bad-request', `a track spans up to ${LONGEST_TRACK_MS / HOUR_MS} hours; asked from ${from} to ${to}`)
      const detail = `${new Date(from).toISOString()} – ${new Date(to).toISOString()}`
      await audit.record({ event: 'vehicle.track', account: viewer.account, role: viewer.role, address, outcome: 'ok', target: entry.id, detail })
      const found = await tracks.track(entry.ordinal, from, to)
      const points = Array.from({ length: found.count }, (_, i) => ({ at: found.at[i] as number, lon: (found.lonE7[i] as number) / 1e7, lat: (found.latE7[i] as number) / 1e7, speedKmh: (found.speed[i] as number) / 10, headingDeg: found.heading[i] as number }))
      return { vehicle: entry.id, from, to, points, total: points.length }
    },
  }
}

const lastOf = (vehicles: Vehicles, ordinal: number): VehicleCard['last'] => {
  const row = vehicles.fleet.row(ordinal)
  return row ? { at: row.at, lon: row.lonE6 / 1e6, lat: row.latE6 / 1e6, speedKmh: row.speedKmh, headingDeg: row.headingDeg, alarms: alarmNames(row.alarm) } : null
}

const driverOf = (viewer: Viewer, name: string | null | undefined, phone: string | null, masked: boolean): VehicleCard['driver'] => {
  if (!name || !may(viewer.role, 'view.people')) return null
  return { name: masked ? maskName(name) : name, phone: phone === null ? null : masked ? maskPhone(phone) : phone, masked }
}
