import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs, LonLat } from '#shared/kernel/units.ts'
import { CITIES, PROVINCE } from '../boundaries/cities.ts'
import { loadBoundaries, loadTownships, type Boundary } from '../boundaries/index.ts'
import { allot } from './made/allot.ts'
import { assignUnits } from './made/assign.ts'
import { beyondOf, withRoadsBeyond, type Beyond } from './energy/beyond.ts'
import { makeBuildings } from './housing/buildings.ts'
import { characterOf } from './made/character.ts'
import { withDemonstrations } from './made/demonstrations.ts'
import type { CountyContext } from './housing/context.ts'
import { makeEnergy, makeMeters } from './energy/energy.ts'
import { makeFences } from './vehicles/fences.ts'
import { makeFloors } from './housing/floors.ts'
import { livesOf, makeOrders, orderDays, type OrderGround } from './vehicles/orders.ts'
import { house } from './people/people.ts'
import type { RegionRecord, VehicleCostRecord } from '#shared/protocol/platform.ts'
import type { CountyCore, DispatchPlan, Province, ProvinceOptions } from './Province.ts'
import { makeInside, type MultiPolygonRings } from './ground/geo.ts'
import { coarse, toRegion } from './ground/regions.ts'
import { streamOf } from './made/rng.ts'
import { makeRoads } from './vehicles/roads.ts'
import { draftRooms } from './housing/rooms.ts'
import { SCALES } from './made/scales.ts'
import { makeSites, type Site } from './ground/sites.ts'
import { makeStops, type Stop } from './vehicles/stops.ts'
import { makeStreets } from './ground/streets.ts'
import { draftUnits } from './people/units.ts'
import { makeRentals, makeVendors, paidBy, planCosts } from './vehicles/vehicleCosts.ts'
import { makeFleet, type FleetWork } from './vehicles/vehicles.ts'

export type { CountyBundle, Province, ProvinceOptions, Scale } from './Province.ts'

const contextsOf = (
  options: ProvinceOptions,
  boundaries: readonly Boundary[],
): Map<string, CountyContext> => {
  const allotments = allot(options.scale, loadTownships())
  const plates = new Map<string, number>()
  const counties = boundaries.filter((boundary) => boundary.level === 'county')
  return new Map(
    counties.map((county): [string, CountyContext] => {
      const city = CITIES.find((each) => each.code === county.parent)
      const allotment = allotments.get(county.code)
      if (!city || !allotment)
        throw new Error(
          `county ${county.code}: no city or townships, expected rows in cities.ts and townships.json`,
        )
      const plateStart = plates.get(city.plate) ?? 0
      plates.set(city.plate, plateStart + allotment.vehicles)
      const stream = (matter: string) => streamOf(options.seed, county.code, matter)
      let land: ((point: LonLat) => boolean) | null = null
      let around: readonly Beyond[] | null = null
      const inside = (point: LonLat): boolean => (land ??= makeInside(landOf(county)))(point)
      return [
        county.code,
        {
          county,
          city,
          provinceCode: PROVINCE.code,
          now: options.now,
          allotment,
          character: characterOf(options.seed, county, SCALES[options.scale].hasEachFault),
          plateStart,
          beyond: () => (around ??= beyondOf(county, boundaries)),
          inside,
          stream,
        },
      ]
    }),
  )
}

/** The part of a county that its seat lies on: nothing is built, and no road runs, on another across the water. */
const landOf = ({ geometry, seat }: Boundary): MultiPolygonRings => {
  const part = geometry.find((polygon) => makeInside([polygon])(seat))
  return part ? [part] : geometry
}

const groundOf = (context: CountyContext, sites: readonly Site[], fleet: FleetWork): OrderGround => {
  const homes = new Map(
    fleet.depots.map((depot): [string, Stop] => [
      depot.id,
      { name: depot.name.replace(/停车场$/, ''), lonLat: [depot.lon, depot.lat] },
    ]),
  )
  return {
    context,
    vehicles: fleet.vehicles,
    places: makeStops(context, sites),
    homeOf: (depot) => homes.get(depot)!,
  }
}

/** Costs by order: what a driver registers is what was paid. */
const paidOnOf = (costs: readonly VehicleCostRecord[]): ((order: string) => number) => {
  const paid = new Map<string, number>()
  for (const { order, amount } of costs) if (order !== null) paid.set(order, (paid.get(order) ?? 0) + amount)
  return (order) => paid.get(order) ?? 0
}

/**
 * A plan is made anew every civil day: what it holds beyond that would only lie in memory, for 70,000
 * vehicles by the hundred megabytes.
 */
const PLAN_MS = 30 * HOUR_MS

