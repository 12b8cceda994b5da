import type { MeterDayRecord, MeterItem, ReadingRecord } from '#shared/protocol/platform.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import { wholeMeters } from '#shared/energy/items.ts'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { MeterDays, MeterState } from '../repositories/meterDays.ts'
import type { MeterEntry } from '../repositories/positionsDirectory.ts'
import { makeBuildingTable, SILENT_MS, type BuildingTable } from './energyBuildings.ts'
import { makeLoadTable, type LoadTable } from './energyLoad.ts'
import { makeMeterBook, type MeterBook, type QuarterChange } from './energyMeters.ts'
import type { Directory } from './liveDirectory.ts'
import type { Regions, Rejected, SourceLog } from './liveTypes.ts'

export interface EnergyDeps {
  readonly meterDays: MeterDays
  readonly directory: Directory
  readonly regions: Regions
  readonly clock: Clock
  readonly log: SourceLog
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
}

export interface Energy {
  readonly buildings: BuildingTable
  readonly load: LoadTable
  readonly book: MeterBook
  /** Durable when they resolve; a repeat or a late reading changes nothing. */
  acceptReadings(source: string, items: readonly ReadingRecord[]): Promise<void>
  acceptDays(items: readonly MeterDayRecord[]): Promise<void>
  /** Makes tables and curves whole from the database: at start and when registers changed. */
  rebuild(): Promise<void>
  /** Meters that make buildings' whole electricity. */
  wholeMeters(): readonly string[]
  onLoad(listener: (points: readonly LoadPoint[]) => void): void
  start(): void
  stop(): void
}

const DAY_MS: DurationMs = 86_400_000
const SWEEP_MS: DurationMs = 5_000
/** Meter days in one write, so that a page of them never holds up whoever asks meanwhile. */
const DAYS_BATCH = 250
/** A terminal's clock may run ahead so far. */
const AHEAD_MS: DurationMs = 10 * 60_000

const daysAround = (now: EpochMs): { today: DayString; yesterday: DayString } => ({ today: dayOf(now), yesterday: dayOf(now - DAY_MS) })

