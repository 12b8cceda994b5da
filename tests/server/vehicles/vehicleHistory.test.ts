import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverlapList, UncoveredList, VehicleFigures } from '../../../src/shared/protocol/http.ts'
import type { VerdictReason } from '../../../src/shared/vehicles/orders/threeWay/verdict.ts'
import { faultOf, type OrderFault } from '../../../data/province/vehicles/orderFaults.ts'
import {
  makeLiveHouse,
  startStandin,
  until,
  viewerOf,
  waysOf,
  type LiveHouse,
} from '../../builders/house/liveHouse.ts'

/** A Thursday; the platform began today and hands over the two working days before, on which some trips overlap, and thirteen months that it compared itself. */
const NOW = Date.parse('2026-11-19T14:00:00+08:00')
const offset = NOW - Date.now()
const clock = (): number => Date.now() + offset
const DAYS = ['2026-11-18', '2026-11-17']
const leader = viewerOf('leader', '450000')
let house: LiveHouse
let standin: Awaited<ReturnType<typeof startStandin>>

const ask = async <T>(url: string, query: Record<string, unknown>, viewer = leader): Promise<T> => {
  const definition = house.live.routes.find((route) => route.url === url)
  const answer = await definition?.handle(
    { params: {}, query: definition.query?.parse(query), body: undefined } as never,
    { viewer, address: '127.0.0.1', sessionId: 's' },
  )
  return definition?.response.parse(answer) as T
}
const rows = async <T>(text: string): Promise<T[]> => (await house.database.pool.query(text)).rows as T[]
const count = async (text: string): Promise<number> =>
  Number(Object.values((await rows<Record<string, unknown>>(text))[0] ?? {})[0])
const arrived = async (): Promise<boolean> => {
  const cursors = await rows<{ value: string }>(
    `select value from source_cursors where stream in ('overlap-months', 'vehicle-tracks')`,
  )
  if (cursors.length < 2 || cursors.some(({ value }) => JSON.parse(value).since === null)) return false
  const reported = `from orders where report is not null and to_char(to_timestamp(start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') in ('${DAYS.join("','")}')`
  return (
    (await count(`select count(*) ${reported} and updated_at > ${NOW}`)) >
    0.9 * (await count(`select count(*) ${reported}`))
  )
}

beforeAll(async () => {
  standin = await startStandin({
    historyDays: 2,
    clockOffsetMs: offset,
    seed: 4,
    reportMs: 5000,
    parkedMs: 60_000,
    energyMs: 60_000,
  })
  house = await makeLiveHouse({ clock })
  await house.start(waysOf(standin.standin).filter(({ way }) => way === 'request'))
  await until('the past is handed over', arrived, 60_000)
  await house.live.vehicleLedger.all()
}, 90_000)
afterAll(async () => {
  await house?.close()
  await standin?.stop()
})

interface Judged {
  readonly id: string
  readonly vehicle: string
  readonly day: string
  readonly region: string
  readonly unit: string
  readonly start: string
  readonly end: string
  readonly verdict: string
  readonly reasons: VerdictReason[]
  readonly overlapping: boolean | null
  readonly path: number[] | null
  readonly first: string | null
  readonly to_lon: number | null
  readonly to_lat: number | null
}
const judged = (): Promise<Judged[]> =>
  rows<Judged>(
    `select t.order_id as id, t.vehicle, t.day, t.region, t.unit, t.start_at as start, t.end_at as end, t.verdict, t.reasons, t.overlapping, t.path, t.track ->> 'firstMovingAt' as first, o.to_lon, o.to_lat from order_verdicts t join orders o on o.id = t.order_id`,
  )
const TOLD: Record<OrderFault, readonly string[]> = {
  detour: ['over-plan'],
  elsewhere: ['elsewhere'],
  'private-stop': ['long-stop'],
  overtime: ['overtime'],
  'late-return': ['return'],
  exaggerated: ['distance'],
  fuel: ['fuel'],
  'no-report': ['no-report'],
}

