import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert, HousingLevels } from '../../../src/shared/protocol/http.ts'
import { makeAlerts } from '../../../server/supervision/alertRows.ts'
import { makeAlertFacts } from '../../../server/supervision/factRows.ts'
import { makeVehicleFacts } from '../../../server/vehicles/alarms/factRows.ts'
import { makeAlertsService } from '../../../server/supervision/judges.ts'
import { housingDays } from '../../../src/shared/supervision/housing.ts'
import { makeAlertBook } from '../../../server/supervision/book.ts'
import { readHousingPeople, type HousingPeople } from '../../../server/housing/units/peopleRows.ts'
import { alertOrder } from '../../../src/shared/supervision/order.ts'
import { rateText } from '../../../src/shared/rate.ts'
import { defaultRules } from '../../../src/shared/standards/tables.ts'
import { makeFenceIndex } from '../../../src/shared/vehicles/fences/locate.ts'
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

/** A Saturday that the state made a workday, 10:00. */
/** Rows in an order of their own: the database gives them in none. */
const byText = (people: HousingPeople): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(people).map(([name, rows]) => [
      name,
      (rows as readonly object[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  )

const SATURDAY = Date.parse('2025-10-11T10:00:00+08:00')
let house: LiveHouse
let now = SATURDAY
const records = smallProvince()
const leader = viewerOf('leader', '450000')

beforeAll(async () => {
  for (const vehicle of records.vehicles) vehicle.category = 'other'
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  await house.start([])
  await house.live.alerts.judgeAll()
})
afterAll(() => house?.close())

const list = async (
  viewer = leader,
  query: Record<string, unknown> = { limit: 2000 },
): Promise<{ alerts: Alert[]; total: number }> =>
  house.live.routes
    .find(({ url }) => url === '/api/alerts')
    ?.handle({ params: undefined, query, body: undefined } as never, {
      viewer,
      address: '',
      sessionId: '',
    }) as never
const ofRule = async (rule: string, viewer = leader): Promise<Alert[]> =>
  (await list(viewer)).alerts.filter((alert) => alert.rule === rule)
const drive = async (id: string, minutes: number, speedKmh = 40, alarm = 0): Promise<void> => {
  for (let i = 0; i < minutes; i++) {
    now += 60_000
    await house.live.sink.accept('test', {
      kind: 'positions',
      items: [position(id, now, { lon: 108.3 + i / 1000, speedKmh, alarm })],
    })
  }
  await house.live.alerts.judgeVehicles()
}
const park = async (id: string): Promise<void> => {
  now += 60_000
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: [position(id, now, { speedKmh: 0, acc: false })],
  })
  await house.live.alerts.judgeVehicles()
}

describe('housing', () => {
  it('warns of rooms over their limit once a county, with the rule’s source', async () => {
    const over = await ofRule('OF-07')
    const { rows } = await house.database.pool.query(
      'select count(distinct county) as groups, count(*) as rooms from rooms where over_room',
    )
    expect(over).toHaveLength(Number(rows[0].groups))
    expect(over.reduce((sum, { count }) => sum + count, 0)).toBe(Number(rows[0].rooms))
    expect(over[0]).toMatchObject({
      subject: 'housing',
      citation: { document: '《党政机关办公用房管理办法》(2017)', article: '第十九条', mark: 'S' },
    })
    expect(over[0]?.text.en).toMatch(/offices over their limit/)
    for (const { region, count, text } of over) {
      const { rows: counts } = await house.database.pool.query(
        `select m."overRooms" as over, m."officeRooms" as offices, count(*) filter (where over_dm2 > limit_dm2 * 0.05)::int as red from place_measures m join rooms r on r.county = m.id and r.over_room where m.id = $1 group by 1, 2`,
        [region],
      )
      const { over: measured, offices, red } = counts[0] as { over: number; offices: number; red: number }
      expect([
        count,
        text.zh.includes(`(红 ${red} / 黄 ${count - red} 间,占 `),
        text.zh.includes(rateText({ part: count, base: Number(offices) })),
      ]).toEqual([Number(measured), true, true])
    }
  })

  it('warns of long vacancy and missing certificates by county', async () => {
    const uncertified = records.buildings.filter(({ certificate }) => certificate.kind === 'none').length
    expect((await ofRule('OF-12')).reduce((sum, { count }) => sum + count, 0)).toBe(uncertified)
    const idle = await ofRule('OF-14')
    expect(idle.every(({ place, region, dueAt }) => place === region && typeof dueAt === 'number')).toBe(true)
    expect(idle.filter(({ severity }) => severity === 'red')).toHaveLength(1)
  })

  it('the list stands in one order, counts those on which someone must act, and knows nothing from a time to come', async () => {
    const { alerts, total, calling } = (await list()) as { alerts: Alert[]; total: number; calling: number }
    expect(alerts.map(({ id }) => id)).toEqual(alerts.toSorted(alertOrder(now)).map(({ id }) => id))
    expect([total, calling]).toEqual([
      alerts.length,
      alerts.filter(({ severity }) => severity !== 'info').length,
    ])
    const store = makeAlerts(house.database.db)
    const [first] = alerts as [Alert]
    const ahead = { ...first, id: 'OF-99:ahead', at: now + 86_400_000, unit: null }
    const ends = { ...first, id: 'OF-99:ends', at: now - 86_400_000, unit: null }
    await store.save([ahead, ends], [], now + 86_400_000)
    await store.save([], ['OF-99:ends'], now + 2 * 86_400_000)
    const book = makeAlertBook(store, () => now)
    await book.load()
    expect(book.open().filter(({ id, at }) => id.startsWith('OF-99') || at > now)).toEqual([])
    expect((await store.find(['OF-99:ahead', 'OF-99:ends'], now)).map(({ id }) => id)).toEqual([])
    await store.save([{ ...first, unit: null, at: now - 1000 }], [], now + 1000)
    await store.save([], [first.id], now)
    expect(await store.find([first.id])).toEqual([])
    await store.save([{ ...first, unit: null }], [], now)
  })

  it('shows a city its own and a unit its own', async () => {
    const city = await list(viewerOf('supervisor', '450200'))
    expect(city.alerts.every(({ region }) => region === '450203')).toBe(true)
    expect(city.total).toBe(city.alerts.length)
    const unit = await list(viewerOf('unit-user', '450102', 'U-450102-0'))
    expect(unit.alerts.every(({ text, rule }) => rule !== 'OF-07' || text.zh.includes('450102教育局'))).toBe(
      true,
    )
    expect(unit.alerts.some(({ rule }) => rule === 'OF-12')).toBe(false)
  })

  it('raises and clears an alert with one edit of the ledger, and tells subscribed screens', async () => {
    const person = records.people[0] as (typeof records.people)[number]
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'alerts', region: '450000' })
    const told = (severity: string): boolean =>
      heard.batches.some(
        (batch) =>
          batch.topic === 'alerts' &&
          batch.items.some((item) => item.rule === 'OF-04' && item.severity === severity),
      )
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'people',
      items: [{ ...person, status: 'retired', statusSince: '2025-08-01', updatedAt: person.updatedAt + 1 }],
    })
    await until('raised on the screen', () => told('red'))
    expect(await ofRule('OF-04')).toMatchObject([{ count: 1, citation: { article: '第十九条' } }])
    const staff = records.people.filter(({ unit }) => unit.startsWith(person.unit.slice(0, 8))).length
    const levels = async (viewer = leader): Promise<HousingLevels> =>
      house.live.routes
        .find(({ url }) => url === '/api/housing/people')
        ?.handle({ params: undefined, query: {}, body: undefined } as never, {
          viewer,
          address: '',
          sessionId: '',
        }) as never
    const county = person.unit.slice(2, 8)
    expect((await levels()).rows[0]).toMatchObject({
      region: county,
      level: 'county',
      people: staff,
      left: 1,
      several: 0,
    })
    expect((await levels(viewerOf('unit-user', county, person.unit))).rows).toMatchObject([
      { level: 'unit', people: null, left: 1 },
    ])
    expect(
      (await levels(viewerOf('supervisor', '450200'))).rows.every(({ region }) => region.startsWith('4502')),
    ).toBe(true)
    /* What is asked of a county or a unit is what all know of its people, and no other's. */
    const [all, days] = [await readHousingPeople(house.database.db, housingDays(now)), housingDays(now)]
    expect(all.leavers).toHaveLength(1)
    for (const region of new Set(all.staff.map((row) => row.region)))
      expect(byText(await readHousingPeople(house.database.db, days, { regions: [region] }))).toEqual(
        byText({
          leavers: all.leavers.filter((row) => row.region === region),
          offices: all.offices.filter((row) => row.region === region),
          staff: all.staff.filter((row) => row.region === region),
        }),
      )
    for (const unit of [person.unit, ...all.offices.slice(0, 3).map((row) => row.unit)])
      expect(byText({ ...(await readHousingPeople(house.database.db, days, { unit })), staff: [] })).toEqual(
        byText({
          leavers: all.leavers.filter((row) => row.unit === unit),
          offices: all.offices.filter((row) => row.unit === unit),
          staff: [],
        }),
      )
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'people',
      items: [{ ...person, updatedAt: person.updatedAt + 2 }],
    })
    await until('cleared on the screen', () => told('green'))
    expect(await ofRule('OF-04')).toEqual([])
    socket.disconnect()
  })
})