export const makeEnergy = (deps: EnergyDeps): Energy => {
  const { meterDays, directory, regions, clock, log } = deps
  const buildings = makeBuildingTable()
  const book = makeMeterBook(meterDays, clock)
  const load = makeLoadTable((county) => regions.path(county).map(({ code }) => code), daysAround(clock()))
  let whole = new Set<string>()
  let { today } = daysAround(clock())
  let timer: NodeJS.Timeout | null = null
  const listeners: ((points: readonly LoadPoint[]) => void)[] = []

  const placeOf = (meter: string): { entry: MeterEntry; ordinal: number; county: string } | null => {
    const state = directory.now()
    const entry = state.meters.get(meter)
    const ordinal = entry && state.buildingOrdinals.get(entry.building)
    const building = ordinal === undefined ? undefined : state.buildings[ordinal]
    return entry && building && ordinal !== undefined ? { entry, ordinal, county: building.county } : null
  }

  const applyChanges = (changes: readonly QuarterChange[]): void => {
    for (const { meter, day, quarter, kwh } of changes) {
      const place = placeOf(meter)
      if (!place) continue
      load.addItem(place.county, day, place.entry.item, kwh)
      if (!whole.has(meter)) continue
      load.addWhole(place.county, day, quarter, kwh)
      if (day === today) buildings.addToday(place.ordinal, kwh)
    }
  }

  const applyPowers = (powers: readonly MeterState[]): void => {
    const touched = new Set<string>()
    for (const { meter } of powers) if (whole.has(meter)) touched.add(directory.now().meters.get(meter)?.building ?? '')
    for (const id of touched) applyPower(id)
  }

  /** A building's power is the sum over the meters that make its whole, as far as they reported lately. */
  const applyPower = (id: string): void => {
    const state = directory.now()
    const ordinal = state.buildingOrdinals.get(id)
    const building = ordinal === undefined ? undefined : state.buildings[ordinal]
    if (ordinal === undefined || !building) return
    const now = clock()
    const fresh = wholeMeters(state.metersOf.get(id) ?? []).map((meter) => book.state(meter.id)).filter((register) => register !== null && now - register.at <= SILENT_MS) as MeterState[]
    if (fresh.length === 0) return
    const change = buildings.setPower(ordinal, fresh.reduce((sum, register) => sum + register.kw, 0), Math.max(...fresh.map((register) => register.at)))
    load.addNow(building.county, change.kw, change.reporting)
  }

  const turnDay = (): void => {
    const days = daysAround(clock())
    if (days.today === today) return
    today = days.today
    load.turn(days.today, days.yesterday)
    buildings.clearToday()
    book.keepOnly([days.today, days.yesterday])
  }

  const sweep = (): void => {
    turnDay()
    for (const { ordinal, kw } of buildings.sweep(clock())) {
      const building = directory.now().buildings[ordinal]
      if (building) load.addNow(building.county, -kw, -1)
    }
    const points = load.takeChanged(clock())
    if (points.length > 0) for (const listener of listeners) listener(points)
  }

  const sort = (source: string, items: readonly ReadingRecord[]): { good: ReadingRecord[]; rejected: Rejected[] } => {
    const { meters } = directory.now()
    const latest = clock() + AHEAD_MS
    const rejected: Rejected[] = []
    const turnAway = (body: ReadingRecord, field: string, reason: string): void =>
      void rejected.push({ source, collection: 'readings', recordId: `${body.building}:${body.at}`, field, reason, body })
    const good = items.flatMap((item) => {
      if (item.at > latest) {
        turnAway(item, 'at', `expected a time not after ${new Date(latest).toISOString()}; found ${new Date(item.at).toISOString()}`)
        return []
      }
      const known = item.meters.filter(({ meter }) => meters.get(meter)?.building === item.building)
      const strange = item.meters.find(({ meter }) => meters.get(meter)?.building !== item.building)
      if (strange) turnAway(item, 'meters', `expected meters of building ${item.building}; found ${strange.meter}`)
      return known.length > 0 ? [{ ...item, meters: known }] : []
    })
    return { good, rejected }
  }

  const rebuild = async (): Promise<void> => {
    const days = daysAround(clock())
    const { metersOf, buildingOrdinals } = directory.now()
    whole = new Set([...metersOf.values()].flatMap((meters) => wholeMeters(meters).map(({ id }) => id)))
    await book.load()
    book.keepOnly([days.today, days.yesterday])
    const [curves, sums, items] = [await meterDays.countySums([days.today, days.yesterday], [...whole]), await meterDays.buildingSums(days.today, [...whole]), await meterDays.itemSums(days.today)]
    today = days.today
    load.clear()
    load.turn(days.today, days.yesterday)
    buildings.clearToday()
    buildings.sweep(Number.POSITIVE_INFINITY)
    for (const { county, day, quarter, kwh } of curves) load.addWhole(county, day, quarter, kwh)
    for (const { county, item, kwh } of items) load.addItem(county, days.today, item as MeterItem, kwh)
    for (const { building, kwh } of sums) buildings.addToday(buildingOrdinals.get(building) ?? 0, kwh)
    for (const id of metersOf.keys()) applyPower(id)
  }

  return {
    buildings,
    load,
    book,
    acceptReadings: async (source, items) => {
      turnDay()
      const { good, rejected } = sort(source, items)
      if (rejected.length > 0) await deps.quarantine(rejected)
      const { meters } = directory.now()
      const { changes, powers } = await book.applyReadings(good, (meter) => meters.get(meter)?.ratedKw ?? 0)
      applyChanges(changes)
      applyPowers(powers)
    },
    acceptDays: async (items) => {
      turnDay()
      for (let i = 0; i < items.length; i += DAYS_BATCH) applyChanges(await book.applyDays(items.slice(i, i + DAYS_BATCH)))
    },
    wholeMeters: () => [...whole],
    rebuild: () => book.exclusively(rebuild),
    onLoad: (listener) => listeners.push(listener),
    start: () => {
      timer = setInterval(() => {
        try {
          sweep()
        } catch (error) {
          log.error({ error: String(error) }, 'the energy sweep failed')
        }
      }, SWEEP_MS)
    },
    stop: () => {
      if (timer) clearInterval(timer)
    },
  }
}
