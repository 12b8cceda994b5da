import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DepotRecord, OrderRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { METRES_PER_DEGREE, RAD } from '#shared/kernel/sphere.ts'
import type { EpochMs, LonLat } from '#shared/kernel/units.ts'
import type { StreetGraph } from '../../province/Province.ts'
import { dayNumber, dayStart } from '../calendar.ts'
import { hashText, share } from '../hash.ts'
import { PHASE, grow, makeColumns } from './columns.ts'
import type { Columns } from './columns.ts'
import { makeGraph, nearestNode } from './graph.ts'
import type { Graph } from './graph.ts'
import { advance, fastForward } from './motion.ts'
import type { Town, Yard } from './motion.ts'
import { mergeOutings, orderedOutings, ownOutings } from './plan.ts'
import type { Outing } from './plan.ts'

export interface CountyFleet {
  readonly depots: readonly DepotRecord[]
  readonly vehicles: readonly VehicleRecord[]
  readonly streets: StreetGraph
  readonly stops: readonly { readonly lonLat: LonLat; readonly name: string }[]
  /** Places in other counties, which only an order leads to. */
  readonly beyond?: CountyFleet['stops']
  readonly orders: readonly OrderRecord[]
}

/** One report, as the terminal would send it. */
export interface Fix {
  at: EpochMs
  lon: number
  lat: number
  speedKmh: number
  headingDeg: number
  acc: boolean
  alarm: number
}

export interface Drive {
  readonly km: number
  readonly homeAt: EpochMs
}
export interface FleetOptions {
  /** Streets by county: given to several fleets, they are read once. */
  readonly graphs?: Map<string, Graph>
  /** A step of driving, s. */
  readonly step?: number
  /** Vehicles do nothing of their own. */
  readonly ordersOnly?: boolean
}

export interface Fleet {
  readonly size: () => number
  id(v: number): string
  /** First row of the new vehicles, which stand where they would be at `now`. */
  join(county: string, fleet: CountyFleet, now: EpochMs): number
  /** A new civil day: the orders of every county that has joined. */
  turn(orders: ReadonlyMap<string, readonly OrderRecord[]>, now: EpochMs): void
  /** Moves one vehicle to `now` and writes its report; false when its terminal is silent. */
  report(v: number, now: EpochMs, fix: Fix): boolean
  /** Ignition on: it reports at the short interval. */
  isAwake(v: number): boolean
  moving(): number
  /** What the odometer said and when it was, as the vehicle came home from an order; null before. Kept for two days. */
  drove(order: string): Drive | null
  /** What a vehicle has to do today. */
  outings(v: number): readonly Outing[]
  /** Away from its depot. */
  isOut(id: string): boolean
}

const CATEGORIES: readonly VehicleRecord['category'][] = [
  'confidential',
  'emergency',
  'law',
  'special',
  'other',
]
/** JT/T 808 alarm bits: 紧急报警, 超速报警, 疲劳驾驶, 终端主电源欠压. */
const ALARM = { emergency: 1, overspeed: 2, fatigue: 4, undervoltage: 128 } as const
const FATIGUE_MS = 4 * HOUR_MS

interface Place extends Town {
  readonly from: number
  readonly to: number
  readonly depotAt: readonly LonLat[]
  readonly stopByName: ReadonlyMap<string, number>
  readonly stopAt: ReadonlyMap<string, number>
}

/** A terminal that is off for the day, or in a cellar for the hour. */
const isSilent = (hash: number, now: EpochMs): boolean =>
  share(hash, dayNumber(now), 81) < 0.012 || share(hash, Math.floor(now / HOUR_MS), 82) < 0.005

/** All vehicles that joined, by row. */
interface All {
  readonly graphs: Map<string, Graph>
  readonly step: number | undefined
  readonly ordersOnly: boolean
  readonly ids: string[]
  readonly rows: Map<string, number>
  readonly places: Place[]
  readonly placeOf: Map<string, number>
  outings: Outing[]
  columns: Columns
  /** Drives of today, and of the day before. */
  drives: Map<string, Drive>
  before: Map<string, Drive>
  yard: Yard
}

