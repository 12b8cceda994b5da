import { describe, expect, it } from 'vitest'
import type { Alert, HousingLevels } from '../../../../src/shared/protocol/http.ts'
import { makeAlerts } from '../../../../server/supervision/book/alertRows.ts'
import { housingDays } from '../../../../src/shared/supervision/housing.ts'
import { makeAlertBook } from '../../../../server/supervision/book/book.ts'
import { readHousingPeople } from '../../../../server/housing/units/peopleRows.ts'
import type { HousingPeople } from '../../../../src/shared/supervision/housingPeople.ts'
import { alertOrder } from '../../../../src/shared/supervision/order.ts'
import { rateText } from '../../../../src/shared/kernel/rate.ts'
import { hear, until, viewerOf } from '../../../builders/house/liveHouse.ts'
import { house, clock, records, leader, list, ofRule } from './house.ts'

/** A Saturday that the state made a workday, 10:00. */
/** Rows in an order of their own: the database gives them in none. */
const byText = (people: HousingPeople): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(people).map(([name, rows]) => [
      name,
      (rows as readonly object[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  )

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
})

describe('housing', () => {
  it('the list stands in one order, counts those on which someone must act, and knows nothing from a time to come', async () => {
    const { alerts, total, calling } = (await list()) as { alerts: Alert[]; total: number; calling: number }
    expect(alerts.map(({ id }) => id)).toEqual(alerts.toSorted(alertOrder(clock.now)).map(({ id }) => id))
    expect([total, calling]).toEqual([
      alerts.length,
      alerts.filter(({ severity }) => severity !== 'info').length,
    ])
    const store = makeAlerts(house.database.db)
    const [first] = alerts as [Alert]
    const ahead = { ...first, id: 'OF-99:ahead', at: clock.now + 86_400_000, unit: null }
    const ends = { ...first, id: 'OF-99:ends', at: clock.now - 86_400_000, unit: null }
    await store.save([ahead, ends], [], clock.now + 86_400_000)
    await store.save([], ['OF-99:ends'], clock.now + 2 * 86_400_000)
    const book = makeAlertBook(store, () => clock.now)
    await book.load()
    expect(book.open().filter(({ id, at }) => id.startsWith('OF-99') || at > clock.now)).toEqual([])
    expect((await store.find(['OF-99:ahead', 'OF-99:ends'], clock.now)).map(({ id }) => id)).toEqual([])
    await store.save([{ ...first, unit: null, at: clock.now - 1000 }], [], clock.now + 1000)
    await store.save([], [first.id], clock.now)
    expect(await store.find([first.id])).toEqual([])
    await store.save([{ ...first, unit: null }], [], clock.now)
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
})

type Person = (typeof records.people)[number]

const levels = async (viewer = leader): Promise<HousingLevels> =>
  house.live.routes
    .find(({ url }) => url === '/api/housing/people')
    ?.handle({ params: undefined, query: {}, body: undefined } as never, {
      viewer,
      address: '',
      sessionId: '',
    }) as never

const expectLevels = async (person: Person): Promise<void> => {
  const staff = records.people.filter(({ unit }) => unit.startsWith(person.unit.slice(0, 8))).length
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
}

/** What is asked of a county or a unit is what all know of its people, and no other's. */
const expectReadings = async (person: Person): Promise<void> => {
  const [all, days] = [
    await readHousingPeople(house.database.db, housingDays(clock.now)),
    housingDays(clock.now),
  ]
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
}

describe('housing', () => {
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
    await expectLevels(person)
    await expectReadings(person)
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
