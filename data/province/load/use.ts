import { dayOfLoad, steadyExtra } from './daily.ts'
import { ELECTRIC, ITEM, LOAD_ITEMS, REFERENCE_FROM, REFERENCE_YEAR, type Traits } from './traits.ts'

/** A year's consumption of a building by medium: kWh, m³, GJ. */
export interface YearlyUse {
  readonly electricityKwh: number
  readonly waterM3: number
  readonly gasM3: number
  readonly heatGj?: number
  readonly coolGj?: number
  readonly pvKwh?: number
}
const YEAR_DAYS = 365

/** Unscaled draw of a building on a day by item, faults and parts included. */
export const drawOf = (traits: Traits, day: number, out: Float64Array): Float64Array => {
  dayOfLoad(traits, day, out)
  for (let item = 0; item < out.length; item++)
    out[item] = (out[item]! + steadyExtra(traits, day, item)) * traits.parts[item]!
  return out
}

export interface MediumSums {
  electricity: number
  water: number
  gas: number
  heat: number
  cool: number
  pv: number
}
export const mediaOf = (drawn: ArrayLike<number>): MediumSums => ({
  electricity: ELECTRIC.reduce<number>((sum, item) => sum + drawn[item]!, 0),
  water: drawn[ITEM.water]!,
  gas: drawn[ITEM['gas-canteen']]! + drawn[ITEM['gas-boiler']]!,
  heat: drawn[ITEM.heat]!,
  cool: drawn[ITEM.cool]!,
  pv: drawn[ITEM.pv]!,
})

/** Draw by item over days, the last left out. */
export const sumDraws = (traits: Traits, from: number, to: number): Float64Array => {
  const [sum, drawn] = [new Float64Array(LOAD_ITEMS.length), new Float64Array(LOAD_ITEMS.length)]
  for (let day = from; day < to; day++) {
    drawOf(traits, day, drawn)
    for (let item = 0; item < sum.length; item++) sum[item]! += drawn[item]!
  }
  return sum
}

/** By item, what one unit of unscaled draw is worth so that the days from … to (left out) come to what was used in them. */
export const scaleOf = (drawn: Float64Array, used: YearlyUse): Float64Array => {
  const media = mediaOf(drawn)
  const per = (amount: number | undefined, sum: number): number => (sum > 0 ? (amount ?? 0) / sum : 0)
  const [power, gas] = [per(used.electricityKwh, media.electricity), per(used.gasM3, media.gas)]
  const of = {
    water: per(used.waterM3, media.water),
    heat: per(used.heatGj, media.heat),
    cool: per(used.coolGj, media.cool),
    pv: per(used.pvKwh, media.pv),
  }
  return Float64Array.from(LOAD_ITEMS, (name) =>
    name === 'gas-canteen' || name === 'gas-boiler' ? gas : name in of ? of[name as keyof typeof of] : power,
  )
}

export const addDraws = (parts: readonly Float64Array[]): Float64Array =>
  LOAD_ITEMS.reduce(
    (sum, _, item) =>
      sum.fill(
        parts.reduce((total, part) => total + part[item]!, 0),
        item,
        item + 1,
      ),
    new Float64Array(LOAD_ITEMS.length),
  )

/** The reference year by month, and its days. */
export const REFERENCE_MONTHS = Array.from(
  { length: 12 },
  (_, i) => `${REFERENCE_YEAR}-${String(i + 1).padStart(2, '0')}`,
)
export const REFERENCE_DAYS = [REFERENCE_FROM, REFERENCE_FROM + YEAR_DAYS] as const