describe('turns', () => {
  it('what was read before a change never overtakes what was read after it', async () => {
    const person = records.people[1] as (typeof records.people)[number]
    const away = async (status: 'retired' | 'serving', more: number): Promise<unknown> =>
      house.live.sink.accept('test', {
        kind: 'records',
        collection: 'people',
        items: [
          {
            ...person,
            ...(status === 'retired' ? { status, statusSince: '2025-08-01' } : {}),
            updatedAt: person.updatedAt + more,
          },
        ],
      })
    const facts = makeAlertFacts(house.database.db)
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const readings: string[] = []
    const book = makeAlertBook(makeAlerts(house.database.db), () => now)
    const judged: number[] = []
    book.onChange((alerts) =>
      judged.push(...alerts.filter(({ rule }) => rule === 'OF-04').map(({ count }) => count)),
    )
    const slow = {
      ...facts,
      housing: async (...query: Parameters<typeof facts.housing>) => {
        const cases = await facts.housing(...query)
        readings.push(query[1] === null ? 'all' : 'changed')
        if (query[1] === null) await gate
        return cases
      },
    }
    const part = {
      vehicles: { fleet: {}, onApplied: () => undefined },
      fences: { ground: async () => ({ fences: [], index: makeFenceIndex([]) }), hours: async () => [] },
      energy: { wholeMeters: () => [] },
      years: () => [],
      quarantine: { openCounts: async () => [] },
    }
    const service = makeAlertsService({
      ...part,
      book,
      facts: slow,
      vehicleFacts: makeVehicleFacts(house.database.db),
      storms: { tell: () => undefined },
      directory: house.live.directory,
      statuses: () => [],
      shifts: { drafts: () => [] },
      province: () => undefined,
      regions: { path: () => [], name: (code: string) => code },
      calendar: { isWorkday: () => true, isHoliday: () => false },
      rules: defaultRules,
      clock: () => now,
      log: { error: () => undefined },
    } as never)
    await away('retired', 3)
    const whole = service.judgeAll()
    await until('the whole province is read', () => readings.includes('all'))
    await away('serving', 4)
    service.peopleChanged([person.id])
    await new Promise((resolve) => setTimeout(resolve, 500))
    open()
    await whole
    await until('the change is judged', () => readings.includes('changed') && judged.length >= 4)
    expect(judged).toEqual([1, 1, 0, 0])
    service.stop()
  })

  it('orders whose whole reading failed are still read as changed', async () => {
    const asked: string[][] = []
    let failing = true
    const facts = {
      housing: async () => [],
      countyBases: async () => new Map(),
      housingCounts: async () => new Map(),
      nights: async () => [],
      orders: async () => {
        if (failing) throw new Error('away')
        return []
      },
      ordersOf: async (ids: string[]) => {
        asked.push(ids)
        return []
      },
    }
    const part = {
      book: { reconcile: async () => undefined },
      vehicles: { fleet: {}, onApplied: () => undefined },
      fences: { ground: async () => ({ fences: [], index: makeFenceIndex([]) }), hours: async () => [] },
      energy: { wholeMeters: () => [] },
      years: () => [],
      quarantine: { openCounts: async () => [] },
    }
    const service = makeAlertsService({
      ...part,
      facts,
      vehicleFacts: { save: async () => undefined },
      storms: { tell: () => undefined },
      directory: house.live.directory,
      statuses: () => [],
      shifts: { drafts: () => [] },
      province: () => undefined,
      regions: { path: () => [], name: (code: string) => code },
      calendar: { isWorkday: () => true, isHoliday: () => false },
      rules: defaultRules,
      clock: () => now,
      log: { error: () => undefined },
    } as never)
    service.ordersChanged(['1', '2'])
    await expect(service.load()).rejects.toThrow('away')
    failing = false
    await until('the changed orders are read', () => asked.length > 0)
    expect(asked).toEqual([['1', '2']])
    service.stop()
  })
})

