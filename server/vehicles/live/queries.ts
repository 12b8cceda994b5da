import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Track, VehicleCard, VehicleDriverList, VehicleSummary } from '#shared/protocol/http.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { thinPoints } from '#shared/vehicles/track/points.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { AccessLog } from '../../common/ports/audit.ts'
import { vehicleCard } from './card.ts'
import type { VehicleCards } from './cardRows.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
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

const LONGEST_TRACK_MS: DurationMs = 7 * DAY_MS
/** Points in one answer: a day of a report each 5 s is whole. */
const MOST_POINTS = 20_000

/** A vehicle by its id or ordinal, where the viewer may see it. Throws else. */
const findVehicle = (
  { directory, scope }: Pick<VehicleCardsDeps, 'directory' | 'scope'>,
  viewer: Viewer,
  idOrOrdinal: string,
): VehicleEntry => {
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

const summaryOf = (
  { vehicles, directory, regions, scope, clock }: VehicleCardsDeps,
  viewer: Viewer,
  asked: string | undefined,
  askedUnit: string | undefined,
): VehicleSummary => {
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
}

const trackOf = async (
  { tracks, audit, clock }: Pick<VehicleCardsDeps, 'tracks' | 'audit' | 'clock'>,
  viewer: Viewer,
  address: string,
  { id, ordinal }: VehicleEntry,
  asked: { readonly from: EpochMs | undefined; readonly to: EpochMs | undefined },
): Promise<Track> => {
  const to = Math.min(asked.to ?? Infinity, clock())
  const from = asked.from ?? to - HOUR_MS
  if (from > to || to - from > LONGEST_TRACK_MS)
    throw new AppError(
      'bad-request',
      `a track spans up to ${LONGEST_TRACK_MS / HOUR_MS} hours; asked from ${from} to ${to}`,
    )
  await audit.record({
    event: 'vehicle.track',
    account: viewer.account,
    role: viewer.role,
    address,
    outcome: 'ok',
    target: id,
    detail: `${new Date(from).toISOString()} – ${new Date(to).toISOString()}`,
  })
  const found = await tracks.track(ordinal, from, to)
  const { points: thin, stepMs } = thinPoints(found, MOST_POINTS)
  const points = Array.from({ length: thin.count }, (_, i) => ({
    at: thin.at[i] as number,
    lon: (thin.lonE7[i] as number) / 1e7,
    lat: (thin.latE7[i] as number) / 1e7,
    speedKmh: (thin.speed[i] as number) / 10,
    headingDeg: thin.heading[i] as number,
  }))
  return { vehicle: id, from, to, points, total: found.count, shown: points.length, stepMs }
}

export const makeVehicleQueries = (deps: VehicleCardsDeps): VehicleQueries => {
  const find = (viewer: Viewer, idOrOrdinal: string): VehicleEntry => findVehicle(deps, viewer, idOrOrdinal)
  return {
    summary: (viewer, region, unit) => summaryOf(deps, viewer, region, unit),
    card: async (viewer, address, id, at) => vehicleCard(deps, viewer, address, find(viewer, id), at),
    driverList: async (viewer, address, id, from, to) =>
      deps.drivers.list(viewer, address, find(viewer, id).id, from, to),
    track: async (viewer, address, id, from, to) =>
      trackOf(deps, viewer, address, find(viewer, id), { from, to }),
  }
}
