import { beforeAll, describe, expect, it } from 'vitest'
import { QUOTA_WORDS, quotaCase } from '#shared/supervision/energy/energy.ts'
import { countByCounty, ENERGY_CALLS, energyAlerts } from '#shared/supervision/energy/county.ts'
import { HOUSING_ALERTS } from '#shared/supervision/housing.ts'
import type { UnitRecord } from '#shared/protocol/platform.ts'
import * as CALIBRATION from '../../../data/province/calibration.ts'
import { NOW, sum, officeM2, type Facts, counties, readCounties } from './calibrationFacts.ts'

beforeAll(readCounties, 600_000)

const DAY_MS = 86_400_000

const YEAR = '2026'

const SEAT = '450103'

const within = (
  what: string,
  { low, high }: { readonly low: number; readonly high: number },
  value: number,
): void => {
  expect(value, `${what}: ${value}, expected ${low} to ${high}`).toBeGreaterThanOrEqual(low)
  expect(value, `${what}: ${value}, expected ${low} to ${high}`).toBeLessThanOrEqual(high)
}

const mean = (values: readonly number[]): number => sum(values) / values.length

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

const daysSince = (day: string): number => (NOW - Date.parse(`${day}T00:00:00+08:00`)) / DAY_MS

/** 表4: m² a head of service rooms by 编制, straight between both ends. */
const SERVICE: Readonly<Record<string, readonly [number, number, number, number]>> = {
  province: [200, 9, 400, 7],
  city: [200, 8, 400, 6],
  county: [100, 8, 200, 6],
  township: [100, 8, 200, 6],
}

const postsOf = (unit: UnitRecord): number => sum(Object.values(unit.establishment))

const approvedM2 = (unit: UnitRecord): number => {
  const posts = postsOf(unit)
  const [few, most, many, least] = SERVICE[unit.level]!
  const perHead = most - (most - least) * Math.min(1, Math.max(0, (posts - few) / (many - few)))
  const offices = sum(
    Object.entries(unit.establishment).map(([grade, count]) => officeM2(unit, grade) * count),
  )
  return (offices + posts * perHead) * 1.09
}

const all = <T>(of: (facts: Facts) => readonly T[]): T[] => counties.flatMap(of)

const total = (of: (facts: Facts) => number): number => sum(counties.map(of))

it('the whole province holds 119 managing departments, 6,366 using units, 2,616 office properties and 13,395 drawings', () => {
  const roles = all((facts) => facts.units).map(({ unit }) => unit.role)
  const departments = roles.filter((role) => role === 'department').length
  expect([
    departments,
    roles.length - departments,
    total(({ bundle }) => bundle.buildings.length),
    total(({ plans }) => plans),
  ]).toEqual([119, 6366, 2616, 13_395])
})

describe('offices of the demonstration', () => {
  it('lie over their limit in few rooms and by little; in several counties none, in a few many', () => {
    const over = all((facts) => facts.over)
    within(
      'over-standard rooms, %',
      CALIBRATION.OVER_ROOMS,
      (over.length / total(({ offices }) => offices)) * 100,
    )
    within('median excess, %', CALIBRATION.OVER_EXCESS, at(over, 0.5))
    const rates = counties.map(({ over: rooms, offices }) => (rooms.length / offices) * 100)
    within('counties without any', { low: 8, high: 40 }, rates.filter((rate) => rate === 0).length)
    within('counties above 2 %', { low: 3, high: 15 }, rates.filter((rate) => rate > 2).length)
  })

  it('are kept by few who left, some for years; in several counties by none', () => {
    within(
      'leavers, % of people',
      CALIBRATION.LEAVERS,
      (total(({ leavers }) => leavers.length) / total(({ people }) => people)) * 100,
    )
    const seat = counties.find(({ region }) => region === SEAT)!
    within('leavers of the seat', CALIBRATION.SEAT_LEAVERS, seat.leavers.length)
    within(
      'left years ago',
      { low: 1, high: 15 },
      seat.leavers.filter(({ statusSince }) => daysSince(statusSince) > 700).length,
    )
    within(
      'counties without any',
      { low: 8, high: 50 },
      counties.filter(({ leavers }) => leavers.length === 0).length,
    )
    const late = counties.filter(({ leavers }) =>
      leavers.some(({ statusSince }) => daysSince(statusSince) > 61),
    )
    within('counties where a room is long due', { low: 5, high: 14 }, late.length)
  })
})

