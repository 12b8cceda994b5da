import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { shareOf } from '../live/roster.ts'
import { ITEM_NAMES } from '#shared/energy/items.ts'
import type { ToldYear } from '#shared/energy/series/monthsKept.ts'
import { QUARTERS_PER_DAY, QUARTER_MS, quarterOf } from '#shared/energy/series/quarters.ts'
import { METER_ITEMS, type MeterItem } from '#shared/protocol/platform.ts'
import type { BuildingEnergy, EnergyBuildings, LoadCurve } from '#shared/protocol/http.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeterEntry } from '../../common/directory/directoryRows.ts'
import type { EnergyArchive } from '../insight/archiveRows.ts'
import type { EnergyCards } from './cardRows.ts'
import { SILENT_MS } from '../live/buildings.ts'
import type { Energy } from '../live/live.ts'
import type { DayCurve } from '../live/load.ts'
import type { Directory } from '../../common/directory/directory.ts'
import { coveredOf, curveOf, shareOfAll } from './curves.ts'
import { makeEnergyPast } from './past.ts'
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

const DAY_MS = 86_400_000
const SILENT = { kw: null, todayKwh: 0 }

export const makeEnergyQueries = (deps: EnergyCardsDeps): EnergyQueries => {
  const { energy, cards, directory, regions, scope, clock } = deps
  const past = makeEnergyPast({
    series: energy.series,
    cards,
    archive: deps.archive,
    rules: deps.rules,
    clock,
  })

  const yearOf = makeYearSoFar(deps)

  const itemsOf = async (
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
          kw: powerOf(own, now),
        }
      }),
    )
  }

  const powerOf = (meters: readonly MeterEntry[], now: EpochMs): number | null => {
    const fresh = meters
      .map(({ id }) => energy.state(id))
      .filter((state) => state !== null && now - state.at <= SILENT_MS && !Number.isNaN(state.kw))
    return fresh.length === 0 ? null : fresh.reduce((sum, state) => sum + (state?.kw ?? 0), 0)
  }

  const unitLoad = async (unit: string, region: string): Promise<LoadCurve> => {
    const now = clock()
    const held = energy.book.roster().buildingsOfUnit.get(unit) ?? []
    const live = held.map((building) => ({
      share: shareOf(energy.series.shares(building), unit),
      row: energy.buildings.row(directory.now().buildingOrdinals.get(building) ?? 0),
    }))
    const reporting = live.filter(({ row }) => row?.reporting)
    const nowKw = reporting.reduce((sum, { share, row }) => sum + share * (row?.kw ?? 0), 0)
    const points = await energy.series.read({
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
    const [yesterday, today] = [curve(0), curve(QUARTERS_PER_DAY)]
    const items = await Promise.all(
      METER_ITEMS.map(
        async (item) =>
          (
            await energy.series.read({
              kind: 'unit',
              id: unit,
              item,
              period: 'day',
              from: dayOf(now),
              to: dayOf(now),
            })
          )[0]?.kwh ?? 0,
      ),
    )
    return {
      region,
      unit,
      today: curveOf(today, quarterOf(now), reporting.length > 0 ? nowKw : null),
      yesterday: curveOf(yesterday, QUARTERS_PER_DAY, null),
      covered: {
        today: coveredOf(today, quarterOf(now), shareOfAll(reporting.length, held.length)),
        yesterday: coveredOf(yesterday, QUARTERS_PER_DAY, null),
      },
      nowKw,
      todayKwh: items[METER_ITEMS.indexOf('total')] ?? 0,
      byItem: METER_ITEMS.map((item, i) => ({ item, name: ITEM_NAMES[item].zh, todayKwh: items[i] ?? 0 })),
      buildingsReporting: reporting.length,
      buildingsFresh: reporting.filter(({ row }) => row !== null && now - row.at <= QUARTER_MS).length,
      buildings: held.length,
      asOf: now,
    }
  }

  const pastLoad = async (unit: string | null, region: string, at: EpochMs): Promise<LoadCurve> => {
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

  return {
    building: async (viewer, id, at) => {
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
      return {
        building: id,
        ordinal,
        items: then === undefined ? await itemsOf(id, meters, now) : await past.items(id, items, then),
        year: then === undefined ? await yearOf(id, now) : await past.year(id, then),
        provenance: {
          source: record.source,
          sourceId: record.source_id,
          updatedAt: record.updated_at,
          receivedAt: record.received_at,
        },
        asOf: now,
      }
    },
    buildings: async (viewer, asked, at) => {
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
        return [
          {
            id: entry.id,
            ordinal: entry.ordinal,
            name: entry.name,
            lon: entry.lon,
            lat: entry.lat,
            kw,
            todayKwh,
          },
        ]
      })
      return { buildings: rows, asOf: then ?? clock() }
    },
    load: async (viewer, asked, at) => {
      const region = scope.region(viewer, asked)
      const unit = scope.unit(viewer)
      const then = momentOf(at, clock())
      if (then !== undefined) return pastLoad(unit, region, then)
      if (unit !== null) return unitLoad(unit, region)
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
        today: curveOf(load.today, quarterOf(now), load.reporting > 0 ? load.nowKw : null),
        yesterday: curveOf(load.yesterday, QUARTERS_PER_DAY, null),
        covered: {
          today: coveredOf(load.today, quarterOf(now), share),
          yesterday: coveredOf(load.yesterday, QUARTERS_PER_DAY, null),
        },
        nowKw: load.nowKw,
        todayKwh: load.todayKwh,
        byItem: METER_ITEMS.map((item: MeterItem) => ({
          item,
          name: ITEM_NAMES[item].zh,
          todayKwh: load.items.get(item) ?? 0,
        })),
        buildingsReporting: load.reporting,
        buildingsFresh: fresh.length,
        buildings: metered.length,
        asOf: now,
      }
    },
  }
}
