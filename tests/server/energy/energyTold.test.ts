import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import chineseDays from 'chinese-days'
import { MEASURES } from '../../../src/shared/indices/measures.ts'
import { SMALL_NOW, smallProvince } from '../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'

/** The figures of the energy scene over a real database, against what a hand computes from the same records. */
let house: LiveHouse

const records = smallProvince()

const COUNTY = '450102'

const own = records.buildings.filter(({ compound }) => compound.startsWith(`K-${COUNTY}`)).map(({ id }) => id)

const [one, two] = own as [string, string]

const leader = viewerOf('leader', '450000')

const DAYS = 42

const dayAt = (back: number): string =>
  new Date(SMALL_NOW + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10)

const isWork = (day: string): boolean => chineseDays.isWorkday(day)

const meanOf = (back: number): number => 22 + ((back * 5) % 9)

const hoursOf = (back: number): number[] =>
  Array.from({ length: 24 }, (_, hour) =>
    isWork(dayAt(back)) && hour >= 8 && hour < 18 ? 20 + meanOf(back) : 4 + hour * 0.1,
  )

const give = (collection: 'energy-days' | 'weather-days', items: readonly object[]) =>
  house.live.sink.accept('test', { kind: 'records', collection, items } as never)

const ask = async (
  url: string,
  viewer = leader,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
) => {
  const route = house.live.routes.find((each) => each.url === url)!
  const answer = await route.handle(
    { params, query: route.query ? route.query.parse(query) : query, body: undefined } as never,
    { viewer, address: '127.0.0.1', sessionId: 's' },
  )
  return route.response.parse(answer) as any
}

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => SMALL_NOW })
  await fill(house, records)
  await house.database.pool.query(
    "insert into alerts (id, rule, severity, subject, region, place, place_name, text_zh, text_en, count, citation, raised_at, changed_at) select rule || ':' || $1, rule, 'red', 'energy', $2, $1, '1号楼', '', '', 1, '{}', $3, $3 from unnest(array['EN-01', 'EN-05', 'EA-01']) as rule",
    [one, COUNTY, SMALL_NOW - 86_400_000],
  )
  await house.start([])
  const backs = Array.from({ length: DAYS }, (_, i) => DAYS - i)
  await give(
    'weather-days',
    backs.map((back) => ({
      region: COUNTY,
      day: dayAt(back),
      meanC: meanOf(back),
      kind: 'measured',
      updatedAt: 1,
    })),
  )
  await give(
    'weather-days',
    [0, 1, 2].map((ahead) => ({
      region: COUNTY,
      day: dayAt(-ahead),
      meanC: 30,
      kind: 'forecast',
      updatedAt: 1,
    })),
  )
  for (const building of own) {
    const loud = (back: number, kwh: number): number => (building === two && back === 1 ? kwh + 20 : kwh)
    await give(
      'energy-days',
      backs.map((back) => ({
        building,
        day: dayAt(back),
        values: hoursOf(back).map((kwh) => loud(back, kwh)),
        updatedAt: back,
      })),
    )
  }
  await house.live.insight.run()
})

afterAll(() => house?.close())

describe('a region’s energy', () => {
  it('today, month and year are the sums of the buildings; 折标煤 and carbon carry 口径 and year', async () => {
    const summary = await ask('/api/energy/summary', leader, {}, { region: COUNTY })
    const month = Array.from({ length: DAYS }, (_, i) => i + 1)
      .filter((back) => dayAt(back).startsWith('2026-06'))
      .reduce((sum, back) => sum + hoursOf(back).reduce((total, kwh) => total + kwh, 0), 0)
    expect(summary.buildings).toBe(4)
    expect(summary.monthKwh).toBeCloseTo(4 * month + 24 * 20, 1)
    expect(summary.year.path.usedKwh).toBeCloseTo(4 * (2 * 1000.4 + month) + 480, 1)
    expect(summary.year.quotaKwh).toBe(80_000)
    expect(summary.year).toMatchObject({ gasM3: 4 * 20, gasUntil: '2026-05' })
    expect(summary.last12).toMatchObject({ electricityKwh: 4 * 3001, gasM3: 4 * 30, waterM3: 4 * 150 })
    expect(summary.factors).toMatchObject({
      year: 2026,
      grid: { value: 0.4476, region: '450000', year: 2023, ofYear: false },
      gas: { value: 2.1622 },
    })
    /** (3001 kWh × 0.87 × 0.31 + 30 m³ × 1.2143) ÷ 864 m² = 0.98 kgce/m². */
    expect(summary.verdicts).toEqual({ advanced: 4, good: 0, within: 0, over: 0, unknown: 0 })
    const night =
      hoursOf(1)
        .slice(0, 5)
        .reduce((sum, kwh) => sum + kwh, 0) / 5
    expect(summary.night.nightKw).toBeCloseTo(4 * night + 20, 2)
  })

  it('is forecast for two days with the error on held-out days beside the naïve one’s', async () => {
    const forecast = await ask('/api/energy/forecast', leader, {}, { region: COUNTY })
    expect(forecast.hours).toHaveLength(72)
    expect(forecast.holdOut.days).toEqual(Array.from({ length: 7 }, (_, i) => dayAt(7 - i)))
    expect(forecast.trainedOn).toBe(DAYS)
    expect(forecast.holdOut.hourly.model).toBeLessThan(forecast.holdOut.hourly.naive)
    expect(forecast.weather).toHaveLength(3)
    const ten = forecast.hours[10]
    expect(isWork(dayAt(0))).toBe(true)
    expect(Math.abs(ten.kw - 4 * (20 + 30)) / 200).toBeLessThan(0.1)
    expect(ten.low <= ten.kw && ten.kw <= ten.high).toBe(true)
    const city = await ask('/api/energy/forecast', leader, {}, { region: '450100' })
    expect(city.trainedOn).toBe(DAYS)
  })
})

