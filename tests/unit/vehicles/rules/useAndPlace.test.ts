import { describe, expect, it } from 'vitest'
import { outsideHours } from '../../../../src/shared/vehicles/rules/vehicles.ts'
import { POINT_MARK } from '../../../../src/shared/vehicles/track/points.ts'
import { isHoliday, isWorkday } from '../../../../server/common/clock/calendar.ts'
import {
  LAT,
  LON,
  METRE,
  MINUTE,
  ORDER,
  TUESDAY,
  at,
  drive,
  stand,
  watch,
  type Fix,
} from '../../../builders/records/ruleWatch.ts'
import { streamOf } from '../../../../data/province/made/rng.ts'

describe('the working calendar', () => {
  it('makes 2026-02-14, 2026-02-28, 2026-05-09 and 2026-10-10 workdays, all Saturdays', () => {
    for (const day of ['2026-02-14', '2026-02-28', '2026-05-09', '2026-10-10']) {
      expect(new Date(`${day}T12:00:00Z`).getUTCDay()).toBe(6)
      expect([
        outsideHours(at(`${day}T10:00`), isWorkday),
        outsideHours(at(`${day}T21:00`), isWorkday),
      ]).toEqual([false, true])
    }
    expect([
      outsideHours(at('2026-11-21T10:00'), isWorkday),
      isHoliday('2026-11-21'),
      isHoliday('2026-10-01'),
      isHoliday('2026-10-10'),
    ]).toEqual([true, false, true, false])
  })
})

describe('use without an order', () => {
  it('[VH-05] [VH-06] VH-06 by day, VH-05 at night and on an ordinary Saturday, VH-06 on a Saturday that is a workday', () => {
    for (const [start, rule] of [
      [TUESDAY, 'VH-06'],
      [at('2026-11-24T21:00'), 'VH-05'],
      [at('2026-11-21T10:00'), 'VH-05'],
      [at('2026-10-10T10:00'), 'VH-06'],
    ] as const) {
      const one = watch({ start })
      one.see(drive(6))
      expect(one.rules()).toEqual([rule])
    }
  })

  it('not with an order, half an hour around it, nor for law enforcement', () => {
    for (const given of [
      { orders: [ORDER] },
      { orders: [{ ...ORDER, start: TUESDAY + 20 * MINUTE }] },
      { subject: { category: 'law' } },
    ]) {
      const one = watch(given)
      one.see(drive(6))
      expect(one.rules()).toEqual([])
    }
  })

  it('VH-06 late on the way home of an ordered trip, once; without an order again once it was home, or much later', () => {
    const orders = [{ ...ORDER, end: TUESDAY + 5 * MINUTE }]
    const late = watch({ orders })
    late.see([
      ...drive(6),
      ...Array.from({ length: 60 }, (_, i): Fix => ({ t: 6 + i, north: 900 + i * 150, kmh: 40 })),
    ])
    expect(late.breaches).toMatchObject([
      { rule: 'VH-06', at: TUESDAY + 36 * MINUTE, detail: { cause: 'late' } },
    ])
    late.see(stand(10, 0, 70))
    late.see(Array.from({ length: 5 }, (_, i): Fix => ({ t: 82 + i, north: i * 150, kmh: 40 })))
    expect(late.breaches.at(-1)).toMatchObject({ rule: 'VH-06', detail: { cause: 'no-order' } })
    const gone = watch({ orders })
    gone.see([
      ...drive(6),
      ...Array.from({ length: 120 }, (_, i): Fix => ({ t: 6 + i, north: 900 + i * 100, kmh: 40 })),
    ])
    expect(gone.breaches.slice(0, 2)).toMatchObject([
      { rule: 'VH-06', detail: { cause: 'late' } },
      { rule: 'VH-06', at: TUESDAY + 96 * MINUTE, detail: { cause: 'no-order' } },
    ])
  })
})

