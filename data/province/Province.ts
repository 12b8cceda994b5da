import type {
  BuildingRecord,
  CompoundRecord,
  DepotRecord,
  EnergyMonthRecord,
  EnergyQuotaRecord,
  FenceRecord,
  FloorRecord,
  MeterRecord,
  OrderRecord,
  PersonRecord,
  RegionRecord,
  RoadLimitRecord,
  RoomRecord,
  UnitRecord,
  VehicleCostRecord,
  VehicleRecord,
  VehicleRentalRecord,
  VehicleVendorRecord,
} from '#shared/protocol/platform.ts'
import type { DayString, EpochMs, LonLat } from '#shared/kernel/units.ts'
import type { OrderLife } from './vehicles/orderLife.ts'

/**
 * `guangxi` has the founding documents' figures; `province-max` 990,000 rooms, 70,000 vehicles, 25,000
 * institutions; `tiny` is for tests.
 */
export type Scale = 'tiny' | 'guangxi' | 'province-max'

export interface ProvinceOptions {
  readonly seed: number
  readonly scale: Scale
  /** What is "today": orders, months and energy are made around it. */
  readonly now: EpochMs
}

/** What of a county is made together, for it rests on one another. */
export interface CountyCore {
  readonly region: string
  readonly units: readonly UnitRecord[]
  readonly compounds: readonly CompoundRecord[]
  readonly buildings: readonly BuildingRecord[]
  readonly floors: readonly FloorRecord[]
  readonly people: readonly PersonRecord[]
  readonly rooms: readonly RoomRecord[]
  readonly depots: readonly DepotRecord[]
  readonly vehicles: readonly VehicleRecord[]
  readonly orders: readonly OrderRecord[]
  readonly fences: readonly FenceRecord[]
  readonly roadLimits: readonly RoadLimitRecord[]
  readonly vehicleVendors: readonly VehicleVendorRecord[]
  readonly vehicleCosts: readonly VehicleCostRecord[]
  readonly vehicleRentals: readonly VehicleRentalRecord[]
  readonly meters: readonly MeterRecord[]
  readonly energyMonths: readonly EnergyMonthRecord[]
  readonly energyQuotas: readonly EnergyQuotaRecord[]
}
/**
 * Everything in one county, made whole and alone from the seed and the county's code. What is found by its folder
 * (`made/demonstration.ts`) adds itself in its own file.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface CountyBundle extends CountyCore {}

/** What the dispatch platform of a county will do in the day after an instant: orders with steps to come, costs to be paid. */
export interface DispatchPlan {
  readonly lives: readonly OrderLife[]
  readonly costs: readonly VehicleCostRecord[]
}

/** Streets of a county: a connected graph that vehicles drive along. */
export interface StreetGraph {
  readonly nodes: readonly LonLat[]
  /** Pairs of node indices, both ways, with metres. */
  readonly edges: readonly {
    readonly a: number
    readonly b: number
    readonly metres: number
    readonly limitKmh: number
  }[]
}

export interface Province {
  readonly options: ProvinceOptions
  /** Province, cities and counties, parents first. */
  readonly regions: readonly RegionRecord[]
  readonly countyCodes: readonly string[]
  /** Exact totals of each collection, known without making the counties. */
  readonly totals: Readonly<{
    units: number
    departments: number
    buildings: number
    floors: number
    /** Floors whose plan is an uploaded drawing (平面图 张). */
    drawings?: number
    rooms: number
    vehicles: number
  }>
  county(code: string): CountyBundle
  /** Lighter than `county`: what the live side needs at start. */
  fleet(code: string): {
    readonly depots: readonly DepotRecord[]
    readonly vehicles: readonly VehicleRecord[]
    readonly streets: StreetGraph
    readonly stops: readonly { readonly lonLat: LonLat; readonly name: string }[]
    /** Places in other counties, which only an order leads to; the streets go on to them. */
    readonly beyond?: readonly { readonly lonLat: LonLat; readonly name: string }[]
  }
  /** What was ordered on civil days of any past, costs left out; absent where nothing is known of it. */
  lives?(code: string, days: readonly DayString[]): readonly OrderLife[]
  /** Absent where orders do not move by themselves. */
  dispatch?(code: string, now: EpochMs): DispatchPlan
  meters(code: string): {
    readonly buildings: readonly BuildingRecord[]
    readonly meters: readonly MeterRecord[]
  }
}
