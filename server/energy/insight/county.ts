import { DAY_MS } from '#shared/kernel/time/time.ts'
import { anomaliesOf } from '#shared/energy/insight/anomalies/anomalies.ts'
import { nightBase } from '#shared/energy/insight/anomalies/electricity.ts'
import type { Anomaly } from '#shared/energy/insight/anomalies/fact.ts'
import { burnDown, yearEndError, type MonthUse } from '#shared/energy/insight/burnDown.ts'
import { keepMonths, type ToldYear } from '#shared/energy/series/monthsKept.ts'
import { addAmounts, type Amounts } from '#shared/energy/coal.ts'
import { HOURS, median, type LoadDay } from '#shared/energy/insight/dayTypes.ts'
import { nonHeatingKgce } from '#shared/energy/indicators.ts'
import { quotaRowOf, verdictOf, type Verdict } from '#shared/energy/quota.ts'
import { emptyRoomKwh } from '#shared/energy/insight/vacancy.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { BuildingDayRow } from './archiveRows.ts'
import type { BuildingFacts, MonthRow } from './insightRows.ts'

/** What is kept of one building. */
export interface ToldBuilding extends BuildingFacts, ToldYear {
  readonly specialShare: number
  /** Its 分项 meters tell the share of special use. */
  readonly isItemised: boolean
  /** null where no area is known. */
  readonly emptyKwh: number | null
  /** Of it what a verdict takes off: a weekend's share is no year's, so less than a week of meters says nothing of it. */
  readonly judgedSpecialShare: number
  readonly kgcePerM2: number | null
  readonly verdict: Verdict | null
  /** Whole months, with those whose record is on its way. */
  readonly months: readonly MonthUse[]
  /** Whole months of this year that were reported. */
  readonly thisYear: Required<Amounts>
  /** Newest whole month with gas; null where there is none this year. */
  readonly gasUntil: string | null
  /** Finished days of this month. */
  readonly monthKwh: number
  readonly overrunDay: DayString | null
  readonly yearEndError: { readonly model: number | null; readonly naive: number | null }
  readonly night: {
    readonly day: DayString
    readonly nightKw: number
    readonly usualKw: number | null
    readonly workKw: number | null
  } | null
  readonly anomalies: readonly Anomaly[]
}

export interface CountyFacts {
  readonly buildings: readonly BuildingFacts[]
  /** As far back as a finished month begins whose record may not have come. */
  readonly days: readonly BuildingDayRow[]
  /** Baselines look no further back. */
  readonly baselineFrom: DayString
  readonly months: readonly MonthRow[]
  /** Share of 特殊用电 of the last two days, and over a week or more where so much was metered. */
  readonly special: ReadonlyMap<string, number>
  readonly weeksSpecial: ReadonlyMap<string, number>
  /** Yesterday by main meters and by their parts. */
  readonly balance?: ReadonlyMap<string, { readonly wholeKwh: number; readonly partsKwh: number }>
  readonly meanC: (day: DayString) => number | null
  readonly isWorkday: (day: DayString) => boolean
  /** What buildings are held to. */
  readonly rules: RuleTables
  readonly now: EpochMs
}

/** Sums of a county's buildings by day and hour; `filled` hours came from like days because a building was not read. */
export interface CountyLoad {
  readonly days: ReadonlyMap<DayString, Float64Array>
  readonly filled: number
  readonly counted: number
}

const WEEK_DAYS = 7
export const LEVELS = ['province', 'city', 'below'] as const
export const levelOf = (level: string | null): (typeof LEVELS)[number] =>
  level === 'province' || level === 'central' ? 'province' : level === 'city' ? 'city' : 'below'

/** A building's days up to yesterday; a day that nobody sent stands as a gap when it is yesterday. */
const loadDays = (facts: CountyFacts, rows: readonly BuildingDayRow[]): LoadDay[] => {
  const yesterday = dayOf(facts.now - DAY_MS)
  const toDay = (
    day: DayString,
    hours: readonly (number | null)[],
    water?: readonly (number | null)[] | null,
  ): LoadDay => ({
    day,
    hours,
    water: water ?? undefined,
    type: facts.isWorkday(day) ? 'work' : 'rest',
    meanC: facts.meanC(day),
  })
  const days = rows.filter((row) => row.day <= yesterday).map((row) => toDay(row.day, row.values, row.water))
  return days.length > 0 && days.at(-1)?.day !== yesterday
    ? [
        ...days,
        toDay(
          yesterday,
          Array.from({ length: HOURS }, () => null),
        ),
      ]
    : days
}

const wattsOf = (days: readonly LoadDay[], building: BuildingFacts): number | null => {
  const hours = days
    .slice(-WEEK_DAYS)
    .flatMap((day) => day.hours)
    .filter((kwh) => kwh !== null)
  return hours.length === 0 || building.grossDm2 === 0
    ? null
    : (hours.reduce((sum, kwh) => sum + kwh, 0) / hours.length / (building.grossDm2 / 100)) * 1000
}

const verdictFor = (
  building: BuildingFacts & { readonly specialShare: number },
  { quota, quotaZone, coal }: RuleTables,
): Pick<ToldBuilding, 'kgcePerM2' | 'verdict'> => {
  const limits = quotaRowOf('areaNonHeating', levelOf(building.level), quotaZone.zone, quota)
  if (building.grossDm2 === 0 || building.electricityKwh === 0 || !limits)
    return { kgcePerM2: null, verdict: null }
  const kgcePerM2 = nonHeatingKgce(building, coal) / (building.grossDm2 / 100)
  return { kgcePerM2, verdict: verdictOf(kgcePerM2, limits) }
}

