import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProvince, type CountyBundle } from '../../../data/province/index.ts'
import { FIGURES } from '../../../src/shared/indices/figures.ts'
import { INDICES, type CoalBasis } from '../../../src/shared/indices/indices.ts'
import { MEASURES, measuresFromArray } from '../../../src/shared/indices/measures.ts'
import type {
  EnergySummary,
  PlaceView,
  RoomCard,
  UnitCard,
  VehicleFigures,
} from '../../../src/shared/protocol/http.ts'
import type { Rankings } from '../../../src/shared/housing/answers/lists.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { monthsBefore } from '../../builders/plain/plainAmounts.ts'
import { askOf, provinceRecords } from '../../builders/records/provinceRecords.ts'
import { PlainFigures, type PlaceKind } from '../../builders/plain/plainFigures.ts'
import {
  plainApproved,
  plainBeside,
  plainFleetFigures,
  plainIndices,
} from '../../builders/plain/plainIndices.ts'

/** A Monday morning; every figure of it is made again from the platform's records by code that shares none with the rules. */
const NOW = Date.parse('2026-06-15T10:00:00+08:00')

const BASES = ['equivalent-heat', 'equal-value'] as const satisfies readonly CoalBasis[]

const leader = viewerOf('leader', '450000')

const province = makeProvince({ seed: 11, scale: 'tiny', now: NOW })

const bundles = province.countyCodes.map((code) => province.county(code))

const plain = new PlainFigures(bundles, province.regions, NOW)

const flat = <T>(of: (bundle: CountyBundle) => readonly T[]): T[] =>
  bundles.flatMap((bundle) => [...of(bundle)])

const ids = (of: (bundle: CountyBundle) => readonly { readonly id: string }[]): string[] =>
  flat(of).map(({ id }) => id)

const PLACES: Readonly<Record<PlaceKind, readonly string[]>> = {
  province: ['450000'],
  city: ['450100', '450200', '450300'],
  county: ['450103', '450202', '450123', '450302'],
  compound: ids((bundle) => bundle.compounds),
  building: ids((bundle) => bundle.buildings),
  floor: ids((bundle) => bundle.floors),
  unit: ids((bundle) => bundle.units),
}

const KINDS = Object.keys(PLACES) as PlaceKind[]

let house: LiveHouse

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => NOW })
  await fill(house, provinceRecords(province, bundles))
  await house.start([])
  await house.live.vehicleLedger.all()
})

afterAll(() => house?.close())

const ask = askOf(() => house, leader)

const measuresOf = async (kind: PlaceKind, id: string): Promise<Record<string, number>> => {
  if (kind === 'unit')
    return { ...measuresFromArray((await ask<UnitCard>('/api/units/:id', { id })).measures) }
  return { ...measuresFromArray((await ask<PlaceView>('/api/places/:id', { id })).measures) }
}

/** To the last digit that a sum of floating-point numbers has, whatever its order. */
const near = (value: number | null): unknown =>
  value === null || value === 0 ? value : expect.closeTo(value, 11 - Math.ceil(Math.log10(Math.abs(value))))

const allNear = (values: Readonly<Record<string, number | null>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, near(value)]))

describe('what is shown, made again from the records', () => {
  it.each(KINDS)('every measure of every %s', async (kind) => {
    for (const id of PLACES[kind])
      expect([id, await measuresOf(kind, id)]).toEqual([id, plain.measures(kind, id)])
  })

  it.each(KINDS)('every index and every figure beside it of every %s', async (kind) => {
    for (const id of PLACES[kind]) {
      const shown = measuresFromArray(MEASURES.map((name) => plain.measures(kind, id)[name]!))
      const { energyEqual, ...indices } = plainIndices(shown)
      const values = (basis: CoalBasis) =>
        Object.fromEntries(INDICES.map((index) => [index.id, index.value(shown, basis)]))
      expect([id, values('equivalent-heat')]).toEqual([id, allNear(indices)])
      expect([id, values('equal-value')]).toEqual([id, allNear({ ...indices, energy: energyEqual! })])
      expect([
        id,
        Object.fromEntries(FIGURES.map((figure) => [figure.id, figure.value(shown, 'equivalent-heat')])),
      ]).toEqual([id, allNear(plainBeside(shown))])
    }
  })

  it('the rankings of a region’s parts and of its units', async () => {
    for (const parts of ['children', 'counties', 'units'] as const)
      for (const { id: index } of INDICES)
        for (const basis of BASES) {
          const { rows } = await ask<Rankings>(
            '/api/rankings',
            {},
            { region: '450000', index, of: parts, basis, limit: 200 },
          )
          expect(rows.length).toBeGreaterThan(parts === 'children' ? 13 : 20)
          for (const row of rows.filter(
            ({ id }) => parts !== 'children' || !id.endsWith('00') || PLACES.city.includes(id),
          )) {
            const kind = parts === 'units' ? 'unit' : row.id.endsWith('00') ? 'city' : 'county'
            const indices = plainIndices(plain.measures(kind, row.id))
            expect([row.id, index, row.value]).toEqual([
              row.id,
              index,
              near(indices[index === 'energy' && basis === 'equal-value' ? 'energyEqual' : index]!),
            ])
          }
        }
  })
})

