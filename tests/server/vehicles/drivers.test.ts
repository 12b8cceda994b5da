import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { driverBody, driverOutBody } from '../../../data/standin/terminals/frames.ts'
import type { VehicleCard, VehicleDriverList } from '../../../src/shared/protocol/http.ts'
import { sourcesConfigSchema } from '../../../server/sources/config.ts'
import type { GatewaySource } from '../../../server/sources/gateway/gateway.ts'
import { fill, makeLiveHouse, until, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'
import { connectTerminal, type TestTerminal } from '../../builders/devices/terminal.ts'

const now = SMALL_NOW

const MINUTE = 60_000

const records = smallProvince()

const PHONE = '013900000001'

const vehicle = records.vehicles[0]!

Object.assign(vehicle, { terminal: { phone: PHONE, vin: null } })

const order = {
  id: 'order-driven',
  vehicle: vehicle.id,
  unit: vehicle.unit,
  reason: '送文件',
  from: '县政府',
  to: '市政府',
  driver: '韦建国',
  start: now - 60 * MINUTE,
  end: now + 60 * MINUTE,
  status: 'underway',
  updatedAt: now - 60 * MINUTE,
} as const

records.orders.push(order)

let house: LiveHouse

let terminal: TestTerminal

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start(
    sourcesConfigSchema.parse([{ way: 'jt808', name: 'terminals', port: 0, authKey: 'gateway-test-key' }]),
  )
  await until('it listens', () => house.sources[0]!.status().state === 'live')
  terminal = await connectTerminal((house.sources[0] as GatewaySource).port(), {
    phone: PHONE,
    version: '2013',
  })
  expect(await terminal.enter(vehicle.plate)).toBe(0)
})

afterAll(async () => {
  terminal?.end()
  await house?.close()
})

const ask = async <T>(url: string, role: Parameters<typeof viewerOf>[0], query: object = {}): Promise<T> => {
  const found = house.live.routes.find((route) => route.url === url)!
  return (await found.handle(
    { params: { id: vehicle.id }, query, body: undefined } as never,
    { viewer: viewerOf(role, '450000'), address: '10.0.0.1', sessionId: '' } as never,
  )) as T
}

const card = (role: Parameters<typeof viewerOf>[0] = 'manager') => ask<VehicleCard>('/api/vehicles/:id', role)

const put = async (body: Uint8Array): Promise<void> => {
  expect((await terminal.ask(0x0702, body)).result).toBe(0)
}

const cards = async (count: number) =>
  until(
    'the cards are on record',
    async () =>
      Number((await house.database.pool.query('select count(*) as n from driver_cards')).rows[0].n) === count,
  )

const alerts = async () =>
  (await house.database.pool.query("select severity, cleared_at from alerts where rule = 'VD-01'")).rows

describe('who drives', () => {
  it('keeps the driver that the card names: masked by role, logged in the clear, agreeing with the order', async () => {
    await put(
      driverBody(now - 50 * MINUTE, {
        name: '韦建国',
        certificate: '450103199001011234',
        issuer: '南宁市交通运输局',
        validTo: '20301231',
      }),
    )
    await cards(1)
    expect((await card()).cardDriver).toMatchObject({
      card: 'in',
      name: '韦建国',
      masked: false,
      certificateTail: '1234',
      issuer: '南宁市交通运输局',
      validTo: '2030-12-31',
      expired: false,
      match: 'same',
      result: 0,
      at: now - 50 * MINUTE,
    })
    expect((await card('leader')).cardDriver).toMatchObject({
      name: '韦**',
      masked: true,
      certificateTail: null,
    })
    await card()
    expect(house.audited.filter(({ event }) => event === 'vehicle.driver')).toEqual([
      expect.objectContaining({ target: vehicle.id, account: expect.stringContaining('manager') }),
    ])
    expect(
      JSON.stringify((await house.database.pool.query('select * from driver_cards')).rows),
    ).not.toContain('450103199001011234')
  })
})

describe('who drives', () => {
  it('puts repeats and late events into their place, and turns away what names nobody', async () => {
    await put(driverOutBody(now - 20 * MINUTE))
    await put(
      driverBody(now - 30 * MINUTE, { name: '李四', certificate: '45', issuer: '', validTo: '20200101' }),
    )
    await put(driverOutBody(now - 20 * MINUTE))
    expect(
      (await terminal.ask(0x0702, driverBody(now - 5 * MINUTE, { name: '', certificate: '', issuer: '' })))
        .result,
    ).toBe(2)
    await cards(3)
    const { spells, masked } = await ask<VehicleDriverList>('/api/vehicles/:id/drivers', 'supervisor')
    expect(masked).toBe(true)
    expect(
      spells.map(({ name, from, to }) => [
        name,
        (now - from) / MINUTE,
        to === null ? null : (now - to) / MINUTE,
      ]),
    ).toEqual([
      ['韦**', 50, 30],
      ['李*', 30, 20],
    ])
    expect(house.audited.at(-1)).toMatchObject({ event: 'vehicle.drivers', target: vehicle.id })
    expect((await card()).cardDriver).toMatchObject({ card: 'out', name: null, match: 'other' })
  })

  it('raises an alert for an order that another drove, red while his certificate has run out, and ends it', async () => {
    await house.live.drivers.judge()
    expect(await alerts()).toMatchObject([{ severity: 'red', cleared_at: null }])
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'orders',
      items: [{ ...order, driver: '李 四', start: now - 29 * MINUTE, updatedAt: now }],
    })
    await house.live.drivers.judge()
    expect((await alerts())[0].cleared_at).not.toBeNull()
  })
})
