import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { burnDown } from '#shared/energy/insight/burnDown.ts'
import { keepMonths } from '#shared/energy/series/monthsKept.ts'
import { ITEM_NAMES } from '#shared/energy/items.ts'
import { endedQuarters } from '#shared/energy/series/periods.ts'
import { QUARTERS_PER_DAY, addDays, quarterOf } from '#shared/energy/series/quarters.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { METER_ITEMS, type MeterItem } from '#shared/protocol/platform.ts'
import type { BuildingEnergy, LoadCurve } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { EnergyArchive } from '../insight/archiveRows.ts'
import type { EnergyCards } from './cardRows.ts'
import type { ItemLine } from '../quarters/lines.ts'
import type { EnergySeries, SeriesQuery } from './series.ts'
import { notKept } from '../../common/clock/pastMoment.ts'

export interface EnergyPastDeps {
  readonly series: Pick<EnergySeries, 'read' | 'wholes'>
  readonly cards: Pick<EnergyCards, 'months' | 'quota'>
  /** Finished days, as what is told now rests on them. */
  readonly archive: Pick<EnergyArchive, 'daysOf'>
  readonly rules: Rules
  readonly clock: Clock
}

/** A building at an instant; `kw` null where nothing was read in its quarter hour. */
interface PastBuilding {
  readonly kw: number | null
  readonly todayKwh: number
}
type Place = Pick<SeriesQuery, 'kind' | 'id'>
type Quarters = (number | null)[]

/**
 * Energy at an instant from the kept quarter hours: power is the mean of the quarter hour that holds the instant (of the
 * one before while it lasts), energy of the day so far the sum of those that had ended.
 */
export interface EnergyPast {
  /** @throws not-kept where nothing of the two days is known. */
  curve(
    place: Place,
    at: EpochMs,
  ): Promise<Pick<LoadCurve, 'today' | 'yesterday' | 'covered' | 'nowKw' | 'todayKwh' | 'byItem'>>
  buildings(at: EpochMs): Promise<ReadonlyMap<string, PastBuilding>>
  items(building: string, items: readonly MeterItem[], at: EpochMs): Promise<BuildingEnergy['items']>
  year(building: string, at: EpochMs): Promise<BuildingEnergy['year']>
}

const PER_HOUR = 4
/** Whole days of buildings in memory, and how long a day is taken as it is: late readings may still change it. */
const HELD_DAYS = 3
const HELD_MS: DurationMs = MINUTE_MS

const sumOf = (values: Quarters, until: number): number =>
  values.slice(0, until).reduce<number>((sum, value) => sum + (value ?? 0), 0)
const powerOf = (kwh: number | null | undefined): number | null => (kwh == null ? null : kwh * PER_HOUR)

/** What the past is read from, with the whole days of buildings that are held for a while. */
type Past = EnergyPastDeps & { readonly wholes: (day: DayString) => Promise<ReadonlyMap<string, ItemLine>> }

/** The quarter whose mean is the power at an instant. */
const powerQuarter = ({ clock }: Past, at: EpochMs): number =>
  Math.min(quarterOf(at), endedQuarters(dayOf(at), clock()) - 1)

/** kWh by quarter hour of the day before and the day of the instant. */
const twoDays = async (
  { series }: Past,
  place: Place,
  item: MeterItem,
  at: EpochMs,
): Promise<{ before: Quarters; day: Quarters; covered: { before: Quarters; day: Quarters } }> => {
  const day = dayOf(at)
  const points = await series.read({ ...place, item, period: 'quarter', from: addDays(day, -1), to: day })
  const kwh = points.map((point) => (point.have === 0 ? null : point.kwh))
  const covered = points.map(({ have, expected }) => (expected > 0 ? have / expected : null))
  return {
    before: kwh.slice(0, QUARTERS_PER_DAY),
    day: kwh.slice(QUARTERS_PER_DAY),
    covered: { before: covered.slice(0, QUARTERS_PER_DAY), day: covered.slice(QUARTERS_PER_DAY) },
  }
}

