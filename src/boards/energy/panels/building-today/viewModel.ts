import { QUARTER_MS, quarterOf } from '#shared/energy/series/quarters.ts'
import { dayOf, startOfDay } from '#shared/kernel/units.ts'
import type { BuildingEnergy } from '#shared/protocol/http.ts'

type Quarters = readonly (number | null)[]
const sum = (values: Quarters): number => values.reduce<number>((total, value) => total + (value ?? 0), 0)

export interface EnergyToday {
  readonly todayKwh: number
  /** Yesterday's use up to the same quarter hour. */
  readonly yesterdayKwh: number
  readonly nowKw: number | null
  /** kW a quarter hour, for the curve. */
  readonly today: Quarters
  readonly yesterday: Quarters
}

/** A building's electricity today against yesterday up to the same quarter hour, from its main meter. */
export const energyToday = (energy: BuildingEnergy): EnergyToday | null => {
  const main = energy.items.find((item) => item.item === 'total')
  if (!main) return null
  const quarter = quarterOf(energy.asOf)
  /** The quarter under way counts of yesterday as far as it has run, once today says something of it. */
  const isUnderWay = main.today[quarter] != null || quarter === 0
  const part = isUnderWay ? ((energy.asOf - startOfDay(dayOf(energy.asOf))) / QUARTER_MS) % 1 : 0
  const yesterdayKwh = sum(main.yesterday.slice(0, quarter)) + (main.yesterday[quarter] ?? 0) * part
  const toKw = (values: Quarters): Quarters => values.map((value) => (value === null ? null : value * 4))
  return {
    todayKwh: sum(main.today),
    yesterdayKwh,
    nowKw: main.kw,
    today: toKw(main.today),
    yesterday: toKw(main.yesterday),
  }
}

/** 分项 of today, kWh, without water and gas. */
export const itemRows = (
  energy: BuildingEnergy,
): readonly { readonly item: string; readonly name: string; readonly kwh: number }[] =>
  energy.items
    .filter((item) => /^01[A-D]00$/.test(item.item))
    .map((item) => ({ item: item.item, name: item.name, kwh: sum(item.today) }))
