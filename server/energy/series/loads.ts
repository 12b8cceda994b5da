import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { ITEM_NAMES } from '#shared/energy/items.ts'
import { QUARTERS_PER_DAY, QUARTER_MS, quarterOf } from '#shared/energy/series/quarters.ts'
import { METER_ITEMS } from '#shared/protocol/platform.ts'
import type { LoadCurve } from '#shared/protocol/http.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { momentOf } from '../../common/clock/pastMoment.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Regions } from '../../common/directory/types.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Energy } from '../live/live.ts'
import type { DayCurve } from '../live/load.ts'
import { shareOf } from '../live/roster.ts'
import { coveredOf, curveOf, shareOfAll } from './curves.ts'
import type { EnergyPast } from './past.ts'

export interface LoadsDeps {
  readonly energy: Pick<Energy, 'book' | 'buildings' | 'load' | 'series'>
  readonly directory: Directory
  readonly regions: Regions
  readonly scope: LiveScope
  readonly clock: Clock
}

/** Yesterday and today of a unit's share by quarter hour. */
const unitCurves = async (
  series: Energy['series'],
  unit: string,
  now: EpochMs,
): Promise<{ yesterday: DayCurve; today: DayCurve }> => {
  const points = await series.read({
    kind: 'unit',
    id: unit,
    item: 'total',
    period: 'quarter',
    from: dayOf(now - DAY_MS),
    to: dayOf(now),
  })
  const curve = (from: number): DayCurve => {
    const day = points.slice(from, from + QUARTERS_PER_DAY)
    return {
      kwh: Float64Array.from(day, (point) => point.kwh ?? 0),
      have: Float64Array.from(day, ({ have }) => have),
      expected: Math.max(0, ...points.map(({ expected }) => expected)),
    }
  }
  return { yesterday: curve(0), today: curve(QUARTERS_PER_DAY) }
}

/** What a unit's share of each item comes to today. */
const unitToday = (series: Energy['series'], unit: string, now: EpochMs): Promise<LoadCurve['byItem']> => {
  const [from, to] = [dayOf(now), dayOf(now)]
  return Promise.all(
    METER_ITEMS.map(async (item) => {
      const [day] = await series.read({ kind: 'unit', id: unit, item, period: 'day', from, to })
      return { item, name: ITEM_NAMES[item].zh, todayKwh: day?.kwh ?? 0 }
    }),
  )
}

/** The two curves as a screen draws them; `power` of now, `share` of those that report now. */
const curvesNow = (
  { yesterday, today }: { readonly yesterday: DayCurve; readonly today: DayCurve },
  quarter: number,
  power: number | null,
  share: number | null,
): Pick<LoadCurve, 'today' | 'yesterday' | 'covered'> => ({
  today: curveOf(today, quarter, power),
  yesterday: curveOf(yesterday, QUARTERS_PER_DAY, null),
  covered: {
    today: coveredOf(today, quarter, share),
    yesterday: coveredOf(yesterday, QUARTERS_PER_DAY, null),
  },
})

/** The share of its buildings that a unit holds, now. */
const unitLoad = async (
  { energy, directory, clock }: LoadsDeps,
  unit: string,
  region: string,
): Promise<LoadCurve> => {
  const now = clock()
  const held = energy.book.roster().buildingsOfUnit.get(unit) ?? []
  const reporting = held
    .map((building) => ({
      share: shareOf(energy.series.shares(building), unit),
      row: energy.buildings.row(directory.now().buildingOrdinals.get(building) ?? 0),
    }))
    .filter(({ row }) => row?.reporting)
  const nowKw = reporting.reduce((sum, { share, row }) => sum + share * (row?.kw ?? 0), 0)
  const curves = await unitCurves(energy.series, unit, now)
  const byItem = await unitToday(energy.series, unit, now)
  const share = shareOfAll(reporting.length, held.length)
  return {
    region,
    unit,
    ...curvesNow(curves, quarterOf(now), reporting.length > 0 ? nowKw : null, share),
    nowKw,
    todayKwh: byItem.find(({ item }) => item === 'total')?.todayKwh ?? 0,
    byItem,
    buildingsReporting: reporting.length,
    buildingsFresh: reporting.filter(({ row }) => row !== null && now - row.at <= QUARTER_MS).length,
    buildings: held.length,
    asOf: now,
  }
}

const regionLoad = ({ energy, directory, regions, clock }: LoadsDeps, region: string): LoadCurve => {
  const now = clock()
  const codes = new Set(regions.subtree(region))
  const { buildings, metersOf } = directory.now()
  const load = energy.load.of(region)
  const metered = buildings.filter((entry) => entry && codes.has(entry.county) && metersOf.has(entry.id))
  const fresh = metered.filter(
    (entry) => now - (energy.buildings.row(entry?.ordinal ?? 0)?.at ?? 0) <= QUARTER_MS,
  )
  const share = shareOfAll(load.reporting, metered.length)
  return {
    region,
    ...curvesNow(load, quarterOf(now), load.reporting > 0 ? load.nowKw : null, share),
    nowKw: load.nowKw,
    todayKwh: load.todayKwh,
    byItem: METER_ITEMS.map((item) => ({
      item,
      name: ITEM_NAMES[item].zh,
      todayKwh: load.items.get(item) ?? 0,
    })),
    buildingsReporting: load.reporting,
    buildingsFresh: fresh.length,
    buildings: metered.length,
    asOf: now,
  }
}

/** A region's or a unit's curve as it was at an instant. */
const pastLoad = async (
  { energy, directory, regions }: LoadsDeps,
  past: EnergyPast,
  unit: string | null,
  region: string,
  at: EpochMs,
): Promise<LoadCurve> => {
  const curve = await past.curve(
    unit === null ? { kind: 'region', id: region } : { kind: 'unit', id: unit },
    at,
  )
  const codes = new Set(regions.subtree(region))
  const { buildings, metersOf } = directory.now()
  const held = unit === null ? null : new Set(energy.book.roster().buildingsOfUnit.get(unit) ?? [])
  const ids = buildings.flatMap((entry) =>
    entry && metersOf.has(entry.id) && (held ? held.has(entry.id) : codes.has(entry.county))
      ? [entry.id]
      : [],
  )
  const then = await past.buildings(at)
  const buildingsReporting = ids.filter((id) => (then.get(id)?.kw ?? null) !== null).length
  return {
    region,
    ...(unit === null ? {} : { unit }),
    ...curve,
    buildingsReporting,
    buildingsFresh: buildingsReporting,
    buildings: ids.length,
    asOf: at,
  }
}

/** A region's curve, of a unit the share of its buildings that it holds; with an instant, as it was then. */
export const makeLoads =
  (deps: LoadsDeps, past: EnergyPast) =>
  async (viewer: Viewer, asked: string | undefined, at?: EpochMs): Promise<LoadCurve> => {
    const region = deps.scope.region(viewer, asked)
    const unit = deps.scope.unit(viewer)
    const then = momentOf(at, deps.clock())
    if (then !== undefined) return pastLoad(deps, past, unit, region, then)
    return unit === null ? regionLoad(deps, region) : unitLoad(deps, unit, region)
  }
