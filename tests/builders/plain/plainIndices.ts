import type { VehicleMonthRecord, VehicleRentalRecord } from '../../../src/shared/protocol/platform.ts'
import { officeLimit } from './plainLimits.ts'

type Measures = Readonly<Record<string, number>>
const rate = (part: number, whole: number, factor = 100): number | null =>
  whole > 0 ? (part / whole) * factor : null

/** kgce by 折标系数 (rules A4.3): electricity 0.1229 by its heat or 0.31 by its equal value, the other fuels by one. */
const kgce = (m: Measures, isHeat: boolean): number =>
  m['electricityKwh']! * (isHeat ? 0.1229 : 0.31) +
  m['gasM3']! * 1.2143 +
  (m['heatMj']! + m['coolMj']!) * 0.03412 +
  m['coalKg']! * 0.7143 +
  m['oilKg']! * 1.4571 +
  m['lpgKg']! * 1.7143

/** The indices of a place once more, by their written formulas. */
export const plainIndices = (m: Measures): Record<string, number | null> => {
  const energy = (isHeat: boolean): number | null =>
    m['grossDm2']! > 0 && m['electricityKwh']! + m['gasM3']! > 0
      ? kgce(m, isHeat) / (m['grossDm2']! / 100)
      : null
  const quality =
    m['fieldsRequired']! === 0 || m['checks']! === 0 || m['records']! === 0
      ? null
      : ((m['fieldsFilled']! / m['fieldsRequired']! +
          (1 - m['checksFailed']! / m['checks']!) +
          m['recordsFresh']! / m['records']!) /
          3) *
        100
  return {
    over: rate(m['overRooms']!, m['officeRooms']!),
    idle: rate(m['idleDm2']!, m['usableDm2']!),
    perCapita: rate(m['officeAreaDm2']!, m['officeLimitDm2']!),
    energy: energy(true),
    energyEqual: energy(false),
    vehicleUse: rate(m['vehicleDaysUsed']!, m['vehicleDaysDue']!),
    quality,
  }
}

/** What is shown beside the indices, the same way. */
export const plainBeside = (m: Measures): Record<string, number | null> => {
  const heads = (amount: number): number | null =>
    m['energyUsers']! > 0 && amount > 0 ? amount / m['energyUsers']! : null
  const actual = [m['officeTotalDm2']!, m['serviceDm2']!, m['equipmentDm2']!]
  const [a, b] = [m['officeLimitDm2']!, m['people']! * 800]
  const wanted = [a, b, (a + b) * 0.09]
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)
  const distance = actual.reduce(
    (total, part, i) => total + Math.abs(part / sum(actual) - wanted[i]! / sum(wanted)),
    0,
  )
  return {
    areaPerHead:
      m['people']! > 0 && m['officeAreaDm2']! > 0 ? m['officeAreaDm2']! / 100 / m['people']! : null,
    classUse: sum(actual) === 0 || sum(wanted) === 0 ? null : 100 - distance * 50,
    certified: rate(m['certifiedDm2']!, m['grossDm2']!),
    energyPerHead: heads(kgce(m, true)),
    waterPerHead: heads(m['waterM3']!),
  }
}

/** 服务用房 a head, m²: to so many people, from so many, and the straight line between (表4 and its transcriptions). */
const SERVICE: Readonly<Record<string, readonly [number, number, number, number]>> = {
  central: [200, 10, 400, 8],
  province: [200, 9, 400, 7],
  city: [200, 8, 400, 6],
  county: [100, 8, 200, 6],
  township: [100, 8, 200, 6],
}

/** 核定面积 of a unit by its 编制: A 办公室, B 服务用房, E 设备用房, m². */
export const plainApproved = (
  level: string,
  posts: Readonly<Record<string, number | undefined>>,
): { a: number; b: number; e: number; basic: number } => {
  const rows = Object.entries(posts).map(([grade, count]) => [grade, count ?? 0] as const)
  const people = rows.reduce((sum, [, count]) => sum + count, 0)
  const [few, most, many, least] = SERVICE[level]!
  const at = Math.min(Math.max(people, few), many)
  const a = rows.reduce((sum, [grade, count]) => sum + count * officeLimit(level, grade), 0)
  const b = people * (most - ((at - few) / (many - few)) * (most - least))
  return { a, b, e: 0.09 * (a + b), basic: 1.09 * (a + b) }
}

/** 双费双率 of a month (rules A3.3): its vehicles' months, their number, and the rentals that began in it. */
export const plainFleetFigures = (
  months: readonly VehicleMonthRecord[],
  vehicles: number,
  rentals: readonly VehicleRentalRecord[],
): Record<string, number | null> => {
  const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
    rows.reduce((total, row) => total + of(row), 0)
  const cost = sum(months, (row) => row.cost)
  const rental = sum(rentals, (row) => row.amount)
  return {
    runningCost: vehicles > 0 ? cost : null,
    costPerVehicle: rate(cost, vehicles, 1),
    costPer100Km: rate(
      cost,
      sum(months, (row) => row.kilometres),
    ),
    rentalCost: rental,
    rentalShare: rate(rental, rental + cost),
    useDays: rate(
      sum(months, (row) => row.daysUsed),
      sum(months, (row) => row.daysDue),
    ),
    useHours: rate(
      sum(months, (row) => row.hoursUsed ?? 0),
      sum(months, (row) => row.hoursDue ?? 0),
    ),
  }
}
