import {
  booleanPointInPolygon,
  circle as turfCircle,
  distance,
  multiPolygon,
  point,
  pointToLineDistance,
  lineString,
} from '@turf/turf'
import { describe, expect, it } from 'vitest'
import { binds, isInForce, shapeOf } from '../../../src/shared/vehicles/fences/fence.ts'
import { setImmediate as turn } from 'node:timers/promises'
import { inSlices } from '../../../src/shared/kernel/language/steps.ts'
import { fenceIndexSteps, makeFenceIndex } from '../../../src/shared/vehicles/fences/locate.ts'
import { outlineOf } from '../../../src/shared/vehicles/fences/outline.ts'
import { metresToBorder, type FenceShape } from '../../../src/shared/vehicles/fences/shape.ts'
import type { LonLat } from '../../../src/shared/kernel/units.ts'
import { streamOf } from '../../../data/province/made/rng.ts'

const rng = streamOf(7, 'fences')

const blob = (x: number, y: number, radius: number, corners: number): LonLat[] => {
  const ring = Array.from({ length: corners }, (_, i): LonLat => {
    const angle = (i / corners) * 2 * Math.PI
    const r = radius * rng.between(0.5, 1.2)
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)]
  })
  return [...ring, ring[0] as LonLat]
}

const polygons = (count: number, corners: number): FenceShape[] =>
  Array.from({ length: count }, (_, i) => {
    const [x, y, r] = [rng.between(108, 109), rng.between(22, 23), rng.between(0.004, 0.2)]
    const level: LonLat[] = [
      [x, y],
      [x + r, y],
      [x + r, y + r],
      [x, y + r],
      [x, y],
    ]
    const parts =
      i % 5 === 0
        ? [[level], [blob(x + 3 * r, y, r, corners)]]
        : [[blob(x, y, r, corners), blob(x, y, r * 0.2, 7)]]
    return { type: 'polygon', polygons: parts }
  })

/** Random places, corners, points on and a hair beside edges, points at the height of corners. */
const places = (shapes: readonly FenceShape[], count: number): LonLat[] =>
  Array.from({ length: count }, (_, i): LonLat => {
    const shape = rng.pick(shapes)
    if (i % 3 === 0 || shape.type !== 'polygon') return [rng.between(107.8, 109.2), rng.between(21.8, 23.2)]
    const ring = rng.pick(shape.polygons.flat())
    const k = rng.int(ring.length - 1)
    const [[ax, ay], [bx, by]] = [ring[k] as LonLat, ring[k + 1] as LonLat]
    const t = rng.pick([0, 0.5, rng.next(), 1])
    const hair = rng.pick([0, 0, 1e-15, -1e-14, 1e-12, 1e-9, -1e-7, 1e-5])
    return i % 3 === 1 ? [ax + (bx - ax) * t + hair, ay + (by - ay) * t] : [rng.between(108, 109), ay]
  })

describe('which fences hold a point', () => {
  it('agrees with turf on 6,000 places against 120 fences with holes and parts, on and beside their edges', () => {
    const shapes = polygons(120, 60)
    const index = makeFenceIndex(shapes)
    const turf = shapes.map((shape) =>
      multiPolygon((shape.type === 'polygon' ? shape.polygons : []) as never),
    )
    let inside = 0
    for (const place of places(shapes, 6000)) {
      const expected = turf.flatMap((polygon, i) =>
        booleanPointInPolygon(point(place as never), polygon) ? [i] : [],
      )
      inside += expected.length
      expect([...index.members(index.at(...place))], place.join()).toEqual(expected)
    }
    expect(inside).toBeGreaterThan(1000)
  })

  it('measures circles on the sphere and routes across their width', () => {
    const shapes: FenceShape[] = [
      { type: 'circle', center: [108.3, 22.8], radiusM: 500 },
      {
        type: 'corridor',
        path: [
          [108.3, 22.8],
          [108.4, 22.85],
          [108.4, 22.95],
        ],
        widthM: 600,
      },
    ]
    const index = makeFenceIndex(shapes)
    const line = lineString((shapes[1] as FenceShape & { type: 'corridor' }).path as never)
    for (let i = 0; i < 3000; i++) {
      const place: LonLat = [rng.between(108.28, 108.42), rng.between(22.78, 22.97)]
      const [toCenter, toLine] = [
        distance(place as never, [108.3, 22.8], { units: 'meters' }),
        pointToLineDistance(point(place as never), line, { units: 'meters' }),
      ]
      const members = [...index.members(index.at(...place))]
      if (Math.abs(toCenter - 500) > 0.01) expect(members.includes(0), place.join()).toBe(toCenter < 500)
      if (Math.abs(toLine - 300) > 1) expect(members.includes(1), place.join()).toBe(toLine < 300)
    }
  })
})

