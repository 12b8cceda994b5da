import { describe, expect, it } from 'vitest'
import { ROAD_CLASS_LIMITS, type Road } from '../../../../src/shared/vehicles/roads/limits.ts'
import { makeRoadIndex } from '../../../../src/shared/vehicles/roads/locate.ts'
import {
  LAT,
  LON,
  METRE,
  MINUTE,
  ORDER,
  TUESDAY,
  at,
  fence,
  round,
  watch,
  type Fix,
} from '../../../builders/records/ruleWatch.ts'
import { streamOf } from '../../../../data/province/made/rng.ts'

const EAST = METRE / Math.cos((LAT * Math.PI) / 180)

/** Runs from south to north, so many metres east of the depot. */
const road = (id: string, east: number, more: Partial<Road> = {}): Road => ({
  id,
  name: id,
  region: '450103',
  class: 'main',
  path: [
    [LON + east * EAST, LAT - 20_000 * METRE],
    [LON + east * EAST, LAT + 20_000 * METRE],
  ],
  widthM: null,
  oneWay: false,
  limitKmh: null,
  limitOtherKmh: null,
  ...more,
})

const crossing = (id: string, north: number, more: Partial<Road> = {}): Road => ({
  ...road(id, 0, more),
  path: [
    [LON - 20_000 * EAST, LAT + north * METRE],
    [LON + 20_000 * EAST, LAT + north * METRE],
  ],
})

/** A report each ten seconds on a straight way north. */
const pass = (kmh: number, count: number, more: Partial<Fix> = {}): Fix[] =>
  Array.from({ length: count }, (_, i) => ({ t: i / 6, north: 500 + (i * kmh) / 0.36, kmh, ...more }))

const MATCH = { roadHeadingDeg: 35, roadSlackM: 15 }

const where = (roads: readonly Road[]) => {
  const index = makeRoadIndex(roads)
  return (east: number, north: number, heading: number, before = -1, isSmall = true): string | null =>
    index.road(index.at(LON + east * EAST, LAT + north * METRE, heading, isSmall, before, MATCH))?.id ?? null
}

describe('the limit where a vehicle drives', () => {
  it('is of the road whose corridor holds it and whose direction fits, not of the one that it crosses or drives against', () => {
    const on = where([road('north', 0, { oneWay: true }), crossing('east', 1000)])
    expect([
      on(0, 1000, 5),
      on(0, 1000, 92),
      on(0, 1000, 268),
      on(0, 1000, 180),
      on(24, 3000, 0),
      on(26, 3000, 0),
      on(0, 3000, 45),
    ]).toEqual(['north', 'east', 'east', null, 'north', null, null])
  })

  it('of roads that a receiver cannot tell apart is the one driven before, else the higher: a doubt accuses nobody', () => {
    const on = where([
      road('side', 0, { class: 'side' }),
      road('express', 10, { class: 'urban-expressway' }),
      road('far', 22, { class: 'expressway', widthM: 80 }),
    ])
    expect([on(0, 0, 0), on(0, 0, 0, 0), on(0, 0, 0, 2)]).toEqual(['express', 'side', 'express'])
  })

  it('agrees with a search through every stretch, on 20,000 positions over 12,000 stretches', () => {
    const rng = streamOf(4, 'roads')
    const roads = Array.from({ length: 3000 }, (_, i): Road => {
      let [x, y] = [rng.between(108, 109), rng.between(22, 23)]
      return {
        ...road(`R${i}`, 0),
        path: Array.from(
          { length: 5 },
          () => [(x += rng.between(-0.01, 0.01)), (y += rng.between(-0.01, 0.01))] as const,
        ),
      }
    })
    const index = makeRoadIndex(roads)
    expect(index.stretches).toBe(12_000)
    const singles = roads.map((one) => makeRoadIndex([one]))
    let found = 0
    for (let i = 0; i < 20_000; i++) {
      const one = rng.pick(roads)
      const [ax, ay] = rng.pick(one.path)
      const [x, y, heading] = [
        ax + rng.between(-0.0006, 0.0006),
        ay + rng.between(-0.0006, 0.0006),
        rng.between(0, 360),
      ]
      const got = index.at(x, y, heading, true, -1, { ...MATCH, roadSlackM: 0 })
      if (got >= 0) found++
      if (i % 40 === 0)
        expect(singles.some((each) => each.at(x, y, heading, true, -1, MATCH) === 0)).toBe(got >= 0)
    }
    expect(found).toBeGreaterThan(3000)
  })
})

