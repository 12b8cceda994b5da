import { toSquareMetres } from '../kernel/units.ts'

/**
 * Measures (度量) are the additive facts that every place and unit carries. All are whole numbers, so a roll-up is a sum
 * and the sum of the parts equals the whole exactly; every index is a pure function of them. The order is the wire order.
 */
export const MEASURES = [
  'compounds',
  /** 办公用房 (处). */
  'buildings',
  'floors',
  /** Floors with an uploaded drawing (平面图纸, 张). */
  'plans',
  'rooms',
  /** Occupied office rooms, the base of 超标率. */
  'officeRooms',
  'overRooms',
  'idleRooms',
  'workstations',
  'workstationsUsed',
  'people',
  /** 编制. */
  'establishment',
  /** dm²: usable area of occupied office rooms, the limit that applies to their occupants, and what lies over it. */
  'officeAreaDm2',
  'officeLimitDm2',
  'overAreaDm2',
  /** dm²: usable area by category, occupied or not. */
  'officeTotalDm2',
  'serviceDm2',
  'equipmentDm2',
  'auxiliaryDm2',
  'technicalDm2',
  'idleDm2',
  'usableDm2',
  /** dm²: building area, and the part with a certificate. */
  'grossDm2',
  'certifiedDm2',
  /** 数据质量: required fields and those filled, checks and those failed, records and those fresh enough. */
  'fieldsRequired',
  'fieldsFilled',
  'checks',
  'checksFailed',
  'records',
  'recordsFresh',
  /** Last twelve whole months. */
  'electricityKwh',
  'gasM3',
  'waterM3',
  'energyUsers',
  /** kWh in a year that the quota allows. */
  'quotaKwh',
  'vehicles',
  /** Last whole month. */
  'vehicleDaysUsed',
  'vehicleDaysDue',
  /** Last twelve whole months: 集中供热 and 集中供冷 in MJ, what roofs made, fuels that are not metered by pipe. */
  'heatMj',
  'coolMj',
  'pvKwh',
  'coalKg',
  'oilKg',
  'lpgKg',
] as const
export type Measure = (typeof MEASURES)[number]
export type Measures = Readonly<Record<Measure, number>>

/** Whether a measure is an area: kept in whole dm², told in m². */
export const isArea = (measure: Measure): boolean => measure.endsWith('Dm2')
/** A measure as it is told: areas in m², all else as it is kept. */
export const amountOf = (measure: Measure, m: Measures): number =>
  isArea(measure) ? toSquareMetres(m[measure]) : m[measure]

export const zeroMeasures = (): Record<Measure, number> =>
  Object.fromEntries(MEASURES.map((name) => [name, 0])) as Record<Measure, number>

/** Wire order. */
export const measuresToArray = (measures: Partial<Measures>): number[] =>
  MEASURES.map((name) => measures[name] ?? 0)
export const measuresFromArray = (values: readonly number[]): Measures =>
  Object.fromEntries(MEASURES.map((name, i) => [name, values[i] ?? 0])) as Measures

export const addMeasures = (
  into: Record<Measure, number>,
  part: Partial<Measures>,
): Record<Measure, number> => {
  for (const name of MEASURES) into[name] += part[name] ?? 0
  return into
}

/** Wire arrays summed into one. */
export const sumArrays = (parts: readonly (readonly number[])[]): number[] =>
  MEASURES.map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))
