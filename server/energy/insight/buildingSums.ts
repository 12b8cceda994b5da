import { burnDown, yearEndError, type MonthUse } from '#shared/energy/insight/burnDown.ts'
import { addAmounts } from '#shared/energy/coal.ts'
import { turnDay, type ToldYear } from '#shared/energy/series/monthsKept.ts'
import { factorOf, type CarbonFactor } from '#shared/energy/carbon.ts'
import { KEY_PLACES, eueOf } from '#shared/energy/keyPlaces.ts'
import type { QuotaRow } from '#shared/energy/quota.ts'
import type { EnergyFactors, EnergySummary, KeyPlaceRow } from '#shared/protocol/http.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { MeterEntry } from '../../common/directory/directoryRows.ts'
import type { ToldBuilding } from './county.ts'

export const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0)

export const factorsOf = (region: string, year: number, rows: readonly CarbonFactor[]): EnergyFactors => ({
  year,
  grid: factorOf('grid', region, year, rows),
  gas: factorOf('gas', region, year, rows),
})

const monthsOf = (buildings: readonly ToldBuilding[]): MonthUse[] => {
  const sums = new Map<string, number>()
  for (const { months } of buildings)
    for (const { month, kwh } of months) sums.set(month, (sums.get(month) ?? 0) + kwh)
  return [...sums].map(([month, kwh]) => ({ month, kwh })).toSorted((a, b) => (a.month < b.month ? -1 : 1))
}

/** The year of several buildings as it stands now: `yesterdayKwh` where they were told before midnight. */
export const soFarOf = (buildings: readonly ToldBuilding[], yesterdayKwh: number, now: EpochMs): ToldYear =>
  turnDay(
    {
      months: monthsOf(buildings),
      monthKwh: total(buildings, ({ monthKwh }) => monthKwh),
      toldOn: buildings[0]?.toldOn ?? '',
    },
    yesterdayKwh,
    now,
  )

/** Finished months of the year of which not every building's record has come. */
const awaitedOf = (buildings: readonly ToldBuilding[], year: string): EnergySummary['year']['awaited'] => {
  const rows = buildings.flatMap(({ months }) => months.filter(({ month }) => month.startsWith(year)))
  const lent = new Set(rows.flatMap(({ month, origin }) => (origin ? [month] : [])))
  return [...lent].toSorted().map((month) => {
    const of = rows.filter((row) => row.month === month)
    return {
      month,
      reported: of.filter(({ origin }) => !origin).length,
      guessed: of.filter(({ origin }) => origin === 'guess').length,
      buildings: of.length,
    }
  })
}

interface Live {
  readonly todayKwh: number
  readonly yesterdayKwh: number
}

export const yearOf = (
  buildings: readonly ToldBuilding[],
  live: Live,
  now: EpochMs,
  rules: RuleTables['year'],
): EnergySummary['year'] => {
  const year = Number(dayOf(now).slice(0, 4))
  const { months, monthKwh } = soFarOf(buildings, live.yesterdayKwh, now)
  const used = addAmounts(buildings.map(({ thisYear }) => thisYear))
  const quotas = buildings.flatMap(({ quotaKwh }) => quotaKwh ?? [])
  const quotaKwh = quotas.length === 0 ? null : total(quotas, (kwh) => kwh)
  const quotaYears = buildings.flatMap(({ quotaYear }) => quotaYear ?? [])
  const parts = buildings.map((building) => building.months)
  return {
    path: burnDown(
      { year, months, monthKwh: monthKwh + live.todayKwh, now, parts },
      quotaKwh,
      rules,
    ) as EnergySummary['year']['path'],
    quotaKwh,
    quotaYear: quotaYears.length === 0 ? null : Math.min(...quotaYears),
    awaited: awaitedOf(buildings, String(year)),
    basis: buildings.find(({ quotaBasis }) => quotaBasis !== null)?.quotaBasis ?? null,
    gasM3: used.gasM3,
    further: used,
    gasUntil:
      buildings
        .flatMap(({ gasUntil }) => gasUntil ?? [])
        .toSorted()
        .at(-1) ?? null,
    error: yearEndError(months, now, rules),
  }
}

export const last12Of = (buildings: readonly ToldBuilding[]): EnergySummary['last12'] => ({
  ...addAmounts(buildings),
  waterM3: total(buildings, (b) => b.waterM3),
})

export const nightOf = (buildings: readonly ToldBuilding[]): EnergySummary['night'] => {
  const nights = buildings.flatMap(({ night }) => night ?? [])
  const day = nights
    .map((night) => night.day)
    .toSorted()
    .at(-1)
  const same = nights.filter((night) => night.day === day && night.usualKw !== null && night.workKw !== null)
  if (day === undefined || same.length === 0) return null
  return {
    day,
    nightKw: total(same, ({ nightKw }) => nightKw),
    usualKw: total(same, ({ usualKw }) => usualKw ?? 0),
    workKw: total(same, ({ workKw }) => workKw ?? 0),
  }
}

/** 重点部位 by their sub-meters; a place without a meter says so with null. */
export const keyPlacesOf = (
  meters: readonly MeterEntry[],
  used: ReadonlyMap<string, number>,
  quota: readonly QuotaRow[],
): KeyPlaceRow[] =>
  KEY_PLACES.map(({ id, electricity, gas }) => {
    const of = (item: string | null): number | null =>
      item !== null && meters.some((meter) => meter.item === item) ? (used.get(item) ?? 0) : null
    const own = meters.filter(({ item }) => item === electricity || item === gas).length
    return {
      id,
      meters: own,
      todayKwh: of(electricity),
      todayM3: of(gas),
      eue: id === 'machineRoom' ? eueOf(used.get('01D10') ?? 0, used.get('01D1A') ?? 0, quota) : null,
    }
  })
