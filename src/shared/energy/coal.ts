import type { Mark } from '../indices/mark.ts'

/** 当量 or 等价, 折标准煤口径; printed with every energy figure. */
export type CoalBasis = 'equivalent-heat' | 'equal-value'

export type Fuel =
  'electricity' | 'gas' | 'rawCoal' | 'petrol' | 'diesel' | 'lpg' | 'fuelOil' | 'heat' | 'cool'

/** One coefficient: kgce for one `unit` of an energy under each 口径. */
export interface CoalRow {
  readonly fuel: Fuel
  readonly name: { readonly zh: string; readonly en: string }
  readonly unit: string
  readonly kgce: Readonly<Record<CoalBasis, number>>
  readonly source: Readonly<Record<CoalBasis, string>>
  readonly mark: Mark
}

const HEAT_VALUE = 'GB/T 2589 附录A'
const EQUAL_VALUE = 'DB37/T 2672-2019 附录B'
const same = (fuel: Fuel, zh: string, en: string, unit: string, kgce: number): CoalRow => ({
  fuel,
  name: { zh, en },
  unit,
  kgce: { 'equivalent-heat': kgce, 'equal-value': kgce },
  source: { 'equivalent-heat': HEAT_VALUE, 'equal-value': EQUAL_VALUE },
  mark: 'S',
})

/** 折标准煤系数. Water is not among them: it is never converted to energy. */
export const COAL_TABLE: readonly CoalRow[] = [
  {
    ...same('electricity', '电力', 'Electricity', 'kWh', 0.1229),
    kgce: { 'equivalent-heat': 0.1229, 'equal-value': 0.31 },
  },
  {
    ...same('gas', '天然气', 'Natural gas', 'm³', 1.2143),
    source: {
      'equivalent-heat': 'GB/T 2589-2008 附录A(气田天然气;2020 版给出 1.1000–1.3300)',
      'equal-value': EQUAL_VALUE,
    },
  },
  same('rawCoal', '原煤', 'Raw coal', 'kg', 0.7143),
  same('petrol', '汽油', 'Petrol', 'kg', 1.4714),
  same('diesel', '柴油', 'Diesel', 'kg', 1.4571),
  same('lpg', '液化石油气', 'LPG', 'kg', 1.7143),
  same('fuelOil', '燃料油', 'Fuel oil', 'kg', 1.4286),
  same('heat', '热力', 'Heat', 'MJ', 0.03412),
  {
    ...same('cool', '外购冷量', 'Bought cold', 'MJ', 0.03412),
    source: { 'equivalent-heat': '本系统口径:冷量按热力系数', 'equal-value': '本系统口径:冷量按热力系数' },
    mark: 'D',
  },
]

export const coalRowOf = (fuel: Fuel, table: readonly CoalRow[] = COAL_TABLE): CoalRow =>
  table.find((row) => row.fuel === fuel) as CoalRow

/**
 * What was used, in its own units; a medium that is left out counts as 0. Water and solar power are never
 * converted: what a roof made is part of the electricity.
 */
export interface Amounts {
  readonly electricityKwh: number
  readonly gasM3: number
  readonly heatMj?: number
  readonly coolMj?: number
  readonly pvKwh?: number
  readonly coalKg?: number
  readonly oilKg?: number
  readonly lpgKg?: number
}

/** Each medium that is converted with its coefficient's row, in the order of the guide's 分类. */
export const CONVERTED: readonly { readonly amount: keyof Amounts; readonly fuel: Fuel }[] = [
  { amount: 'electricityKwh', fuel: 'electricity' },
  { amount: 'gasM3', fuel: 'gas' },
  { amount: 'heatMj', fuel: 'heat' },
  { amount: 'coolMj', fuel: 'cool' },
  { amount: 'coalKg', fuel: 'rawCoal' },
  { amount: 'oilKg', fuel: 'diesel' },
  { amount: 'lpgKg', fuel: 'lpg' },
]

/** kgce of all that was used under a 口径. */
export const toKgce = (amounts: Amounts, basis: CoalBasis, table: readonly CoalRow[] = COAL_TABLE): number =>
  CONVERTED.reduce(
    (sum, { amount, fuel }) => sum + (amounts[amount] ?? 0) * coalRowOf(fuel, table).kgce[basis],
    0,
  )

export const addAmounts = (parts: readonly Amounts[]): Required<Amounts> => {
  const sum = (of: (part: Amounts) => number | undefined): number =>
    parts.reduce((total, part) => total + (of(part) ?? 0), 0)
  return {
    electricityKwh: sum((p) => p.electricityKwh),
    gasM3: sum((p) => p.gasM3),
    heatMj: sum((p) => p.heatMj),
    coolMj: sum((p) => p.coolMj),
    pvKwh: sum((p) => p.pvKwh),
    coalKg: sum((p) => p.coalKg),
    oilKg: sum((p) => p.oilKg),
    lpgKg: sum((p) => p.lpgKg),
  }
}

/** As BASIS_NAMES where there is little room: beside a figure. */
export const BASIS_SHORT: Readonly<Record<CoalBasis, { readonly zh: string; readonly en: string }>> = {
  'equivalent-heat': { zh: '当量', en: 'heat' },
  'equal-value': { zh: '等价', en: 'equal' },
}
export const BASIS_NAMES: Readonly<Record<CoalBasis, { readonly zh: string; readonly en: string }>> = {
  'equivalent-heat': { zh: '当量值', en: 'heat value' },
  'equal-value': { zh: '等价值', en: 'equal value' },
}