describe('days before this system', () => {
  it('their tracks come through the platform’s pages once, and every order of theirs that came back is judged by its track', async () => {
    expect(await count(`select count(*) from vehicle_track_days where points > 100`)).toBeGreaterThan(60)
    expect(await count(`select count(*) from quarantine`)).toBe(0)
    const due = await count(
      `select count(*) from orders o join vehicle_track_days k on k.vehicle = o.vehicle and k.day = to_char(to_timestamp(o.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') where o.status = 'returned'`,
    )
    const verdicts = await judged()
    expect(new Set(verdicts.map(({ day }) => day))).toEqual(new Set(DAYS))
    expect(verdicts).toHaveLength(due)
    expect(due).toBeGreaterThan(60)
  })

  it('what drivers did wrong is found, and few that did nothing wrong are accused', async () => {
    const known = (await judged())
      .filter(({ verdict }) => verdict !== 'unknown')
      .map((row) => ({
        ...row,
        fault: faultOf({ id: row.id, start: Number(row.start), end: Number(row.end) }),
        codes: row.reasons.map(({ code }) => code as string),
      }))
    const faulty = known.filter(({ fault }) => fault !== null)
    const found = faulty.filter(({ fault, codes }) =>
      codes.some((code) => TOLD[fault as OrderFault].includes(code)),
    )
    const honest = known.filter(({ fault }) => fault === null)
    const accused = honest.filter(({ codes }) =>
      codes.some((code) => code !== 'no-report' && !code.startsWith('cost')),
    )
    expect(faulty.length).toBeGreaterThan(2)
    expect(found.length / faulty.length).toBeGreaterThanOrEqual(0.7)
    expect(accused.length / honest.length).toBeLessThanOrEqual(0.05)
  })
})

/** A3.3 in its own words, every pair against every other. */
const overlappingByHand = (trips: readonly Judged[]): Set<string> => {
  const counted = new Set<string>()
  const cosine = Math.cos((trips[0]!.path![1]! / 1e6 / 180) * Math.PI)
  const metres = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): number =>
    Math.hypot((a.lon - b.lon) * cosine, a.lat - b.lat) * ((6_371_008.8 * Math.PI) / 180)
  const pointsOf = ({ path }: Judged) =>
    Array.from({ length: (path?.length ?? 0) / 3 }, (_, i) => ({
      lon: path![3 * i]! / 1e6,
      lat: path![3 * i + 1]! / 1e6,
      heading: path![3 * i + 2]!,
    }))
  const near = (a: { lon: number; lat: number; heading: number }, b: typeof a): boolean => {
    const turn = Math.abs(a.heading - b.heading) % 360
    return Math.min(turn, 360 - turn) <= 45 && metres(a, b) <= 200
  }
  for (const a of trips) {
    for (const b of trips) {
      if (a.vehicle === b.vehicle || Math.abs(Number(a.first) - Number(b.first)) > 15 * 60_000) continue
      expect([a.to_lon, b.to_lon]).not.toContain(null)
      if (metres({ lon: a.to_lon!, lat: a.to_lat! }, { lon: b.to_lon!, lat: b.to_lat! }) > 500) continue
      const [one, other] = [pointsOf(a), pointsOf(b)]
      const share = (of: typeof one, by: typeof one): number =>
        of.filter((point) => by.some((beside) => near(point, beside))).length / of.length
      if (Math.min(share(one, other), share(other, one)) >= 0.6) counted.add(a.id).add(b.id)
    }
  }
  return counted
}

/** The trips that are judged, and those of them that overlap, counted by hand. */
const counted = async () => {
  const trips = (await judged()).filter(({ path }) => (path?.length ?? 0) >= 6)
  const byHand = DAYS.flatMap((day) => [
    ...Map.groupBy(
      trips.filter((trip) => trip.day === day),
      ({ region }) => region,
    ).values(),
  ]).flatMap((mine) => [...overlappingByHand(mine)])
  return { trips, byHand }
}

describe('双费双率', () => {
  it('four figures with their months and their parts: 重叠率 by month, as A3.3 says', async () => {
    const figures = await ask<VehicleFigures>('/api/vehicles/figures', { region: '450000' })
    for (const id of ['runningCost', 'rentalCost', 'useDays', 'overlap'] as const) {
      expect(figures.values[id], id).not.toBeNull()
      expect(
        figures.trend.filter(({ values }) => values[id] !== null),
        id,
      ).toHaveLength(13)
      expect(
        figures.rows.some(({ values }) => values[id] !== null),
        id,
      ).toBe(true)
    }
    const { trips, byHand } = await counted()
    expect(figures.overlapTrend).toHaveLength(14)
    expect(figures.overlapTrend.at(-1)).toMatchObject({
      month: '2026-11',
      by: 'tracks',
      trips: trips.length,
      overlapping: byHand.length,
    })
    expect(
      figures.overlapTrend.slice(0, 13).every(({ by, value }) => by === 'platform' && value !== null),
    ).toBe(true)
    expect(figures.period).toBe('2026-10')
    const named = await count(`select sum(trips) from vehicle_months where month = '2026-10'`)
    const sampled = await count(`select sum(trips) from vehicle_overlap_months where month = '2026-10'`)
    expect(figures.overlap).toMatchObject({
      from: '2026-10-01',
      to: '2026-10-31',
      by: 'platform',
      days: 1,
      trips: sampled,
      of: named,
    })
    expect(figures.overlapTrend.find(({ month }) => month === '2026-10')).toMatchObject({
      value: figures.values.overlap,
      trips: sampled,
      of: named,
    })
    expect(figures.rows.reduce((sum, { overlap }) => sum + overlap.trips, 0)).toBe(sampled)
    expect(
      await count(
        `select count(*) from vehicle_overlap_months where to_char(to_timestamp(updated_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') <= month`,
      ),
    ).toBe(0)
  })
})