const dispatchOf = (context: CountyContext): DispatchPlan => {
  const isPlanned = (at: EpochMs): boolean => at > context.now && at < context.now + PLAN_MS
  const sites = makeSites(context)
  const fleet = makeFleet(context, draftUnits(context), sites)
  const ground = groundOf(context, sites, fleet)
  const costs = planCosts(ground, makeVendors(context, makeStops(context, sites)))
  const lives = orderDays(context.now).flatMap((day) => livesOf(ground, day, paidOnOf(costs)))
  return {
    lives: lives.filter(({ steps }) => steps.some(({ at }) => isPlanned(at))),
    costs: costs.filter(({ updatedAt }) => isPlanned(updatedAt)),
  }
}

const regionOf = (boundary: Boundary, { now, scale }: ProvinceOptions): RegionRecord => {
  const { counties, emptyBordersWithin } = SCALES[scale]
  const region = toRegion(boundary, now)
  return emptyBordersWithin === undefined || counties?.includes(boundary.code)
    ? region
    : coarse(region, emptyBordersWithin)
}

const makeCore = (context: CountyContext): CountyCore => {
  const units = draftUnits(context)
  const sites = makeSites(context)
  const buildings = makeBuildings(context, sites)
  const floors = makeFloors(context, buildings)
  const drafts = draftRooms(context, floors)
  assignUnits(drafts, units, context.stream('assign'))
  const housed = house(context, units, drafts)
  const fleet = makeFleet(context, units, sites)
  const ground = groundOf(context, sites, fleet)
  const stops = makeStops(context, sites)
  const vendors = makeVendors(context, stops)
  const costs = planCosts(ground, vendors)
  const orders = makeOrders(ground, paidOnOf(costs))
  const energy = buildings.map((building) => makeEnergy(context, building))
  return {
    region: context.county.code,
    units: housed.units,
    compounds: sites.map((site) => site.record),
    buildings: buildings.map((building) => building.record),
    floors: floors.map((floor) => floor.record),
    people: housed.people,
    rooms: housed.rooms,
    depots: fleet.depots,
    vehicles: fleet.vehicles,
    orders,
    roadLimits: makeRoads(
      context,
      makeStreets(
        context,
        stops.map((stop) => stop.lonLat),
      ),
    ),
    fences: makeFences(context, { units: housed.units, ...fleet, orders, stops }),
    vehicleVendors: vendors,
    vehicleCosts: paidBy(costs, context.now),
    vehicleRentals: makeRentals(
      context,
      housed.units,
      ground.places.map(({ name }) => name),
    ),
    meters: buildings.flatMap((building) => makeMeters(context, building)),
    energyMonths: energy.flatMap((each) => each.months),
    energyQuotas: energy.flatMap((each) => each.quotas),
  }
}

const fleetOf = (context: CountyContext): ReturnType<Province['fleet']> => {
  const sites = makeSites(context)
  const fleet = makeFleet(context, draftUnits(context), sites)
  const stops = makeStops(context, sites)
  const streets = makeStreets(
    context,
    stops.map((stop) => stop.lonLat),
  )
  return { ...fleet, streets: withRoadsBeyond(streets, context.beyond()), stops, beyond: context.beyond() }
}

const livesIn = (context: CountyContext, days: readonly string[]) => {
  const sites = makeSites(context)
  const ground = groundOf(context, sites, makeFleet(context, draftUnits(context), sites))
  return days.flatMap((day) => livesOf(ground, day, () => 0))
}

/**
 * The demonstration province. Every county is made alone from the seed and its code, so the same options give the same
 * records in any order of calls. Nothing is kept between calls: a caller that needs a county twice keeps it itself.
 */
export const makeProvince = (options: ProvinceOptions): Province => {
  const boundaries = loadBoundaries()
  const contexts = contextsOf(options, boundaries)
  const contextOf = (code: string): CountyContext => {
    const context = contexts.get(code)
    if (!context)
      throw new RangeError(
        `county ${code}: not in the province, expected one of ${contexts.size} county codes`,
      )
    return context
  }
  const totals = SCALES[options.scale]
  const departments = [...contexts.values()].reduce(
    (sum, { allotment }) => sum + allotment.departments.length,
    0,
  )
  return {
    options,
    regions: boundaries.map((boundary) => regionOf(boundary, options)),
    countyCodes: [...contexts.keys()],
    totals: {
      units: totals.users + departments,
      departments,
      buildings: totals.buildings,
      floors: totals.floors,
      drawings: totals.floors - totals.schematic,
      rooms: totals.rooms,
      vehicles: totals.vehicles,
    },
    county: (code) => {
      const context = contextOf(code)
      return withDemonstrations(context, makeCore(context))
    },
    fleet: (code) => fleetOf(contextOf(code)),
    lives: (code, days) => livesIn(contextOf(code), days),
    dispatch: (code, now) => dispatchOf({ ...contextOf(code), now }),
    meters: (code) => {
      const context = contextOf(code)
      const buildings = makeBuildings(context, makeSites(context))
      return {
        buildings: buildings.map((building) => building.record),
        meters: buildings.flatMap((building) => makeMeters(context, building)),
      }
    },
  }
}
