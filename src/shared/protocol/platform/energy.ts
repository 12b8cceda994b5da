import { z } from 'zod'
import {
  amount,
  day,
  happenedAt,
  happenedDay,
  happenedMonth,
  id,
  label,
  regionCode,
  stamped,
  year,
} from './common.ts'

/**
 * 分项 codes of the 2008 guide; `total` is the building's whole electricity; water is never converted to energy. Parts of
 * 01D00 stand for 《公共机构节能条例》 art. 33: 01D10 信息中心 (of it 01D1A its IT equipment), 01D30 厨房餐厅, 01D60 开水间及其他;
 * parts of gas: 食堂, 锅炉房. The other 分类 of the guide: `heat` 集中供热 and `cool` 集中供冷 (GJ), `coal`, `oil`, `lpg` (kg), and
 * `pv` 光伏发电 (kWh), what the roof made: the electricity of `total` counts it where it was used on the spot.
 */
export const METER_ITEMS = [
  'total',
  '01A00',
  '01B00',
  '01C00',
  '01D00',
  '01D10',
  '01D1A',
  '01D30',
  '01D60',
  'water',
  'gas',
  'gas-canteen',
  'gas-boiler',
  'heat',
  'cool',
  'coal',
  'oil',
  'lpg',
  'pv',
] as const
const meterItemSchema = z.enum(METER_ITEMS)
export type MeterItem = z.infer<typeof meterItemSchema>

/** What a meter shows: kWh, m³, GJ or kg since it began, without its ratio. */
export const register = z.number().nonnegative().max(1_000_000_000_000)
/** One meter's use of a quarter hour; in thousandths it fits a column of 32 bits. */
const quarterUse = z.number().min(-2_000_000).max(2_000_000)

/**
 * `ratio` (CT/PT 倍率): registers and power are multiplied by it; 1 when left out. `digits`: whole digits of the register,
 * after which it begins anew. `changes` (换表记录): when the meter was changed, what the old one showed last and the new one first.
 */
export const meterSchema = z.object({
  id,
  building: id,
  item: meterItemSchema,
  name: label,
  ratedKw: amount.max(1_000_000),
  ratio: amount.positive().max(1_000_000).optional(),
  digits: z.number().int().min(1).max(12).optional(),
  changes: z
    .array(z.object({ at: happenedAt, last: register, first: register }))
    .max(200)
    .optional(),
  ...stamped,
})
export type MeterRecord = z.infer<typeof meterSchema>

/** One meter's civil day in 96 quarter hours; null where nothing was read. kWh; m³ of water and gas, GJ of heat and cold, kg of other fuels. */
export const meterDaySchema = z.object({
  meter: id,
  day: happenedDay,
  values: z.array(quarterUse.nullable()).length(96),
  ...stamped,
})
export type MeterDayRecord = z.infer<typeof meterDaySchema>

/** A building's whole month by 分类; a medium that is left out was not used, and counts as 0. */
export const energyMonthSchema = z.object({
  building: id,
  month: happenedMonth,
  electricityKwh: amount,
  gasM3: amount,
  waterM3: amount,
  heatGj: amount.optional(),
  coolGj: amount.optional(),
  pvKwh: amount.optional(),
  coalKg: amount.optional(),
  oilKg: amount.optional(),
  lpgKg: amount.optional(),
  ...stamped,
})
export type EnergyMonthRecord = z.infer<typeof energyMonthSchema>

export const energyQuotaSchema = z.object({
  building: id,
  year,
  electricityKwh: amount.positive(),
  basis: label,
  ...stamped,
})
export type EnergyQuotaRecord = z.infer<typeof energyQuotaSchema>

/** 建筑逐日逐时用电: a finished day of a building's whole electricity by hour, kWh, and its water, m³, where it is metered; null where the platform read nothing. */
export const energyDaySchema = z.object({
  building: id,
  day: happenedDay,
  values: z.array(amount.nullable()).length(24),
  water: z.array(amount.nullable()).length(24).optional(),
  ...stamped,
})
export type EnergyDayRecord = z.infer<typeof energyDaySchema>

/** 逐日气温: a county's mean air temperature of a civil day, °C, as measured, or as forecast for a day that has not ended. */
export const weatherDaySchema = z.object({
  region: regionCode.length(6),
  day,
  meanC: z.number().min(-40).max(55),
  kind: z.enum(['measured', 'forecast']),
  ...stamped,
})
export type WeatherDayRecord = z.infer<typeof weatherDaySchema>
