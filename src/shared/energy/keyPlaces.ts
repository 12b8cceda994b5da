import type { MeterItem } from './collections/meters.ts'
import { QUOTA_TABLE, quotaRowOf, verdictOf, type QuotaRow, type Verdict } from './quota.ts'

type KeyPlaceId = 'machineRoom' | 'canteen' | 'boiledWater' | 'boilerHouse'

/** 重点部位 of 《公共机构节能条例》 art. 33: 网络机房、食堂、开水间、锅炉房 are watched on their own. */
export interface KeyPlace {
  readonly id: KeyPlaceId
  readonly name: { readonly zh: string; readonly en: string }
  readonly electricity: MeterItem | null
  readonly gas: MeterItem | null
}
export const KEY_PLACES: readonly KeyPlace[] = [
  { id: 'machineRoom', name: { zh: '网络机房', en: 'IT rooms' }, electricity: '01D10', gas: null },
  { id: 'canteen', name: { zh: '食堂', en: 'Canteens' }, electricity: '01D30', gas: 'gas-canteen' },
  { id: 'boiledWater', name: { zh: '开水间', en: 'Boiled water' }, electricity: '01D60', gas: null },
  { id: 'boilerHouse', name: { zh: '锅炉房', en: 'Boiler houses' }, electricity: null, gas: 'gas-boiler' },
]
export const KEY_PLACES_SOURCE = {
  zh: '《公共机构节能条例》第三十三条:网络机房、食堂、开水间、锅炉房等部位重点监测;分项 D1、D3、D6',
  en: 'Energy Regulation (No. 531) art. 33; sub-items D1, D3, D6 of the sub-metering guide',
} as const

/** EUE 电能使用效率: all of the machine room ÷ its IT equipment, held to 2.2 / 1.8 / 1.4; null without both meters. */
export const eueOf = (
  roomKwh: number,
  itKwh: number,
  table: readonly QuotaRow[] = QUOTA_TABLE,
): { readonly value: number; readonly verdict: Verdict } | null => {
  const limits = quotaRowOf('eue', 'below', 'A', table)
  if (roomKwh <= 0 || itKwh <= 0 || !limits) return null
  const value = roomKwh / itKwh
  return { value, verdict: verdictOf(value, limits) }
}
