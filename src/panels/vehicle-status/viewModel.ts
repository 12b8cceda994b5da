import type { VehicleSummary } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/units.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'

/** The states of an instant: those of the replayed picture, and the rest of the register as 离线, which is what live calls a vehicle that never reported. */
export const replayedSummary = (register: VehicleSummary, picture: { readonly byState: ArrayLike<number> }, at: EpochMs): VehicleSummary => {
  const counted = Object.fromEntries(VEHICLE_STATES.map((name, i) => [name, picture.byState[i] ?? 0])) as VehicleSummary['byState']
  const known = counted.moving + counted.parked + counted.alarm
  return { ...register, byState: { ...counted, offline: Math.max(counted.offline, register.total - known) }, asOf: at }
}