describe('the limit where a vehicle drives', () => {
  it('has a document, an article and a mark for each class of road', () => {
    for (const { small, other, citation } of Object.values(ROAD_CLASS_LIMITS))
      expect([small >= other, citation.document.length > 5, citation.article.length > 2]).toEqual([
        true,
        true,
        true,
      ])
  })
})

describe('overspeed', () => {
  it('[VH-10] over the limit of its road three reports in a row: named with its limit, by what that holds, and for how long; 61 in a 60 once the doubt is gone', () => {
    const signed = watch({ orders: [ORDER], roads: [road('人民大道', 0, { limitKmh: 60 })] })
    signed.see(pass(60, 10))
    expect(signed.breaches).toEqual([])
    signed.see(pass(61, 6).map((fix) => ({ ...fix, t: fix.t + 5 })))
    expect(signed.breaches.map(({ heldMs }) => heldMs)).toEqual([20_000, 30_000, 40_000, 50_000])
    expect(signed.breaches[0]).toMatchObject({
      rule: 'VH-10',
      severity: 'yellow',
      detail: { speed: { limitKmh: 60, basis: 'posted', road: '人民大道', roadClass: 'main' } },
    })
  })

  it('[VH-10] is red from a fifth over; a class holds where no sign is known, the kind of vehicle off every road', () => {
    const cases = [
      {
        given: { roads: [road('A', 0, { class: 'side' })] },
        kmh: 48,
        says: { severity: 'red', detail: { speed: { limitKmh: 40, basis: 'class' } } },
      },
      {
        given: { roads: [road('A', 0, { class: 'expressway' })], subject: { isSmall: false } },
        kmh: 105,
        says: { severity: 'yellow', detail: { speed: { limitKmh: 100, basis: 'class' } } },
      },
      {
        given: { roads: [road('A', 0, { class: 'expressway', limitKmh: 110 })], subject: { isSmall: false } },
        kmh: 105,
        says: { detail: { speed: { limitKmh: 100, basis: 'posted' } } },
      },
      {
        given: { roads: [road('A', 500)] },
        kmh: 121,
        says: { detail: { speed: { limitKmh: 120, basis: 'kind', road: null } } },
      },
    ]
    for (const { given, kmh, says } of cases) {
      const one = watch({ orders: [ORDER], ...given })
      one.see(pass(kmh, 3))
      expect(one.breaches).toMatchObject([says])
    }
    const free = watch({ orders: [ORDER], roads: [road('A', 0, { class: 'expressway' })] })
    free.see(pass(119, 20))
    expect(free.breaches).toEqual([])
  })
})

describe('overspeed', () => {
  it('[VH-10] holds to a fence’s own limit where that is lower, while it binds and is in force', () => {
    const school = fence('学校', 'speed', 'speed', round(1500, 600), {
      limitKmh: 30,
      window: { days: 'workdays', from: '07:00', to: '19:00', since: null, until: null },
    })
    const roads = [road('A', 0, { limitKmh: 60 })]
    const seen = (start: number, kmh: number) => {
      const one = watch({
        start,
        orders: [{ ...ORDER, start, end: start + 300 * MINUTE }],
        fences: [
          fence('area', 'allowed', 'keep-in', round(0, 40_000)),
          fence('depot', 'depot', 'keep-in', round(0, 40)),
          school,
        ],
        roads,
      })
      one.see(pass(kmh, 8))
      return one.breaches[0]
    }
    expect(seen(TUESDAY, 40)).toMatchObject({
      rule: 'VH-10',
      fence: { id: '学校' },
      detail: { speed: { limitKmh: 30, basis: 'fence' } },
    })
    expect([seen(TUESDAY, 30), seen(at('2026-11-22T10:00'), 40)]).toEqual([undefined, undefined])
  })
})