describe('a region’s energy', () => {
  it('anomalies come with their facts and reach the alert list once each', async () => {
    const { rows, total, byKind } = await ask('/api/energy/anomalies', leader, {}, { region: COUNTY })
    expect(new Set(rows.map((row: any) => row.building))).toEqual(new Set([two]))
    expect(byKind).toMatchObject({ 'night-high': 1, jump: 1, 'rest-as-work': 1 })
    expect(total).toBe(rows.length)
    const jump = rows.find(({ kind }: any) => kind === 'jump')
    expect(jump.facts[0].value).toBeCloseTo(
      hoursOf(1).reduce((sum, kwh) => sum + kwh + 20, 0),
      1,
    )
    await house.live.alerts.judgeAll()
    const { alerts } = await ask('/api/alerts', leader, {}, { region: COUNTY, limit: 300 })
    expect(
      alerts
        .filter(({ rule }: any) => rule.startsWith('EA-'))
        .map(({ rule, place }: any) => [rule, place])
        .toSorted(),
    ).toEqual([
      ['EA-01', two],
      ['EA-02', two],
      ['EA-03', two],
    ])
    await house.live.insight.run()
    const again = await ask('/api/alerts', leader, {}, { region: COUNTY, limit: 300 })
    expect(again.alerts.filter(({ rule }: any) => rule.startsWith('EA-'))).toHaveLength(3)
  })

  it('alerts of single buildings that an earlier version left open end; a county’s takes their place', async () => {
    await house.live.alerts.judgeAll()
    const { rows } = await house.database.pool.query(
      "select id from alerts where subject = 'energy' and cleared_at is null order by id",
    )
    expect(rows.map(({ id }) => id)).toEqual([`EA-01:${COUNTY}`, `EA-02:${COUNTY}`, `EA-03:${COUNTY}`])
  })

  it('empty rooms: a ninth of the area, without special use, by building and region alike', async () => {
    /** 3 idle rooms of 27, all of 24 m²; 3001 kWh; 13 % special where nothing is metered by item. */
    const each = (3001 * (1 - 0.13)) / 9
    const buildings = await ask('/api/energy/vacancy', leader, {}, { region: COUNTY, by: 'building' })
    expect(buildings.rows).toHaveLength(4)
    for (const row of buildings.rows) expect(row.kwh).toBeCloseTo(each, 3)
    const province = await ask('/api/energy/vacancy', leader, {}, { region: '450000' })
    expect(province.sum.kwh).toBeCloseTo(12 * each, 2)
    expect(province.rows.map((row: any) => row.id).toSorted()).toEqual(['450100', '450200'])
    expect(province.rows.reduce((sum: number, row: any) => sum + row.kwh, 0)).toBeCloseTo(province.sum.kwh, 6)
  })
})

describe('a building’s energy', () => {
  it('burn-down, verdict, night, empty rooms, anomalies with their facts and forecast with its error stand in one answer', async () => {
    const told = await ask('/api/energy/buildings/:id/told', leader, { id: two })
    expect(told.quota).toMatchObject({ constraint: 20, benchmark: 11.9, guide: 6.5, verdict: 'advanced' })
    expect(told.quota.kgcePerM2).toBeCloseTo((3001 * 0.87 * 0.31 + 30 * 1.2143) / 864, 6)
    expect(told.year.path.budget.at(-1)).toBeCloseTo(20_000, 3)
    expect(told.anomalies.find(({ kind }: any) => kind === 'jump').facts.length).toBeGreaterThan(0)
    expect(told.forecast.hours).toHaveLength(72)
    expect(told.forecast.holdOut.hourly.naive).toBeGreaterThan(0)
    expect(told.vacancy.kwh).toBeCloseTo((3001 * 0.87) / 9, 3)
  })
})