describe('双费双率', () => {
  it('重叠率 goes from county to unit to the pairs of trips', async () => {
    const { trips, byHand } = await counted()
    const where = trips.find(({ id }) => byHand.includes(id))!.region
    const county = await ask<VehicleFigures>('/api/vehicles/figures', { region: where, period: '2026-11' })
    const here = trips.filter(({ region }) => region === where)
    expect(county.overlapTrend.at(-1)?.value).toBeCloseTo(
      (here.filter(({ id }) => byHand.includes(id)).length / here.length) * 100,
      8,
    )
    const unit = here.find(({ id }) => byHand.includes(id))!.unit
    const own = await ask<VehicleFigures>('/api/vehicles/figures', { unit, period: '2026-11' })
    const mine = here.filter((trip) => trip.unit === unit)
    expect(own.overlapTrend.at(-1)).toMatchObject({
      by: 'tracks',
      trips: mine.length,
      overlapping: mine.filter(({ id }) => byHand.includes(id)).length,
    })
    expect(own.values.overlap).toBe(own.overlapTrend.at(-1)?.value)
    const pairs = await ask<OverlapList>('/api/vehicles/overlaps', {
      unit,
      day: mine.find(({ id }) => byHand.includes(id))!.day,
    })
    expect(pairs.pairs.length).toBeGreaterThan(0)
    expect(
      pairs.pairs.every(
        ({ orders }) =>
          orders.length === 2 &&
          orders.some((order) => order.unit === unit) &&
          orders.every(({ plate }) => plate.includes('*')),
      ),
    ).toBe(true)
    expect(pairs.days.map(({ day }) => day)).toEqual(DAYS)
    await expect(
      ask(
        '/api/vehicles/overlaps',
        { unit },
        viewerOf('supervisor', where.startsWith('4502') ? '450100' : '450200'),
      ),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('有轨迹无单', () => {
  it('finished days are looked at once; a drive whose order is taken back is found, one whose order comes is not', async () => {
    const list = await ask<UncoveredList>('/api/vehicles/uncovered', { region: '450000' })
    expect(list.days.map(({ day }) => day)).toEqual(DAYS)
    expect(list.days.every(({ regions, drives }) => regions === 3 && drives > 5)).toBe(true)
    const before = await rows('select * from vehicle_uncovered_days order by 1, 2')
    await house.live.vehicleLedger.all()
    expect(await rows('select * from vehicle_uncovered_days order by 1, 2')).toEqual(before)
    const [one] = await rows<{
      id: string
      vehicle: string
      start: string
      region: string
    }>(`select o.id, o.vehicle, o.start_at as start, v.region from orders o join vehicles v on v.id = o.vehicle join order_verdicts t on t.order_id = o.id
      where v.category not in ('law', 'emergency') and t.verdict = 'green' and t.day = '${DAYS[0]}' and (select count(*) from orders p where p.vehicle = o.vehicle and p.start_at between o.start_at - 43200000 and o.end_at + 43200000) = 1 limit 1`)
    await house.database.pool.query(`update orders set status = 'cancelled' where id = '${one!.id}'`)
    await house.database.pool.query(
      `delete from vehicle_uncovered_days where region = '${one!.region}' and day = '${DAYS[0]}'`,
    )
    await house.live.vehicleLedger.all()
    const found = (
      await ask<UncoveredList>('/api/vehicles/uncovered', { region: one!.region, day: DAYS[0] })
    ).rows.find(({ vehicle }) => vehicle === one!.vehicle)
    expect(found).toMatchObject({ day: DAYS[0], region: one!.region })
    expect(found!.km).toBeGreaterThan(1)
    expect(Math.abs(found!.from - Number(one!.start))).toBeLessThan(10 * 60_000)
  })
})
