import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { EnergyMonthRecord, MeterItem } from '#shared/protocol/platform.ts'
import type { Province } from '../../province/Province.ts'
import type { YearlyUse } from '../../province/load/use.ts'
import { loadOf, type BuildingLoad } from './model.ts'

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
const utcDay = (month: string, plus: number): number =>
  Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + plus, 1) / DAY_MS
/** What the newest twelve months used, and their days. */
const yearOf = (
  months: readonly EnergyMonthRecord[] | undefined,
): { readonly use: YearlyUse; readonly days: readonly [number, number] } | null => {
  if (!months || months.length === 0) return null
  const last = months.toSorted((a, b) => (a.month < b.month ? 1 : -1)).slice(0, LAST_MONTHS)
  const sum = (of: (month: EnergyMonthRecord) => number): number =>
    last.reduce((total, month) => total + of(month), 0)
  const use = {
    electricityKwh: sum((m) => m.electricityKwh),
    waterM3: sum((m) => m.waterM3),
    gasM3: sum((m) => m.gasM3),
    heatGj: sum((m) => m.heatGj ?? 0),
    coolGj: sum((m) => m.coolGj ?? 0),
    pvKwh: sum((m) => m.pvKwh ?? 0),
  }
  return { use, days: [utcDay(last.at(-1)!.month, 0), utcDay(last[0]!.month, 1)] }
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
      const year = yearOf(monthsOf.get(building.id))
      const load = loadOf(
        building,
        latitudes.get(code) ?? building.origin[1],
        year?.use ?? null,
        own.map(({ item }) => item),
        year?.days,
      )
      return [
        { building: building.id, region: code, load, meters: own.map(({ id, item }) => ({ id, item })) },
      ]
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
