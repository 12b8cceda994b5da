import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { MeterItem } from '#shared/protocol/platform.ts'
import { bell, even, hashText } from './noise.ts'
import { climateOf } from './weather.ts'

/**
 * What draws or is drawn: 照明插座, 空调, 动力, the three parts of 特殊 and a part of the machine room; then
 * water, gas, heat, cold and what the roof makes.
 */
export const LOAD_ITEMS = [
  '01A00',
  '01B00',
  '01C00',
  '01D10',
  '01D30',
  '01D60',
  '01D1A',
  'water',
  'gas-canteen',
  'gas-boiler',
  'heat',
  'cool',
  'pv',
] as const
export type LoadItem = (typeof LOAD_ITEMS)[number]
export const ITEM = Object.fromEntries(LOAD_ITEMS.map((name, i) => [name, i])) as Readonly<
  Record<LoadItem, number>
>
/** Those that make a building's whole electricity. */
export const ELECTRIC = [
  ITEM['01A00'],
  ITEM['01B00'],
  ITEM['01C00'],
  ITEM['01D10'],
  ITEM['01D30'],
  ITEM['01D60'],
] as const

/** Central heating begins about the 淮河–秦岭 line. */
const HEATED_FROM = 33.5
/** A district's cold is laid only where it is hot for half the year. */
const COOLED_TO = 27

export interface LoadBuilding {
  readonly id: string
  readonly grossArea: number
  readonly use: string
}

/** How one building lives: all of it follows from its id, its place and what it is metered by. */
export interface Traits {
  readonly seed: number
  readonly climate: number
  /** Each item's part of its medium's year: the six electric ones sum to 1. */
  readonly parts: Float64Array
  readonly coolFromC: number
  /** Below this the split units heat; far below zero where nobody heats by air. */
  readonly heatFromC: number
  readonly warmth: number
  /** What a rest day leaves of lights, air and lifts. */
  readonly rest: number
  /** Deviation of the days, and how much of a day stays for the next. */
  readonly unrest: number
  readonly growth: number
  /** Day from which lights or air draw less, after a retrofit, and by how much. */
  readonly retrofit: { readonly from: number; readonly item: number; readonly saves: number } | null
  /** Day on which units moved in or out. */
  readonly move: { readonly from: number; readonly by: number } | null
  /** The machine room grows by racks: every so many days, by so much. */
  readonly racks: { readonly every: number; readonly by: number }
  /** Which course of the day it lives by. */
  readonly variant: number
  /** Much is left on at night, always. */
  readonly isWasteful: boolean
  /** Sub-meters err a little, each its own way. */
  readonly seedOfMeters: number
}

export const REFERENCE_YEAR = 2025
export const REFERENCE_FROM = Date.UTC(REFERENCE_YEAR, 0, 1) / DAY_MS

/** Shares of 信息中心, 厨房餐厅, 其他 in 特殊用电 by what the building has; what it lacks lies with the others. */
const specialOf = (has: ReadonlySet<MeterItem>): readonly [number, number, number] =>
  has.has('01D10') ? [0.6, 0.25, 0.15] : has.has('01D30') ? [0, 0.6, 0.4] : [0, 0, 1]

const partsOf = (seed: number, has: ReadonlySet<MeterItem>): Float64Array => {
  const shares = [
    0.4 + 0.08 * even(seed, 2),
    (0.32 + 0.08 * even(seed, 3)) * (has.has('cool') ? 0.45 : 1),
    0.09 + 0.03 * even(seed, 4),
    0.1 + 0.06 * even(seed, 5),
  ]
  const whole = shares.reduce((sum, part) => sum + part, 0)
  const [lights, air, power, special] = shares.map((part) => part / whole) as [number, number, number, number]
  const parts = specialOf(has).map((part) => special * part)
  const effectiveness = 1.35 + 1.1 * even(seed, 7) ** 1.6
  const boiler = has.has('gas-boiler') ? 0.45 : 0
  return Float64Array.from([
    lights,
    air,
    power,
    ...parts,
    parts[0]! / effectiveness,
    1,
    1 - boiler,
    boiler,
    has.has('heat') ? 1 : 0,
    has.has('cool') ? 1 : 0,
    has.has('pv') ? 1 : 0,
  ])
}

const dayIn = (seed: number, salt: number, from: number, days: number): number =>
  from + Math.floor(even(seed, salt) * days)

export const traitsOf = (building: LoadBuilding, latitude: number, meters: readonly MeterItem[]): Traits => {
  const seed = hashText(building.id)
  const item = even(seed, 21) < 0.5 ? ITEM['01A00'] : ITEM['01B00']
  return {
    seed,
    climate: climateOf(latitude),
    parts: partsOf(seed, new Set(meters)),
    coolFromC: 21.5 + 2.5 * even(seed, 8),
    heatFromC: latitude >= HEATED_FROM ? -60 : even(seed, 9) < 0.65 ? 9 + 4 * even(seed, 10) : -60,
    warmth: 0.7 + 0.6 * even(seed, 11),
    rest: 0.7 + 0.6 * even(seed, 12),
    unrest: 0.025 + 0.03 * even(seed, 13),
    growth: bell(seed, 14) * 0.022,
    retrofit:
      even(seed, 15) < 0.14
        ? { from: dayIn(seed, 16, REFERENCE_FROM, 900), item, saves: 0.12 + 0.2 * even(seed, 17) }
        : null,
    move:
      even(seed, 18) < 0.18
        ? {
            from: dayIn(seed, 19, REFERENCE_FROM, 900),
            by: even(seed, 20) < 0.55 ? 0.06 + 0.14 * even(seed, 22) : -0.06 - 0.14 * even(seed, 22),
          }
        : null,
    racks: { every: 150 + Math.floor(200 * even(seed, 23)), by: 0.02 + 0.05 * even(seed, 24) },
    variant: seed % 6,
    isWasteful: even(seed, 25) < 0.02,
    seedOfMeters: hashText(`${building.id}/meters`),
  }
}

/** Whether a building is heated by the city's network, cooled by a district's plant, or has a roof that makes electricity. */
export const hasHeat = (building: LoadBuilding, latitude: number): boolean =>
  latitude >= HEATED_FROM && building.grossArea >= 1500
export const hasCool = (building: LoadBuilding, latitude: number): boolean =>
  latitude < COOLED_TO && building.grossArea >= 5000 && even(hashText(building.id), 31) < 0.12
export const hasPv = (building: LoadBuilding): boolean =>
  building.grossArea >= 1200 && even(hashText(building.id), 32) < 0.12
