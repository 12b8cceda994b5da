import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { Alert, AlertDetail, FenceCard } from '../../../src/shared/protocol/http.ts'
import type { OrderApproval, PositionRecord } from '../../../src/shared/protocol/platform.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, position, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'

/** A Tuesday evening that one unit still works in. */
const EVENING = Date.parse('2026-11-24T18:30:00+08:00')

const MINUTE = 60_000

const UNITS = ['watch', 'desk', 'free']

const records = smallProvince({ counties: 4, compounds: 1, buildings: 1, floors: 1, rooms: 8 })

let house: LiveHouse

let now = EVENING

const stamped = { updatedAt: 1 }

const addLimits = (): void => {
  records['road-limits'].push(
    {
      id: 'L1',
      region: '450102',
      name: '民族大道',
      class: 'main',
      path: [
        [108.2, 22.8],
        [108.6, 22.8],
      ],
      limitKmh: 60,
      ...stamped,
    },
    {
      id: 'L2',
      region: '450102',
      name: '南友高速',
      class: 'expressway',
      path: [
        [108.2, 22.9],
        [108.6, 22.9],
      ],
      limitKmh: 120,
      ...stamped,
    },
  )
  const hours = { region: '450102', since: null, until: null, ...stamped }
  records['working-hours'].push(
    {
      ...hours,
      id: 'W1',
      unit: null,
      name: '县作息',
      rows: [{ from: '01-01', to: '12-31', days: 'workdays', spans: [{ from: '08:00', to: '18:00' }] }],
    },
    {
      ...hours,
      id: 'W2',
      unit: 'U-watch',
      name: '值班作息',
      rows: [{ from: '01-01', to: '12-31', days: 'all', spans: [{ from: '00:00', to: '24:00' }] }],
    },
  )
}

const addFences = (): void => {
  const fence = {
    region: '450102',
    place: null,
    roster: null,
    order: null,
    window: null,
    ...stamped,
  } as const
  records.fences.push(
    {
      ...fence,
      id: 'F1',
      name: '县用车范围',
      kind: 'allowed',
      rule: 'keep-in',
      geometry: { type: 'region', code: '450102' },
      roster: { vehicles: [], units: [], categories: [], regions: ['450102'] },
    },
    {
      ...fence,
      id: 'F2',
      name: '小学路段',
      kind: 'speed',
      rule: 'speed',
      limitKmh: 30,
      geometry: { type: 'circle', center: [108.5, 22.8], radiusM: 2000 },
    },
  )
}

const enrich = (): void => {
  const [unit, vehicle] = [records.units[0], records.vehicles[0]]
  if (!unit || !vehicle) throw new Error('the small province has no unit or vehicle')
  records.units.length =
    records.vehicles.length =
    records.people.length =
    records.rooms.length =
    records['vehicle-months'].length =
      0
  for (const [i, name] of UNITS.entries()) {
    records.units.push({ ...unit, id: `U-${name}`, name, region: '450102' })
    for (const k of [0, 1])
      records.vehicles.push({
        ...vehicle,
        id: `V-${name}-${k}`,
        plate: `桂A${i}${k}001`,
        unit: `U-${name}`,
        region: '450102',
        depot: 'D-450102',
        category: 'other',
        seats: k === 0 ? 5 : 19,
      })
  }
}

beforeAll(async () => {
  enrich()
  addLimits()
  addFences()
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  await house.live.alerts.judgeAll()
})

afterAll(() => house?.close())

const call = async <T>(url: string, viewer: Viewer, given: { params?: object; query?: object }): Promise<T> =>
  house.live.routes
    .find((route) => route.url === url)
    ?.handle({ body: undefined, ...given } as never, { viewer, address: '10.0.0.1', sessionId: '' }) as never

const province = viewerOf('manager', '450000')

const open = async (rule: string, viewer: Viewer = province): Promise<AlertDetail['vehicles']> => {
  const { alerts } = await call<{ alerts: Alert[] }>('/api/alerts', viewer, { query: { limit: 500 } })
  const details = await Promise.all(
    alerts
      .filter((alert) => alert.rule === rule)
      .map(({ id }) =>
        call<AlertDetail>('/api/alerts/:id', viewer, { params: { id }, query: { limit: 100 } }),
      ),
  )
  return details.flatMap(({ vehicles }) => vehicles).toSorted((a, b) => (a.vehicle < b.vehicle ? -1 : 1))
}

const run = async (
  id: string,
  reports: number,
  at: (i: number) => Partial<PositionRecord>,
): Promise<void> => {
  for (let i = 0; i < reports; i++)
    await house.live.sink.accept('test', {
      kind: 'positions',
      items: [position(id, (now += 10_000), { lat: 22.8, headingDeg: 90, ...at(i) })],
    })
  await house.live.alerts.judgeVehicles()
}

const allow = async (id: string, vehicle: string, approval: OrderApproval | null): Promise<void> => {
  const order = {
    id,
    vehicle,
    unit: 'U-free',
    reason: '公务',
    from: '甲',
    to: '乙',
    approval,
    start: now - MINUTE,
    end: now + 120 * MINUTE,
    driver: '赵师傅',
    status: 'underway' as const,
    updatedAt: now,
  }
  await house.live.sink.accept('test', { kind: 'records', collection: 'orders', items: [order] })
  await house.live.alerts.judgeAll()
}

