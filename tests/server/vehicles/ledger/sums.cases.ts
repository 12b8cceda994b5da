import { describe, expect, it } from 'vitest'
import type { VehicleFigures, VehicleFindingList } from '../../../../src/shared/protocol/http.ts'
import type { OrderRecord } from '../../../../src/shared/protocol/platform.ts'
import { NOW, MINUTE, house, bundles, leader, give, ask, rows, one } from './house.ts'

const [here, there] = [bundles[0]!, bundles[1]!]

const unit = { ...here.units[0]!, id: 'U-two', name: '两地单位', region: '450103', updatedAt: NOW }

const vehicle = (id: string, at: typeof here, more: Record<string, unknown>) => ({
  ...at.vehicles[0]!,
  id,
  plate: `桂A9${id.slice(-4)}`,
  unit: unit.id,
  region: at.vehicles[0]!.region,
  updatedAt: NOW,
  ...more,
})

const month = (id: string, of: string) => ({
  ...here.vehicleMonths[0]!,
  vehicle: id,
  month: of,
  updatedAt: NOW,
})

const sums = (of: string) =>
  rows(
    `select region, vehicles, "dueKept", drivers, quota, orders from vehicle_sums where kind = 'unit' and id = 'U-two' and month = '${of}' order by region`,
  )

const served = {
  orders: 40,
  dispatched: 38,
  onTime: 30,
  approvalMinutes: 1200,
  approved: 40,
  ratings: 20,
  ratingSum: 90,
}

const quota = (year: number, vehicles: number, budget: number) => ({
  unit: unit.id,
  year,
  vehicles,
  budget,
  baseYear: null,
  basePerVehicle: null,
  updatedAt: NOW,
})

describe('sums of a unit', () => {
  it('stand in each region its vehicles are in, with its quota once, drivers by name and telephone, dates by this house’s clock and the month’s end', async () => {
    const driver = { name: '李师傅', phone: '13800000001' }
    await give('units', [unit])
    await give('vehicles', [
      vehicle('V-two-0001', here, { driver, inspectionDue: '2026-10-20', insuranceDue: '2027-01-01' }),
      vehicle('V-two-0002', here, {
        driver: { ...driver, phone: '13800000002' },
        inspectionDue: '2026-08-15',
        insuranceDue: '2027-01-01',
      }),
      vehicle('V-two-0003', there, { driver, inspectionDue: '2027-01-01', insuranceDue: '2027-01-01' }),
    ])
    await give(
      'vehicle-months',
      ['V-two-0001', 'V-two-0002', 'V-two-0003'].flatMap((id) =>
        ['2025-12', '2026-07', '2026-09'].map((of) => ({
          ...month(id, of),
          service: of === '2026-07' ? served : null,
        })),
      ),
    )
    await give('vehicle-quotas', [quota(2025, 5, 24_000), quota(2026, 2, 12_000), quota(2027, 9, 60_000)])
    await give('orders', [
      {
        ...(there.orders[0] as OrderRecord),
        id: 'O-two',
        vehicle: 'V-two-0003',
        unit: unit.id,
        start: NOW + MINUTE,
        end: NOW + 30 * MINUTE,
        status: 'approved',
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    expect(await sums('2026-09')).toEqual([
      { region: '450103', vehicles: 2, dueKept: 1, drivers: 2, quota: 2, orders: 0 },
      { region: '450202', vehicles: 1, dueKept: 1, drivers: 1, quota: 0, orders: 0 },
    ])
    expect((await sums('2026-07')).map((row) => row['dueKept'])).toEqual([2, 1])
    expect(
      await rows(
        `select sum(orders) as orders, sum(dispatched) as dispatched, sum("onTime") as on_time, sum("approvalMinutes") as minutes, sum("ratingSum") as rated from vehicle_sums where kind = 'unit' and id = 'U-two' and month = '2026-07'`,
      ),
    ).toEqual([{ orders: 120, dispatched: 114, on_time: 90, minutes: 3600, rated: 270 }])
    expect(
      await rows(
        `select month, sum(quota) as quota, sum(budget) as budget from vehicle_sums where kind = 'unit' and id = 'U-two' and month in ('2025-12', '2026-07') group by 1 order by 1`,
      ),
    ).toEqual([
      { month: '2025-12', quota: 5, budget: 2000 },
      { month: '2026-07', quota: 2, budget: 1000 },
    ])
  })
})

describe('sums of a unit', () => {
  it('a rental is its unit’s own region’s, wherever the unit’s vehicles stand, and each region’s rentals are those of its units', async () => {
    await give('units', [{ ...unit, id: 'U-far', name: '车在外地的单位' }])
    await give('vehicles', [vehicle('V-far-0001', there, { unit: 'U-far', driver: null })])
    await give('vehicle-months', [month('V-far-0001', '2026-09')])
    await give('vehicle-rentals', [
      {
        ...here.vehicleRentals[0]!,
        id: 'R-far',
        unit: 'U-far',
        start: Date.parse('2026-09-08T09:00:00+08:00'),
        end: Date.parse('2026-09-08T12:00:00+08:00'),
        amount: 777,
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    expect(
      await rows(
        `select region, vehicles, rental, rentals from vehicle_sums where kind = 'unit' and id = 'U-far' and month = '2026-09' order by region`,
      ),
    ).toEqual([
      { region: '450103', vehicles: 0, rental: 777, rentals: 1 },
      { region: '450202', vehicles: 1, rental: 0, rentals: 0 },
    ])
    for (const region of ['450103', '450202', '450123']) {
      const raw = await one(
        `select coalesce(sum(r.amount), 0) from vehicle_rentals r join units u on u.id = r.unit where u.region = '${region}' and to_char(to_timestamp(r.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') = '2026-09'`,
      )
      expect(
        (await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { region })).values.rentalCost,
        region,
      ).toBeCloseTo(raw, 6)
    }
  })

  it('an order counts in the month in which it began, and the whole quota is held against all vehicles', async () => {
    expect(await sums('2026-10')).toMatchObject([{ region: '450202', orders: 1 }])
    expect(
      await one(`select sum(orders) from vehicle_sums where kind = 'region' and month = '2026-10'`),
    ).toBe(
      await one(
        `select count(*) from orders where steps is not null and start_at >= extract(epoch from timestamptz '2026-10-01 00:00+08') * 1000 and start_at < extract(epoch from timestamptz '2026-11-01 00:00+08') * 1000`,
      ),
    )
    const list = await ask<VehicleFindingList>(
      '/api/vehicles/findings',
      leader,
      {},
      { region: '450103', limit: 1000 },
    )
    expect(list.rows.filter(({ unit: of, rule }) => of === 'U-two' && rule === 'VH-15')).toHaveLength(1)
    expect(
      (await ask<VehicleFigures>('/api/vehicles/figures', leader, {}, { unit: 'U-two' })).sums.vehicles,
    ).toBe(3)
  })
})