describe('offices of the demonstration', () => {
  it('stand empty on little area, mostly for weeks', () => {
    const idle = all((facts) => facts.idle)
    within(
      'idle area, %',
      CALIBRATION.IDLE_AREA,
      (sum(idle.map(({ usableArea }) => usableArea)) / total(({ usableM2 }) => usableM2)) * 100,
    )
    const share = (test: (days: number) => boolean): number =>
      (idle.filter(({ stateSince }) => test(daysSince(stateSince))).length / idle.length) * 100
    within(
      'idle below 90 days, %',
      CALIBRATION.IDLE_SHORT,
      share((days) => days < 91),
    )
    within(
      'idle for over a year, %',
      CALIBRATION.IDLE_LONG,
      share((days) => days > 366),
    )
  })

  it('are shared out so that no unit is without people, posts or area that fit', () => {
    const units = all((facts) => facts.units)
    expect(units.filter(({ seated }) => seated === 0).map(({ unit }) => unit.name)).toEqual([])
    const outside = (
      level: string,
      nature: (one: string) => boolean,
      { low, high }: CALIBRATION.Range,
    ): string[] =>
      units
        .filter(
          ({ unit }) =>
            unit.level === level && nature(unit.nature) && (postsOf(unit) < low || postsOf(unit) > high),
        )
        .map(({ unit }) => `${unit.name} ${postsOf(unit)}`)
    expect(outside('county', () => true, CALIBRATION.BUREAU_POSTS)).toEqual([])
    expect(outside('township', (nature) => nature === 'organ', CALIBRATION.TOWNSHIP_POSTS)).toEqual([])
    const shares = units.map(({ unit, used }) => used / approvedM2(unit))
    within('used ÷ approved, 5 of 100 units', CALIBRATION.USED_SHARE, at(shares, 0.05))
    within('used ÷ approved, 95 of 100 units', CALIBRATION.USED_SHARE, at(shares, 0.95))
    expect(Math.max(...shares)).toBeLessThanOrEqual(CALIBRATION.USED_SHARE_MOST)
  })

  it('differ from county to county', () => {
    const indices = counties.map(({ perCapita }) => perCapita)
    within(
      '人均面积指数, spread of nine tenths of the counties',
      { low: 8, high: 30 },
      at(indices, 0.95) - at(indices, 0.05),
    )
  })
})

describe('vehicles of the demonstration', () => {
  it('cost what vehicles cost, now and before the reform', () => {
    const months = all(({ bundle }) => bundle.vehicleMonths)
    const newest = months.filter(({ month }) => month > '2025-10')
    within('a vehicle and year', CALIBRATION.VEHICLE_COST, mean(newest.map(({ cost }) => cost)) * 12)
    within(
      'before the reform',
      CALIBRATION.VEHICLE_COST_BEFORE,
      mean(all(({ bundle }) => bundle.vehicleQuotas).map((quota) => quota.basePerVehicle!)),
    )
    within(
      'hours out of 8 a working day, %',
      CALIBRATION.HOURS_RATE,
      (sum(newest.map(({ hoursUsed }) => hoursUsed!)) / sum(newest.map(({ hoursDue }) => hoursDue!))) * 100,
    )
  })

  it('keep to the usual price and displacement of their category', () => {
    const vehicles = all(({ bundle }) => bundle.vehicles)
    const isBeyond = ({
      category,
      model,
      energy,
      price,
      displacementL,
    }: (typeof vehicles)[number]): boolean => {
      if (category === 'special') return false
      if (energy === 'bev' || (energy === 'phev' && model.includes('轿车'))) return price! > 180_000
      const [most, litres] =
        category === 'law' || category === 'confidential' ? [120_000, 1.6] : [180_000, 1.8]
      return price! > most || displacementL! > litres
    }
    within(
      'vehicles beyond the usual tier, %',
      CALIBRATION.SPECIAL_TIER,
      (vehicles.filter(isBeyond).length / vehicles.length) * 100,
    )
    const pickups = vehicles.filter(({ model, price }) => model.startsWith('皮卡') && price! < 250_000)
    expect(pickups.length).toBeGreaterThan(50)
    for (const { price } of pickups) within('皮卡', CALIBRATION.PICKUP_PRICE, price!)
  })

  it('are ordered for what is driven: near places, some in other counties with approval', () => {
    const orders = all((facts) => facts.orders)
    const across = orders.filter(({ toRegion }) => toRegion)
    within('orders to another county, %', CALIBRATION.CROSS_ORDERS, (across.length / orders.length) * 100)
    expect(across.filter(({ crossRegionApproval }) => !crossRegionApproval)).toEqual([])
    const home = orders.filter(({ toRegion, report }) => !toRegion && report?.kilometres)
    within('registered, km', CALIBRATION.TRIP_KM, mean(home.map(({ report }) => report!.kilometres!)))
    const planned = home.map(({ plannedKm }) => plannedKm!)
    within('planned, km, 5 of 100', CALIBRATION.PLANNED_KM, at(planned, 0.05))
    within('planned, km, 95 of 100', CALIBRATION.PLANNED_KM, at(planned, 0.95))
    const shares = home.map(({ plannedKm, report }) => plannedKm! / report!.kilometres!)
    within('planned ÷ registered, 5 of 100', CALIBRATION.PLANNED_SHARE, at(shares, 0.05))
    within('planned ÷ registered, 95 of 100', CALIBRATION.PLANNED_SHARE, at(shares, 0.95))
  })
})

