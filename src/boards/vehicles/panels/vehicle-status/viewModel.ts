import type { ReplayTotals, VehicleSummary } from '#shared/protocol/http.ts'
import { startOfDay, type EpochMs } from '#shared/kernel/units.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'

/**
 * The states of an instant: those of the replayed picture, and the rest of the register as 离线, which is
 * what live calls a vehicle that never reported.
 */
export const replayedSummary = (
  register: VehicleSummary,
  picture: { readonly byState: ArrayLike<number> },
  at: EpochMs,
): VehicleSummary => {
  const counted = Object.fromEntries(
    VEHICLE_STATES.map((name, i) => [name, picture.byState[i] ?? 0]),
  ) as VehicleSummary['byState']
  const known = counted.moving + counted.parked + counted.alarm
  return {
    ...register,
    byState: { ...counted, offline: Math.max(counted.offline, register.total - known) },
    asOf: at,
  }
}

const QUARTER_MS = 900_000

/** A sum by quarter hour as far as an instant; the quarter under way counts by how much of it has passed. */
const soFar = (values: readonly number[], quarters: number): number =>
  values.reduce((sum, value, i) => sum + value * Math.min(Math.max(quarters - i, 0), 1), 0)

/** What a unit had driven by an instant of the day, the furthest vehicle first. */
export const totalsAt = (totals: ReplayTotals, at: EpochMs) => {
  const quarters = (at - startOfDay(totals.day)) / QUARTER_MS
  const rows = totals.rows
    .map(({ ordinal, plate, km, movingMs, stops }) => ({
      ordinal,
      plate,
      km: soFar(km, quarters),
      movingMs: soFar(movingMs, quarters),
      stops: stops.filter(({ from }) => from <= at).length,
    }))
    .sort((a, b) => b.km - a.km)
  return {
    rows,
    km: soFar(totals.km, quarters),
    movingMs: soFar(totals.movingMs, quarters),
    used: rows.filter(({ movingMs }) => movingMs > 0).length,
    stops: rows.reduce((sum, row) => sum + row.stops, 0),
    /** Of the whole day. */
    drift: totals.rows.reduce((sum, row) => sum + row.drift, 0),
  }
}