describe('what is shown, made again from the records', () => {
  it('the verdict on every room that people sit in', async () => {
    const rooms = flat((bundle) => bundle.rooms).filter((room) => room.occupants.length > 0)
    for (const room of rooms) {
      const { verdict } = await ask<RoomCard>('/api/rooms/:id', { id: room.id })
      const { isOffice, limit, excess } = plain.judge(room)
      const over = excess > 0 ? excess : Math.round(room.usableArea * 100) - limit
      expect([room.id, verdict && [verdict.limit, verdict.over]]).toEqual([
        room.id,
        isOffice ? [limit / 100, over / 100] : null,
      ])
    }
  })

  it('what every unit may have and has', async () => {
    for (const { id, level, establishment } of flat((bundle) => bundle.units)) {
      const { approved } = await ask<UnitCard>('/api/units/:id', { id })
      const { a, b, e, basic } = plainApproved(level, establishment)
      const own = plain.measures('unit', id)
      const used = (own['officeTotalDm2']! + own['serviceDm2']! + own['equipmentDm2']!) / 100
      const cents = (value: number): number => Math.round(value * 100) / 100
      expect([id, approved.a, approved.b, approved.e, approved.basic, approved.used, approved.over]).toEqual([
        id,
        ...[a, b, e, basic, used, used - basic].map(cents),
      ])
    }
  })

  it('双费双率 of the newest whole month, in the whole, by city, county and unit', async () => {
    const [month] = monthsBefore(NOW, 1)
    const begins = Date.parse(`${month}-01T00:00:00+08:00`)
    const until = Date.parse('2026-06-01T00:00:00+08:00')
    const begun = flat((bundle) => bundle.vehicleRentals).filter(
      ({ start }) => start >= begins && start < until,
    )
    for (const kind of ['province', 'city', 'county', 'unit'] as const)
      for (const id of PLACES[kind]) {
        const { vehicles, units } = plain.contents(kind, id)
        if (vehicles.length === 0) continue
        const held = new Set(vehicles.map((vehicle) => vehicle.id))
        const months = flat((bundle) => bundle.vehicleMonths).filter(
          (row) => row.month === month && held.has(row.vehicle),
        )
        const own = new Set(units.map((unit) => unit.id))
        const rentals = begun.filter((rental) => own.has(rental.unit))
        const { values } = await ask<VehicleFigures>(
          '/api/vehicles/figures',
          {},
          kind === 'unit' ? { unit: id } : { region: id },
        )
        expect([id, values]).toEqual([
          id,
          expect.objectContaining(allNear(plainFleetFigures(months, vehicles.length, rentals))),
        ])
      }
  })
})

describe('the energy of a region, made again from its buildings’ months', () => {
  it.each(['province', 'city', 'county'] as const)(
    '%s: twelve months, the year so far, its quota, carbon',
    async (kind) => {
      await house.live.insight.run()
      for (const id of PLACES[kind]) {
        const { buildings } = plain.contents(kind, id)
        if (buildings.length === 0) continue
        const held = new Set(buildings.map((building) => building.id))
        const year = flat((bundle) => bundle.energyMonths).filter(
          (row) => held.has(row.building) && row.month.startsWith('2026-'),
        )
        const own = plain.measures(kind, id)
        const told = await ask<EnergySummary>('/api/energy/summary', {}, { region: id })
        const amounts = [
          'electricityKwh',
          'gasM3',
          'waterM3',
          'heatMj',
          'coolMj',
          'pvKwh',
          'coalKg',
          'oilKg',
          'lpgKg',
        ] as const
        expect([id, amounts.map((name) => Math.round(told.last12[name]))]).toEqual([
          id,
          amounts.map((name) => own[name]),
        ])
        expect([id, told.buildings, told.year.quotaKwh]).toEqual([id, buildings.length, own['quotaKwh']])
        expect([id, told.year.path.usedKwh]).toEqual([
          id,
          near(year.reduce((sum, row) => sum + row.electricityKwh, 0)),
        ])
        /* 公告2025年第47号 附件表3: 广西 2023, the newest published. */
        expect([id, told.factors.grid.value, told.factors.grid.year]).toEqual([id, 0.4476, 2023])
      }
    },
  )
})
