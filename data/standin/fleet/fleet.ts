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
const MINUTE = 60_000
/** JT/T 808 alarm bits: 紧急报警, 超速报警, 疲劳驾驶, 终端主电源欠压. */
const ALARM = { emergency: 1, overspeed: 2, fatigue: 4, undervoltage: 128 } as const
const FATIGUE_MS = 4 * 60 * MINUTE

interface Place extends Town {
  readonly from: number
  readonly to: number
  readonly depotAt: readonly LonLat[]
  readonly stopByName: ReadonlyMap<string, number>
  readonly stopAt: ReadonlyMap<string, number>
}

/** A terminal that is off for the day, or in a cellar for the hour. */
const isSilent = (hash: number, now: EpochMs): boolean =>
  share(hash, dayNumber(now), 81) < 0.012 || share(hash, Math.floor(now / 3_600_000), 82) < 0.005

export const makeFleet = ({ graphs = new Map(), step, ordersOnly = false }: FleetOptions = {}): Fleet => {
  const ids: string[] = []
  const rows = new Map<string, number>()
  const places: Place[] = []
  const placeOf = new Map<string, number>()
  let outings: Outing[] = []
  let columns: Columns = makeColumns(1024)
  let drives = new Map<string, Drive>()
  let before = new Map<string, Drive>()
  const makeYard = (): Yard => ({
    columns,
    towns: places,
    outings,
    ...(step === undefined ? {} : { step }),
    cameHome: (v, { order }, homeAt) =>
      void (
        order !== null &&
        drives.set(order, { km: (columns.odometer[v]! - columns.outingFrom[v]!) / 1000, homeAt })
      ),
  })
  let yard = makeYard()

  const ensure = (rows: number): void => {
    if (rows <= columns.hash.length) return
    columns = grow(columns, Math.max(rows, columns.hash.length * 2))
    yard = makeYard()
  }
  const openPlace = (county: string, fleet: CountyFleet): Place => {
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
    place: Place,
    county: number,
    vehicle: VehicleRecord,
    depot: number,
    home: number,
  ): void => {
    const v = ids.length
    ids.push(vehicle.id)
    rows.set(vehicle.id, v)
    columns.hash[v] = hashText(vehicle.id)
    columns.county[v] = county
    columns.category[v] = CATEGORIES.indexOf(vehicle.category)
    columns.depot[v] = depot
    columns.home[v] = home
    columns.node[v] = home
    columns.phase[v] = PHASE.parked
  }
  const plan = (v: number, place: Place, orders: readonly OrderRecord[], now: EpochMs): void => {
    const day = dayNumber(now)
    const hash = columns.hash[v]!
    const stopOf = ({ to, destination }: OrderRecord): number =>
      (destination ? place.stopAt.get(`${destination.lon} ${destination.lat}`) : undefined) ??
      place.stopByName.get(to) ??
      Math.floor(share(hash, hashText(to)) * place.own)
    const ordered = orderedOutings(orders, day, stopOf)
    const own = ordersOnly ? [] : ownOutings(hash, CATEGORIES[columns.category[v]!]!, day, place.own)
    columns.outing[v] = outings.length
    outings.push(...mergeOutings(ordered, own))
    columns.lastOuting[v] = outings.length
  }
  const planCounty = (county: number, orders: readonly OrderRecord[], now: EpochMs): void => {
    const place = places[county]!
    const byVehicle = Map.groupBy(orders, (order) => order.vehicle)
    for (let v = place.from; v < place.to; v++) plan(v, place, byVehicle.get(ids[v]!) ?? [], now)
  }
  const alarmOf = (v: number, graph: Graph, now: EpochMs): number => {
    const c = columns
    const hash = c.hash[v]!
    if (c.phase[v] !== PHASE.driving) return share(hash, dayNumber(now), 91) < 0.001 ? ALARM.undervoltage : 0
    const over = c.speed[v]! > graph.limit[c.arc[v]!]! * 1.2 ? ALARM.overspeed : 0
    const tired = now - c.restless[v]! > FATIGUE_MS ? ALARM.fatigue : 0
    return over | tired | (share(hash, Math.floor(now / 1_800_000), 92) < 0.0002 ? ALARM.emergency : 0)
  }
  const placeFix = (v: number, place: Place, fix: Fix): void => {
    const c = columns
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
  const isAwake = (v: number): boolean =>
    columns.phase[v] === PHASE.driving ||
    (columns.phase[v] === PHASE.waiting && columns.until[v]! - columns.at[v]! < 6 * MINUTE)

  return {
    size: () => ids.length,
    id: (v) => ids[v]!,
    isAwake,
    join: (county, fleet, now) => {
      const place = openPlace(county, fleet)
      const number = places.push(place) - 1
      placeOf.set(county, number)
      ensure(place.to)
      const homes = place.depotAt.map((at) => nearestNode(place.graph, at))
      const depotIndex = new Map(fleet.depots.map((depot, index) => [depot.id, index]))
      for (const vehicle of fleet.vehicles) {
        const depot = depotIndex.get(vehicle.depot)
        if (depot === undefined)
          throw new Error(`vehicle ${vehicle.id}: depot ${vehicle.depot} is not in county ${county}`)
        addVehicle(place, number, vehicle, depot, homes[depot]!)
      }
      planCounty(number, fleet.orders, now)
      for (let v = place.from; v < place.to; v++) fastForward(yard, v, dayStart(dayNumber(now)), now)
      return place.from
    },
    turn: (orders, now) => {
      outings = []
      before = drives
      drives = new Map()
      yard = makeYard()
      for (const [county, place] of placeOf) planCounty(place, orders.get(county) ?? [], now)
    },
    report: (v, now, fix) => {
      advance(yard, v, now)
      if (isSilent(columns.hash[v]!, now)) return false
      const place = places[columns.county[v]!]!
      placeFix(v, place, fix)
      fix.at = Math.round(columns.at[v]!)
      fix.speedKmh = Math.round(columns.speed[v]! * 36) / 10
      fix.acc = isAwake(v)
      fix.alarm = alarmOf(v, place.graph, now)
      return true
    },
    outings: (v) => outings.slice(columns.outing[v], columns.lastOuting[v]),
    drove: (order) => drives.get(order) ?? before.get(order) ?? null,
    isOut: (id) =>
      columns.phase[rows.get(id) ?? -1] !== undefined && columns.phase[rows.get(id)!] !== PHASE.parked,
    moving: () =>
      columns.phase.subarray(0, ids.length).reduce((sum, phase) => sum + Number(phase === PHASE.driving), 0),
  }
}
