import { DAY_MS } from '#shared/kernel/time/time.ts'
import { coalRowOf } from '#shared/energy/coal.ts'
import { quotaRowOf } from '#shared/energy/quota.ts'
import type {
  EnergyMonthRecord,
  EnergyQuotaRecord,
  MeterItem,
  MeterRecord,
} from '#shared/protocol/platform.ts'
import { dayOf, startOfDay } from '#shared/kernel/units.ts'
import type { BuildingWork } from '../housing/buildings.ts'
import type { CountyContext } from '../housing/context.ts'
import { round } from '../ground/geo.ts'
import { ITEM, hasCool, hasHeat, hasPv, traitsOf, type Traits } from '../load/traits.ts'
import { REFERENCE_MONTHS, addDraws, mediaOf, scaleOf, sumDraws, type YearlyUse } from '../load/use.ts'
import { monthsBefore } from '../vehicles/orders.ts'
import { toRegion } from '../ground/regions.ts'
import type { Rng } from '../made/rng.ts'
import { stamp } from '../made/stamp.ts'

/** kgce per kWh at 当量 (GB/T 2589) and per m³ of gas; water is not converted. */
const KGCE_PER_KWH = 0.1229
const KGCE_PER_GAS_M3 = 1.2143
/** A quota is what the 约束值 of the reference standard leaves for electricity, so that a year over it is 超定额 there too. */
const QUOTA_ZONE = 'A'
const quotaBasis = (constraint: number): string =>
  `参照 DB37/T 2672-2019 表1 约束值 ${constraint.toFixed(1)} kgce/(m²·a) × 建筑面积,扣除用气折标,` +
  '÷ 0.31 kgce/kWh(附录B 等价值) ÷ (1 − 特殊用电占比);本系统口径'

const ITEM_NAMES: Readonly<Record<MeterItem, string>> = {
  total: '总用电',
  '01A00': '照明插座用电',
  '01B00': '空调用电',
  '01C00': '动力用电',
  '01D00': '特殊用电',
  '01D10': '信息中心',
  '01D1A': '机房 IT 设备',
  '01D30': '厨房餐厅',
  '01D60': '开水间及其他',
  water: '用水',
  gas: '燃气',
  'gas-canteen': '食堂用气',
  'gas-boiler': '锅炉房用气',
  heat: '集中供热',
  cool: '集中供冷',
  coal: '煤炭',
  oil: '燃油',
  lpg: '液化石油气',
  pv: '光伏发电',
}
/** Rated kW per m²; water and gas meters have none. */
const RATED: Readonly<Record<MeterItem, number>> = {
  total: 0.06,
  '01A00': 0.018,
  '01B00': 0.03,
  '01C00': 0.008,
  '01D00': 0.006,
  '01D10': 0.004,
  '01D1A': 0.0025,
  '01D30': 0.003,
  '01D60': 0.002,
  water: 0,
  gas: 0,
  'gas-canteen': 0,
  'gas-boiler': 0,
  heat: 0,
  cool: 0,
  coal: 0,
  oil: 0,
  lpg: 0,
  pv: 0.012,
}

/** The rule of where a canteen is, without the rooms: the first building of a compound with four floors or more. */
const cooks = (building: BuildingWork): boolean =>
  building.draft.ordinal === 1 && building.draft.rooms.length >= 4

/** A machine room of its own: the first building of a compound with five floors or more. */
const computes = (building: BuildingWork): boolean =>
  building.draft.ordinal === 1 && building.draft.rooms.length >= 5

/** A boiler house: larger buildings that also cook. */
const boils = (building: BuildingWork): boolean => cooks(building) && building.record.grossArea >= 6000

/** What the city's network, a district's plant or the roof gives a building, and how it is metered. */
const furtherOf = (context: CountyContext, building: BuildingWork): MeterItem[] => {
  const latitude = latitudeOf(context)
  return [
    ...(hasHeat(building.record, latitude) ? (['heat'] as const) : []),
    ...(hasCool(building.record, latitude) ? (['cool'] as const) : []),
    ...(hasPv(building.record) ? (['pv'] as const) : []),
  ]
}
const latitudes = new WeakMap<object, number>()
/** The county's middle, as its record says it: whoever knows only the record finds the same weather. */
const latitudeOf = ({ county, now }: CountyContext): number => {
  const known = latitudes.get(county) ?? toRegion(county, now).center[1]
  latitudes.set(county, known)
  return known
}

export const makeMeters = (context: CountyContext, building: BuildingWork): MeterRecord[] => {
  const rng = context.stream(`meters/${building.record.id}`)
  const items: MeterItem[] = [
    'total',
    '01A00',
    '01B00',
    '01C00',
    '01D00',
    'water',
    ...(cooks(building) ? (['gas'] as const) : []),
  ]
  const parts: MeterItem[] = [
    ...(computes(building) ? (['01D10', '01D1A'] as const) : []),
    ...(cooks(building) ? (['01D30', '01D60', 'gas-canteen'] as const) : []),
    ...(boils(building) ? (['gas-boiler'] as const) : []),
    ...furtherOf(context, building),
  ]
  const meterOf = (item: MeterItem, drawn: Rng): MeterRecord => ({
    id: `M${building.record.id.slice(1)}${item}`,
    building: building.record.id,
    item,
    name: ITEM_NAMES[item],
    ratedKw: round(building.record.grossArea * RATED[item] * drawn.between(0.9, 1.15), 1),
    updatedAt: stamp(drawn, context),
  })
  const later = context.stream(`part-meters/${building.record.id}`)
  return [...items.map((item) => meterOf(item, rng)), ...parts.map((item) => meterOf(item, later))]
}

