import type { Viewer } from '#shared/kernel/roles.ts'
import { isHoliday } from '#shared/energy/insight/forecastBand.ts'
import { indicatorsOf } from '#shared/energy/indicators.ts'
import { quotaRowOf } from '#shared/energy/quota.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type {
  EnergyAnomalies,
  EnergyForecast,
  EnergySummary,
  EnergyTold,
  EnergyVacancy,
} from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { EnergyArchive } from './archiveRows.ts'
import type { EnergyInsightRows } from './insightRows.ts'
import type { Energy } from '../live/live.ts'
import { HISTORY_DAYS, type EnergyInsight } from './insight.ts'
import { LEVELS, levelOf, type ToldBuilding } from './county.ts'
import { tellForecast, type Told } from './forecast.ts'
import { byBuilding, byRegion, byUnit, sumOfRows, type VacancyRow } from './vacancy.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
import { total, factorsOf, soFarOf, yearOf, last12Of, nightOf, keyPlacesOf } from './buildingSums.ts'

export interface EnergyInsightQueriesDeps {
  readonly insight: EnergyInsight
  readonly energy: Pick<Energy, 'load' | 'buildings' | 'series'>
  readonly rows: EnergyInsightRows
  readonly archive: EnergyArchive
  readonly directory: Directory
  readonly regions: Regions
  readonly regionName: (code: string) => string
  readonly childrenOf: (code: string) => readonly string[]
  readonly scope: LiveScope
  readonly isWorkday: (day: string) => boolean
  readonly rules: Rules
  readonly clock: Clock
}

/** What lies outside the viewer's scope is answered like what does not exist. Sums over a region are refused to a unit's viewer. */
export interface EnergyInsightQueries {
  summary(viewer: Viewer, region: string | undefined): EnergySummary
  forecast(viewer: Viewer, region: string | undefined): EnergyForecast
  anomalies(viewer: Viewer, region: string | undefined, limit: number): EnergyAnomalies
  vacancy(
    viewer: Viewer,
    region: string | undefined,
    by: EnergyVacancy['by'],
    limit: number,
  ): Promise<EnergyVacancy>
  building(viewer: Viewer, id: string): Promise<EnergyTold>
}

const DAY_MS = 86_400_000
const NO_FORECAST: Told = {
  hours: [],
  holdOut: {
    hourly: { model: null, naive: null, n: 0, naiveN: 0 },
    daily: { model: null, naive: null, n: 0, naiveN: 0 },
    days: [],
    coverage: { share: null, hours: 0 },
  },
  weight: null,
  trainedOn: 0,
  filled: 0,
  filledOf: 0,
  above: null,
  aboveOf: 0,
  weather: [],
}

