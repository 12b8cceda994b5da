import { describe, expect, it } from 'vitest'
import { areaLimitOf } from '#shared/standards/officeArea.ts'
import { ROOM_USES } from '#shared/housing/rooms.ts'
import { dayOf } from '#shared/kernel/units.ts'
import { plateOf, usccCheck } from '../../../data/province/ground/codes.ts'
import { makeProvince } from '../../../data/province/index.ts'
import { isWorkday, monthsBefore } from '../../../data/province/vehicles/orders.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')

const guangxi = makeProvince({ seed: 7, scale: 'guangxi', now: NOW })

const bundles = ['450103', '450202', '450303', '450502', '450821', '451031', '451229', '451481'].map((code) =>
  guangxi.county(code),
)

const all = <T>(of: (bundle: (typeof bundles)[number]) => readonly T[]): T[] =>
  bundles.flatMap((bundle) => of(bundle))

const share = <T>(items: readonly T[], test: (item: T) => boolean): number =>
  items.filter(test).length / items.length

describe('codes', () => {
  it('computes the check character of known codes', () => {
    expect(usccCheck('91110000600037341')).toBe('L')
    expect(usccCheck('11100000000019000')).toBe('B')
    expect(usccCheck('11100000MB0000001')).toBe('T')
  })

  it('gives every unit a valid code of its own or none', () => {
    const codes = all((bundle) => bundle.units).flatMap((unit) => unit.uscc ?? [])
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(usccCheck(code.slice(0, 17))).toBe(code[17])
  })

  it('gives every vehicle a plate of its own that fits its energy', () => {
    const vehicles = guangxi.countyCodes.flatMap((code) => guangxi.fleet(code).vehicles)
    expect(vehicles).toHaveLength(6800)
    expect(new Set(vehicles.map((vehicle) => vehicle.plate)).size).toBe(6800)
    for (const { plate, energy } of guangxi.fleet('450103').vehicles) {
      const pattern =
        energy === 'bev'
          ? /^桂[A-HJ-NP-Z][DABCE][A-HJ-NP-Z]\d{4}$/
          : energy === 'phev'
            ? /^桂[A-HJ-NP-Z][FGHJK][A-HJ-NP-Z]\d{4}$/
            : /^桂[A-HJ-NP-Z][A-HJ-NP-Z]\d{4}$/
      expect(plate).toMatch(pattern)
    }
  })

  it('never gives one plate twice among 20,000 of a city', () => {
    expect(new Set(Array.from({ length: 20_000 }, (_, i) => plateOf('A', i, 'fuel'))).size).toBe(20_000)
  })
})

const rooms = all((bundle) => bundle.rooms)

const occupied = rooms.filter((room) => room.occupants.length > 0)

describe('offices', () => {
  it('shares each occupied room out to 1 with a desk for everyone', () => {
    const seated = (room: (typeof rooms)[number]): string =>
      room.workstations.flatMap((desk) => desk.person ?? []).join()
    expect(
      occupied.filter(
        (room) => Math.abs(room.occupants.reduce((sum, occupant) => sum + occupant.share, 0) - 1) > 1e-9,
      ),
    ).toEqual([])
    expect(
      occupied.filter((room) => seated(room) !== room.occupants.map((occupant) => occupant.person).join()),
    ).toEqual([])
  })

  it('names uses of the standard only', () => {
    expect(
      rooms.filter((room) => !(ROOM_USES[room.category] as readonly string[]).includes(room.use)),
    ).toEqual([])
  })

  it('has few people over their limit, and by little', () => {
    let [over, people] = [0, 0]
    for (const bundle of bundles) {
      const units = new Map(bundle.units.map((unit) => [unit.id, unit]))
      const persons = new Map(bundle.people.map((person) => [person.id, person]))
      for (const room of bundle.rooms) {
        for (const occupant of room.occupants) {
          const person = persons.get(occupant.person)!
          people += 1
          if (
            occupant.share * room.usableArea >
            areaLimitOf(units.get(person.unit)!.level, person.grade).limit * 1.001
          )
            over += 1
        }
      }
    }
    expect(over / people).toBeGreaterThan(0.001)
    expect(over / people).toBeLessThan(0.02)
  })

  it('has idle offices of 2–12 %, half of them in a fifth of the buildings', () => {
    const offices = rooms.filter((room) => room.category === 'office')
    const idle = share(offices, (room) => room.state === 'idle')
    expect(idle).toBeGreaterThan(0.02)
    expect(idle).toBeLessThan(0.12)
    const building = (floor: string): string => floor.replace(/[FB]\d+$/, '')
    const counts = [...Map.groupBy(offices, (room) => building(room.floor)).values()]
      .map((mine) => mine.filter((room) => room.state === 'idle').length)
      .toSorted((a, b) => b - a)
    const sum = (part: readonly number[]): number => part.reduce((all, each) => all + each, 0)
    expect(sum(counts.slice(0, Math.ceil(counts.length / 5))) / sum(counts)).toBeGreaterThan(0.5)
  })
})