/** Of the buildings, those far above the others: they are the ones beyond a 约束值. */
const WASTEFUL = 0.035
/** m³ per m² and reference year. */
const WATER_M3 = [0.6, 1.2] as const

/** The year's kgce per m² of a building: its county's usual with a long tail. */
const intensityOf = (context: CountyContext, building: BuildingWork, rng: Rng): number => {
  const size = building.draft.tier === 'province' ? 1.12 : building.draft.tier === 'township' ? 0.88 : 1
  const tail = rng.chance(WASTEFUL) ? rng.between(1.35, 1.9) : 1
  return Math.max(2.5, context.character.intensity * size * Math.exp(rng.normal() * 0.08) * tail)
}

export interface EnergyWork {
  readonly months: EnergyMonthRecord[]
  readonly quotas: EnergyQuotaRecord[]
}

const MONTHS = 25
/** 供热 and 供冷 of a heated or cooled building, GJ per m² and reference year; a roof's share of the electricity. */
const HEAT_GJ = [0.24, 0.42] as const
const COOL_GJ = [0.16, 0.3] as const
const PV_SHARE = [0.04, 0.14] as const

/** What a building uses in the reference year. */
const yearOf = (context: CountyContext, building: BuildingWork, rng: Rng): YearlyUse => {
  const area = building.record.grossArea
  const yearKgce = intensityOf(context, building, rng) * area
  const gasM3 = cooks(building) ? area * rng.between(0.25, 0.7) : 0
  const electricityKwh = Math.max(area * 10, (yearKgce - gasM3 * KGCE_PER_GAS_M3) / KGCE_PER_KWH)
  const further = furtherOf(context, building)
  return {
    electricityKwh,
    gasM3,
    waterM3: area * rng.between(...WATER_M3),
    heatGj: further.includes('heat') ? area * rng.between(...HEAT_GJ) : 0,
    coolGj: further.includes('cool') ? area * rng.between(...COOL_GJ) : 0,
    pvKwh: further.includes('pv') ? electricityKwh * rng.between(...PV_SHARE) : 0,
  }
}

const utcDay = (month: string, plus = 0): number =>
  Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + plus, 1) / DAY_MS

/** Twenty-five whole months, as the days of them sum up, and this year's and last year's quota of a building. */
export const makeEnergy = (context: CountyContext, building: BuildingWork): EnergyWork => {
  const rng = context.stream(`energy/${building.record.id}`)
  const year = yearOf(context, building, rng)
  const traits = traitsOf(
    building.record,
    latitudeOf(context),
    makeMeters(context, building).map(({ item }) => item),
  )
  const drawn = new Map<string, Float64Array>()
  const drawnIn = (month: string): Float64Array => {
    const known = drawn.get(month) ?? sumDraws(traits, utcDay(month), utcDay(month, 1))
    drawn.set(month, known)
    return known
  }
  const scale = scaleOf(addDraws(REFERENCE_MONTHS.map(drawnIn)), year)
  const months = monthsBefore(context.now, MONTHS).map((month): EnergyMonthRecord => {
    const used = mediaOf(drawnIn(month).map((sum, item) => sum * scale[item]!))
    return {
      building: building.record.id,
      month,
      electricityKwh: round(used.electricity, 2),
      gasM3: round(used.gas, 2),
      waterM3: round(used.water, 2),
      ...(year.heatGj ? { heatGj: round(used.heat, 3) } : {}),
      ...(year.coolGj ? { coolGj: round(used.cool, 3) } : {}),
      ...(year.pvKwh ? { pvKwh: round(used.pv, 2) } : {}),
      updatedAt: Math.min(
        context.now,
        startOfDay(`${month}-01`) + Math.round((32 + rng.between(0, 6)) * DAY_MS),
      ),
    }
  })
  return { months, quotas: quotasOf(context, building, year.gasM3, specialShareOf(traits)) }
}

/** 特殊用电 of a building's electricity, as its sub-meters tell it over a year. */
const specialShareOf = ({ parts }: Traits): number =>
  parts[ITEM['01D10']]! + parts[ITEM['01D30']]! + parts[ITEM['01D60']]!

const quotasOf = (
  context: CountyContext,
  building: BuildingWork,
  gasM3: number,
  specialShare: number,
): EnergyQuotaRecord[] => {
  const { tier } = building.draft
  const level = tier === 'province' || tier === 'city' ? tier : 'below'
  const { constraint } = quotaRowOf('areaNonHeating', level, QUOTA_ZONE)!
  const kgce = constraint * building.record.grossArea - gasM3 * coalRowOf('gas').kgce['equal-value']
  const kwh = kgce / coalRowOf('electricity').kgce['equal-value'] / (1 - specialShare)
  const year = Number(dayOf(context.now).slice(0, 4))
  return [year - 1, year].map((each): EnergyQuotaRecord => ({
    building: building.record.id,
    year: each,
    electricityKwh: round(kwh, 2),
    basis: quotaBasis(constraint),
    updatedAt: Math.min(context.now, startOfDay(`${each}-02-01`)),
  }))
}
