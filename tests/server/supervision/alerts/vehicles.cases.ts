import { describe, expect, it } from 'vitest'
import { position } from '../../../builders/house/liveHouse.ts'
import { house, clock, records, ofRule } from './house.ts'

const drive = async (id: string, minutes: number, speedKmh = 40, alarm = 0): Promise<void> => {
  for (let i = 0; i < minutes; i++) {
    clock.now += 60_000
    await house.live.sink.accept('test', {
      kind: 'positions',
      items: [position(id, clock.now, { lon: 108.3 + i / 1000, speedKmh, alarm })],
    })
  }
  await house.live.alerts.judgeVehicles()
}

const park = async (id: string): Promise<void> => {
  clock.now += 60_000
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: [position(id, clock.now, { speedKmh: 0, acc: false })],
  })
  await house.live.alerts.judgeVehicles()
}

const [a, b, c] = records.vehicles.map(({ id }) => id) as [string, string, string]

describe('vehicles', () => {
  it('VH-06 on a Saturday that is a workday, VH-05 at night, one alert for a unit, plates masked', async () => {
    await park(a)
    expect(await ofRule('VH-06')).toEqual([])
    await drive(a, 3)
    const [alert] = await ofRule('VH-06')
    expect(alert).toMatchObject({ severity: 'yellow', count: 1, region: '450102' })
    expect(alert?.text.zh).toBe('450102教育局:无派单出车(桂A**040)')
    await park(a)
    await drive(a, 3)
    await park(a)
    expect(await ofRule('VH-06')).toMatchObject([{ count: 1, at: alert?.at }])
    clock.now = Date.parse('2025-10-11T22:00:00+08:00')
    await park(a)
    await drive(a, 3)
    expect(await ofRule('VH-05')).toMatchObject([{ severity: 'red' }])
    await park(a)
    clock.now = Date.parse('2025-10-12T01:00:00+08:00')
    await park(a)
    expect([...(await ofRule('VH-05')), ...(await ofRule('VH-06'))]).toEqual([])
  })

  it('an order covers the drive', async () => {
    const order = {
      id: 'O1',
      vehicle: b,
      unit: 'U-450102-1',
      reason: '公务',
      from: '甲',
      to: '乙',
      start: clock.now - 60_000,
      end: clock.now + 7_200_000,
      driver: '赵师傅',
      status: 'underway' as const,
      updatedAt: clock.now,
    }
    await house.live.sink.accept('test', { kind: 'records', collection: 'orders', items: [order] })
    await house.live.alerts.judgeAll()
    await park(b)
    await drive(b, 3)
    expect(await ofRule('VH-05')).toEqual([])
    await park(b)
  })
})

describe('vehicles', () => {
  it('VH-10 after three fast points, VA-01 for a terminal’s alarm, and a storm of repeats stays one', async () => {
    await drive(c, 2, 130)
    expect(await ofRule('VH-10')).toEqual([])
    await drive(c, 1, 130)
    expect(await ofRule('VH-10')).toHaveLength(1)
    const raised = (await ofRule('VH-10'))[0]?.at
    await drive(c, 20, 130, 1)
    expect(await ofRule('VH-10')).toMatchObject([{ at: raised, count: 1 }])
    expect(await ofRule('VA-01')).toHaveLength(1)
    expect(
      Number(
        (await house.database.pool.query("select count(*) as n from alerts where rule = 'VH-10'")).rows[0].n,
      ),
    ).toBe(1)
  })
})