describe('a verdict', () => {
  it('takes special use off as a week or more of sub-meters tells it; a weekend alone says nothing of a year', async () => {
    const perM2 = async (): Promise<number> =>
      (await ask('/api/energy/buildings/:id/told', leader, { id: one })).quota.kgcePerM2
    const keep = (days: number) =>
      house.database.pool.query(
        `insert into energy_place_months (kind, place, item, month, wh, estimated, have, expected)
         select 'building', $1, i, '2026-06', array(select case when n <= $2 then w else 0 end from generate_series(1, 31) n), array_fill(0::float8, array[31]),
           array(select case when n <= $2 then 96 else 0 end from generate_series(1, 31) n), array_fill(96, array[31])
         from (values ('01A00', 300.0), ('01B00', 250.0), ('01C00', 50.0), ('01D00', 400.0)) as t(i, w)
         on conflict (kind, place, item, month) do update set wh = excluded.wh, have = excluded.have`,
        [one, days],
      )
    for (const [days, share] of [
      [6, 0.13],
      [7, 0.4],
    ] as const) {
      await keep(days)
      await house.live.insight.run()
      expect(await perM2()).toBeCloseTo((3001 * (1 - share) * 0.31 + 30 * 1.2143) / 864, 6)
    }
    await house.database.pool.query(`delete from energy_place_months where place = $1`, [one])
  })
})

describe('a quota', () => {
  it('is one number everywhere, rounded once, half up; until the year’s own is there the last one holds and says so', async () => {
    const quota = (building: string, year: number, electricityKwh: number) => ({
      building,
      year,
      electricityKwh,
      basis: '定额',
      updatedAt: SMALL_NOW,
    })
    await house.ledger.ingest.accept('test', {
      collection: 'energy-quotas',
      items: [quota(one, 2026, 20_000.5), quota(two, 2026, 20_002.5)],
    })
    await house.live.insight.run()
    const measured = async (place: string): Promise<number> =>
      (await house.ledger.places.view(leader, place)).measures[MEASURES.indexOf('quotaKwh')]!
    const card = await ask('/api/energy/buildings/:id', leader, { id: one })
    expect([await measured(one), await measured(two), await measured(COUNTY)]).toEqual([
      20_001, 20_003, 80_004,
    ])
    expect((await ask('/api/energy/summary', leader, {}, { region: COUNTY })).year).toMatchObject({
      quotaKwh: 80_004,
      quotaYear: 2026,
      awaited: [],
    })
    expect([
      card.year.quotaKwh,
      (await ask('/api/energy/buildings/:id/told', leader, { id: one })).year.quotaKwh,
    ]).toEqual([20_001, 20_001])
    await house.database.pool.query(`update energy_quotas set year = 2025 where building = $1`, [one])
    await house.live.insight.run()
    expect((await ask('/api/energy/buildings/:id', leader, { id: one })).year).toMatchObject({
      year: 2026,
      quotaKwh: 20_001,
      quotaYear: 2025,
    })
    expect((await ask('/api/energy/summary', leader, {}, { region: COUNTY })).year).toMatchObject({
      quotaKwh: 80_004,
      quotaYear: 2025,
    })
  })
})

describe('scope', () => {
  it('another county is not there; a unit’s viewer has no sums of regions, its own buildings only', async () => {
    const county = viewerOf('supervisor', '450201')
    await expect(
      ask('/api/energy/summary', viewerOf('leader', COUNTY), {}, { region: '450000' }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask('/api/energy/buildings/:id/told', county, { id: two })).rejects.toMatchObject({
      code: 'not-found',
    })
    const unit = viewerOf('unit-user', '450203', `U-450203-0`)
    await expect(ask('/api/energy/summary', unit)).rejects.toMatchObject({ code: 'not-found' })
    expect((await ask('/api/energy/anomalies', unit)).rows).toEqual([])
    await expect(ask('/api/energy/buildings/:id/told', unit, { id: two })).rejects.toMatchObject({
      code: 'not-found',
    })
    const mine = await ask('/api/energy/buildings/:id/told', viewerOf('unit-user', COUNTY, `U-${COUNTY}-0`), {
      id: one,
    })
    expect(mine.building).toBe(one)
  })

  it('what was told stands in the database and is there again after a start', async () => {
    const { rows } = await house.database.pool.query(
      `select kind, count(*)::int as n from energy_told group by 1 order by 1`,
    )
    expect(rows).toEqual([
      { kind: 'building', n: 12 },
      { kind: 'region', n: 3 },
    ])
  })
})
