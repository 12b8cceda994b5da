import type { MeterItem } from './collections/meters.ts'
import type { Amounts, Fuel } from './coal.ts'

type EnergyClassId = 'electricity' | 'water' | 'gas' | 'heat' | 'cool' | 'other' | 'renewable'

/** What a class is made of: an item of meters, the amount of it in the ledger's months, and what one unit of the item is of the amount. */
interface ClassPart {
  readonly item: MeterItem
  readonly amount: keyof Amounts | 'waterM3'
  readonly times: number
  /** null: never converted. */
  readonly fuel: Fuel | null
}
export interface EnergyClass {
  readonly id: EnergyClassId
  /** 分类编码 of the guide, two digits; the last two are [M]. */
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly parts: readonly ClassPart[]
}

const one = (item: MeterItem, amount: ClassPart['amount'], fuel: Fuel | null, times = 1): ClassPart => ({
  item,
  amount,
  times,
  fuel,
})
/** 分类 of 《国家机关办公建筑及大型公共建筑分项能耗数据采集技术导则》(2008): registers of heat and cold count GJ, the ledger MJ. */
export const ENERGY_CLASSES: readonly EnergyClass[] = [
  {
    id: 'electricity',
    code: '01',
    name: { zh: '电', en: 'Electricity' },
    parts: [one('total', 'electricityKwh', 'electricity')],
  },
  { id: 'water', code: '02', name: { zh: '水', en: 'Water' }, parts: [one('water', 'waterM3', null)] },
  { id: 'gas', code: '03', name: { zh: '燃气', en: 'Gas' }, parts: [one('gas', 'gasM3', 'gas')] },
  {
    id: 'heat',
    code: '04',
    name: { zh: '集中供热', en: 'District heat' },
    parts: [one('heat', 'heatMj', 'heat', 1000)],
  },
  {
    id: 'cool',
    code: '05',
    name: { zh: '集中供冷', en: 'District cooling' },
    parts: [one('cool', 'coolMj', 'cool', 1000)],
  },
  {
    id: 'other',
    code: '06',
    name: { zh: '其他能源', en: 'Other fuels' },
    parts: [one('coal', 'coalKg', 'rawCoal'), one('oil', 'oilKg', 'diesel'), one('lpg', 'lpgKg', 'lpg')],
  },
  {
    id: 'renewable',
    code: '13',
    name: { zh: '可再生能源(光伏)', en: 'Renewable (solar)' },
    parts: [one('pv', 'pvKwh', null)],
  },
]
