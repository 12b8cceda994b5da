import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../../src/shared/protocol/http.ts'
import type { Viewer } from '../../../../src/shared/kernel/roles.ts'
import { ALERT_RULES } from '../../../../src/shared/supervision/alert.ts'
import type { AlertRows } from '../../../../src/shared/supervision/rows/answers.ts'
import { position, until, viewerOf } from '../../../builders/house/liveHouse.ts'
import { house, clock, leader, list, ofRule, records } from './house.ts'

const manager = viewerOf('manager', '450000')
const rowsOf = async (id: string, query: object = {}, viewer: Viewer = leader): Promise<AlertRows> =>
  (await house.live.routes
    .find(({ url }) => url === '/api/alerts/:id/rows')
    ?.handle({ params: { id }, query: { limit: 500, ...query }, body: undefined } as never, {
      viewer,
      address: '',
      sessionId: '',
    })) as never
/** All rows of an alert, some at a time. */
const walk = async (id: string, limit: number, viewer = leader): Promise<string[]> => {
  const ids: string[] = []
  for (let after: string | undefined; ;) {
    const page = await rowsOf(id, { limit, after }, viewer)
    ids.push(...page.rows.map((row) => row.id))
    if (page.next === null) return ids
    after = page.next
  }
}
const counts = async (alert: Alert, viewer = leader): Promise<void> => {
  const { total, grades, rows, next } = await rowsOf(alert.id, {}, viewer)
  expect([alert.id, total, rows.length, next]).toEqual([alert.id, alert.count, alert.count, null])
  expect([alert.id, grades.reduce((sum, { count }) => sum + count, 0)]).toEqual([alert.id, alert.count])
}

describe('what stands behind an alert', () => {
  it('is known of each rule that raises one, by one family, and named in the list', async () => {
    const { rules } = (await list()) as unknown as { rules: Record<string, { name: object; counts: object }> }
    expect(Object.keys(rules).toSorted()).toEqual(Object.keys(ALERT_RULES).toSorted())
    expect(rules['OF-07']).toEqual({
      name: { zh: '办公用房超标准', en: 'Office over its limit' },
      counts: { zh: '间', en: 'rooms', one: 'room' },
    })
  })

  it('is as much as the alert counts, whatever its rule and whoever asks', async () => {
    const { alerts } = await list()
    expect(new Set(alerts.map(({ rule }) => rule)).size).toBeGreaterThan(3)
    for (const alert of alerts) await counts(alert)
    const unit = viewerOf('unit-user', '450102', 'U-450102-0')
    const own = (await list(unit)).alerts
    expect(own.length).toBeGreaterThan(0)
    for (const alert of own) await counts(alert, unit)
  })

  it('comes page by page without a gap or a repetition, the gravest first, and by grade', async () => {
    const [alert] = await ofRule('OF-07')
    const all = await rowsOf(alert!.id)
    expect(all.rows.length).toBeGreaterThan(3)
    const amounts = all.rows.map(({ amount }) => amount!)
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
    expect(await walk(alert!.id, 2)).toEqual(all.rows.map(({ id }) => id))
    for (const { severity, count } of all.grades)
      expect((await rowsOf(alert!.id, { severity })).rows.map((row) => row.severity)).toEqual(
        Array.from({ length: count }, () => severity),
      )
    const last = all.rows.at(-1)!
    const alone = await rowsOf(alert!.id, { row: last.id, limit: 1 })
    expect([alone.rows, alone.total, alone.next]).toEqual([[last], all.total, null])
    expect((await rowsOf(alert!.id, { row: 'none' })).rows).toEqual([])
    await expect(rowsOf(alert!.id, { after: 'nonsense' })).rejects.toMatchObject({ code: 'bad-request' })
  })
})