describe('which fences hold a point', () => {
  it('answers the same when its index was made in slices, with others in between at every fence', async () => {
    const shapes = polygons(60, 40)
    const whole = makeFenceIndex(shapes)
    let turns = 0
    const index = await inSlices(fenceIndexSteps(shapes), 0, async () => {
      turns++
      await turn()
    })
    expect(turns).toBeGreaterThan(shapes.length)
    for (const place of places(shapes, 2000))
      expect([...index.members(index.at(...place))], place.join()).toEqual([
        ...whole.members(whole.at(...place)),
      ])
  })

  it('gives equal sets one number, and none off all ground or without fences', () => {
    const index = makeFenceIndex(polygons(40, 20))
    const seen = new Map<string, number>()
    for (const place of places(polygons(3, 8), 500)) {
      const set = index.at(...place)
      const key = index.members(set).join()
      expect(seen.get(key) ?? set).toBe(set)
      seen.set(key, set)
      const cell = index.plainCell(...place)
      if (cell >= 0) expect(index.setOfCell(cell)).toBe(set)
    }
    expect([index.at(0, 0), index.at(NaN, 22), makeFenceIndex([]).at(108, 22)]).toEqual([0, 0, 0])
  })

  it('holds more borders in one cell than a mask has bits', () => {
    const shapes = Array.from({ length: 70 }, (_, i): FenceShape => ({
      type: 'circle',
      center: [108.3, 22.8],
      radiusM: 10 + i,
    }))
    const index = makeFenceIndex([...shapes, { type: 'circle', center: [110, 24], radiusM: 90_000 }])
    expect(index.members(index.at(108.3, 22.8)).length).toBe(70)
    expect(index.members(index.at(108.3, 22.8 + 59.5 / 111_195)).length).toBe(20)
  })
})

const isWorkday = (day: string): boolean => day === '2025-10-11'

const window = { days: 'all', from: '22:00', to: '06:00', since: null, until: null } as const

describe('a fence', () => {
  it('is in force within its window, over midnight too', () => {
    const at = (text: string): number => Date.parse(`2025-10-${text}+08:00`)
    expect(
      ['11T21:59', '11T22:00', '12T05:59', '12T06:00'].map((text) =>
        isInForce({ window }, at(text), isWorkday),
      ),
    ).toEqual([false, true, true, false])
    const workdays = { window: { ...window, days: 'workdays' as const } }
    expect(
      ['11T23:00', '12T05:00', '12T23:00'].map((text) => isInForce(workdays, at(text), isWorkday)),
    ).toEqual([true, true, false])
    expect(isInForce({ window: { ...window, until: at('11T22:30') } }, at('11T23:00'), isWorkday)).toBe(false)
    expect(isInForce({ window: null }, at('11T23:00'), isWorkday)).toBe(true)
  })

  it('binds whom its roster names: vehicle, unit, category or the region of the unit', () => {
    const vehicle = { id: 'V1', unit: 'U1', category: 'other' }
    const roster = { vehicles: [], units: [], categories: [], regions: [] }
    expect(binds({ roster: null }, vehicle, '450103')).toBe(true)
    expect(binds({ roster }, vehicle, '450103')).toBe(false)
    for (const part of [
      { vehicles: ['V1'] },
      { units: ['U1'] },
      { categories: ['other' as const] },
      { regions: ['450103'] },
    ])
      expect(binds({ roster: { ...roster, ...part } }, vehicle, '450103')).toBe(true)
  })

  it('finds the border of a region, and is not there where the region is unknown', () => {
    const border = [
      [
        [
          [108, 22],
          [109, 22],
          [109, 23],
          [108, 22],
        ] as LonLat[],
      ],
    ]
    expect(
      shapeOf({ type: 'region', code: '450100' }, (code) => (code === '450100' ? border : null)),
    ).toEqual({ type: 'polygon', polygons: border })
    expect(shapeOf({ type: 'region', code: '1' }, () => null)).toBeNull()
  })
})

describe('a fence', () => {
  it('is drawn as wide as it is, and says how far its border is', () => {
    const circle: FenceShape = { type: 'circle', center: [108.3, 22.8], radiusM: 500 }
    const corridor: FenceShape = {
      type: 'corridor',
      path: [
        [108.3, 22.8],
        [108.31, 22.8],
        [108.31, 22.81],
      ],
      widthM: 200,
    }
    const index = makeFenceIndex([circle, corridor])
    for (const [i, shape] of [circle, corridor].entries()) {
      const ring = outlineOf(shape)[0]?.[0] as LonLat[]
      for (const place of ring) expect(metresToBorder(shape, place)).toBeLessThan(101)
      const drawn = multiPolygon([[ring as never]])
      for (let k = 0; k < 400; k++) {
        const place: LonLat = [rng.between(108.29, 108.32), rng.between(22.79, 22.82)]
        if (metresToBorder(shape, place) > 5)
          expect(booleanPointInPolygon(place as never, drawn), `${i} ${place.join()}`).toBe(
            index.has(index.at(...place), i),
          )
      }
    }
    expect(
      turfCircle([108.3, 22.8], 0.5, { units: 'kilometers' }).geometry.coordinates[0]?.every(
        (place) => metresToBorder(circle, place as never) < 1,
      ),
    ).toBe(true)
  })
})
