import { setImmediate as breathe } from 'node:timers/promises'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { VehicleFigures, VehicleIndices } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { figureValues } from '#shared/vehicles/figures.ts'
import { VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { zeroSums } from '#shared/vehicles/sums.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { OrderPlace } from './orders/orderRows.ts'
import type { ServiceRow, ServiceSums, VehicleSumsRepository } from './sumRows.ts'
import type { VehicleOverlaps } from './findings/overlapRows.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Regions } from '../../common/directory/types.ts'
import {
  TREND_MONTHS,
  shift,
  withYearBefore,
  monthsOf,
  sumsOver,
  yearBefore,
  valuesTrend,
  partOf,
  waysOf,
} from './months.ts'
import { type ServiceSum, addService, scored } from './peers.ts'

export interface LedgerRegions extends Regions {
  get(code: string): { readonly name: string; readonly level?: string } | undefined
}
export interface VehicleLedgerSumsDeps {
  readonly sums: VehicleSumsRepository
  readonly overlaps: VehicleOverlaps
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
  readonly clock: Clock
}
export interface VehicleLedgerSums {
  /** Makes all months anew; false while no month is known. */
  remake(): Promise<boolean>
  figures(
    viewer: Viewer,
    query: {
      region?: string | undefined
      unit?: string | undefined
      period?: string | undefined
      limit: number
    },
  ): Promise<VehicleFigures>
  indices(
    viewer: Viewer,
    query: { region?: string | undefined; of: 'children' | 'counties' | 'units'; limit: number },
  ): Promise<VehicleIndices>
}

export const makeVehicleLedgerSums = (deps: VehicleLedgerSumsDeps): VehicleLedgerSums => {
  const { sums, overlaps, regions, scope, isWorkday, rules, clock } = deps
  const nameOf = (code: string): string => regions.get(code)?.name ?? code
  const childrenOf = (code: string): string[] =>
    regions.subtree(code).filter((below) => regions.path(below).at(-2)?.code === code)
  const levelOf = (code: string): number => regions.path(code).length

  const knownMonths = async (): Promise<string[]> => {
    const newest = await sums.newestMonth(dayOf(clock()))
    return newest === null
      ? []
      : Array.from({ length: TREND_MONTHS }, (_, i) => shift(newest, i - TREND_MONTHS + 1))
  }
  const oldestOverlap = (known: readonly string[]): string => known[0] ?? dayOf(clock()).slice(0, 7)

  const unitFigures = async (
    unit: string,
    months: string[],
    known: string[],
    period: string,
  ): Promise<VehicleFigures> => {
    const [rows, names, ways] = await Promise.all([
      sums.units(withYearBefore(known), { ids: [unit] }),
      sums.unitNames([unit]),
      overlaps.units(oldestOverlap(known), [unit]),
    ])
    const now = sumsOver(rows, months, null) ?? zeroSums()
    const before = yearBefore(rows, months, null)
    const compared = waysOf(ways, rows, { period, months, known, today: dayOf(clock()) })
    return {
      id: unit,
      name: names.get(unit) ?? unit,
      kind: 'unit',
      period,
      months,
      known,
      sums: now,
      before,
      values: figureValues({ now, before, months: months.length, overlap: compared.of(null) }),
      overlap: compared.told(now.trips || null),
      trend: valuesTrend(rows, known, ways),
      overlapTrend: compared.trend,
      rows: [],
      total: 0,
      asOf: await sums.madeAt(),
    }
  }

  const regionFigures = async (
    region: string,
    months: string[],
    known: string[],
    period: string,
    limit: number,
  ): Promise<VehicleFigures> => {
    const codes = regions.subtree(region)
    const [rows, ways] = await Promise.all([
      sums.regions(withYearBefore(known), codes),
      overlaps.regions(oldestOverlap(known), codes),
    ])
    const compared = waysOf(ways, rows, { period, months, known, today: dayOf(clock()) })
    const own = { now: sumsOver(rows, months, null) ?? zeroSums(), past: yearBefore(rows, months, null) }
    const parts = childrenOf(region)
    const units = parts.length > 0 ? [] : await sums.units(months, { regions: [region] })
    const ids = [...new Set(units.map((row) => row.id))]
    const [names, unitWays] = await Promise.all([
      sums.unitNames(ids),
      overlaps.units(oldestOverlap(known), ids),
    ])
    const ofUnits = waysOf(unitWays, units, { period, months, known, today: dayOf(clock()) })
    const unitRows = [...Map.groupBy(units, (row) => row.id)].map(([id, mine]) =>
      partOf(
        { id, name: names.get(id) ?? id, kind: 'unit' },
        sumsOver(mine, months, null) ?? zeroSums(),
        null,
        months.length,
        ofUnits.of(new Set([id])),
      ),
    )
    const regionRows = parts.map((code) => {
      const within = new Set(regions.subtree(code))
      return partOf(
        { id: code, name: nameOf(code), kind: 'region' },
        sumsOver(rows, months, within) ?? zeroSums(),
        yearBefore(rows, months, within),
        months.length,
        compared.of(within),
      )
    })
    const all = [...regionRows, ...unitRows]
    return {
      id: region,
      name: nameOf(region),
      kind: 'region',
      period,
      months,
      known,
      sums: own.now,
      before: own.past,
      values: figureValues({
        now: own.now,
        before: own.past,
        months: months.length,
        overlap: compared.of(null),
      }),
      overlap: compared.told(own.now.trips || null),
      trend: valuesTrend(rows, known, ways),
      overlapTrend: compared.trend,
      rows: all.slice(0, limit),
      total: all.length,
      asOf: await sums.madeAt(),
    }
  }

  const indexGroups = async (
    region: string,
    of: 'children' | 'counties' | 'units',
    months: readonly string[],
    unit: string | null,
  ) => {
    if (of === 'units' || unit !== null) {
      const home = regions.subtree(region)
      const rows = await sums.units(months, { regions: home })
      const classes = await sums.unitClasses([...new Set(rows.map((row) => row.id))])
      const byUnit = [
        ...Map.groupBy(
          rows.filter((row) => row.sums.vehicles > 0),
          (row) => row.id,
        ),
      ].map(([id, mine]) => ({ id, rows: mine }))
      return {
        kind: 'unit' as const,
        groups: [...Map.groupBy(byUnit, ({ id }) => classes.get(id) ?? '').values()],
      }
    }
    const province = regions.path(region)[0]?.code ?? region
    const rows = await sums.regions(months, null)
    const wanted =
      of === 'counties'
        ? regions.subtree(region).filter((code) => childrenOf(code).length === 0)
        : childrenOf(region)
    /** All of the level in the province, so that a rank means the same on every screen. */
    const level = levelOf(wanted[0] ?? region)
    const peers = regions
      .subtree(province)
      .filter((code) => levelOf(code) === level)
      .map((code) => {
        const within = new Set(regions.subtree(code))
        return { id: code, rows: rows.filter((row) => within.has(row.id)) }
      })
    return { kind: 'region' as const, groups: [peers], wanted: new Set(wanted) }
  }

  const serviceSince = async (since: EpochMs): Promise<ServiceSums[]> => {
    const found = new Map<string, ServiceSum>()
    for (let after: OrderPlace = null; ; await breathe()) {
      const page: ServiceRow[] = await sums.service(since, after)
      if (page.length === 0) return [...found.values()]
      addService(found, page, isWorkday, rules().service)
      after = page.at(-1) ?? null
    }
  }

  return {
    remake: async () => {
      const newest = await sums.newestMonth(dayOf(clock()))
      /** Verdicts and 评价 of the month before still come in, and a score is set beside it: both are counted from their orders. */
      const from = shift(newest ?? dayOf(clock()).slice(0, 7), -1)
      await sums.remake(newest === null ? [] : await serviceSince(startOfDay(`${from}-01`)), from, clock())
      return newest !== null
    },
    figures: async (viewer, { region: asked, unit: askedUnit, period: askedPeriod, limit }) => {
      const region = scope.region(viewer, asked)
      const bound = scope.unit(viewer)
      const known = await knownMonths()
      const period = askedPeriod ?? known.at(-1) ?? dayOf(clock()).slice(0, 7)
      const months = monthsOf(period, known)
      const unit = bound ?? askedUnit
      if (unit === undefined) return regionFigures(region, months, known, period, limit)
      scope.require(viewer, `unit ${unit}`, {
        region: (await sums.seat(unit)) ?? '',
        units: (id) => id === unit,
      })
      return unitFigures(unit, months, known, period)
    },
    indices: async (viewer, { region: asked, of, limit }) => {
      const region = scope.region(viewer, asked)
      const unit = scope.unit(viewer)
      const month = await sums.newestMonth(dayOf(clock()))
      if (month === null) return { month, rows: [], total: 0, asOf: await sums.madeAt() }
      const found = await indexGroups(region, of, [shift(month, -1), month], unit)
      const scores = [...scored(found.groups, month, rules(), isWorkday)].filter(([id]) =>
        unit === null ? !('wanted' in found) || found.wanted?.has(id) : id === unit,
      )
      const names = found.kind === 'unit' ? await sums.unitNames(scores.map(([id]) => id)) : null
      const rows = scores.map(([id, { now, before, peers, vehicles }]) => ({
        id,
        name: names?.get(id) ?? nameOf(id),
        kind: found.kind,
        peers,
        vehicles,
        indices: Object.fromEntries(
          VEHICLE_INDICES.map((index) => [
            index.id,
            {
              ...now.indices[index.id],
              parts: [...now.indices[index.id].parts],
              before: before?.indices[index.id].score ?? null,
            },
          ]),
        ) as unknown as VehicleIndices['rows'][number]['indices'],
      }))
      return { month, rows: rows.slice(0, limit), total: rows.length, asOf: await sums.madeAt() }
    },
  }
}
