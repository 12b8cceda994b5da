import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { COLLECTIONS, type CollectionName } from '#shared/protocol/platform.ts'
import { makeProvince, type CountyBundle, type Province } from '../../../data/province/index.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')
const tiny = makeProvince({ seed: 7, scale: 'tiny', now: NOW })
const guangxi = makeProvince({ seed: 7, scale: 'guangxi', now: NOW })
const FILLED = ['450103', '450202', '450123']

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

const collectionsOf = (bundle: CountyBundle): [CollectionName, readonly unknown[]][] => [
  ['units', bundle.units],
  ['compounds', bundle.compounds],
  ['buildings', bundle.buildings],
  ['floors', bundle.floors],
  ['people', bundle.people],
  ['rooms', bundle.rooms],
  ['depots', bundle.depots],
  ['vehicles', bundle.vehicles],
  ['orders', bundle.orders],
  ['fences', bundle.fences],
  ['road-limits', bundle.roadLimits],
  ['working-hours', bundle.workingHours],
  ['vehicle-months', bundle.vehicleMonths],
  ['order-step-limits', bundle.orderStepLimits],
  ['vehicle-vendors', bundle.vehicleVendors],
  ['vehicle-costs', bundle.vehicleCosts],
  ['vehicle-rentals', bundle.vehicleRentals],
  ['vehicle-quotas', bundle.vehicleQuotas],
  ['vehicle-clean-months', bundle.vehicleCleanMonths],
  ['meters', bundle.meters],
  ['energy-months', bundle.energyMonths],
  ['energy-quotas', bundle.energyQuotas],
]

const sumOver = (province: Province, of: (bundle: CountyBundle) => number): number =>
  province.countyCodes.reduce((sum, code) => sum + of(province.county(code)), 0)

describe('the region tree', () => {
  it('has one province, 14 cities and 111 counties, parents first', () => {
    const levels = tiny.regions.map((region) => region.level)
    expect(levels.filter((level) => level === 'city')).toHaveLength(14)
    expect(levels.filter((level) => level === 'county')).toHaveLength(111)
    const seen = new Set<string>()
    for (const region of tiny.regions) {
      if (region.parent !== null) expect(seen.has(region.parent), region.code).toBe(true)
      seen.add(region.code)
    }
    for (const region of tiny.regions) COLLECTIONS.regions.parse(region)
  })
})

describe('determinism', () => {
  it('gives the same bytes for the same seed, in any order of calls', () => {
    const again = makeProvince({ seed: 7, scale: 'tiny', now: NOW })
    const forward = FILLED.map((code) => hashOf(tiny.county(code)))
    const backward = FILLED.toReversed().map((code) => hashOf(again.county(code)))
    expect(backward.toReversed()).toEqual(forward)
  })

  it('gives other bytes for another seed', () => {
    const other = makeProvince({ seed: 8, scale: 'tiny', now: NOW })
    expect(hashOf(other.county('450123'))).not.toBe(hashOf(tiny.county('450123')))
  })

  it('makes the same vehicles and buildings by the light ways as by the whole county', () => {
    for (const code of FILLED) {
      const bundle = tiny.county(code)
      const fleet = tiny.fleet(code)
      expect(fleet.vehicles).toEqual(bundle.vehicles)
      expect(fleet.depots).toEqual(bundle.depots)
      expect(tiny.meters(code)).toEqual({ buildings: bundle.buildings, meters: bundle.meters })
    }
  })
})

describe('totals', () => {
  it('says before making anything what the counties then sum to', () => {
    expect(sumOver(tiny, (bundle) => bundle.units.length)).toBe(tiny.totals.units)
    expect(sumOver(tiny, (bundle) => bundle.units.filter((unit) => unit.role === 'department').length)).toBe(
      tiny.totals.departments,
    )
    expect(sumOver(tiny, (bundle) => bundle.buildings.length)).toBe(tiny.totals.buildings)
    expect(sumOver(tiny, (bundle) => bundle.floors.length)).toBe(tiny.totals.floors)
    expect(sumOver(tiny, (bundle) => bundle.rooms.length)).toBe(tiny.totals.rooms)
    expect(sumOver(tiny, (bundle) => bundle.vehicles.length)).toBe(tiny.totals.vehicles)
  })

  it('has the founding documents’ figures', () => {
    expect(guangxi.totals).toMatchObject({
      departments: 119,
      units: 119 + 6366,
      buildings: 2616,
      drawings: 13_395,
    })
    const max = makeProvince({ seed: 7, scale: 'province-max', now: NOW })
    expect(max.totals).toMatchObject({ units: 25_000, rooms: 990_000, vehicles: 70_000 })
  })
})

describe('records', () => {
  it.each(FILLED)('of %s pass the published schemas', (code) => {
    for (const [name, records] of collectionsOf(tiny.county(code))) {
      const schema = COLLECTIONS[name]
      for (const record of records) {
        const result = schema.safeParse(record)
        if (!result.success)
          throw new Error(`${name} ${JSON.stringify(record).slice(0, 200)}: ${result.error.message}`)
      }
    }
  })

  it.each(FILLED)('of %s point at parents that exist and have ids of their own', (code) => {
    const bundle = tiny.county(code)
    const ids = (records: readonly { id: string }[]): Set<string> => {
      const set = new Set(records.map((record) => record.id))
      expect(set.size).toBe(records.length)
      return set
    }
    const [units, compounds, buildings, floors, people, depots, vehicles] = [
      bundle.units,
      bundle.compounds,
      bundle.buildings,
      bundle.floors,
      bundle.people,
      bundle.depots,
      bundle.vehicles,
    ].map(ids) as Set<string>[]
    ids(bundle.rooms)
    expect(bundle.buildings.every((building) => compounds!.has(building.compound))).toBe(true)
    expect(bundle.floors.every((floor) => buildings!.has(floor.building))).toBe(true)
    expect(bundle.people.every((person) => units!.has(person.unit))).toBe(true)
    expect(
      bundle.rooms.every((room) => floors!.has(room.floor) && (room.unit === null || units!.has(room.unit))),
    ).toBe(true)
    expect(
      bundle.rooms.every((room) => room.occupants.every((occupant) => people!.has(occupant.person))),
    ).toBe(true)
    expect(bundle.vehicles.every((vehicle) => depots!.has(vehicle.depot) && units!.has(vehicle.unit))).toBe(
      true,
    )
    expect(bundle.orders.every((order) => vehicles!.has(order.vehicle) && order.end > order.start)).toBe(true)
    expect(bundle.meters.every((meter) => buildings!.has(meter.building))).toBe(true)
  })
})