describe('use without an order', () => {
  it('not for a parked receiver that drifts 30 m, one stray position, late or repeated reports', () => {
    const rng = streamOf(3, 'drift')
    for (let vehicle = 0; vehicle < 200; vehicle++) {
      const one = watch({ start: at('2026-11-24T21:00') })
      one.see(
        Array.from({ length: 300 }, (_, t): Fix => {
          const [r, angle] = [30 * Math.sqrt(rng.next()), rng.between(0, 6.283)]
          return {
            t: t / 2,
            north: r * Math.cos(angle),
            east: r * Math.sin(angle),
            kmh: rng.pick([0, 0, 1, 2]),
            acc: rng.chance(0.5),
          }
        }),
      )
      expect(one.breaches).toEqual([])
    }
    const stray = watch()
    stray.see([{ t: 0 }, { t: 1, north: 4000, kmh: 30 }, { t: 2 }, { t: 3 }])
    stray.see(drive(8).map((fix) => ({ ...fix, mark: POINT_MARK.late })))
    stray.see(drive(8).map((fix) => ({ ...fix, mark: POINT_MARK.repeated })))
    expect(stray.breaches).toEqual([])
  })

  it('not for a vehicle that turns up elsewhere after a silence: the reports between may still come', () => {
    const one = watch()
    one.see([{ t: 0 }, { t: 90, north: 9000 }, { t: 91, north: 9000 }, { t: 92, north: 9000 }])
    expect(one.breaches).toEqual([])
  })

  it('[VH-02] on a public holiday ignition is enough, movement too; not with a duty order, not on an ordinary Sunday', () => {
    const start = at('2026-10-01T10:00')
    const lit = watch({ start })
    lit.see([{ t: 0 }, { t: 1, acc: true }, { t: 2, acc: true }])
    expect(lit.breaches.map(({ rule }) => rule)).toEqual(['VH-02'])
    const moved = watch({ start })
    moved.see([{ t: 0 }, { t: 1, north: 200 }, { t: 2, north: 210 }])
    expect(moved.rules()).toEqual(['VH-02'])
    const duty = watch({ start, orders: [{ ...ORDER, start, end: start + 90 * MINUTE }] })
    duty.see(drive(8))
    expect(duty.rules()).toEqual([])
    const sunday = watch({ start: at('2026-11-22T10:00') })
    sunday.see([{ t: 0 }, { t: 1, acc: true }, { t: 2, acc: true }, { t: 3, acc: true }])
    expect(sunday.rules()).toEqual([])
  })
})

describe('where a vehicle stands', () => {
  it('[VH-02] overnight outside the parking fence, and not inside it or 45 m beside it', () => {
    const start = at('2026-11-24T22:30')
    const out = watch({ start, orders: [] })
    out.see(stand(120, 250))
    expect(out.rules()).toEqual(['VH-02'])
    expect(out.breaches).toHaveLength(1)
    expect(out.breaches[0]).toMatchObject({ fence: { id: 'depot' }, heldMs: 60 * MINUTE })
    for (const north of [10, 85]) {
      const home = watch({ start })
      home.see(stand(120, north))
      expect(home.breaches).toEqual([])
    }
  })

  it('[VH-08] 15 minutes in a sensitive fence that binds it and is in force, once a stop', () => {
    const one = watch({ orders: [ORDER] })
    one.see(stand(14, 5030))
    expect(one.breaches).toEqual([])
    one.see(stand(30, 5030, 15))
    expect(one.breaches).toMatchObject([
      { rule: 'VH-08', fence: { id: 'hotel' }, heldMs: 15 * MINUTE, at: TUESDAY + 15 * MINUTE },
    ])
    const law = watch({ subject: { category: 'law' } })
    law.see(stand(40, 5030))
    expect(law.breaches).toEqual([])
    const scenic = (start: number): string[] => {
      const visit = watch({ start, subject: { category: 'law' } })
      visit.see(stand(20, 8000))
      return visit.rules()
    }
    expect([scenic(TUESDAY), scenic(at('2026-11-22T10:00')), scenic(at('2026-10-10T10:00'))]).toEqual([
      [],
      ['VH-08'],
      [],
    ])
  })

  it('VH-08 is not raised by driving through, nor by a stop at the edge that drifts in and out', () => {
    const through = watch({ orders: [ORDER] })
    through.see(Array.from({ length: 30 }, (_, i) => ({ t: i / 6, north: 4700 + i * 20, kmh: 20 })))
    expect(through.rules()).toEqual([])
    const edge = watch({ orders: [ORDER] })
    edge.see(Array.from({ length: 60 }, (_, i) => ({ t: i, north: 5125 + (i % 2 ? -30 : 30) })))
    expect(edge.rules()).toEqual([])
  })
})