const makeYard = (all: Omit<All, 'yard'>): Yard => ({
  columns: all.columns,
  towns: all.places,
  outings: all.outings,
  ...(all.step === undefined ? {} : { step: all.step }),
  cameHome: (v, { order }, homeAt) =>
    void (
      order !== null &&
      all.drives.set(order, { km: (all.columns.odometer[v]! - all.columns.outingFrom[v]!) / 1000, homeAt })
    ),
})

const ensure = (all: All, rows: number): void => {
  if (rows <= all.columns.hash.length) return
  all.columns = grow(all.columns, Math.max(rows, all.columns.hash.length * 2))
  all.yard = makeYard(all)
}

const openPlace = ({ graphs, ids }: All, county: string, fleet: CountyFleet): Place => {
  const graph = graphs.get(county) ?? makeGraph(fleet.streets)
  graphs.set(county, graph)
  const stops = [...fleet.stops, ...(fleet.beyond ?? [])]
  return {
    graph,
    stops: Uint32Array.from(stops, (stop) => nearestNode(graph, stop.lonLat)),
    own: fleet.stops.length,
    stopByName: new Map(stops.map((stop, index) => [stop.name, index])),
    stopAt: new Map(stops.map(({ lonLat }, index) => [`${lonLat[0]} ${lonLat[1]}`, index])),
    depotAt: fleet.depots.map((depot) => [depot.lon, depot.lat] as const),
    from: ids.length,
    to: ids.length + fleet.vehicles.length,
  }
}

const addVehicle = (
  all: All,
  place: Place,
  county: number,
  vehicle: VehicleRecord,
  depot: number,
  home: number,
): void => {
  const { ids, rows } = all
  const v = ids.length
  ids.push(vehicle.id)
  rows.set(vehicle.id, v)
  all.columns.hash[v] = hashText(vehicle.id)
  all.columns.county[v] = county
  all.columns.category[v] = CATEGORIES.indexOf(vehicle.category)
  all.columns.depot[v] = depot
  all.columns.home[v] = home
  all.columns.node[v] = home
  all.columns.phase[v] = PHASE.parked
}

const plan = (all: All, v: number, place: Place, orders: readonly OrderRecord[], now: EpochMs): void => {
  const { ordersOnly } = all
  const day = dayNumber(now)
  const hash = all.columns.hash[v]!
  const stopOf = ({ to, destination }: OrderRecord): number =>
    (destination ? place.stopAt.get(`${destination.lon} ${destination.lat}`) : undefined) ??
    place.stopByName.get(to) ??
    Math.floor(share(hash, hashText(to)) * place.own)
  const ordered = orderedOutings(orders, day, stopOf)
  const own = ordersOnly ? [] : ownOutings(hash, CATEGORIES[all.columns.category[v]!]!, day, place.own)
  all.columns.outing[v] = all.outings.length
  all.outings.push(...mergeOutings(ordered, own))
  all.columns.lastOuting[v] = all.outings.length
}

const planCounty = (all: All, county: number, orders: readonly OrderRecord[], now: EpochMs): void => {
  const { places, ids } = all
  const place = places[county]!
  const byVehicle = Map.groupBy(orders, (order) => order.vehicle)
  for (let v = place.from; v < place.to; v++) plan(all, v, place, byVehicle.get(ids[v]!) ?? [], now)
}

const alarmOf = (all: All, v: number, graph: Graph, now: EpochMs): number => {
  const c = all.columns
  const hash = c.hash[v]!
  if (c.phase[v] !== PHASE.driving) return share(hash, dayNumber(now), 91) < 0.001 ? ALARM.undervoltage : 0
  const over = c.speed[v]! > graph.limit[c.arc[v]!]! * 1.2 ? ALARM.overspeed : 0
  const tired = now - c.restless[v]! > FATIGUE_MS ? ALARM.fatigue : 0
  return over | tired | (share(hash, Math.floor(now / 1_800_000), 92) < 0.0002 ? ALARM.emergency : 0)
}

