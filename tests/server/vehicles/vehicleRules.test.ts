import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'
import type { Alert, AlertDetail, FenceRow } from '../../../src/shared/protocol/http.ts'
import type { PositionRecord } from '../../../src/shared/protocol/platform.ts'
import { makeLiveHouse, position, until, viewerOf } from '../../builders/house/liveHouse.ts'
import { records, UNITS, clock, openHouse } from './rules/house.ts'

beforeAll(openHouse)

afterAll(() => clock.house?.close())

const MINUTE = 60_000

const call = async <T>(url: string, viewer: Viewer, given: { params?: object; query?: object }): Promise<T> =>
  clock.house.live.routes
    .find((route) => route.url === url)
    ?.handle({ body: undefined, ...given } as never, { viewer, address: '10.0.0.1', sessionId: '' }) as never

const province = viewerOf('manager', '450000')

const listed = async (rule: string, viewer: Viewer = province): Promise<Alert[]> =>
  (await call<{ alerts: Alert[] }>('/api/alerts', viewer, { query: { limit: 500 } })).alerts.filter(
    (alert) => alert.rule === rule,
  )

const open = (id: string, viewer: Viewer = province): Promise<AlertDetail> =>
  call('/api/alerts/:id', viewer, { params: { id }, query: { limit: 100 } })

const report = async (...items: PositionRecord[]): Promise<void> => {
  await clock.house.live.sink.accept('test', { kind: 'positions', items })
}

const stay = async (id: string, minutes: number, at: Partial<PositionRecord>): Promise<void> => {
  for (let i = 0; i < minutes; i++)
    await report(position(id, (clock.now += MINUTE), { speedKmh: 0, acc: false, ...at }))
  await clock.house.live.alerts.judgeVehicles()
}

const drive = async (ids: readonly string[], minutes: number): Promise<void> => {
  for (let i = 0; i < minutes; i++) {
    clock.now += MINUTE
    await report(...ids.map((id) => position(id, clock.now, { lon: 108.3 + i / 500, speedKmh: 40 })))
  }
  await clock.house.live.alerts.judgeVehicles()
}

const park = async (): Promise<void> => {
  clock.now += MINUTE
  await report(...records.vehicles.map(({ id }) => position(id, clock.now, { speedKmh: 0, acc: false })))
}

