import { STATE_LIMITS } from '#shared/vehicles/report.ts'
import type { Seen } from '#shared/vehicles/orders/orderStage.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { RoadSide } from '../ledger/orders/board.ts'
import type { Fleet } from './fleet.ts'

/** Where the fleet is seen now: an alarm hides neither that a vehicle moves nor that it stands. */
export const makeRoadSide = (
  fleet: Pick<Fleet, 'row' | 'state'>,
  directory: Pick<Directory, 'now'>,
): RoadSide => {
  const seenOf = (ordinal: number | undefined): Seen => {
    const row = ordinal === undefined ? null : fleet.row(ordinal)
    if (row === null || fleet.state(ordinal as number) === 'offline') return 'silent'
    return row.acc && row.speedKmh >= STATE_LIMITS.movingKmh ? 'moving' : 'stopped'
  }
  return {
    seen: (vehicle) => seenOf(directory.now().vehicleOrdinals.get(vehicle)),
    moving: (mine) => {
      let count = 0
      directory
        .now()
        .vehicles.forEach(
          (vehicle, ordinal) =>
            (count += Number(vehicle !== undefined && mine(vehicle) && seenOf(ordinal) === 'moving')),
        )
      return count
    },
  }
}
