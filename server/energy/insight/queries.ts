import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type {
  EnergyAnomalies,
  EnergyForecast,
  EnergySummary,
  EnergyTold,
  EnergyVacancy,
} from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { EnergyArchive } from './archiveRows.ts'
import type { EnergyInsightRows } from './insightRows.ts'
import type { Energy } from '../live/live.ts'
import type { EnergyInsight } from './insight.ts'
import { buildingTold } from './buildingTold.ts'
import type { ToldBuilding } from './county.ts'
import type { Told } from './forecast.ts'
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

/** The name that a unit's own sums stand under; null for a viewer of a region. */
const unitName = ({ scope, directory }: EnergyInsightQueriesDeps, viewer: Viewer): string | null => {
  const unit = scope.unit(viewer)
  return unit === null ? null : (directory.now().units.get(unit)?.name ?? unit)
}

const ofRegion = ({ insight, regions }: EnergyInsightQueriesDeps, region: string): ToldBuilding[] =>
  insight.buildingsIn(new Set(regions.subtree(region)))

const wholeRegion = (
  { scope }: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
): string => {
  const region = scope.region(viewer, asked)
  if (scope.unit(viewer) !== null)
    throw new AppError('not-found', 'this sums over a region; your scope is one unit')
  return region
}

/** The viewer's buildings: a region's, or those in which its unit has rooms. */
const visible = (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
): ToldBuilding[] => {
  const { scope, directory } = deps
  const all = ofRegion(deps, scope.region(viewer, asked))
  const unit = scope.unit(viewer)
  if (unit === null) return all
  const { buildingsOfUnit, buildingOrdinals } = directory.now()
  const own = buildingsOfUnit.get(unit) ?? new Set<number>()
  return all.filter(({ id }) => own.has(buildingOrdinals.get(id) ?? -1))
}

/** What the roll-ups allotted to a region's empty rooms yesterday; null where nothing was read. */
const allottedOf = async (
  { scope, clock, energy }: EnergyInsightQueriesDeps,
  viewer: Viewer,
  region: string,
): Promise<EnergyVacancy['allotted']> => {
  if (scope.unit(viewer) !== null) return null
  const day = dayOf(clock() - DAY_MS)
  const cell = (await energy.series.days('region', [region], 'vacant', day, day)).get(region)?.get(day)
  return cell && cell.have > 0 ? { day, kwh: cell.wh / 1000 } : null
}

const vacancyRows = async (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  region: string,
  by: EnergyVacancy['by'],
): Promise<VacancyRow[]> => {
  const { scope, regions } = deps
  const buildings = visible(deps, viewer, region)
  const unit = scope.unit(viewer)
  if (by === 'unit' || unit !== null)
    return byUnit(buildings, await deps.rows.unitShares(regions.subtree(region), unit))
  return by === 'building'
    ? byBuilding(buildings)
    : byRegion(buildings, deps.childrenOf(region), (code) => new Set(regions.subtree(code)), deps.regionName)
}

/** The year of each part of a region: of a building as it was last told, for its load of today is told of no building. */
const partsOf = (deps: EnergyInsightQueriesDeps, region: string): EnergySummary['parts'] => {
  const { clock, energy, childrenOf, regionName, rules } = deps
  const partOf = (
    named: { readonly id: string; readonly name: string },
    buildings: readonly ToldBuilding[],
    live: Parameters<typeof yearOf>[1],
  ): EnergySummary['parts'][number] => {
    const { path, quotaKwh } = yearOf(buildings, live, clock(), rules().year)
    const { usedKwh, projectedKwh } = path
    return { id: named.id, name: named.name, usedKwh, projectedKwh, quotaKwh, buildings: buildings.length }
  }
  const below = childrenOf(region)
  if (below.length === 0)
    return ofRegion(deps, region).map((building) =>
      partOf(building, [building], { todayKwh: 0, yesterdayKwh: 0 }),
    )
  return below.map((code) => {
    const { todayKwh, yesterday } = energy.load.of(code)
    const live = { todayKwh, yesterdayKwh: total([...yesterday.kwh], (kwh) => kwh) }
    return partOf({ id: code, name: regionName(code) }, ofRegion(deps, code), live)
  })
}

const summaryOf = (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
): EnergySummary => {
  const { clock, energy, directory, insight } = deps
  const region = wholeRegion(deps, viewer, asked)
  const now = clock()
  const buildings = ofRegion(deps, region)
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
    parts: partsOf(deps, region),
    night: nightOf(buildings),
    keyPlaces: keyPlacesOf(
      buildings.flatMap(({ id }) => metersOf.get(id) ?? []),
      load.items,
      deps.rules().quota,
    ),
    toldAt: insight.toldAt(),
    asOf: now,
  }
}

const forecastOf = (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
): EnergyForecast => {
  const { insight, clock } = deps
  const region = wholeRegion(deps, viewer, asked)
  return { region, ...(insight.forecast(region) ?? NO_FORECAST), toldAt: insight.toldAt(), asOf: clock() }
}

const anomaliesOf = (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
  limit: number,
): EnergyAnomalies => {
  const { insight, clock } = deps
  const rank = { red: 0, yellow: 1 }
  const all = visible(deps, viewer, asked)
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
}

const vacancyOf = async (
  deps: EnergyInsightQueriesDeps,
  viewer: Viewer,
  asked: string | undefined,
  by: EnergyVacancy['by'],
  limit: number,
): Promise<EnergyVacancy> => {
  const { scope, insight, clock } = deps
  const region = scope.region(viewer, asked)
  const rows = (await vacancyRows(deps, viewer, region, by)).toSorted((a, b) => b.kwh - a.kwh)
  const shown = rows.slice(0, limit)
  return {
    by: scope.unit(viewer) === null ? by : 'unit',
    rows: shown,
    shown: shown.length,
    total: rows.length,
    sum: sumOfRows(region, unitName(deps, viewer) ?? deps.regionName(region), rows),
    allotted: await allottedOf(deps, viewer, region),
    toldAt: insight.toldAt(),
    asOf: clock(),
  }
}

export const makeEnergyInsightQueries = (deps: EnergyInsightQueriesDeps): EnergyInsightQueries => ({
  summary: (viewer, asked) => summaryOf(deps, viewer, asked),
  forecast: (viewer, asked) => forecastOf(deps, viewer, asked),
  anomalies: (viewer, asked, limit) => anomaliesOf(deps, viewer, asked, limit),
  vacancy: (viewer, asked, by, limit) => vacancyOf(deps, viewer, asked, by, limit),
  building: (viewer, id) => buildingTold(deps, viewer, id),
})
