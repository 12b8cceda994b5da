import type { EnergyMonthRecord, MeterItem } from '#shared/protocol/platform.ts'
import type { Province } from '../../province/Province.ts'
import { loadOf } from './model.ts'
import type { BuildingLoad, YearlyUse } from './model.ts'

export interface MeteredBuilding {
  readonly building: string
  readonly region: string
  readonly load: BuildingLoad
  readonly meters: readonly { readonly id: string; readonly item: MeterItem }[]
}

/** The metered buildings of each county, read once and kept small. */
export interface Roster {
  county(code: string): Promise<readonly MeteredBuilding[]>
}
export interface RosterDependencies {
  readonly province: Province
  /** The county's months of the first day, so that the same load comes out after every restart. */
  readonly months: (county: string) => Promise<readonly EnergyMonthRecord[]>
}

const LAST_MONTHS = 12
/** The newest twelve months as a year; fewer are stretched to one. */
const yearOf = (months: readonly EnergyMonthRecord[] | undefined): YearlyUse | null => {
  if (!months || months.length === 0) return null
  const last = months.toSorted((a, b) => (a.month < b.month ? 1 : -1)).slice(0, LAST_MONTHS)
  const sum = (field: 'electricityKwh' | 'waterM3' | 'gasM3'): number => (last.reduce((total, month) => total + month[field], 0) * LAST_MONTHS) / last.length
  return { electricityKwh: sum('electricityKwh'), waterM3: sum('waterM3'), gasM3: sum('gasM3') }
}

export const makeRoster = ({ province, months }: RosterDependencies): Roster => {
  const latitudes = new Map(province.regions.map((region) => [region.code, region.center[1]]))
  const known = new Map<string, Promise<readonly MeteredBuilding[]>>()
  const read = async (code: string): Promise<readonly MeteredBuilding[]> => {
    const monthsOf = Map.groupBy(await months(code), (month) => month.building)
    const { buildings, meters } = province.meters(code)
    const metersOf = Map.groupBy(meters, (meter) => meter.building)
    return buildings.flatMap((building) => {
      const own = metersOf.get(building.id)
      if (!own) return []
      const load = loadOf(building, latitudes.get(code) ?? building.origin[1], yearOf(monthsOf.get(building.id)), own.map(({ item }) => item))
      return [{ building: building.id, region: code, load, meters: own.map(({ id, item }) => ({ id, item })) }]
    })
  }
  return {
    county: (code) => {
      const found = known.get(code) ?? read(code)
      known.set(code, found)
      found.catch(() => known.delete(code))
      return found
    },
  }
}