describe('a stop in a sensitive place', () => {
  it('becomes one alert of the unit, with its rule, limit, source, fence and place', async () => {
    await stay('V-450102-1', 17, { lon: 108.4 })
    await stay('V-450102-2', 17, { lon: 108.4 })
    const [alert, ...others] = await listed('VH-08')
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      severity: 'yellow',
      count: 1,
      region: '450102',
      text: { zh: '450102第1局:敏感地带停留(桂A**011)' },
    })
    const detail = await open(alert?.id as string)
    expect(detail).toMatchObject({
      limit: { text: { zh: '在敏感地带围栏内停留不满 15 分钟' }, citation: { mark: 'D' } },
      alert: { citation: { document: '莆田市公务用车监督实践' } },
      exact: true,
      total: 1,
      vehicles: [
        {
          vehicle: 'V-450102-1',
          plate: '桂A00011',
          masked: false,
          heldMs: 15 * MINUTE,
          fence: { name: '国际酒店', kind: 'sensitive' },
          at: { lon: 108.4, lat: 22.8 },
        },
      ],
    })
  })

  it('is opened by role: plates masked, places only with the right to tracks and logged first, nothing outside the scope', async () => {
    const [alert] = await listed('VH-08')
    const id = alert?.id as string
    const before = clock.house.audited.length
    const seen = async (viewer: Viewer) => {
      const { exact, vehicles } = await open(id, viewer)
      return [exact, vehicles[0]?.plate, vehicles[0]?.masked, vehicles[0]?.at === null]
    }
    expect(await seen(viewerOf('supervisor', '450100'))).toEqual([true, '桂A**011', true, false])
    expect(clock.house.audited.slice(before)).toMatchObject([
      { event: 'alert.open', account: 'supervisor-450100-', target: id },
    ])
    expect(await seen(viewerOf('unit-user', '450102', 'U-450102-1'))).toEqual([false, '桂A**011', true, true])
    expect(await seen(viewerOf('wall', '450000'))).toEqual([false, '桂A**011', true, true])
    expect(clock.house.audited).toHaveLength(before + 1)
    for (const viewer of [viewerOf('manager', '450200'), viewerOf('unit-user', '450102', 'U-450102-2')])
      await expect(open(id, viewer)).rejects.toMatchObject({ code: 'not-found' })
    await expect(open('VH-08:nobody')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('leaving the allowed area', () => {
  it('is raised after three reports, once for all of a unit’s repeats, and not where an order lets it drive to another region', async () => {
    const away = (id: string): PositionRecord[] =>
      [0, 1, 2, 3].map((i) => position(id, clock.now + i * 5000, { lon: 109.5 + i / 1000, lat: 22.5 }))
    const order = {
      id: 'O1',
      vehicle: 'V-450102-3',
      unit: 'U-450102-3',
      reason: '公务',
      from: '甲',
      to: '乙',
      toRegion: '450200',
      start: clock.now - MINUTE,
      end: clock.now + 60 * MINUTE,
      driver: '赵师傅',
      status: 'underway' as const,
      updatedAt: clock.now,
    }
    await clock.house.live.sink.accept('test', { kind: 'records', collection: 'orders', items: [order] })
    await clock.house.live.alerts.judgeAll()
    for (const i of [0, 1, 2, 3])
      await report(away('V-450102-0')[i] as PositionRecord, away('V-450102-3')[i] as PositionRecord)
    await report(...away('V-450102-0').toReversed())
    await clock.house.live.alerts.judgeVehicles()
    const alerts = await listed('VH-09')
    expect(alerts).toMatchObject([{ severity: 'red', count: 1 }])
    expect((await open(alerts[0]?.id as string)).vehicles).toMatchObject([
      { vehicle: 'V-450102-0', fence: { name: '南宁市用车范围' } },
    ])
    clock.now += MINUTE
  })
})

describe('a storm', () => {
  it('of one rule in a county is one alert; its county, city, unit and restart see the same', async () => {
    await park()
    await drive(
      records.vehicles.filter(({ region }) => region === '450203').map(({ id }) => id),
      4,
    )
    const alerts = (await listed('VH-06')).filter(({ region }) => region === '450203')
    expect(alerts).toMatchObject([
      { region: '450203', count: UNITS, text: { zh: '城中区:无派单出车(6 个单位 6 辆)' } },
    ])
    const id = alerts[0]?.id as string
    expect((await open(id)).vehicles.map(({ vehicle }) => vehicle).toSorted()).toEqual(
      records.vehicles.filter(({ region }) => region === '450203').map((vehicle) => vehicle.id),
    )
    expect(await listed('VH-06', viewerOf('supervisor', '450200'))).toMatchObject([{ id, count: UNITS }])
    expect(
      (await listed('VH-06', viewerOf('supervisor', '450100'))).every(({ region }) => region === '450102'),
    ).toBe(true)
    const unit = viewerOf('unit-user', '450203', 'U-450203-4')
    expect(await listed('VH-06', unit)).toMatchObject([
      { id, count: 1, text: { zh: '450203第4局:无派单出车(桂A**041)' } },
    ])
    expect((await open(id, unit)).vehicles).toHaveLength(1)

    await clock.house.live.stop()
    const again = await makeLiveHouse({ clock: () => clock.now, database: clock.house.database })
    await again.start([])
    await again.live.alerts.judgeVehicles()
    const { rows } = await clock.house.database.pool.query(
      `select id, count from alerts where rule = 'VH-06' and region = '450203' and cleared_at is null`,
    )
    expect(rows).toEqual([{ id, count: UNITS }])
    await again.live.alerts.judgeVehicles()
    clock.house = {
      ...again,
      database: clock.house.database,
      close: async () => (await again.close(), clock.house.database.drop()),
    }
  })
})

describe('a storm', () => {
  it('of silence rises with its reach and ends when the terminals report again', async () => {
    await park()
    clock.now += 2 * 60 * MINUTE + 5 * MINUTE
    await clock.house.live.alerts.judgeVehicles()
    const alerts = await listed('VH-12')
    expect(alerts.reduce((sum, { count }) => sum + count, 0)).toBe(records.vehicles.length)
    expect(alerts.length).toBeLessThanOrEqual(4)
    expect(alerts.every(({ text }) => text.zh.includes('6 个单位 6 辆'))).toBe(true)
    const { rows } = await clock.house.database.pool.query(
      `select count(*)::int as n from vehicle_facts where rule = 'VH-12'`,
    )
    expect(rows[0].n).toBe(records.vehicles.length)
    await park()
    await clock.house.live.alerts.judgeVehicles()
    expect(await listed('VH-12')).toEqual([])
    expect(
      (
        await clock.house.database.pool.query(
          `select count(*)::int as n from vehicle_facts where rule = 'VH-12'`,
        )
      ).rows[0].n,
    ).toBe(0)
  })

  it('stays until midnight and is gone with its facts the next day', async () => {
    expect((await listed('VH-06')).some(({ region, count }) => region === '450203' && count === UNITS)).toBe(
      true,
    )
    clock.now = Date.parse('2026-10-11T00:00:30+08:00')
    await park()
    await clock.house.live.alerts.judgeVehicles()
    expect([...(await listed('VH-06')), ...(await listed('VH-08'))]).toEqual([])
    await until(
      'the facts are gone',
      async () => (await clock.house.database.pool.query('select 1 from vehicle_facts')).rowCount === 0,
    )
  })
})

describe('fences', () => {
  it('are listed below a region within the scope, the depots’ parking fences among them, without saying whom a roster names', async () => {
    const fences = async (viewer: Viewer, region: string): Promise<FenceRow[]> =>
      (await call<{ fences: FenceRow[] }>('/api/fences', viewer, { query: { region } })).fences
    const all = await fences(province, '450000')
    expect(all.map(({ id }) => id).toSorted()).toEqual([
      'D-450102',
      'D-450104',
      'D-450203',
      'D-450205',
      'F1',
      'F2',
      'F3',
    ])
    expect(all.find(({ id }) => id === 'F1')).toMatchObject({
      kind: 'sensitive',
      binds: 'roster',
      geometry: { type: 'circle', radiusM: 100 },
    })
    expect(all.some((fence) => 'roster' in fence)).toBe(false)
    expect((await fences(viewerOf('leader', '450200'), '450200')).map(({ id }) => id).toSorted()).toEqual([
      'D-450203',
      'D-450205',
      'F3',
    ])
    await expect(fences(viewerOf('leader', '450200'), '450100')).rejects.toMatchObject({ code: 'not-found' })
  })
})
