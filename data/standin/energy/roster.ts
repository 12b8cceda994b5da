import type { MeterItem } from '#shared/protocol/platform.ts'
import type { Province } from '../../province/Province.ts'
import { loadOf } from './model.ts'
import type { BuildingLoad } from './model.ts'

export interface MeteredBuilding {
  readonly building: string
  readonly region: string
  readonly load: BuildingLoad
  readonly meters: readonly { readonly id: string; readonly item: MeterItem }[]
}

/** The metered buildings of each county, read once and kept small. */
export interface Roster {
  county(code: string): readonly MeteredBuilding[]
}

export const makeRoster = (province: Province): Roster => {
  const latitudes = new Map(province.regions.map((region) => [region.code, region.center[1]]))
  const known = new Map<string, readonly MeteredBuilding[]>()
  const read = (code: string): readonly MeteredBuilding[] => {
    const { buildings, meters } = province.meters(code)
    const byBuilding = Map.groupBy(meters, (meter) => meter.building)
    return buildings.flatMap((building) => {
      const own = byBuilding.get(building.id)
      if (!own) return []
      const load = loadOf(building, latitudes.get(code) ?? building.origin[1])
      return [{ building: building.id, region: code, load, meters: own.map(({ id, item }) => ({ id, item })) }]
    })
  }
  return {
    county: (code) => {
      const found = known.get(code) ?? read(code)
      known.set(code, found)
      return found
    },
  }
}