const curveAt = async (
  from: Past,
  place: Place,
  at: EpochMs,
): Promise<Pick<LoadCurve, 'today' | 'yesterday' | 'covered' | 'nowKw' | 'todayKwh' | 'byItem'>> => {
  const [now, shown] = [quarterOf(at), powerQuarter(from, at)]
  const { before, day, covered } = await twoDays(from, place, 'total', at)
  if ([...before, ...day].every((kwh) => kwh === null)) throw notKept(at)
  const byItem = await Promise.all(
    METER_ITEMS.map(async (item) => ({
      item,
      name: ITEM_NAMES[item].zh,
      todayKwh: sumOf(item === 'total' ? day : (await twoDays(from, place, item, at)).day, now),
    })),
  )
  const nowKw = powerOf(day[shown])
  return {
    today: day.map((kwh, quarter) => (quarter < now ? powerOf(kwh) : quarter === now ? nowKw : null)),
    yesterday: before.map(powerOf),
    covered: {
      today: covered.day.map((share, quarter) =>
        quarter < now ? share : quarter === now ? (covered.day[shown] ?? null) : null,
      ),
      yesterday: covered.before,
    },
    nowKw: nowKw ?? 0,
    todayKwh: sumOf(day, now),
    byItem,
  }
}

const buildingsAt = async (from: Past, at: EpochMs): Promise<ReadonlyMap<string, PastBuilding>> => {
  const { wholes } = from
  const [now, shown] = [quarterOf(at), powerQuarter(from, at)]
  const past = new Map<string, PastBuilding>()
  for (const [building, { wh, have }] of await wholes(dayOf(at))) {
    past.set(building, {
      kw: shown >= 0 && (have[shown] as number) > 0 ? ((wh[shown] as number) / 1000) * PER_HOUR : null,
      todayKwh: wh.subarray(0, now).reduce((sum, value) => sum + value, 0) / 1000,
    })
  }
  return past
}

const itemsAt = (
  from: Past,
  building: string,
  items: readonly MeterItem[],
  at: EpochMs,
): Promise<BuildingEnergy['items']> =>
  Promise.all(
    items.map(async (item) => {
      const { before, day } = await twoDays(from, { kind: 'building', id: building }, item, at)
      const now = quarterOf(at)
      return {
        item,
        name: ITEM_NAMES[item].zh,
        today: day.map((kwh, quarter) => (quarter < now ? kwh : null)),
        yesterday: before,
        kw: powerOf(day[powerQuarter(from, at)]),
      }
    }),
  )

const yearAt = async (from: Past, building: string, at: EpochMs): Promise<BuildingEnergy['year']> => {
  const { cards, archive, rules } = from
  const today = dayOf(at)
  const [year, month] = [Number(today.slice(0, 4)), today.slice(0, 7)]
  const recorded = (await cards.months(building, `${year - 2}-01`, month)).filter((row) => row.month < month)
  const kept = await archive.daysOf(building, `${wholeMonthsBefore(at, 1)[0]}-01`, addDays(today, -1))
  const days = kept.map(({ day, values }) => ({ day, hours: values }))
  const months = keepMonths(recorded, days, at, rules().year)
  const quota = await cards.quota(building, year)
  const finished = days.filter(({ day }) => day.startsWith(month)).flatMap(({ hours }) => hours)
  const todayKwh = sumOf(
    (await twoDays(from, { kind: 'building', id: building }, 'total', at)).day,
    quarterOf(at),
  )
  const monthKwh = finished.reduce<number>((sum, kwh) => sum + (kwh ?? 0), todayKwh)
  const { usedKwh, projectedKwh } = burnDown({ year, months, monthKwh, now: at }, null, rules().year)
  return {
    year,
    usedKwh,
    quotaKwh: quota?.kwh ?? null,
    quotaYear: quota?.year ?? null,
    basis: quota?.basis ?? null,
    projectedKwh,
  }
}

/** Whole days of buildings, held for a while: who asks for several places of one day reads it once. */
const makeHeldWholes = ({ series, clock }: Pick<EnergyPastDeps, 'series' | 'clock'>): Past['wholes'] => {
  const held = new Map<
    DayString,
    { readonly readAt: EpochMs; readonly lines: Promise<ReadonlyMap<string, ItemLine>> }
  >()
  return (day) => {
    const known = held.get(day)
    if (known && clock() - known.readAt < HELD_MS) return known.lines
    held.delete(day)
    const lines = series.wholes(day)
    held.set(day, { readAt: clock(), lines })
    lines.catch(() => held.delete(day))
    for (const oldest of [...held.keys()].slice(0, -HELD_DAYS)) held.delete(oldest)
    return lines
  }
}

export const makeEnergyPast = (deps: EnergyPastDeps): EnergyPast => {
  const from: Past = { ...deps, wholes: makeHeldWholes(deps) }
  return {
    curve: (place, at) => curveAt(from, place, at),
    buildings: (at) => buildingsAt(from, at),
    items: (building, items, at) => itemsAt(from, building, items, at),
    year: (building, at) => yearAt(from, building, at),
  }
}