describe('energy of the demonstration', () => {
  it('is used by area and head as elsewhere', () => {
    const months = all(({ bundle }) => bundle.energyMonths).filter(({ month }) => month > '2025-10')
    const heads = sum(all((facts) => facts.units).map(({ unit }) => unit.energyUsers))
    const gross = sum(all(({ bundle }) => bundle.buildings).map(({ grossArea }) => grossArea))
    const kwh = sum(months.map(({ electricityKwh }) => electricityKwh))
    const gj = sum(months.map(({ heatGj = 0, coolGj = 0 }) => heatGj + coolGj))
    within('kWh/m²', CALIBRATION.KWH_PER_M2, kwh / gross)
    within(
      'kgce a head',
      CALIBRATION.KGCE_PER_HEAD,
      (kwh * 0.1229 + sum(months.map(({ gasM3 }) => gasM3)) * 1.2143 + gj * 34.12) / heads,
    )
    within(
      'm³ of water a head',
      CALIBRATION.WATER_PER_HEAD,
      sum(months.map(({ waterM3 }) => waterM3)) / heads,
    )
  })

  it('ends the year above the quota in few buildings', () => {
    const used = new Map<string, number>()
    for (const { building, month, electricityKwh } of all(({ bundle }) => bundle.energyMonths)) {
      const [year, number] = [month.slice(0, 4), month.slice(5)]
      /** November and December as the year before had them. */
      if (year === YEAR || (year === '2025' && number > '10'))
        used.set(building, (used.get(building) ?? 0) + electricityKwh)
    }
    const quotas = all(({ bundle }) => bundle.energyQuotas).filter(({ year }) => String(year) === YEAR)
    within(
      'buildings above their quota, %',
      CALIBRATION.OVER_QUOTA,
      (quotas.filter(({ building, electricityKwh }) => used.get(building)! > electricityKwh).length /
        quotas.length) *
        100,
    )
  })
})

describe('energy of the demonstration', () => {
  it('calls someone about quotas in a few counties, the worst of them red, and in many lists none', () => {
    const used = new Map<string, number>()
    for (const { building, month, electricityKwh } of all(({ bundle }) => bundle.energyMonths)) {
      /** November as far as it is gone, as the year before had it. */
      const part = month.startsWith(YEAR) ? 1 : month === '2025-11' ? 19.4 / 30 : 0
      used.set(building, (used.get(building) ?? 0) + electricityKwh * part)
    }
    const rows = counties.flatMap(({ region, bundle }) =>
      bundle.energyQuotas
        .filter(({ year }) => String(year) === YEAR)
        .map(({ building, electricityKwh }) => ({
          building,
          name: building,
          region,
          usedKwh: used.get(building) ?? 0,
          quotaKwh: electricityKwh,
        })),
    )
    const cases = rows.map((row) => quotaCase(row, row, NOW)).filter((one) => one !== null)
    const alerts = energyAlerts(cases, QUOTA_WORDS, {
      regionName: (code) => code,
      bases: countByCounty(rows),
      before: () => null,
      reference: ENERGY_CALLS.pace,
      limits: HOUSING_ALERTS,
    })
    const of = (...grades: string[]): number =>
      alerts.filter(({ severity }) => grades.includes(severity)).length
    within('counties called', CALIBRATION.QUOTA_ALERTS, of('red', 'yellow'))
    within('red ones', { low: 1, high: counties.length / 10 }, of('red'))
    within('counties without a case', { low: 20, high: 80 }, counties.length - alerts.length)
    expect(alerts.reduce((total, { count }) => total + count, 0)).toBe(cases.length)
  })
})
