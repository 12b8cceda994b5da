import type { MeterItem } from '../protocol/platform.ts'

/** 分项 names of 《国家机关办公建筑及大型公共建筑分项能耗数据采集技术导则》(2008). */
export const ITEM_NAMES: Readonly<Record<MeterItem, { readonly zh: string; readonly en: string; readonly unit: 'kWh' | 'm³' }>> = {
  total: { zh: '总用电', en: 'All electricity', unit: 'kWh' },
  '01A00': { zh: '照明插座用电', en: 'Lighting and sockets', unit: 'kWh' },
  '01B00': { zh: '空调用电', en: 'Air conditioning', unit: 'kWh' },
  '01C00': { zh: '动力用电', en: 'Power (lifts, pumps)', unit: 'kWh' },
  '01D00': { zh: '特殊用电', en: 'Special use', unit: 'kWh' },
  water: { zh: '用水', en: 'Water', unit: 'm³' },
  gas: { zh: '用气', en: 'Gas', unit: 'm³' },
}

/** An item's name in a language; what the platform calls it where the guide has no such item. */
export const itemName = ({ item, name }: { readonly item: string; readonly name: string }, lang: 'zh' | 'en'): string =>
  Object.hasOwn(ITEM_NAMES, item) ? ITEM_NAMES[item as MeterItem][lang] : name

const SUB_ITEMS: readonly MeterItem[] = ['01A00', '01B00', '01C00', '01D00']

/** Which meters make a building's whole electricity: those of `total`, or where there is none all its 分项. Water and gas never do. */
export const wholeMeters = <M extends { readonly item: MeterItem }>(meters: readonly M[]): M[] => {
  const totals = meters.filter(({ item }) => item === 'total')
  return totals.length > 0 ? totals : meters.filter(({ item }) => SUB_ITEMS.includes(item))
}
