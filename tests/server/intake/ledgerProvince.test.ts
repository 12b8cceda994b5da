import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProvince, type CountyBundle, type Province, type Scale } from '../../../data/province/index.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import { MEASURES, measuresToArray, sumArrays } from '../../../src/shared/indices/measures.ts'
import { ownSumsOf } from '../../../data/province/housing/rollup.ts'
import { makeLedger, type Ledger } from '../../builders/ledger/ledger.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'

const NOW = Date.parse('2026-06-15T02:00:00Z')
const FIELDS = {
  units: 'units',
  compounds: 'compounds',
  buildings: 'buildings',
  floors: 'floors',
  people: 'people',
  rooms: 'rooms',
  depots: 'depots',
  vehicles: 'vehicles',
  orders: 'orders',
  'road-limits': 'roadLimits',
  'working-hours': 'workingHours',
  'vehicle-months': 'vehicleMonths',
  'order-step-limits': 'orderStepLimits',
  'vehicle-vendors': 'vehicleVendors',
  'vehicle-costs': 'vehicleCosts',
  'vehicle-rentals': 'vehicleRentals',
  'vehicle-quotas': 'vehicleQuotas',
  meters: 'meters',
  'energy-months': 'energyMonths',
  'energy-quotas': 'energyQuotas',
  'measure-months': 'measureMonths',
  'vehicle-clean-months': 'vehicleCleanMonths',
} as const satisfies Record<string, keyof CountyBundle>

interface House {
  readonly database: TestDatabase
  readonly ledger: Ledger
  readonly province: Province
  readonly bundles: readonly CountyBundle[]
}

type Field = keyof typeof FIELDS
const ALL = Object.keys(FIELDS) as Field[]

const makeHouse = async (
  scale: Scale,
  counties: (codes: readonly string[]) => readonly string[],
  collections: readonly Field[] = ALL,
): Promise<House> => {
  const database = await makeTestDatabase()
  const ledger = makeLedger({ db: database.db, clock: () => NOW, publish: () => undefined })
  const province = makeProvince({ seed: 11, scale, now: NOW })
  const bundles = counties(province.countyCodes).map((code) => province.county(code))
  const hand = async (collection: string, items: readonly unknown[]): Promise<void> => {
    for (let i = 0; i < items.length; i += 1000)
      await ledger.ingest.accept('test', { collection, items: items.slice(i, i + 1000) } as never)
  }
  await hand('regions', province.regions)
  for (const bundle of bundles)
    for (const collection of collections) await hand(collection, bundle[FIELDS[collection]])
  await ledger.ingest.settled('test')
  return { database, ledger, province, bundles }
}

/** Every node whose measures are not the sum of its children, its units and its vehicles; none may be. */
const unequal = async ({ database }: House): Promise<unknown[]> => {
  const sums = MEASURES.map((name) => `coalesce(c."${name}", 0)`)
  const own: Record<string, string> = {
    establishment: 'u.establishment',
    energyUsers: 'u.users',
    vehicles: 'v.vehicles',
    fieldsRequired: 'u.required',
    fieldsFilled: 'u.filled',
    checks: 'u.checks',
    checksFailed: 'u.failed',
    records: 'u.records',
    recordsFresh: 'u.fresh',
  }
  const differs = MEASURES.filter((name) => !name.startsWith('vehicleDays')).map(
    (name) => `p."${name}" <> ${sums[MEASURES.indexOf(name)]} + coalesce(${own[name] ?? '0'}, 0)`,
  )
  const { rows } = await database.pool.query(`select p.id, p.kind from place_measures p
    left join (select parent, ${MEASURES.map((name) => `sum("${name}") as "${name}"`).join(', ')} from place_measures group by parent) c on c.parent = p.id
    left join (select region, sum(establishment_total) filter (where not sits) as establishment, sum(energy_users) filter (where not sits) as users, sum(q_required) as required, sum(q_filled) as filled, sum(q_checks) as checks,
      sum(q_failed) as failed, count(*) as records, sum(fresh::int) as fresh from (select *, exists (select from rooms r where r.unit = units.id and r.usable_dm2 > 0
        and r.category in ('office', 'service', 'technical') and r.state not in ('idle', 'disposal')) as sits from units) units group by region) u on u.region = p.id
    left join (select region, count(*) as vehicles from vehicles group by region) v on v.region = p.id
    where p.kind in ('province', 'city', 'county') and (${differs.join(' or ')})`)
  return rows
}

/** Every place of which the ledger counts other than the demonstration does itself; energy and use of vehicles, told by months, left out. */
const countedApart = async ({ database, bundles }: House) => {
  const byMonths = MEASURES.map((name) => /^(vehicleDays|quota)|Kwh$|M3$|Mj$|Kg$/.test(name))
  const told = (measures: readonly number[]) => measures.map((n, i) => (byMonths[i] ? 0 : n))
  const { rows } = await database.pool.query<{ id: string; measures: number[] }>(
    `select id, array_to_json(array[${MEASURES.map((name) => `"${name}"`).join(', ')}]) as measures from place_measures where kind <> 'floor'`,
  )
  const sums = new Map<string, number[]>()
  const add = (id: string, part: readonly number[]): void =>
    void sums.set(id, sumArrays([sums.get(id) ?? [], part]))
  for (const bundle of bundles) {
    const own = ownSumsOf(bundle, NOW)
    const compoundOf = new Map(bundle.buildings.map(({ id, compound }) => [id, compound]))
    const places = [...own.buildings, ...own.compounds, ...own.regions]
    for (const [id, measures] of places) {
      const compound = own.compounds.has(id) ? id : compoundOf.get(id)
      const region = own.regions.has(id) ? id : bundle.region
      const above = [region, `${region.slice(0, 4)}00`, '450000']
      for (const up of new Set([id, ...(compound ? [compound] : []), ...above]))
        add(up, measuresToArray(measures))
    }
  }
  const here = new Map(rows.map(({ id, measures }) => [id, told(measures).join()]))
  const made = new Map([...sums].map(([id, measures]) => [id, told(measures).join()]))
  return [...new Set([...here.keys(), ...made.keys()])]
    .map((id) => ({ id, counted: here.get(id), made: made.get(id) }))
    .filter(({ counted, made: other }) => counted !== other)
}

