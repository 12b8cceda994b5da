import type { MeterItem } from './collections/meters.ts'

export type ItemUnit = 'kWh' | 'm³' | 'GJ' | 'kg'
/** 分项 names of 《国家机关办公建筑及大型公共建筑分项能耗数据采集技术导则》(2008). */
export const ITEM_NAMES: Readonly<
  Record<MeterItem, { readonly zh: string; readonly en: string; readonly unit: ItemUnit }>
> = {
  total: { zh: '总用电', en: 'All electricity', unit: 'kWh' },
  '01A00': { zh: '照明插座用电', en: 'Lighting and sockets', unit: 'kWh' },
  '01B00': { zh: '空调用电', en: 'Air conditioning', unit: 'kWh' },
  '01C00': { zh: '动力用电', en: 'Power (lifts, pumps)', unit: 'kWh' },
  '01D00': { zh: '特殊用电', en: 'Special use', unit: 'kWh' },
  '01D10': { zh: '信息中心用电', en: 'Data centre', unit: 'kWh' },
  '01D1A': { zh: '其中:机房 IT 设备用电', en: 'of it IT equipment', unit: 'kWh' },
  '01D30': { zh: '厨房餐厅用电', en: 'Kitchen and canteen', unit: 'kWh' },
  '01D60': { zh: '开水间及其他特殊用电', en: 'Boiled water and other', unit: 'kWh' },
  water: { zh: '用水', en: 'Water', unit: 'm³' },
  gas: { zh: '用气', en: 'Gas', unit: 'm³' },
  'gas-canteen': { zh: '食堂用气', en: 'Canteen gas', unit: 'm³' },
  'gas-boiler': { zh: '锅炉房用气', en: 'Boiler-house gas', unit: 'm³' },
  heat: { zh: '集中供热', en: 'District heat', unit: 'GJ' },
  cool: { zh: '集中供冷', en: 'District cooling', unit: 'GJ' },
  coal: { zh: '煤炭', en: 'Coal', unit: 'kg' },
  oil: { zh: '燃油', en: 'Fuel oil', unit: 'kg' },
  lpg: { zh: '液化石油气', en: 'LPG', unit: 'kg' },
  pv: { zh: '光伏发电', en: 'Solar power', unit: 'kWh' },
}

/** An item's name in a language; what the platform calls it where the guide has no such item. */
export const itemName = (
  { item, name }: { readonly item: string; readonly name: string },
  lang: 'zh' | 'en',
): string => (Object.hasOwn(ITEM_NAMES, item) ? ITEM_NAMES[item as MeterItem][lang] : name)

const SUB_ITEMS: readonly MeterItem[] = ['01A00', '01B00', '01C00', '01D00']

/** What an item is the sum of. 01D1A lies inside 01D10 and is not added. */
export const PARTS_OF: Partial<Record<MeterItem, readonly MeterItem[]>> = {
  total: SUB_ITEMS,
  '01D00': ['01D10', '01D30', '01D60'],
  gas: ['gas-canteen', 'gas-boiler'],
}
