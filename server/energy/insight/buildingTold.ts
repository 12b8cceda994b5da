import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { isHoliday } from '#shared/energy/insight/forecastBand.ts'
import { indicatorsOf } from '#shared/energy/indicators.ts'
import { quotaRowOf } from '#shared/energy/quota.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { EnergyForecast, EnergyTold } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Energy } from '../live/live.ts'
import type { EnergyArchive } from './archiveRows.ts'
import { factorsOf, keyPlacesOf, last12Of, yearOf } from './buildingSums.ts'
import { LEVELS, levelOf, type ToldBuilding } from './county.ts'
import { tellForecast } from './forecast.ts'
import { HISTORY_DAYS, type EnergyInsight } from './insight.ts'
import type { EnergyInsightRows } from './insightRows.ts'
import { byBuilding } from './vacancy.ts'

export interface BuildingToldDeps {
  readonly insight: EnergyInsight
  readonly energy: Pick<Energy, 'buildings' | 'series'>
  readonly rows: Pick<EnergyInsightRows, 'itemsOf'>
  readonly archive: Pick<EnergyArchive, 'daysOf'>
  readonly directory: Directory
  readonly scope: LiveScope
  readonly isWorkday: (day: string) => boolean
  readonly rules: Rules
  readonly clock: Clock
}

const buildingForecast = async (
  deps: BuildingToldDeps,
  building: ToldBuilding,
  now: EpochMs,
): Promise<EnergyForecast | null> => {
  const { insight } = deps
  const rows = await deps.archive.daysOf(building.id, dayOf(now - HISTORY_DAYS * DAY_MS), dayOf(now - DAY_MS))
  const weather = (day: string) => insight.weather(building.county, day)
  const days = rows.map(({ day, values }) => ({
    day,
    hours: values,
    type: deps.isWorkday(day) ? ('work' as const) : ('rest' as const),
    isHoliday: isHoliday(day, deps.isWorkday),
    meanC: weather(day)?.meanC ?? null,
  }))
  const told = tellForecast({
    days,
    now,
    isWorkday: deps.isWorkday,
    weather,
    filled: 0,
    filledOf: days.length * 24,
  })
  return told ? { region: building.county, ...told, toldAt: now, asOf: now } : null
}

/** A building's use against the quota of its level and zone. */
const quotaOf = (building: ToldBuilding, rules: ReturnType<Rules>): EnergyTold['quota'] => {
  const level: (typeof LEVELS)[number] = levelOf(building.level)
  const limits = quotaRowOf('areaNonHeating', level, rules.quotaZone.zone, rules.quota)
  if (!limits)
    throw new AppError('internal', `no quota row of level ${level}, expected one of ${LEVELS.join(', ')}`)
  return {
    kgcePerM2: building.kgcePerM2,
    level,
    zone: limits.zone === 'any' ? rules.quotaZone.zone : limits.zone,
    constraint: limits.constraint,
    benchmark: limits.benchmark,
    guide: limits.guide,
    verdict: building.verdict,
    source: limits.source,
    indicators: indicatorsOf(
      { ...building, specialShare: building.judgedSpecialShare },
      level,
      rules.quotaZone.zone,
      rules.quota,
      rules.coal,
    ),
  }
}

/** What is told of one building; outside the viewer's scope it is answered like what does not exist. */
export const buildingTold = async (
  deps: BuildingToldDeps,
  viewer: Viewer,
  id: string,
): Promise<EnergyTold> => {
  const { directory, insight, scope, clock, energy } = deps
  const { buildingOrdinals, buildingsOfUnit, metersOf } = directory.now()
  const building = insight.building(id)
  const ordinal = buildingOrdinals.get(id)
  if (!building || ordinal === undefined)
    throw new AppError('not-found', `building ${id} does not exist or lies outside your scope`)
  scope.require(viewer, `building ${id}`, {
    region: building.county,
    units: (unit) => buildingsOfUnit.get(unit)?.has(ordinal) ?? false,
  })
  const now = clock()
  const yesterday = dayOf(now - DAY_MS)
  const ended = await energy.series.days('building', [id], 'total', yesterday, yesterday)
  const live = {
    todayKwh: energy.buildings.row(ordinal)?.todayKwh ?? 0,
    yesterdayKwh: (ended.get(id)?.get(yesterday)?.wh ?? 0) / 1000,
  }
  const year = yearOf([building], live, now, deps.rules().year)
  const items = new Map((await deps.rows.itemsOf(id, dayOf(now))).map(({ item, kwh }) => [item, kwh]))
  return {
    building: id,
    year,
    factors: factorsOf(building.county, year.path.year, deps.rules().carbon),
    last12: last12Of([building]),
    quota: quotaOf(building, deps.rules()),
    night: building.night,
    anomalies: building.anomalies.map((anomaly) => ({ ...anomaly, facts: [...anomaly.facts] })),
    keyPlaces: keyPlacesOf(metersOf.get(id) ?? [], items, deps.rules().quota).filter(
      ({ meters }) => meters > 0,
    ),
    vacancy: byBuilding([building])[0] ?? null,
    forecast: await buildingForecast(deps, building, now),
    toldAt: insight.toldAt(),
    asOf: now,
  }
}