const leader: Viewer = { account: 'l', role: 'leader', scope: { kind: 'region', region: '450000' } }

describe('the tiny province', () => {
  let house: House
  beforeAll(async () => {
    house = await makeHouse('tiny', (codes) => codes)
  })
  afterAll(() => house.database.drop())

  it('is held whole: nothing parked, every record counted', async () => {
    const view = await house.ledger.places.view(leader, '450000')
    const of = (name: (typeof MEASURES)[number]): number => view.measures[MEASURES.indexOf(name)] as number
    const { totals } = house.province
    expect([of('rooms'), of('buildings'), of('floors'), of('vehicles')]).toEqual([
      totals.rooms,
      totals.buildings,
      totals.floors,
      totals.vehicles,
    ])
    expect(
      (await house.database.pool.query('select collection, record_id, parent from parked')).rows,
    ).toEqual([])
  })

  it('sums exactly at every region', async () => expect(await unequal(house)).toEqual([]))

  it('is what the demonstration counts itself of every building, compound and region', async () =>
    expect(await countedApart(house)).toEqual([]))

  it('loses no energy user, no post and no person on the way to the province', async () => {
    const { measures } = await house.ledger.places.view(leader, '450000')
    const of = (name: (typeof MEASURES)[number]): number => measures[MEASURES.indexOf(name)] as number
    const units = house.bundles.flatMap((bundle) => bundle.units)
    const posts = units
      .flatMap((unit) => Object.values(unit.establishment))
      .reduce((sum, count) => sum + (count ?? 0), 0)
    const persons = new Set(
      house.bundles.flatMap((bundle) =>
        bundle.rooms.flatMap((room) => room.occupants.map((one) => one.person)),
      ),
    )
    expect([of('energyUsers'), of('establishment'), of('people')]).toEqual([
      units.reduce((sum, unit) => sum + unit.energyUsers, 0),
      posts,
      persons.size,
    ])
  })

  it('has believable indices: offices over their limit, idle rooms, energy, vehicles in use', async () => {
    for (const index of ['over', 'idle', 'perCapita', 'energy', 'vehicleUse', 'quality'] as const) {
      const { value } = await house.ledger.rankings.rank(leader, {
        region: '450000',
        index,
        basis: 'equivalent-heat',
        of: 'children',
        limit: 200,
      })
      expect([index, value !== null && value > 0]).toEqual([index, true])
    }
  })
})

describe('three counties of the whole province', () => {
  let house: House
  beforeAll(async () => {
    house = await makeHouse('guangxi', (codes) =>
      [codes[7], codes[40], codes[90]].filter((code) => code !== undefined),
    )
  })
  afterAll(() => house.database.drop())

  it('sums exactly from rooms to the province', async () => {
    expect(await unequal(house)).toEqual([])
    const { rows } = await house.database.pool.query<{
      id: string
    }>(`select p.id from place_measures p left join
      (select parent, sum(rooms) as rooms, sum("overAreaDm2") as over, sum("usableDm2") as usable from place_measures where kind in ('floor', 'building') group by parent) c on c.parent = p.id
      where p.kind in ('building', 'compound') and (p.rooms, p."overAreaDm2", p."usableDm2") is distinct from (c.rooms::int8, c.over::int8, c.usable::int8)`)
    expect(rows).toEqual([])
    const rooms = house.bundles.reduce(
      (sum, bundle) => sum + bundle.rooms.reduce((area, room) => area + Math.round(room.usableArea * 100), 0),
      0,
    )
    expect((await house.ledger.places.view(leader, '450000')).measures[MEASURES.indexOf('usableDm2')]).toBe(
      rooms,
    )
  })
})

describe('the founding documents’ figures', () => {
  let house: House
  beforeAll(async () => {
    house = await makeHouse('guangxi', (codes) => codes, ['units', 'compounds', 'buildings', 'floors'])
  })
  afterAll(() => house.database.drop())

  it('[GX-03] [GX-04] holds and counts 119 departments, 6,366 units, 2,616 office properties and 13,395 plans', async () => {
    const overview = await house.ledger.rankings.overview(leader, '450000')
    expect(overview).toMatchObject({ departments: 119, users: 6366, buildings: 2616, plans: 13_395 })
    const { rows } = await house.database.pool.query<{ drawn: number }>(
      `select count(*) as drawn from floors where plan = 'drawing' and jsonb_array_length(outline) >= 3`,
    )
    expect(rows[0]!.drawn).toBe(13_395)
  })
})
