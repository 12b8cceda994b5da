import { DAY_MS } from '#shared/kernel/time/time.ts'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReplayTotals } from '#shared/protocol/http.ts'
import { startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { tripFacts } from '#shared/vehicles/orders/trip.ts'
import { tripQuarters } from '#shared/vehicles/orders/tripQuarters.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { TrackStore } from '../tracks/types.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { AccessLog } from '../../common/ports/audit.ts'

export interface ReplayTotalsDeps {
  readonly tracks: Pick<TrackStore, 'track'>
  readonly directory: Pick<Directory, 'now'>
  readonly scope: LiveScope
  readonly audit: AccessLog
  readonly clock: Clock
}

export interface ReplayUnit {
  /** What a unit's vehicles drove on a day. Writes the query into the access log before it answers. */
  ofUnit(viewer: Viewer, address: string, unit: string, day: DayString): Promise<ReplayTotals>
}

const QUARTERS = 96
/** A unit with more is a fleet of a region: one answer reads every point of each vehicle's day. */
const MOST_VEHICLES = 300

type TotalsRow = ReplayTotals['rows'][number]
/** null where nothing was reported. */
const rowOf = async (
  tracks: ReplayTotalsDeps['tracks'],
  { ordinal, plate }: VehicleEntry,
  day: DayString,
  to: EpochMs,
  masked: boolean,
): Promise<TotalsRow | null> => {
  const points = await tracks.track(ordinal, startOfDay(day), to)
  if (points.count === 0) return null
  const { km, movingMs, drift } = tripQuarters(points, day)
  return {
    ordinal,
    plate: masked ? maskPlate(plate) : plate,
    masked,
    km,
    movingMs,
    drift,
    stops: tripFacts(points).stops.map(({ from, to: until }) => ({ from, to: until })),
  }
}

const sumOf = (rows: readonly TotalsRow[], of: (row: TotalsRow) => readonly number[]): number[] =>
  Array.from({ length: QUARTERS }, (_, quarter) =>
    rows.reduce((all, row) => all + (of(row)[quarter] as number), 0),
  )

/** The unit and its vehicles, where the viewer may ask for them. Throws else. */
const fleetOf = ({ directory, scope }: ReplayTotalsDeps, viewer: Viewer, id: string) => {
  const { units, vehicles } = directory.now()
  const unit = units.get(id)
  if (!unit) throw new AppError('not-found', `unit ${id} does not exist or lies outside your scope`)
  scope.require(viewer, `unit ${id}`, { region: unit.region, units: (mine) => mine === id })
  const own = vehicles.filter((entry): entry is VehicleEntry => entry?.unit === id)
  return { unit, own }
}

export const makeReplayTotals = (deps: ReplayTotalsDeps): ReplayUnit => ({
  ofUnit: async (viewer, address, id, day) => {
    const { unit, own } = fleetOf(deps, viewer, id)
    const now = deps.clock()
    if (startOfDay(day) > now)
      throw new AppError('bad-request', `day: expected one that has begun; found ${day}`)
    if (own.length > MOST_VEHICLES)
      throw new AppError(
        'bad-request',
        `unit ${id} has ${own.length} vehicles; one answer reads ${MOST_VEHICLES}`,
      )
    await deps.audit.record({
      event: 'fleet.totals',
      account: viewer.account,
      role: viewer.role,
      address,
      outcome: 'ok',
      target: id,
      detail: `${day}, ${own.length} vehicles`,
    })
    const to = Math.min(startOfDay(day) + DAY_MS - 1, now)
    const masked = masksByDefault(viewer.role)
    const read = await Promise.all(own.map((entry) => rowOf(deps.tracks, entry, day, to, masked)))
    const rows = read.filter((row) => row !== null)
    return {
      unit: { id, name: unit.name },
      day,
      vehicles: own.length,
      km: sumOf(rows, ({ km }) => km),
      movingMs: sumOf(rows, ({ movingMs }) => movingMs),
      rows,
      asOf: now,
    }
  },
})
