import { setImmediate as breathe } from 'node:timers/promises'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { VehicleFigures, VehicleIndices } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { zeroSums } from '#shared/vehicles/sums.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { OrderPlace } from './orders/orderRows.ts'
import type { ServiceRow, ServiceSums, SumsRow, VehicleSumsRepository } from './sumRows.ts'
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
  partOf,
  waysOf,
  figuresOf,
  type Period,
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

type Deps = VehicleLedgerSumsDeps

const nameOf = (regions: LedgerRegions, code: string): string => regions.get(code)?.name ?? code
const childrenOf = (regions: LedgerRegions, code: string): string[] =>
  regions.subtree(code).filter((below) => regions.path(below).at(-2)?.code === code)

const periodOf = async ({ sums, clock }: Deps, asked: string | undefined): Promise<Period> => {
  const today = dayOf(clock())
  const newest = await sums.newestMonth(today)
  const known =
    newest === null ? [] : Array.from({ length: TREND_MONTHS }, (_, i) => shift(newest, i - TREND_MONTHS + 1))
  const period = asked ?? known.at(-1) ?? today.slice(0, 7)
  return { period, months: monthsOf(period, known), known, today }
}
const oldestOverlap = ({ known, today }: Period): string => known[0] ?? today.slice(0, 7)

const unitFigures = async (
  { sums, overlaps }: Deps,
  unit: string,
  period: Period,
): Promise<VehicleFigures> => {
  const [rows, names, ways] = await Promise.all([
    sums.units(withYearBefore(period.known), { ids: [unit] }),
    sums.unitNames([unit]),
    overlaps.units(oldestOverlap(period), [unit]),
  ])
  const { told } = figuresOf(rows, ways, period)
  const asOf = await sums.madeAt()
  return { id: unit, name: names.get(unit) ?? unit, kind: 'unit', ...told, rows: [], total: 0, asOf }
}

/** The units that sit in a county; none where the region has parts of its own. */
const unitParts = async (
  { sums, overlaps }: Deps,
  region: string,
  { period, months, known, today }: Period,
): Promise<VehicleFigures['rows']> => {
  const units = await sums.units(months, { regions: [region] })
  const ids = [...new Set(units.map((row) => row.id))]
  const [names, ways] = await Promise.all([
    sums.unitNames(ids),
    overlaps.units(known[0] ?? today.slice(0, 7), ids),
  ])
  const compared = waysOf(ways, units, { period, months, known, today })
  return [...Map.groupBy(units, (row) => row.id)].map(([id, mine]) =>
    partOf(
      { id, name: names.get(id) ?? id, kind: 'unit' },
      sumsOver(mine, months, null) ?? zeroSums(),
      null,
      months.length,
      compared.of(new Set([id])),
    ),
  )
}

const regionFigures = async (
  deps: Deps,
  region: string,
  period: Period,
  limit: number,
): Promise<VehicleFigures> => {
  const { sums, overlaps, regions } = deps
  const codes = regions.subtree(region)
  const [rows, ways] = await Promise.all([
    sums.regions(withYearBefore(period.known), codes),
    overlaps.regions(oldestOverlap(period), codes),
  ])
  const { told, compared } = figuresOf(rows, ways, period)
  const { months } = period
  const parts = childrenOf(regions, region).map((code) => {
    const within = new Set(regions.subtree(code))
    return partOf(
      { id: code, name: nameOf(regions, code), kind: 'region' },
      sumsOver(rows, months, within) ?? zeroSums(),
      yearBefore(rows, months, within),
      months.length,
      compared.of(within),
    )
  })
  const all = parts.length > 0 ? parts : await unitParts(deps, region, period)
  return {
    id: region,
    name: nameOf(regions, region),
    kind: 'region',
    ...told,
    rows: all.slice(0, limit),
    total: all.length,
    asOf: await sums.madeAt(),
  }
}

/** Who is ranked beside whom; `wanted`: of whom it is told, all where it is left out. */
interface Groups {
  readonly kind: 'unit' | 'region'
  readonly groups: { readonly id: string; readonly rows: readonly SumsRow[] }[][]
  readonly wanted?: ReadonlySet<string>
}

/** Units of a region beside those of their class. */
const unitGroups = async ({ sums, regions }: Deps, region: string, months: string[]): Promise<Groups> => {
  const rows = await sums.units(months, { regions: regions.subtree(region) })
  const classes = await sums.unitClasses([...new Set(rows.map((row) => row.id))])
  const owning = rows.filter((row) => row.sums.vehicles > 0)
  const byUnit = [...Map.groupBy(owning, (row) => row.id)].map(([id, mine]) => ({ id, rows: mine }))
  return { kind: 'unit', groups: [...Map.groupBy(byUnit, ({ id }) => classes.get(id) ?? '').values()] }
}

