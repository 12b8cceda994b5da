import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, happenedAt, id, label, stamped } from '../../kernel/fields.ts'

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

/**
 * `ratio` (CT/PT 倍率): registers and power are multiplied by it; 1 when left out. `digits`: whole digits of the register,
 * after which it begins anew. `changes` (换表记录): when the meter was changed, what the old one showed last and the new one first.
 */
const meterSchema = z.object({
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

export const meters = collection({
  name: 'meters',
  title: { zh: '计量表', en: 'meters' },
  schema: meterSchema,
  key: ['id'],
  parents: { building: 'buildings' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    meters: typeof meters
  }
}
