import type { VehicleTrackRecord } from '#shared/protocol/platform.ts'
import { makePoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { VehicleHistory } from './historyRows.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Rejected } from '../../common/directory/types.ts'
import type { HistoryRecords } from '../../common/ports/doors.ts'

export interface VehicleHistoryDeps {
  readonly history: VehicleHistory
  readonly directory: Pick<Directory, 'now'>
  /** The track store's own door. */
  readonly keep: (source: string, points: PointColumns) => Promise<void>
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
  readonly clock: Clock
}

/** The records' points in the columns of the track store. */
const pointsOf = (
  items: readonly VehicleTrackRecord[],
  ordinals: ReadonlyMap<string, number>,
): PointColumns => {
  const points = makePoints(items.reduce((sum, { at }) => sum + at.length, 0))
  let row = 0
  for (const { vehicle, at, lon, lat, speedKmh, headingDeg, acc } of items) {
    const ordinal = ordinals.get(vehicle) as number
    for (let i = 0; i < at.length; i++, row++) {
      points.ordinal[row] = ordinal
      points.at[row] = at[i]!
      points.lonE7[row] = Math.round(lon[i]! * 1e7)
      points.latE7[row] = Math.round(lat[i]! * 1e7)
      points.speed[row] = Math.round(speedKmh[i]! * 10)
      points.heading[row] = Math.round(headingDeg[i]!) % 360
      points.acc[row] = acc[i]!
    }
  }
  return points
}

/**
 * Takes in tracks of past days through the track store's own door, and what platforms compared of months; durable when it
 * resolves, a repeat changes nothing. A track of a vehicle that the register lacks goes to quarantine whole: an ordinal is
 * a vehicle's identity, and any number made up for it may be another's.
 */
export const makeVehicleHistoryDoor = ({
  history,
  directory,
  keep,
  quarantine,
  clock,
}: VehicleHistoryDeps) => ({
  accept: async (source: string, batch: HistoryRecords): Promise<void> => {
    if (batch.collection === 'overlap-months') return history.addOverlapMonths(source, batch.items, clock())
    const { vehicleOrdinals } = directory.now()
    const unknown = batch.items.filter(({ vehicle }) => !vehicleOrdinals.has(vehicle))
    if (unknown.length > 0)
      await quarantine(
        unknown.map(({ vehicle, day, at }) => ({
          source,
          collection: 'vehicle-tracks',
          recordId: `${vehicle}:${day}`,
          field: 'vehicle',
          reason: 'expected a vehicle of the register',
          body: { vehicle, day, points: at.length },
        })),
      )
    const known = batch.items.filter(({ vehicle }) => vehicleOrdinals.has(vehicle))
    const points = pointsOf(known, vehicleOrdinals)
    if (points.count > 0) await keep(source, points)
    await history.addTrackDays(
      source,
      known.map(({ vehicle, day, at, updatedAt }) => ({ vehicle, day, points: at.length, updatedAt })),
      clock(),
    )
  },
})