/** Regions beside all of their level in the province, so that a rank means the same on every screen. */
const regionGroups = async (
  { sums, regions }: Deps,
  region: string,
  of: 'children' | 'counties',
  months: string[],
): Promise<Groups> => {
  const levelOf = (code: string): number => regions.path(code).length
  const province = regions.path(region)[0]?.code ?? region
  const rows = await sums.regions(months, null)
  const wanted =
    of === 'counties'
      ? regions.subtree(region).filter((code) => childrenOf(regions, code).length === 0)
      : childrenOf(regions, region)
  const level = levelOf(wanted[0] ?? region)
  const peers = regions
    .subtree(province)
    .filter((code) => levelOf(code) === level)
    .map((code) => {
      const within = new Set(regions.subtree(code))
      return { id: code, rows: rows.filter((row) => within.has(row.id)) }
    })
  return { kind: 'region', groups: [peers], wanted: new Set(wanted) }
}

const serviceSince = async ({ sums, isWorkday, rules }: Deps, since: EpochMs): Promise<ServiceSums[]> => {
  const found = new Map<string, ServiceSum>()
  for (let after: OrderPlace = null; ; await breathe()) {
    const page: ServiceRow[] = await sums.service(since, after)
    if (page.length === 0) return [...found.values()]
    addService(found, page, isWorkday, rules().service)
    after = page.at(-1) ?? null
  }
}

const remake = async (deps: Deps): Promise<boolean> => {
  const { sums, clock } = deps
  const newest = await sums.newestMonth(dayOf(clock()))
  /** Verdicts and 评价 of the month before still come in, and a score is set beside it: both are counted from their orders. */
  const from = shift(newest ?? dayOf(clock()).slice(0, 7), -1)
  const service = newest === null ? [] : await serviceSince(deps, startOfDay(`${from}-01`))
  await sums.remake(service, from, clock())
  return newest !== null
}

const figures = async (
  deps: Deps,
  viewer: Viewer,
  asked: Parameters<VehicleLedgerSums['figures']>[1],
): Promise<VehicleFigures> => {
  const { sums, scope } = deps
  const region = scope.region(viewer, asked.region)
  const period = await periodOf(deps, asked.period)
  const unit = scope.unit(viewer) ?? asked.unit
  if (unit === undefined) return regionFigures(deps, region, period, asked.limit)
  scope.require(viewer, `unit ${unit}`, {
    region: (await sums.seat(unit)) ?? '',
    units: (id) => id === unit,
  })
  return unitFigures(deps, unit, period)
}

type Score = ReturnType<typeof scored> extends ReadonlyMap<string, infer S> ? S : never
const indicesOf = ({ now, before }: Score): VehicleIndices['rows'][number]['indices'] =>
  Object.fromEntries(
    VEHICLE_INDICES.map(({ id }) => [
      id,
      {
        ...now.indices[id],
        parts: [...now.indices[id].parts],
        before: before?.indices[id].score ?? null,
      },
    ]),
  ) as unknown as VehicleIndices['rows'][number]['indices']

const indices = async (
  deps: Deps,
  viewer: Viewer,
  { region: asked, of, limit }: Parameters<VehicleLedgerSums['indices']>[1],
): Promise<VehicleIndices> => {
  const { sums, regions, scope, isWorkday, rules, clock } = deps
  const region = scope.region(viewer, asked)
  const unit = scope.unit(viewer)
  const month = await sums.newestMonth(dayOf(clock()))
  if (month === null) return { month, rows: [], total: 0, asOf: await sums.madeAt() }
  const months = [shift(month, -1), month]
  const found =
    of === 'units' || unit !== null
      ? await unitGroups(deps, region, months)
      : await regionGroups(deps, region, of, months)
  const scores = [...scored(found.groups, month, rules(), isWorkday)].filter(([id]) =>
    unit === null ? (found.wanted?.has(id) ?? true) : id === unit,
  )
  const names = found.kind === 'unit' ? await sums.unitNames(scores.map(([id]) => id)) : null
  const rows = scores.map(([id, score]) => ({
    id,
    name: names?.get(id) ?? nameOf(regions, id),
    kind: found.kind,
    peers: score.peers,
    vehicles: score.vehicles,
    indices: indicesOf(score),
  }))
  return { month, rows: rows.slice(0, limit), total: rows.length, asOf: await sums.madeAt() }
}

export const makeVehicleLedgerSums = (deps: VehicleLedgerSumsDeps): VehicleLedgerSums => ({
  remake: () => remake(deps),
  figures: (viewer, query) => figures(deps, viewer, query),
  indices: (viewer, query) => indices(deps, viewer, query),
})
