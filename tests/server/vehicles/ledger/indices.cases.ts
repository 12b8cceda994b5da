import { describe, expect, it } from 'vitest'
import type { VehicleFigures, VehicleIndices } from '../../../../src/shared/protocol/http.ts'
import { foundOf } from '../../../../data/province/vehicles/findings/found.ts'
import { bundles, house, leader, ask, NOW, rows, one } from './house.ts'

describe('vehicles with an open finding', () => {
  it('are those that the demonstration finds itself in its records, from which it tells the months before', async () => {
    const found = await rows(
      'select distinct vehicle from vehicle_findings where vehicle is not null order by 1',
    )
    expect(found.length).toBeGreaterThan(0)
    expect(bundles.flatMap((bundle) => [...foundOf(bundle, NOW)]).toSorted()).toEqual(
      found.map(({ vehicle }) => vehicle),
    )
  })
})

describe('双费双率', () => {
  it('公车运维费用, 单车运维费较车改前, 租赁车辆费用, 车辆使用率 equal a hand computation over the records, and the parts make the whole', async () => {
    const figures = await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { region: '450000' })
    expect(figures.period).toBe('2026-09')
    const cost = await one(`select sum(cost) from vehicle_months where month = '2026-09'`)
    const km = await one(`select sum(kilometres) from vehicle_months where month = '2026-09'`)
    const before = await one(`select sum(cost) from vehicle_months where month = '2025-09'`)
    const rental = await one(
      `select sum(amount) from vehicle_rentals where start_at >= extract(epoch from timestamptz '2026-09-01 00:00+08') * 1000 and start_at < extract(epoch from timestamptz '2026-10-01 00:00+08') * 1000`,
    )
    const { values } = figures
    expect(values.runningCost).toBeCloseTo(cost, 4)
    expect(values.costPerVehicle).toBeCloseTo(cost / 60, 4)
    expect(values.costPer100Km).toBeCloseTo((cost / km) * 100, 6)
    expect(values.costYoY).toBeCloseTo((cost / before - 1) * 100, 6)
    expect(values.rentalCost).toBeCloseTo(rental, 4)
    expect(values.rentalShare).toBeCloseTo((rental / (rental + cost)) * 100, 6)
    expect(values.useDays).toBeCloseTo(
      await one(
        `select sum(days_used)::float8 / sum(days_due) * 100 from vehicle_months where month = '2026-09'`,
      ),
      8,
    )
    expect(values.useHours).toBeCloseTo(
      await one(`select sum(hours_used) / sum(hours_due) * 100 from vehicle_months where month = '2026-09'`),
      8,
    )
    const base =
      await one(`select sum(q.base_per_vehicle / 12 * v.n) / sum(v.n) from (select unit, count(*)::int as n from vehicles group by unit) v
      join lateral (select base_per_vehicle from vehicle_quotas where unit = v.unit order by year desc limit 1) q on q.base_per_vehicle is not null`)
    expect(values.costOverBase).toBeCloseTo((cost / 60 / base - 1) * 100, 6)
    expect(figures.rows.reduce((sum, row) => sum + (row.values.runningCost ?? 0), 0)).toBeCloseTo(cost, 4)
    expect(figures.trend).toHaveLength(13)
    const county = await ask<VehicleFigures>(
      '/api/vehicles/figures',
      leader,
      {},
      { region: '450202', period: '2026' },
    )
    expect(county.months).toHaveLength(9)
    expect(county.rows.every((row) => row.kind === 'unit')).toBe(true)
    expect([county.before, county.values.costYoY]).toEqual([null, null])
    expect(county.values.runningCost).toBeCloseTo(
      await one(
        `select sum(cost) from vehicle_months m join vehicles v on v.id = m.vehicle where region = '450202' and month like '2026-%'`,
      ),
      4,
    )
  })

  it('records of the newest whole month add up to what the months say', async () => {
    expect(
      await one(
        `select sum(amount) from vehicle_costs where to_char(to_timestamp(at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') = '2026-09'`,
      ),
    ).toBeCloseTo(await one(`select sum(cost) from vehicle_months where month = '2026-09'`), 0)
  })
})