export const makeEnergyInsightQueries = (deps: EnergyInsightQueriesDeps): EnergyInsightQueries => {
  const { insight, energy, directory, regions, scope, clock } = deps
  /** The name that a unit's own sums stand under; null for a viewer of a region. */
  const unitName = (viewer: Viewer): string | null => {
    const unit = scope.unit(viewer)
    return unit === null ? null : (directory.now().units.get(unit)?.name ?? unit)
  }
  const ofRegion = (region: string): ToldBuilding[] => insight.buildingsIn(new Set(regions.subtree(region)))
  const wholeRegion = (viewer: Viewer, asked: string | undefined): string => {
    const region = scope.region(viewer, asked)
    if (scope.unit(viewer) !== null)
      throw new AppError('not-found', 'this sums over a region; your scope is one unit')
    return region
  }
  /** The viewer's buildings: a region's, or those in which its unit has rooms. */
  const visible = (viewer: Viewer, asked: string | undefined): ToldBuilding[] => {
    const all = ofRegion(scope.region(viewer, asked))
    const unit = scope.unit(viewer)
    if (unit === null) return all
    const { buildingsOfUnit, buildingOrdinals } = directory.now()
    const own = buildingsOfUnit.get(unit) ?? new Set<number>()
    return all.filter(({ id }) => own.has(buildingOrdinals.get(id) ?? -1))
  }

  const buildingForecast = async (building: ToldBuilding, now: EpochMs): Promise<EnergyForecast | null> => {
    const rows = await deps.archive.daysOf(
      building.id,
      dayOf(now - HISTORY_DAYS * DAY_MS),
      dayOf(now - DAY_MS),
    )
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

  /** What the roll-ups allotted to a region's empty rooms yesterday; null where nothing was read. */
  const allottedOf = async (viewer: Viewer, region: string): Promise<EnergyVacancy['allotted']> => {
    if (scope.unit(viewer) !== null) return null
    const day = dayOf(clock() - DAY_MS)
    const cell = (await energy.series.days('region', [region], 'vacant', day, day)).get(region)?.get(day)
    return cell && cell.have > 0 ? { day, kwh: cell.wh / 1000 } : null
  }

  const vacancyRows = async (
    viewer: Viewer,
    region: string,
    by: EnergyVacancy['by'],
  ): Promise<VacancyRow[]> => {
    const buildings = visible(viewer, region)
    const unit = scope.unit(viewer)
    if (by === 'unit' || unit !== null)
      return byUnit(buildings, await deps.rows.unitShares(regions.subtree(region), unit))
    return by === 'building'
      ? byBuilding(buildings)
      : byRegion(
          buildings,
          deps.childrenOf(region),
          (code) => new Set(regions.subtree(code)),
          deps.regionName,
        )
  }

  return {
    summary: (viewer, asked) => {
      const region = wholeRegion(viewer, asked)
      const now = clock()
      const buildings = ofRegion(region)
      const load = energy.load.of(region)
      const live = { todayKwh: load.todayKwh, yesterdayKwh: total([...load.yesterday.kwh], (kwh) => kwh) }
      const year = yearOf(buildings, live, now, deps.rules().year)
      const { metersOf } = directory.now()
      const count = (verdict: ToldBuilding['verdict']): number =>
        buildings.filter((building) => building.verdict === verdict).length
      return {
        region,
        todayKwh: load.todayKwh,
        monthKwh: soFarOf(buildings, live.yesterdayKwh, now).monthKwh + load.todayKwh,
        year,
        last12: last12Of(buildings),
        factors: factorsOf(region, year.path.year, deps.rules().carbon),
        verdicts: {
          advanced: count('advanced'),
          good: count('good'),
          within: count('within'),
          over: count('over'),
          unknown: count(null),
        },
        overruns: buildings.filter(({ overrunDay }) => overrunDay !== null).length,
        buildings: buildings.length,
        night: nightOf(buildings),
        keyPlaces: keyPlacesOf(
          buildings.flatMap(({ id }) => metersOf.get(id) ?? []),
          load.items,
          deps.rules().quota,
        ),
        toldAt: insight.toldAt(),
        asOf: now,
      }
    },
    forecast: (viewer, asked) => {
      const region = wholeRegion(viewer, asked)
      return { region, ...(insight.forecast(region) ?? NO_FORECAST), toldAt: insight.toldAt(), asOf: clock() }
    },
    anomalies: (viewer, asked, limit) => {
      const rank = { red: 0, yellow: 1 }
      const all = visible(viewer, asked)
        .flatMap(({ id, name, county, anomalies }) =>
          anomalies.map((anomaly) => ({
            ...anomaly,
            facts: [...anomaly.facts],
            building: id,
            name,
            region: county,
          })),
        )
        .toSorted((a, b) => rank[a.severity] - rank[b.severity] || (a.day < b.day ? 1 : -1))
      const byKind = Object.fromEntries(
        [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, rows]) => [kind, rows.length]),
      )
      return { rows: all.slice(0, limit), total: all.length, byKind, toldAt: insight.toldAt(), asOf: clock() }
    },
    vacancy: async (viewer, asked, by, limit) => {
      const region = scope.region(viewer, asked)
      const rows = (await vacancyRows(viewer, region, by)).toSorted((a, b) => b.kwh - a.kwh)
      const shown = rows.slice(0, limit)
      return {
        by: scope.unit(viewer) === null ? by : 'unit',
        rows: shown,
        shown: shown.length,
        total: rows.length,
        sum: sumOfRows(region, unitName(viewer) ?? deps.regionName(region), rows),
        allotted: await allottedOf(viewer, region),
        toldAt: insight.toldAt(),
        asOf: clock(),
      }
    },
    building: async (viewer, id) => {
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
      const level: (typeof LEVELS)[number] = levelOf(building.level)
      const limits = quotaRowOf('areaNonHeating', level, deps.rules().quotaZone.zone, deps.rules().quota)
      if (!limits)
        throw new AppError('internal', `no quota row of level ${level}, expected one of ${LEVELS.join(', ')}`)
      return {
        building: id,
        year,
        factors: factorsOf(building.county, year.path.year, deps.rules().carbon),
        last12: last12Of([building]),
        quota: {
          kgcePerM2: building.kgcePerM2,
          level,
          zone: limits.zone === 'any' ? deps.rules().quotaZone.zone : limits.zone,
          constraint: limits.constraint,
          benchmark: limits.benchmark,
          guide: limits.guide,
          verdict: building.verdict,
          source: limits.source,
          indicators: indicatorsOf(
            { ...building, specialShare: building.judgedSpecialShare },
            level,
            deps.rules().quotaZone.zone,
            deps.rules().quota,
            deps.rules().coal,
          ),
        },
        night: building.night,
        anomalies: building.anomalies.map((anomaly) => ({ ...anomaly, facts: [...anomaly.facts] })),
        keyPlaces: keyPlacesOf(metersOf.get(id) ?? [], items, deps.rules().quota).filter(
          ({ meters }) => meters > 0,
        ),
        vacancy: byBuilding([building])[0] ?? null,
        forecast: await buildingForecast(building, now),
        toldAt: insight.toldAt(),
        asOf: now,
      }
    },
  }
}