describe('offices', () => {
  it('leaves about an eighth of the buildings without a certificate, with the reason', () => {
    const buildings = all((bundle) => bundle.buildings)
    const none = buildings.filter((building) => building.certificate.kind === 'none')
    expect(none.length / buildings.length).toBeGreaterThan(0.06)
    expect(none.length / buildings.length).toBeLessThan(0.18)
    for (const { certificate } of none) expect(certificate.reason).not.toBeNull()
  })

  it('has establishments by grade that fit who is there', () => {
    const byUnit = Map.groupBy(
      all((bundle) => bundle.people),
      (person) => person.unit,
    )
    for (const unit of all((bundle) => bundle.units)) {
      const outside = (byUnit.get(unit.id) ?? []).filter((person) => !unit.establishment[person.grade])
      if (outside.length > 0) expect(outside, unit.name).toEqual([])
    }
  })

  it('dates nothing in the future but plans', () => {
    const today = dayOf(NOW)
    expect(rooms.filter((room) => room.stateSince > today)).toEqual([])
    expect(
      occupied.filter((room) =>
        room.occupants.some((occupant) => occupant.since < room.stateSince || occupant.since > today),
      ),
    ).toEqual([])
    for (const building of all((bundle) => bundle.buildings))
      expect((building.certificate.issued ?? today) <= today).toBe(true)
  })
})

describe('vehicles and energy', () => {
  it('keeps working days: few orders start on another day', () => {
    const orders = all((bundle) => bundle.orders)
    expect(orders.length).toBeGreaterThan(100)
    expect(share(orders, (order) => isWorkday(dayOf(order.start)))).toBeGreaterThan(0.93)
    const hour = (at: number): number => new Date(at + 8 * 3600_000).getUTCHours()
    expect(share(orders, (order) => hour(order.start) >= 7 && hour(order.start) < 20)).toBeGreaterThan(0.95)
  })

  it('gives an order a status that its times allow', () => {
    for (const order of all((bundle) => bundle.orders)) {
      const did = new Set(order.steps?.map(({ step }) => step))
      expect(order.steps?.every(({ at }, k, steps) => at <= NOW && (k === 0 || at >= steps[k - 1]!.at))).toBe(
        true,
      )
      expect(did.has('return')).toBe(order.status === 'returned')
      expect(did.has('depart')).toBe(order.status === 'underway' || order.status === 'returned')
      if (order.status === 'approved') expect(order.start).toBeGreaterThan(NOW)
    }
  })

  it('has the last two whole months of use between 30 and 90 % by county', () => {
    expect(monthsBefore(NOW, 2)).toEqual(['2026-09', '2026-10'])
    for (const { vehicleMonths, region } of bundles) {
      const rate =
        vehicleMonths.reduce((sum, month) => sum + month.daysUsed, 0) /
        vehicleMonths.reduce((sum, month) => sum + month.daysDue, 0)
      expect(rate, region).toBeGreaterThan(0.3)
      expect(rate, region).toBeLessThan(0.9)
    }
  })

  it('uses more in August than in February and mostly 4–15 kgce per m² and year', () => {
    const months = all((bundle) => bundle.energyMonths)
    const sum = (month: string): number =>
      months.filter((each) => each.month === month).reduce((all, each) => all + each.electricityKwh, 0)
    expect(sum('2026-08') / sum('2026-02')).toBeGreaterThan(1.5)
    const areas = new Map(
      all((bundle) => bundle.buildings).map((building) => [building.id, building.grossArea]),
    )
    const kgce = new Map<string, number>()
    for (const each of months.filter((month) => month.month > '2025-10'))
      kgce.set(
        each.building,
        (kgce.get(each.building) ?? 0) + each.electricityKwh * 0.1229 + each.gasM3 * 1.2143,
      )
    const intensity = [...kgce].map(([id, sum]) => sum / areas.get(id)!)
    expect(share(intensity, (value) => value > 4 && value < 15)).toBeGreaterThan(0.85)
    expect(Math.max(...intensity)).toBeGreaterThan(11)
  })
})
