import type { Viewer } from '#shared/access/roles.ts'
import { AppError } from '#shared/errors.ts'
import { ITEM_NAMES, wholeMeters } from '#shared/energy/items.ts'
import { projectYear } from '#shared/energy/pace.ts'
import { QUARTERS_PER_DAY, quarterOf } from '#shared/energy/quarters.ts'
import { METER_ITEMS, type MeterItem } from '#shared/protocol/platform.ts'
import type { BuildingEnergy, EnergyBuildings, LoadCurve } from '#shared/protocol/http.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { MeterDay, MeterDays } from '../repositories/meterDays.ts'
import type { MeterEntry } from '../repositories/positionsDirectory.ts'
import type { EnergyCards } from '../repositories/readingsCards.ts'
import { SILENT_MS } from './energyBuildings.ts'
import type { Energy } from './energy.ts'
import type { Directory } from './liveDirectory.ts'
import type { LiveScope } from './liveScope.ts'
import type { Regions } from './liveTypes.ts'

export interface EnergyCardsDeps {
  readonly energy: Energy
  readonly meterDays: MeterDays
  readonly cards: EnergyCards
  readonly directory: Directory
  readonly regions: Regions
  readonly scope: LiveScope
  readonly clock: Clock
}

export interface EnergyQueries {
  building(viewer: Viewer, id: string): Promise<BuildingEnergy>
  buildings(viewer: Viewer, region: string | undefined): EnergyBuildings
  load(viewer: Viewer, region: string | undefined): LoadCurve
}

const DAY_MS = 86_400_000
const QUARTERS_PER_HOUR = 4
type Quarters = (number | null)[]
const noQuarters = (): Quarters => Array.from({ length: QUARTERS_PER_DAY }, () => null)

/** Quarter by quarter; null where none of the meters has a value. */
const addUp = (rows: readonly MeterDay[]): Quarters =>
  rows.reduce<Quarters>((sum, { values }) => sum.map((value, i) => (values[i] == null ? value : (value ?? 0) + (values[i] as number))), noQuarters())

