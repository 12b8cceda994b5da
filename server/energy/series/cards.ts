import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { ITEM_NAMES } from '#shared/energy/items.ts'
import type { ToldYear } from '#shared/energy/series/monthsKept.ts'
import { QUARTERS_PER_DAY } from '#shared/energy/series/quarters.ts'
import { METER_ITEMS } from '#shared/protocol/platform.ts'
import type { BuildingEnergy, EnergyBuildings, LoadCurve } from '#shared/protocol/http.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeterEntry } from '../../common/directory/directoryRows.ts'
import type { EnergyArchive } from '../insight/archiveRows.ts'
import type { EnergyCards } from './cardRows.ts'
import { SILENT_MS } from '../live/buildings.ts'
import type { Energy } from '../live/live.ts'
import type { Directory } from '../../common/directory/directory.ts'
import { makeLoads } from './loads.ts'
import { makeEnergyPast, type EnergyPast } from './past.ts'
import { makeYearSoFar } from './yearSoFar.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
import { momentOf } from '../../common/clock/pastMoment.ts'

export interface EnergyCardsDeps {
  readonly energy: Energy
  readonly cards: EnergyCards
  readonly archive: Pick<EnergyArchive, 'daysOf'>
  readonly directory: Directory
  readonly regions: Regions
  readonly scope: LiveScope
  /** A building's months and this month's finished days, as the background work told them; null where it did not. */
  readonly toldYear: (building: string) => ToldYear | null
  readonly rules: Rules
  readonly clock: Clock
}

/** `at`: as it was at that instant, from the kept quarter hours. */
export interface EnergyQueries {
  building(viewer: Viewer, id: string, at?: EpochMs): Promise<BuildingEnergy>
  buildings(viewer: Viewer, region: string | undefined, at?: EpochMs): Promise<EnergyBuildings>
  /** A region's curve; of a unit the share of its buildings that it holds. */
  load(viewer: Viewer, region: string | undefined, at?: EpochMs): Promise<LoadCurve>
}

const SILENT = { kw: null, todayKwh: 0 }

const powerOf = (
  energy: Pick<Energy, 'state'>,
  meters: readonly MeterEntry[],
  now: EpochMs,
): number | null => {
  const fresh = meters
    .map(({ id }) => energy.state(id))
    .filter((state) => state !== null && now - state.at <= SILENT_MS && !Number.isNaN(state.kw))
  return fresh.length === 0 ? null : fresh.reduce((sum, state) => sum + (state?.kw ?? 0), 0)
}

/** A building's items now: yesterday and today by quarter hour, and the power. */
const itemsNow = (
  energy: Pick<Energy, 'series' | 'state'>,
  building: string,
  meters: readonly MeterEntry[],
  now: EpochMs,
): Promise<BuildingEnergy['items']> => {
  const items = METER_ITEMS.filter((item) => meters.some((meter) => meter.item === item))
  return Promise.all(
    items.map(async (item) => {
      const points = await energy.series.read({
        kind: 'building',
        id: building,
        item,
        period: 'quarter',
        from: dayOf(now - DAY_MS),
        to: dayOf(now),
      })
      const values = points.map(({ kwh }) => kwh)
      const own = meters.filter((meter) => meter.item === item)
      return {
        item,
        name: ITEM_NAMES[item].zh,
        today: values.slice(QUARTERS_PER_DAY),
        yesterday: values.slice(0, QUARTERS_PER_DAY),
        kw: powerOf(energy, own, now),
      }
    }),
  )
}

const makeBuildingCard = (deps: EnergyCardsDeps, past: EnergyPast): EnergyQueries['building'] => {
  const { energy, cards, directory, scope, clock } = deps
  const yearOf = makeYearSoFar(deps)
  return async (viewer, id, at) => {
    const { buildingOrdinals, buildingsOfUnit, metersOf } = directory.now()
    const ordinal = buildingOrdinals.get(id)
    const record = ordinal === undefined ? undefined : await cards.building(id)
    if (ordinal === undefined || !record)
      throw new AppError('not-found', `building ${id} does not exist or lies outside your scope`)
    scope.require(viewer, `building ${id}`, {
      region: record.county,
      units: (unit) => buildingsOfUnit.get(unit)?.has(ordinal) ?? false,
    })
    const then = momentOf(at, clock())
    const now = then ?? clock()
    const meters = metersOf.get(id) ?? []
    const items = METER_ITEMS.filter((item) => meters.some((meter) => meter.item === item))
    const { source, sourceId, updatedAt, receivedAt } = record
    return {
      building: id,
      ordinal,
      items: then === undefined ? await itemsNow(energy, id, meters, now) : await past.items(id, items, then),
      year: then === undefined ? await yearOf(id, now) : await past.year(id, then),
      provenance: { source, sourceId, updatedAt, receivedAt },
      asOf: now,
    }
  }
}

const makeBuildingList = (
  { energy, directory, regions, scope, clock }: EnergyCardsDeps,
  past: EnergyPast,
): EnergyQueries['buildings'] => {
  return async (viewer, asked, at) => {
    const then = momentOf(at, clock())
    const kept = then === undefined ? null : await past.buildings(then)
    const codes = new Set(regions.subtree(scope.region(viewer, asked)))
    const unit = scope.unit(viewer)
    const { buildings, buildingsOfUnit } = directory.now()
    const mine = unit === null ? null : (buildingsOfUnit.get(unit) ?? new Set<number>())
    const rows = buildings.flatMap((entry) => {
      if (!entry || !codes.has(entry.county) || (mine !== null && !mine.has(entry.ordinal))) return []
      const live = energy.buildings.row(entry.ordinal)
      const { kw, todayKwh } = kept
        ? (kept.get(entry.id) ?? SILENT)
        : { kw: live?.reporting ? live.kw : null, todayKwh: live?.todayKwh ?? 0 }
      const { id, ordinal, name, lon, lat } = entry
      return [{ id, ordinal, name, lon, lat, kw, todayKwh }]
    })
    return { buildings: rows, asOf: then ?? clock() }
  }
}

export const makeEnergyQueries = (deps: EnergyCardsDeps): EnergyQueries => {
  const { energy, cards, archive, rules, clock } = deps
  const past = makeEnergyPast({ series: energy.series, cards, archive, rules, clock })
  return {
    building: makeBuildingCard(deps, past),
    buildings: makeBuildingList(deps, past),
    load: makeLoads(deps, past),
  }
}