describe('where a vehicle stands', () => {
  it('VH-11 an hour away from base and without business, or by the terminal’s bit 19', () => {
    const long = watch()
    long.see(stand(90, 3000))
    expect(long.breaches).toMatchObject([{ rule: 'VH-11', heldMs: 60 * MINUTE }])
    const asked = watch({ orders: [ORDER] })
    asked.see(stand(90, 3000))
    expect(asked.rules()).toEqual([])
    const route = (north: number): string[] => {
      const one = watch({ orders: [{ ...ORDER, route: 5 }] })
      one.see(stand(90, north))
      return one.rules()
    }
    expect([route(3000), route(5900)]).toEqual([['VH-11'], []])
    const sent = (north: number): string[] => {
      const one = watch({
        orders: [{ ...ORDER, to: { lonE7: LON * 1e7, latE7: (LAT + 5900 * METRE) * 1e7 } }],
      })
      one.see(stand(90, north))
      return one.rules()
    }
    expect([sent(3000), sent(5900)]).toEqual([['VH-11'], []])
    const home = watch()
    home.see(stand(200, 20))
    expect(home.rules()).toEqual([])
    const bit = watch()
    bit.see([{ t: 0, alarm: 2 ** 19 }])
    expect(bit.rules()).toEqual(['VH-11'])
  })
})

describe('where a vehicle drives', () => {
  const far = (north: number, east = 0): Fix[] =>
    Array.from({ length: 4 }, (_, i) => ({ t: i, north: north + i * 100, east, kmh: 40 }))
  it('VH-09 outside its allowed area after three reports, unless an order lets it drive to another region or the fence does not bind it', () => {
    const one = watch({ orders: [ORDER] })
    one.see(far(25_000).slice(0, 2))
    expect(one.breaches).toEqual([])
    one.see(far(25_000).slice(2))
    expect(one.breaches[0]).toMatchObject({ rule: 'VH-09', fence: { id: 'area' } })
    for (const given of [
      { orders: [{ ...ORDER, toRegion: '450200' }] },
      { orders: [ORDER], subject: { keepIn: [] } },
    ]) {
      const free = watch(given)
      free.see(far(25_000))
      expect(free.breaches).toEqual([])
    }
  })
  it('VH-09 in a forbidden area, and off the route of its order while that runs', () => {
    const water = watch({ orders: [ORDER] })
    water.see(far(11_900))
    expect(water.breaches[0]).toMatchObject({ rule: 'VH-09', fence: { id: 'water' } })
    const order = { ...ORDER, route: 5 }
    const off = watch({ orders: [order] })
    off.see(far(2000, 260))
    expect(off.breaches[0]).toMatchObject({ rule: 'VH-09', fence: { id: 'route' } })
    const on = watch({ orders: [order] })
    on.see(far(2000, 150))
    const later = watch({ orders: [{ ...order, end: TUESDAY - MINUTE }] })
    later.see(far(2000, 260))
    expect([...on.breaches, ...later.breaches]).toEqual([])
  })
})
