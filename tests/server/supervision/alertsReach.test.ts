import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { Alert } from '../../../src/shared/protocol/http.ts'
import type { Subscribe } from '../../../src/shared/protocol/events.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'
import {
  fill,
  hear,
  makeLiveHouse,
  position,
  until,
  viewerOf,
  type LiveHouse,
} from '../../builders/house/liveHouse.ts'

const MINUTE = 60_000
const UNITS = 6
const COUNTIES = ['450102', '450203', '450302']
const records = smallProvince({ counties: 2, compounds: 1, buildings: 1, floors: 1, rooms: 8 })
let house: LiveHouse
let now = Date.parse('2026-10-10T10:00:00+08:00')

/** A third city, and six units with a vehicle each in one county of every city: what happens in all three is the province's. */
const enrich = (): void => {
  const [unit, vehicle] = [records.units[0], records.vehicles[0]]
  const [city, county] = ['450200', '450203'].map((code) =>
    records.regions.find((region) => region.code === code),
  )
  if (!unit || !vehicle || !city || !county)
    throw new Error('the small province lacks a unit, a vehicle or a region')
  records.regions.push(
    { ...city, code: '450300', name: '桂林市' },
    { ...county, code: '450302', parent: '450300', name: '秀峰区' },
  )
  records.units.length =
    records.vehicles.length =
    records.people.length =
    records.rooms.length =
    records['vehicle-months'].length =
      0
  for (const region of COUNTIES) {
    for (let i = 0; i < UNITS; i++) {
      records.units.push({ ...unit, id: `U-${region}-${i}`, name: `${region}第${i}局`, region })
      records.vehicles.push({
        ...vehicle,
        id: `V-${region}-${i}`,
        plate: `桂A${region.slice(3)}${i}1`,
        unit: `U-${region}-${i}`,
        region,
        depot: 'D-450102',
        category: 'other',
      })
    }
  }
}
const report = async (ids: readonly string[]): Promise<void> => {
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: ids.map((id) => position(id, now, { speedKmh: 0, acc: false })),
  })
  await house.live.alerts.judgeVehicles()
}
const vehiclesOf = (county: string): string[] =>
  records.vehicles.filter(({ region }) => region === county).map(({ id }) => id)

/** A screen of alerts, with the newest word on every storm of silence. */
const screen = async (viewer: Viewer, region: string) => {
  const socket = house.connect(viewer)
  const { batches } = hear(socket)
  await new Promise<void>((resolve) =>
    socket.on('connect', () =>
      socket.emit('subscribe', { topic: 'alerts', region } satisfies Subscribe, () => resolve()),
    ),
  )
  return {
    storms: (): Alert[] => {
      const last = new Map(
        batches
          .flatMap((batch) => (batch.topic === 'alerts' ? batch.items : []))
          .map((alert) => [alert.id, alert]),
      )
      return [...last.values()].filter(({ id }) => id.startsWith('VH-12@'))
    },
  }
}

beforeAll(async () => {
  enrich()
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  await house.live.alerts.judgeAll()
})
afterAll(() => house?.close())

describe('a storm of the province', () => {
  it('reaches every screen whose scope holds a part of it, each with its own number, and ends there too', async () => {
    const screens = {
      province: await screen(viewerOf('manager', '450000'), '450000'),
      city: await screen(viewerOf('manager', '450300'), '450300'),
      county: await screen(viewerOf('manager', '450102'), '450102'),
      unit: await screen(viewerOf('unit-user', '450102', 'U-450102-4'), '450102'),
      elsewhere: await screen(viewerOf('manager', '450200'), '450200'),
    }
    const seen = () =>
      Object.values(screens).map(({ storms }) =>
        storms().map(({ region, count, severity }) => [region, count, severity]),
      )
    await report([...vehiclesOf('450102'), ...vehiclesOf('450203'), ...vehiclesOf('450302')])
    now += 125 * MINUTE
    await house.live.alerts.judgeVehicles()
    await until('the last screen hears', () => screens.elsewhere.storms().length > 0)
    expect(seen()).toEqual([
      [['450000', 18, 'yellow']],
      [['450300', 6, 'yellow']],
      [['450102', 6, 'yellow']],
      [['450102', 1, 'yellow']],
      [['450200', 6, 'yellow']],
    ])
    expect(screens.county.storms()[0]?.text.zh).toBe('青秀区:离线或终端异常(6 个单位 6 辆)')
    expect(screens.unit.storms()[0]?.text.zh).toMatch(/^450102第4局:/)

    await report([...vehiclesOf('450102').slice(4), ...vehiclesOf('450203')])
    await until('the last screen hears', () => screens.elsewhere.storms()[0]?.count === 0)
    expect(seen()).toEqual([
      [['450000', 10, 'yellow']],
      [['450300', 6, 'yellow']],
      [['450102', 4, 'yellow']],
      [['450102', 0, 'green']],
      [['450200', 0, 'green']],
    ])

    await report(records.vehicles.map(({ id }) => id))
    await until('the city hears', () => screens.city.storms()[0]?.count === 0)
    expect(seen().every(([storm]) => storm?.[1] === 0 && storm[2] === 'green')).toBe(true)
  })
})