const placeFix = (all: All, v: number, place: Place, fix: Fix): void => {
  const c = all.columns
  const { graph } = place
  const hash = c.hash[v]!
  if (c.phase[v] === PHASE.parked) {
    const [lon, lat] = place.depotAt[c.depot[v]!]!
    fix.lon = lon + ((share(hash, 3) - 0.5) * 24) / METRES_PER_DEGREE / Math.cos(lat * RAD)
    fix.lat = lat + ((share(hash, 4) - 0.5) * 24) / METRES_PER_DEGREE
    fix.headingDeg = Math.floor(share(hash, 5) * 4) * 90
    return
  }
  const node = c.node[v]!
  const arc = c.arc[v]!
  const part = c.phase[v] === PHASE.driving ? Math.min(1, c.offset[v]! / graph.metres[arc]!) : 0
  const end = graph.to[arc]!
  fix.lon = graph.lon[node]! + (graph.lon[end]! - graph.lon[node]!) * part
  fix.lat = graph.lat[node]! + (graph.lat[end]! - graph.lat[node]!) * part
  fix.headingDeg = graph.heading[arc]!
}

const isAwake = (all: All, v: number): boolean =>
  all.columns.phase[v] === PHASE.driving ||
  (all.columns.phase[v] === PHASE.waiting && all.columns.until[v]! - all.columns.at[v]! < 6 * MINUTE_MS)

const joinCounty = (all: All, county: string, fleet: CountyFleet, now: EpochMs): number => {
  const { places, placeOf } = all
  const place = openPlace(all, county, fleet)
  const number = places.push(place) - 1
  placeOf.set(county, number)
  ensure(all, place.to)
  const homes = place.depotAt.map((at) => nearestNode(place.graph, at))
  const depotIndex = new Map(fleet.depots.map((depot, index) => [depot.id, index]))
  for (const vehicle of fleet.vehicles) {
    const depot = depotIndex.get(vehicle.depot)
    if (depot === undefined)
      throw new Error(`vehicle ${vehicle.id}: depot ${vehicle.depot} is not in county ${county}`)
    addVehicle(all, place, number, vehicle, depot, homes[depot]!)
  }
  planCounty(all, number, fleet.orders, now)
  for (let v = place.from; v < place.to; v++) fastForward(all.yard, v, dayStart(dayNumber(now)), now)
  return place.from
}

const turnDay = (all: All, orders: ReadonlyMap<string, readonly OrderRecord[]>, now: EpochMs): void => {
  const { placeOf } = all
  all.outings = []
  all.before = all.drives
  all.drives = new Map()
  all.yard = makeYard(all)
  for (const [county, place] of placeOf) planCounty(all, place, orders.get(county) ?? [], now)
}

const report = (all: All, v: number, now: EpochMs, fix: Fix): boolean => {
  const { places } = all
  advance(all.yard, v, now)
  if (isSilent(all.columns.hash[v]!, now)) return false
  const place = places[all.columns.county[v]!]!
  placeFix(all, v, place, fix)
  fix.at = Math.round(all.columns.at[v]!)
  fix.speedKmh = Math.round(all.columns.speed[v]! * 36) / 10
  fix.acc = isAwake(all, v)
  fix.alarm = alarmOf(all, v, place.graph, now)
  return true
}

const openAll = ({ graphs = new Map(), step, ordersOnly = false }: FleetOptions): All => {
  const all = {
    graphs,
    step,
    ordersOnly,
    ids: [],
    rows: new Map(),
    places: [],
    placeOf: new Map(),
    outings: [],
    columns: makeColumns(1024),
    drives: new Map(),
    before: new Map(),
  }
  return Object.assign(all, { yard: makeYard(all) })
}

export const makeFleet = (options: FleetOptions = {}): Fleet => {
  const all = openAll(options)
  const { ids, rows } = all
  return {
    size: () => ids.length,
    id: (v) => ids[v]!,
    isAwake: (v) => isAwake(all, v),
    join: (county, fleet, now) => joinCounty(all, county, fleet, now),
    turn: (orders, now) => turnDay(all, orders, now),
    report: (v, now, fix) => report(all, v, now, fix),
    outings: (v) => all.outings.slice(all.columns.outing[v], all.columns.lastOuting[v]),
    drove: (order) => all.drives.get(order) ?? all.before.get(order) ?? null,
    isOut: (id) =>
      all.columns.phase[rows.get(id) ?? -1] !== undefined &&
      all.columns.phase[rows.get(id)!] !== PHASE.parked,
    moving: () =>
      all.columns.phase
        .subarray(0, ids.length)
        .reduce((sum, phase) => sum + Number(phase === PHASE.driving), 0),
  }
}