type YearPart = 'months' | 'thisYear' | 'gasUntil' | 'monthKwh' | 'toldOn' | 'overrunDay' | 'yearEndError'

const yearOf = (
  facts: CountyFacts,
  building: BuildingFacts,
  rows: readonly MonthRow[],
  days: readonly LoadDay[],
): Pick<ToldBuilding, YearPart> => {
  const today = dayOf(facts.now)
  const [year, month] = [today.slice(0, 4), today.slice(0, 7)]
  const months = keepMonths(
    rows.map(({ month: name, kwh }) => ({ month: name, kwh })),
    days,
    facts.now,
    facts.rules.year,
  )
  const ofYear = rows.filter((row) => row.month.startsWith(year))
  const monthKwh = days
    .filter((day) => day.day.startsWith(month))
    .reduce((sum, day) => sum + day.hours.reduce<number>((total, kwh) => total + (kwh ?? 0), 0), 0)
  const path = burnDown(
    { year: Number(year), months, monthKwh, now: startOfDay(today) },
    building.quotaKwh,
    facts.rules.year,
  )
  return {
    months,
    thisYear: addAmounts(ofYear.map(({ kwh, ...row }) => ({ ...row, electricityKwh: kwh }))),
    gasUntil: ofYear.at(-1)?.month ?? null,
    monthKwh,
    toldOn: today,
    overrunDay: path.overrunDay,
    yearEndError: yearEndError(months, facts.now, facts.rules.year),
  }
}

const tellBuilding = (
  facts: CountyFacts,
  building: BuildingFacts,
  days: readonly LoadDay[],
  watts: number | null,
  usualWatts: number | null,
): Omit<ToldBuilding, YearPart> => {
  const judgedSpecialShare = facts.weeksSpecial.get(building.id) ?? facts.rules.vacancy.specialShare
  const specialShare =
    facts.weeksSpecial.get(building.id) ?? facts.special.get(building.id) ?? facts.rules.vacancy.specialShare
  const idleShare = building.usableDm2 > 0 ? building.idleDm2 / building.usableDm2 : null
  const night = nightBase(days, facts.rules.anomaly)
  return {
    ...building,
    specialShare,
    isItemised: facts.weeksSpecial.has(building.id) || facts.special.has(building.id),
    emptyKwh: emptyRoomKwh({ ...building, specialShare }),
    judgedSpecialShare,
    ...verdictFor({ ...building, specialShare: judgedSpecialShare }, facts.rules),
    night: night ? { day: days.at(-1)?.day as DayString, ...night } : null,
    anomalies: anomaliesOf(
      {
        days,
        idleShare,
        usableDm2: building.usableDm2,
        wattsPerM2: watts,
        usualWattsPerM2: usualWatts,
        balance: facts.balance?.get(building.id),
      },
      facts.rules.anomaly,
    ),
  }
}

/** Everything that can be told of a county's buildings, from facts alone. */
export const tellCounty = (facts: CountyFacts): ToldBuilding[] => {
  const daysOf = Map.groupBy(facts.days, (row) => row.building)
  const monthsOf = Map.groupBy(facts.months, (row) => row.building)
  const all = facts.buildings.map((building) => {
    const known = loadDays(facts, daysOf.get(building.id) ?? [])
    const days = known.filter(({ day }) => day >= facts.baselineFrom)
    return { building, days, known, watts: wattsOf(days, building) }
  })
  const usual = median(all.map(({ watts }) => watts).filter((watts) => watts !== null))
  return all.map(({ building, days, known, watts }) => ({
    ...tellBuilding(facts, building, days, watts, usual),
    ...yearOf(facts, building, monthsOf.get(building.id) ?? [], known),
  }))
}

/**
 * What is raised of these buildings. EN-01 speaks of a night beside its day; here a night is held against the building's
 * own nights, and counts where it is more than `overOwn` times the usual.
 */
export const anomalyCases = (buildings: Iterable<ToldBuilding>, overOwn: number) =>
  [...buildings].flatMap(({ id, name, county, anomalies, night }) =>
    anomalies
      .filter(
        ({ kind }) =>
          kind !== 'night-high' || (night?.usualKw != null && night.nightKw > night.usualKw * overOwn),
      )
      .map((anomaly) => ({ building: id, name, region: county, anomaly })),
  )

/** An hour that was not read takes the building's median of that hour on like days, so that the sum of a county does not fall with a silent gateway. */
const fillHour = (
  rows: readonly BuildingDayRow[],
  type: boolean,
  isWorkday: (day: DayString) => boolean,
  hour: number,
): number =>
  median(
    rows
      .filter((row) => isWorkday(row.day) === type)
      .map((row) => row.values[hour] ?? null)
      .filter((kwh) => kwh !== null),
  ) ?? 0

export const sumCounty = (
  days: readonly BuildingDayRow[],
  isWorkday: (day: DayString) => boolean,
): CountyLoad => {
  const sums = new Map<DayString, Float64Array>()
  let [filled, counted] = [0, 0]
  for (const rows of Map.groupBy(days, (row) => row.building).values()) {
    for (const row of rows) {
      const sum = sums.get(row.day) ?? new Float64Array(HOURS)
      sums.set(row.day, sum)
      for (let hour = 0; hour < HOURS; hour++) {
        const kwh = row.values[hour] ?? null
        if (kwh === null) filled++
        counted++
        sum[hour] = (sum[hour] as number) + (kwh ?? fillHour(rows, isWorkday(row.day), isWorkday, hour))
      }
    }
  }
  return { days: sums, filled, counted }
}