describe('the rooms behind an alert', () => {
  it('say where, whose, how large, by how much and who sits there; names by role', async () => {
    const [alert] = await ofRule('OF-07')
    const [row] = (await rowsOf(alert!.id)).rows
    const { rows } = await house.database.pool.query(
      `select r.*, b.name as building_name, c.name as compound_name, u.name as unit_name from rooms r join buildings b on b.id = r.building join compounds c on c.id = b.compound join units u on u.id = r.unit where r.id = $1`,
      [row!.id],
    )
    const [room] = rows
    expect(row).toMatchObject({
      name: room.number,
      unit: { id: room.unit, name: room.unit_name },
      compound: room.compound_name,
      building: room.building_name,
      found: room.usable_dm2 / 100,
      limit: room.limit_dm2 / 100,
      amount: room.over_dm2 / 100,
      opens: { kind: 'room', id: room.id, at: room.floor },
    })
    expect(row!.person).toMatch(/^.\*+$/)
    expect((await rowsOf(alert!.id)).masked).toBe(true)
    const clear = await rowsOf(alert!.id, {}, manager)
    expect([clear.masked, clear.rows[0]!.person]).toEqual([false, expect.not.stringContaining('*')])
  })

  it('of long vacancy say for how many days and until when', async () => {
    const [alert] = await ofRule('OF-14')
    const { rows, amount } = await rowsOf(alert!.id)
    expect(amount).toMatchObject({ unit: { zh: '天' } })
    expect(rows.every((row) => row.amount! > 90 && row.dueAt! > row.since!)).toBe(true)
    expect(Math.min(...rows.map(({ dueAt }) => dueAt!))).toBe(alert!.dueAt)
  })

  it('are told of now alone, and of nobody else’s', async () => {
    const [alert] = await ofRule('OF-07')
    await expect(rowsOf(alert!.id, { at: clock.now - 60_000 })).rejects.toMatchObject({ code: 'not-kept' })
    const elsewhere = viewerOf('supervisor', alert!.region.startsWith('4501') ? '450200' : '450100')
    await expect(rowsOf(alert!.id, {}, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    await expect(rowsOf('OF-07:none')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the people behind an alert', () => {
  it('stand with the room in which they sit, by who manages their unit', async () => {
    const person = records.people.find(({ unit }) => unit === 'U-450102-0')!
    const change = (more: object, by: number) =>
      house.live.sink.accept('test', {
        kind: 'records',
        collection: 'people',
        items: [{ ...person, ...more, updatedAt: clock.now + by }],
      })
    await change({ status: 'retired', statusSince: '2025-08-01' }, 1)
    await until('the alert', async () => (await ofRule('OF-04')).length === 1)
    const [alert] = await ofRule('OF-04')
    await counts(alert!)
    const { rows, kind, grades } = await rowsOf(alert!.id)
    expect([kind, grades[0]!.name.zh]).toEqual(['person', '逾期'])
    const { rows: sits } = await house.database.pool.query(
      `select r.id, r.number, r.floor from occupants o join rooms r on r.id = o.room where o.person = $1 order by o.since, o.room limit 1`,
      [person.id],
    )
    expect(rows[0]).toMatchObject({
      id: person.id,
      name: sits[0].number,
      opens: { kind: 'room', id: sits[0].id, at: sits[0].floor },
      severity: 'red',
      dueAt: alert!.dueAt,
    })
    await change({}, 2)
    await until('its end', async () => (await ofRule('OF-04')).length === 0)
    await expect(rowsOf(alert!.id)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the people behind an alert', () => {
  it('of several offices stand at the second one, with how large it is and how many they hold', async () => {
    const own = records.rooms.filter(({ occupants }) => occupants.length > 0)
    const [first, second] = own as [(typeof own)[number], (typeof own)[number]]
    const [holder] = first.occupants
    const before = await ofRule('OF-02')
    const change = (occupants: typeof first.occupants, by: number) =>
      house.live.sink.accept('test', {
        kind: 'records',
        collection: 'rooms',
        items: [{ ...second, occupants, updatedAt: clock.now + by }],
      })
    await change([{ ...holder!, share: 1 }], 1)
    await until('the alert', async () => (await ofRule('OF-02')).length > before.length)
    const known = new Set(before.map(({ id }) => id))
    const alert = (await ofRule('OF-02')).find(({ id }) => !known.has(id))!
    await counts(alert)
    const { rows, kind, amount } = await rowsOf(alert.id, {}, manager)
    expect([kind, amount!.unit.zh]).toEqual(['person', 'm²'])
    const row = rows.find(({ id }) => id === holder!.person)!
    expect(row).toMatchObject({
      unit: { id: first.unit },
      detail: { zh: '共 2 处办公用房' },
      dueAt: null,
      limit: null,
    })
    expect([row.found, row.amount! > 0]).toEqual([row.amount, true])
    expect(row.person).not.toContain('*')
    expect((await rowsOf(alert.id)).rows.find(({ id }) => id === holder!.person)!.person).toMatch(/^.\*+$/)
    await change(second.occupants, 2)
    await until('its end', async () => (await ofRule('OF-02')).length === before.length)
  })
})

describe('the vehicles behind an alert', () => {
  it('say how fast beside what is allowed, masked by role, and stay known of their time', async () => {
    const vehicle = records.vehicles[4]!
    for (let i = 0; i < 4; i++) {
      clock.now += 60_000
      await house.live.sink.accept('test', {
        kind: 'positions',
        items: [position(vehicle.id, clock.now, { lon: 108.3 + i / 1000, speedKmh: 132 })],
      })
    }
    await house.live.alerts.judgeVehicles()
    const opened = await Promise.all((await ofRule('VH-10')).map(({ id }) => rowsOf(id)))
    const { alert: fast, rows, amount } = opened.find((one) => one.rows.some(({ id }) => id === vehicle.id))!
    const row = rows.find(({ id }) => id === vehicle.id)!
    expect([amount!.unit.zh, row.found, row.amount]).toEqual(['km/h', 132, 132 - row.limit!])
    expect([row.name.includes('*'), row.opens!.kind]).toEqual([true, 'vehicle'])
    expect((await rowsOf(fast.id, {}, manager)).rows.find(({ id }) => id === vehicle.id)!.name).toBe(
      vehicle.plate,
    )
    expect((await rowsOf(fast.id, { at: clock.now })).rows.map(({ id }) => id)).toContain(vehicle.id)
    expect(JSON.stringify(rows)).not.toMatch(/lon|lat|108\.3/)
  })
})
