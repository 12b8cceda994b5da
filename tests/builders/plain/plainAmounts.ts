import type { CountyBundle } from '../../../data/province/index.ts'
import type { BuildingRecord, VehicleRecord } from '../../../src/shared/protocol/platform.ts'

/** Months of the form YYYY-MM in UTC+8, the newest whole one first. */
export const monthsBefore = (now: number, count: number): string[] => {
  const local = new Date(now + 8 * 3_600_000)
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1 - i, 1)).toISOString().slice(0, 7),
  )
}

/** The last twelve whole months, rounded at each building, and the year's quota or the one before it. */
export const plainEnergy = (
  bundles: readonly CountyBundle[],
  buildings: readonly BuildingRecord[],
  now: number,
): Record<string, number> => {
  const ids = new Set(buildings.map((b) => b.id))
  const months = new Set(monthsBefore(now, 12))
  const rows = bundles
    .flatMap((b) => b.energyMonths)
    .filter((row) => ids.has(row.building) && months.has(row.month))
  const per = [...Map.groupBy(rows, (row) => row.building).values()]
  const total = (of: (row: (typeof rows)[number]) => number): number =>
    per.reduce((sum, own) => sum + Math.round(own.reduce((part, row) => part + of(row), 0)), 0)
  const year = Number(new Date(now + 8 * 3_600_000).toISOString().slice(0, 4))
  const quotas = bundles
    .flatMap((b) => b.energyQuotas)
    .filter((row) => ids.has(row.building) && row.year === year)
  return {
    electricityKwh: total((row) => row.electricityKwh),
    gasM3: total((row) => row.gasM3),
    waterM3: total((row) => row.waterM3),
    heatMj: total((row) => (row.heatGj ?? 0) * 1000),
    coolMj: total((row) => (row.coolGj ?? 0) * 1000),
    pvKwh: total((row) => row.pvKwh ?? 0),
    coalKg: total((row) => row.coalKg ?? 0),
    oilKg: total((row) => row.oilKg ?? 0),
    lpgKg: total((row) => row.lpgKg ?? 0),
    quotaKwh: quotas.reduce((sum, row) => sum + Math.round(row.electricityKwh), 0),
  }
}

/** The last whole month. */
export const plainFleet = (
  bundles: readonly CountyBundle[],
  vehicles: readonly VehicleRecord[],
  now: number,
): Record<string, number> => {
  const ids = new Set(vehicles.map((v) => v.id))
  const [month] = monthsBefore(now, 1)
  const rows = bundles
    .flatMap((b) => b.vehicleMonths)
    .filter((row) => row.month === month && ids.has(row.vehicle))
  return {
    vehicles: vehicles.length,
    vehicleDaysUsed: rows.reduce((sum, row) => sum + row.daysUsed, 0),
    vehicleDaysDue: rows.reduce((sum, row) => sum + row.daysDue, 0),
  }
}