describe('vehicles', () => {
  const [a, b, c] = records.vehicles.map(({ id }) => id) as [string, string, string]

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
    now = Date.parse('2025-10-11T22:00:00+08:00')
    await park(a)
    await drive(a, 3)
    expect(await ofRule('VH-05')).toMatchObject([{ severity: 'red' }])
    await park(a)
    now = Date.parse('2025-10-12T01:00:00+08:00')
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
      start: now - 60_000,
      end: now + 7_200_000,
      driver: '赵师傅',
      status: 'underway' as const,
      updatedAt: now,
    }
    await house.live.sink.accept('test', { kind: 'records', collection: 'orders', items: [order] })
    await house.live.alerts.judgeAll()
    await park(b)
    await drive(b, 3)
    expect(await ofRule('VH-05')).toEqual([])
    await park(b)
  })

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

describe('data', () => {
  it('DQ-01 counts what is in quarantine by source and collection, and ends when a good record comes', async () => {
    await house.live.sink.quarantine([
      {
        source: 'pages',
        collection: 'rooms',
        recordId: 'R1',
        field: 'usableArea',
        reason: 'expected number',
        body: {},
      },
      {
        source: 'pages',
        collection: 'rooms',
        recordId: 'R2',
        field: 'ring',
        reason: 'expected array',
        body: {},
      },
    ])
    await until('the alert', async () => (await ofRule('DQ-01')).length === 1)
    expect((await ofRule('DQ-01'))[0]).toMatchObject({
      count: 2,
      text: { zh: 'pages:rooms 有 2 条记录未过校验,如 R1' },
    })
    const room = records.rooms[0] as (typeof records.rooms)[number]
    for (const id of ['R1', 'R2'])
      await house.live.sink.accept('pages', {
        kind: 'records',
        collection: 'rooms',
        items: [{ ...room, id, number: id, occupants: [], updatedAt: now }],
      })
    await until('its end', async () => (await ofRule('DQ-01')).length === 0)
  })
})