describe('the five indices', () => {
  it('使用活跃度, 服务保障, 人员服务, 车辆服务, 运营支出 are computed, ranked among all counties and set beside the month before', async () => {
    const {
      rows: counties,
      month,
      total,
    } = await ask<VehicleIndices>('/api/vehicles/indices', leader, {}, { region: '450000', of: 'counties' })
    expect([month, total]).toEqual(['2026-09', 3])
    for (const index of ['activity', 'people', 'vehicle', 'spending'] as const) {
      const scores = counties.map((row) => row.indices[index])
      expect(scores.every(({ score }) => score !== null && score >= 0 && score <= 100)).toBe(true)
      expect(Math.min(...scores.map(({ rank }) => rank ?? 9))).toBe(1)
      expect(scores.some(({ before }) => before !== null)).toBe(true)
    }
    const use = await rows(
      `select v.region, sum(days_used)::float8 / sum(days_due) as use, sum(days_due)::int as due from vehicle_months m join vehicles v on v.id = m.vehicle where month = '2026-09' group by 1`,
    )
    for (const row of use) {
      const own = counties
        .find(({ id }) => id === row['region'])
        ?.indices.activity.parts.find(({ id }) => id === 'use')
      expect(own?.n).toBe(row['due'])
      expect(own?.value).toBeCloseTo(Number(row['use']), 9)
      expect(own?.score).toBeCloseTo(Math.min(100, Math.max(0, ((Number(row['use']) - 0.3) / 0.6) * 100)), 6)
    }
  })
})

describe('服务保障 and 人员服务', () => {
  const SEPTEMBER = [
    Date.parse('2026-09-01T00:00:00+08:00'),
    Date.parse('2026-10-01T00:00:00+08:00'),
  ] as const
  const parts = async () => {
    const { rows: counties } = await ask<VehicleIndices>(
      '/api/vehicles/indices',
      leader,
      {},
      { region: '450000', of: 'counties' },
    )
    return new Map(
      counties.map(({ id, indices }) => [
        id,
        (index: 'service' | 'people', part: string) => indices[index].parts.find((one) => one.id === part),
      ]),
    )
  }

  it('are what the platform counted over the month; findings are of the orders that were judged', async () => {
    const counted =
      await rows(`select v.region, sum((m.service ->> 'orders')::float8) as orders, sum((m.service ->> 'dispatched')::float8) as dispatched, sum((m.service ->> 'onTime')::float8) as "onTime", sum((m.service ->> 'ratings')::float8) as ratings, sum((m.service ->> 'ratingSum')::float8) as rated
      from vehicle_months m join vehicles v on v.id = m.vehicle where m.month = '2026-09' group by 1`)
    expect(counted).toHaveLength(3)
    for (const own of counted as Record<string, number>[]) {
      const part = (await parts()).get(String(own['region']))!
      expect(part('service', 'met')).toMatchObject({
        value: own['dispatched']! / own['orders']!,
        n: own['orders'],
      })
      expect(part('service', 'onTime')?.value).toBeCloseTo(own['onTime']! / own['dispatched']!, 12)
      expect(part('people', 'rating')?.value).toBeCloseTo(own['rated']! / own['ratings']!, 12)
      const [judged] = await rows(
        `select count(*) filter (where t.verdict <> 'unknown')::int as n from orders o join vehicles v on v.id = o.vehicle join order_verdicts t on t.order_id = o.id where v.region = '${own['region']}' and o.start_at >= ${SEPTEMBER[0]} and o.start_at < ${SEPTEMBER[1]}`,
      )
      expect(part('people', 'faults')?.n).toBe(judged!['n'])
    }
  })

  it('are of the orders that began within the month where the platform counts nothing: none of the running month, and unknown where it has none', async () => {
    await house.database.pool.query(`update vehicle_months set service = null`)
    await house.live.vehicleLedger.all()
    const counted =
      await rows(`select v.region, count(*)::float8 as orders, count(*) filter (where o.steps @> '[{"step": "assign"}]')::float8 as dispatched, count(o.rating)::float8 as ratings, sum(o.rating)::float8 as rated
      from orders o join vehicles v on v.id = o.vehicle where o.steps is not null and o.start_at >= ${SEPTEMBER[0]} and o.start_at < ${SEPTEMBER[1]} group by 1`)
    expect(await one(`select count(*) from orders where start_at >= ${SEPTEMBER[1]}`)).toBeGreaterThan(20)
    for (const [county, part] of await parts()) {
      const own = counted.find(({ region }) => region === county) as Record<string, number> | undefined
      expect(part('service', 'met')?.value ?? null, county).toBe(
        own ? own['dispatched']! / own['orders']! : null,
      )
      expect(part('people', 'rating')?.value ?? null, county).toBe(
        own?.['ratings'] ? own['rated']! / own['ratings'] : null,
      )
    }
  })
})
