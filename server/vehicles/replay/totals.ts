import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReplayTotals } from '#shared/protocol/http.ts'
import { startOfDay, type DayString } from '#shared/kernel/units.ts'
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

const DAY_MS = 86_400_000
/** A unit with more is a fleet of a region: one answer reads every point of each vehicle's day. */
const MOST_VEHICLES = 300

export const makeReplayTotals = ({
  tracks,
  directory,
  scope,
  audit,
  clock,
}: ReplayTotalsDeps): ReplayUnit => {
  const rowOf = async (
    viewer: Viewer,
    { ordinal, plate }: VehicleEntry,
    day: DayString,
    to: number,
  ): Promise<ReplayTotals['rows'][number] | null> => {
    const points = await tracks.track(ordinal, startOfDay(day), to)
    if (points.count === 0) return null
    const masked = masksByDefault(viewer.role)
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
  return {
    ofUnit: async (viewer, address, id, day) => {
      const { units, vehicles } = directory.now()
      const unit = units.get(id)
      if (!unit) throw new AppError('not-found', `unit ${id} does not exist or lies outside your scope`)
      scope.require(viewer, `unit ${id}`, { region: unit.region, units: (mine) => mine === id })
      const now = clock()
      if (startOfDay(day) > now)
        throw new AppError('bad-request', `day: expected one that has begun; found ${day}`)
      const own = vehicles.filter((entry): entry is VehicleEntry => entry?.unit === id)
      if (own.length > MOST_VEHICLES)
        throw new AppError(
          'bad-request',
          `unit ${id} has ${own.length} vehicles; one answer reads ${MOST_VEHICLES}`,
        )
      await audit.record({
        event: 'fleet.totals',
        account: viewer.account,
        role: viewer.role,
        address,
        outcome: 'ok',
        target: id,
        detail: `${day}, ${own.length} vehicles`,
      })
      const to = Math.min(startOfDay(day) + DAY_MS - 1, now)
      const rows = (await Promise.all(own.map((entry) => rowOf(viewer, entry, day, to)))).filter(
        (row) => row !== null,
      )
      const sum = (of: (row: ReplayTotals['rows'][number]) => readonly number[]): number[] =>
        Array.from({ length: 96 }, (_, quarter) =>
          rows.reduce((all, row) => all + (of(row)[quarter] as number), 0),
        )
      return {
        unit: { id, name: unit.name },
        day,
        vehicles: own.length,
        km: sum(({ km }) => km),
        movingMs: sum(({ movingMs }) => movingMs),
        rows,
        asOf: now,
      }
    },
  }
}
