import type { Degrees } from '#shared/kernel/units.ts'
import type { Scale } from '../Province.ts'

/** Who uses a building: it decides its height, its rooms and the grades that sit in it. */
export const TIERS = ['province', 'city', 'county', 'township'] as const
export type Tier = (typeof TIERS)[number]
export type ByTier<T> = Readonly<Record<Tier, T>>

/** Totals of a scale. `county` tiers take what the others leave. */
export interface ScaleTotals {
  readonly users: number
  readonly buildings: number
  readonly floors: number
  /** Of the floors, those whose drawing was never uploaded: their plan is `schematic`. */
  readonly schematic: number
  readonly rooms: number
  readonly vehicles: number
  /** Using units and buildings of the province's and the cities' own organs. */
  readonly own: {
    readonly units: { readonly province: number; readonly city: number }
    readonly buildings: { readonly province: number; readonly city: number }
  }
  /** Using units and buildings of one township. */
  readonly perTownship: { readonly units: number; readonly buildings: number }
  /** Counties that hold anything; all when absent. */
  readonly counties?: readonly string[]
  /**
   * How far borders of the regions that hold nothing may lie from where they are, degrees; exact when absent.
   * A test's screen has no graphics card to draw 85,000 of their points.
   */
  readonly emptyBordersWithin?: Degrees
  /** Too small for its faults to come by chance: every county has each kind. */
  readonly hasEachFault?: boolean
  /** Townships taken per county; all when absent. */
  readonly townshipsPerCounty?: number
}

export const SCALES: Readonly<Record<Scale, ScaleTotals>> = {
  /** 青秀区 with the province's and 南宁's organs, 城中区 with 柳州's, 隆安县 as an ordinary county. */
  tiny: {
    users: 30,
    buildings: 12,
    floors: 60,
    schematic: 5,
    rooms: 900,
    vehicles: 60,
    own: { units: { province: 5, city: 7 }, buildings: { province: 1, city: 2 } },
    perTownship: { units: 1, buildings: 1 },
    counties: ['450103', '450202', '450123'],
    townshipsPerCounty: 1,
    hasEachFault: true,
    emptyBordersWithin: 0.02,
  },
  /**
   * 119 管理部门, 6,366 使用单位, 2,616 处, 13,395 张 uploaded drawings (and 1,165 floors without): the
   * founding document's figures. Rooms and vehicles are 演示值.
   */
  guangxi: {
    users: 6366,
    buildings: 2616,
    floors: 14_560,
    schematic: 1165,
    rooms: 198_000,
    vehicles: 6800,
    own: { units: { province: 168, city: 1008 }, buildings: { province: 40, city: 280 } },
    perTownship: { units: 1, buildings: 1 },
  },
  /** 99 万间, 7 万辆, 2.5 万家 (the 119 managing departments are among the institutions). */
  'province-max': {
    users: 24_881,
    buildings: 12_000,
    floors: 62_000,
    schematic: 4960,
    rooms: 990_000,
    vehicles: 70_000,
    own: { units: { province: 400, city: 3000 }, buildings: { province: 200, city: 1300 } },
    perTownship: { units: 5, buildings: 3 },
  },
}

/** Storeys of a building (basements among them) and rooms of a floor: the usual and the bounds. */
export interface TierShape {
  readonly floors: { readonly usual: number; readonly low: number; readonly high: number }
  readonly rooms: { readonly usual: number; readonly low: number; readonly high: number }
}

export const TIER_SHAPES: ByTier<TierShape> = {
  province: { floors: { usual: 12.4, low: 5, high: 28 }, rooms: { usual: 25, low: 14, high: 44 } },
  city: { floors: { usual: 9.3, low: 4, high: 22 }, rooms: { usual: 21, low: 12, high: 40 } },
  county: { floors: { usual: 5.2, low: 3, high: 12 }, rooms: { usual: 15.6, low: 9, high: 32 } },
  township: { floors: { usual: 3.6, low: 2, high: 7 }, rooms: { usual: 11.4, low: 7, high: 26 } },
}