describe('what platforms publish for the live rules', () => {
  it('[VH-10] overspeed by road and by fence: the road, its limit, the speed, for how long; the road is named only where places are', async () => {
    await allow('O1', 'V-free-0', null)
    await allow('O2', 'V-free-1', null)
    await run('V-free-0', 6, (i) => ({ lon: 108.3 + i / 500, speedKmh: 75 }))
    await run('V-free-1', 4, (i) => ({ lon: 108.3 + i / 200, lat: 22.9, speedKmh: 110 }))
    expect(await open('VH-10')).toMatchObject([
      {
        vehicle: 'V-free-0',
        severity: 'red',
        speedKmh: 75,
        heldMs: 50_000,
        detail: { speed: { limitKmh: 60, basis: 'posted', road: '民族大道', roadClass: { zh: '主干路' } } },
      },
      { vehicle: 'V-free-1', severity: 'yellow', detail: { speed: { limitKmh: 100, road: '南友高速' } } },
    ])
    expect((await open('VH-10', viewerOf('wall', '450000')))[0]).toMatchObject({
      at: null,
      detail: { speed: { road: null, limitKmh: 60 } },
    })
    await run('V-free-1', 4, (i) => ({ lon: 108.495 + i / 1000, speedKmh: 45 }))
    expect((await open('VH-10'))[1]).toMatchObject({
      speedKmh: 45,
      fence: { name: '小学路段', kind: 'speed' },
      detail: { speed: { limitKmh: 30, basis: 'fence' } },
    })
  })

  it('[VH-05] working hours by unit and region: the same evening is within one unit’s hours and outside another’s, and the case names the table', async () => {
    for (const id of ['V-watch-0', 'V-desk-0'])
      await run(id, 5, (i) => ({ lon: 108.3 + i / 1000, speedKmh: 40 }))
    expect(await open('VH-05')).toMatchObject([
      { vehicle: 'V-desk-0', detail: { cause: 'no-order', hours: { name: '县作息', level: 'region' } } },
    ])
    expect((await open('VH-06')).map(({ vehicle }) => vehicle)).toEqual(['V-watch-0'])
  })
})

describe('what platforms publish for the live rules', () => {
  it('[VH-09] an approval opens its regions for its vehicle, and no other', async () => {
    await allow('O3', 'V-watch-1', {
      regions: ['450203'],
      outsideHours: true,
      holiday: false,
      since: null,
      until: null,
    })
    await allow('O4', 'V-desk-1', {
      regions: ['450104'],
      outsideHours: true,
      holiday: false,
      since: null,
      until: null,
    })
    for (const id of ['V-watch-1', 'V-desk-1'])
      await run(id, 5, (i) => ({ lon: 109.5 + i / 1000, lat: 22.5, speedKmh: 40 }))
    expect(await open('VH-09')).toMatchObject([
      {
        vehicle: 'V-desk-1',
        severity: 'red',
        fence: { name: '县用车范围' },
        detail: { order: 'O4', approved: ['兴宁区'] },
      },
    ])
  })
})

describe('a fence’s card', () => {
  const card = (viewer: Viewer, id = 'F2'): Promise<FenceCard> =>
    call('/api/fences/:id', viewer, { params: { id } })
  it('says what it is, whom it binds, who is inside now and what happened at it today, its source and age', async () => {
    const before = house.audited.length
    expect(await card(province)).toMatchObject({
      fence: { name: '小学路段', rule: 'speed', limitKmh: 30, binds: 'all' },
      rule: { id: 'VH-10', citation: { mark: 'S' } },
      inForce: true,
      exact: true,
      inside: { total: 1, vehicles: [{ plate: '桂A21001', unit: 'free', speedKmh: 45 }] },
      today: { total: 1, cases: [{ rule: 'VH-10', plate: '桂A21001' }] },
      provenance: { source: 'test', sourceId: 'F2', updatedAt: 1 },
    })
    expect(house.audited.slice(before)).toMatchObject([{ event: 'fence.open', target: 'F2' }])
    expect(await card(province, 'D-450102')).toMatchObject({
      fence: { kind: 'depot' },
      rule: { id: 'VH-02' },
    })
  })
  it('gives numbers only without the right to tracks, masked plates to who sees masked ones, nothing outside the scope', async () => {
    const before = house.audited.length
    expect(await card(viewerOf('wall', '450000'))).toMatchObject({
      exact: false,
      inside: { total: 1, vehicles: [] },
      today: { total: 1, cases: [] },
    })
    expect(house.audited).toHaveLength(before)
    expect((await card(viewerOf('supervisor', '450100'))).inside.vehicles[0]?.plate).toBe('桂A**001')
    expect((await card(viewerOf('unit-user', '450102', 'U-desk'))).inside.total).toBe(0)
    await expect(card(viewerOf('manager', '450200'))).rejects.toMatchObject({ code: 'not-found' })
  })
})