export const makeEnergyQueries = (deps: EnergyCardsDeps): EnergyQueries => {
  const { energy, meterDays, cards, directory, regions, scope, clock } = deps

  const yearOf = async (id: string, now: EpochMs, whole: readonly MeterEntry[]): Promise<BuildingEnergy['year']> => {
    const today = dayOf(now)
    const [year, month] = [Number(today.slice(0, 4)), today.slice(0, 7)]
    const months = await cards.months(id, `${year - 1}-01`, month)
    const quota = await cards.quota(id, year)
    const sum = (rows: readonly { kwh: number }[]): number => rows.reduce((total, { kwh }) => total + kwh, 0)
    const thisMonth = months.some((row) => row.month === month) ? 0 : await monthSoFar(whole, now)
    const usedKwh = sum(months.filter((row) => row.month.startsWith(`${year}-`))) + thisMonth
    const last = months.filter((row) => row.month.startsWith(`${year - 1}-`))
    return {
      year,
      usedKwh,
      quotaKwh: quota?.electricity_kwh ?? null,
      basis: quota?.basis ?? null,
      projectedKwh: projectYear(usedKwh, now, last.length === 12 ? lastYearOf(last, year, now) : null),
    }
  }

  const monthSoFar = async (whole: readonly MeterEntry[], now: EpochMs): Promise<number> => {
    const days: DayString[] = []
    for (let at = now; dayOf(at).slice(0, 7) === dayOf(now).slice(0, 7); at -= DAY_MS) days.push(dayOf(at))
    const rows = await meterDays.read(whole.map(({ id }) => id), days)
    return rows.reduce((total, { values }) => total + values.reduce<number>((sum, value) => sum + (value ?? 0), 0), 0)
  }

  const itemsOf = (meters: readonly MeterEntry[], rows: readonly MeterDay[], now: EpochMs): BuildingEnergy['items'] =>
    METER_ITEMS.flatMap((item) => {
      const own = meters.filter((meter) => meter.item === item)
      if (own.length === 0) return []
      const ids = new Set(own.map(({ id }) => id))
      const of = (day: DayString): Quarters => addUp(rows.filter((row) => row.day === day && ids.has(row.meter)))
      return [{ item, name: ITEM_NAMES[item].zh, today: of(dayOf(now)), yesterday: of(dayOf(now - DAY_MS)), kw: powerOf(own, now) }]
    })

  const powerOf = (meters: readonly MeterEntry[], now: EpochMs): number | null => {
    const fresh = meters.map(({ id }) => energy.book.state(id)).filter((state) => state !== null && now - state.at <= SILENT_MS)
    return fresh.length === 0 ? null : fresh.reduce((sum, state) => sum + (state?.kw ?? 0), 0)
  }

  return {
    building: async (viewer, id) => {
      const { buildingOrdinals, buildingsOfUnit, metersOf } = directory.now()
      const ordinal = buildingOrdinals.get(id)
      const record = ordinal === undefined ? undefined : await cards.building(id)
      if (ordinal === undefined || !record) throw new AppError('not-found', `building ${id} does not exist or lies outside your scope`)
      scope.require(viewer, `building ${id}`, { region: record.county, units: (unit) => buildingsOfUnit.get(unit)?.has(ordinal) ?? false })
      const now = clock()
      const meters = metersOf.get(id) ?? []
      const rows = await meterDays.read(meters.map((meter) => meter.id), [dayOf(now), dayOf(now - DAY_MS)])
      return {
        building: id,
        ordinal,
        items: itemsOf(meters, rows, now),
        year: await yearOf(id, now, wholeMeters(meters)),
        provenance: { source: record.source, sourceId: record.source_id, updatedAt: record.updated_at, receivedAt: record.received_at },
        asOf: now,
      }
    },
    buildings: (viewer, asked) => {
      const codes = new Set(regions.subtree(scope.region(viewer, asked)))
      const unit = scope.unit(viewer)
      const { buildings, buildingsOfUnit } = directory.now()
      const mine = unit === null ? null : (buildingsOfUnit.get(unit) ?? new Set<number>())
      const rows = buildings.flatMap((entry) => {
        if (!entry || (mine === null ? !codes.has(entry.county) : !mine.has(entry.ordinal))) return []
        const live = energy.buildings.row(entry.ordinal)
        return [{ id: entry.id, ordinal: entry.ordinal, name: entry.name, lon: entry.lon, lat: entry.lat, kw: live?.reporting ? live.kw : null, todayKwh: live?.todayKwh ?? 0 }]
      })
      return { buildings: rows, asOf: clock() }
    },
    load: (viewer, asked) => {
      const region = scope.region(viewer, asked)
      if (scope.unit(viewer) !== null) throw new AppError('not-found', 'a load curve sums over a region; your scope is one unit')
      const now = clock()
      const codes = new Set(regions.subtree(region))
      const { buildings, metersOf } = directory.now()
      const load = energy.load.of(region)
      return {
        region,
        today: curveOf(load.today, quarterOf(now), load.reporting > 0 ? load.nowKw : null),
        yesterday: curveOf(load.yesterday, QUARTERS_PER_DAY, null),
        nowKw: load.nowKw,
        todayKwh: load.todayKwh,
        byItem: METER_ITEMS.map((item: MeterItem) => ({ item, name: ITEM_NAMES[item].zh, todayKwh: load.items.get(item) ?? 0 })),
        buildingsReporting: load.reporting,
        buildings: buildings.filter((entry) => entry && codes.has(entry.county) && metersOf.has(entry.id)).length,
        asOf: now,
      }
    },
  }
}

/** kWh a quarter hour as mean kW; the quarter under way shows the power of now, and nothing stands after it. */
const curveOf = (kwh: Float64Array, current: number, nowKw: number | null): Quarters =>
  Array.from(kwh, (value, quarter) => (quarter === current ? nowKw : quarter > current || value === 0 ? null : value * QUARTERS_PER_HOUR))

/** Last year's use up to this day of the year, its month under way by days. */
const lastYearOf = (months: readonly { month: string; kwh: number }[], year: number, now: EpochMs): { toDateKwh: number; wholeKwh: number } => {
  const today = dayOf(now)
  const month = `${year - 1}${today.slice(4, 7)}`
  const days = new Date(Date.UTC(year - 1, Number(today.slice(5, 7)), 0)).getUTCDate()
  const share = Math.min(1, Number(today.slice(8, 10)) / days)
  const toDateKwh = months.reduce((sum, row) => sum + (row.month < month ? row.kwh : row.month === month ? row.kwh * share : 0), 0)
  return { toDateKwh, wholeKwh: months.reduce((sum, row) => sum + row.kwh, 0) }
}
