/** Compounds that crowd: what is gathered at a zoom, where most lie close together, and where there is room to show them larger. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tieLines } from '../../../src/app/frame/crowd/ties.ts'
import { insetLabels, insetMarks, namedMarks } from '../../../src/app/frame/crowd/insetMarks.ts'
import { insetView } from '../../../src/app/frame/crowd/insetView.ts'
import { boundsOfId, gathered, mercatorPx, type ClassedPoint } from '../../../src/projections/clusters.ts'
import { clustersOf } from '../../../src/projections/gather.ts'
import { freeRoom, type Rect } from '../../../src/projections/freeRoom.ts'
import { townOf } from '../../../src/projections/town.ts'

const HERE = { lon: 108.4, lat: 22.8 } as const
/** Degrees of longitude of a CSS pixel at a zoom. */
const degrees = (px: number, zoom: number): number => (px * 360) / (512 * 2 ** zoom)
/** A point so many pixels east of here at a zoom. */
const east = (id: string, px: number, zoom: number, klass = 0): ClassedPoint => ({
  id,
  lon: HERE.lon + degrees(px, zoom),
  lat: HERE.lat,
  klass,
  radiusPx: 10,
})
const apart = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1])

const somePoints = fc.array(
  fc.record({
    dx: fc.integer({ min: 0, max: 400 }),
    dy: fc.integer({ min: 0, max: 300 }),
    klass: fc.integer({ min: -1, max: 4 }),
  }),
  { minLength: 1, maxLength: 60 },
)
const pointsOf = (
  given: readonly { dx: number; dy: number; klass: number }[],
  zoom: number,
): ClassedPoint[] =>
  given.map(({ dx, dy, klass }, i) => ({
    id: `c${i}`,
    lon: HERE.lon + degrees(dx, zoom),
    lat: HERE.lat + degrees(dy, zoom),
    klass,
    radiusPx: 10,
  }))

describe('compounds on the screen', () => {
  it('nearer than 14 px at the camera’s own zoom are one disc, and farther two', () => {
    for (const zoom of [9, 9.37, 10.8]) {
      const at = (px: number) => clustersOf([east('a', 0, zoom), east('b', px, zoom)], zoom, 1080)
      expect([at(13).clusters.map(({ members }) => members), at(13).alone]).toEqual([[['a', 'b']], []])
      expect([at(15).clusters, at(15).alone]).toEqual([[], ['a', 'b']])
    }
  })

  it('are gathered by a higher wall as by a lower one', () => {
    const two = [east('a', 0, 10), east('b', 20, 10)]
    expect([clustersOf(two, 10, 1080).clusters.length, clustersOf(two, 10, 2160).clusters.length]).toEqual([
      0, 1,
    ])
  })

  it('in a disc are counted by class; it is 15 px and half a px a member, and tells the box of its members', () => {
    const four = [east('a', 0, 10, 4), east('b', 4, 10, 0), east('c', 8, 10, 4), east('d', 9, 10, -1)]
    const [disc] = clustersOf(four, 10, 1080).clusters
    expect([disc!.counts, disc!.noData, disc!.radiusPx]).toEqual([[1, 0, 0, 0, 2], 1, 17])
    expect(boundsOfId(disc!.id)).toEqual([four[0]!.lon, HERE.lat, four[3]!.lon, HERE.lat])
    expect([boundsOfId('C1'), boundsOfId('1,2,3')]).toEqual([null, null])
    expect(
      gathered(
        Array.from({ length: 65 }, (_, i) => east(`${i}`, i, 10)),
        1,
      ).radiusPx,
    ).toBe(26)
  })

  it('are all there once, no dot under another’s middle, and no disc over a neighbour', () => {
    fc.assert(
      fc.property(somePoints, (given) => {
        const zoom = 10.4
        const points = pointsOf(given, zoom)
        const { alone, clusters } = clustersOf(points, zoom, 1080)
        expect([...alone, ...clusters.flatMap(({ members }) => members)].sort()).toEqual(
          points.map(({ id }) => id).sort(),
        )
        const dots = points.filter(({ id }) => alone.includes(id))
        for (const [i, a] of dots.entries())
          for (const b of dots.slice(i + 1))
            expect(apart(mercatorPx([a.lon, a.lat], zoom), mercatorPx([b.lon, b.lat], zoom))).toBeGreaterThan(
              13.9,
            )
        for (const disc of clusters)
          for (const dot of dots)
            expect(apart(mercatorPx(disc.at, zoom), mercatorPx([dot.lon, dot.lat], zoom))).toBeGreaterThan(
              disc.radiusPx + 9,
            )
      }),
      { numRuns: 60 },
    )
  })
})

/** So many in a blob of 60 px, the others over a county of 900 × 600. */
const county = (inTown: number, around: number, zoom: number) =>
  pointsOf(
    [
      ...Array.from({ length: inTown }, (_, i) => ({
        dx: 200 + ((i * 37) % 60),
        dy: 150 + ((i * 23) % 60),
        klass: 0,
      })),
      ...Array.from({ length: around }, (_, i) => ({
        dx: (i * 379) % 900,
        dy: 300 + ((i * 211) % 300),
        klass: 1,
      })),
    ],
    zoom,
  )

describe('the town of a county', () => {
  it('is where more than 60 % of the compounds lie in less than a tenth of the frame', () => {
    const points = county(60, 17, 10)
    const town = townOf(points, 10, [980, 690])!
    expect(town.ids.size).toBeGreaterThanOrEqual(60)
    expect(town.ids.size).toBeLessThan(66)
    const [west, south, east_, north] = town.bounds
    const [from, to] = [mercatorPx([west, north], 10), mercatorPx([east_, south], 10)]
    expect((to[0] - from[0]) * (to[1] - from[1])).toBeLessThan(980 * 690 * 0.1)
  })

  it('is none where they lie apart, where they are few, and once the camera is near', () => {
    expect(townOf(county(20, 57, 10), 10, [980, 690])).toBeNull()
    expect(townOf(county(6, 1, 10), 10, [980, 690])).toBeNull()
    expect(townOf(county(60, 17, 10), 13, [980, 690])).toBeNull()
  })
})

const rects = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 900 }),
    y: fc.integer({ min: 0, max: 600 }),
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 200 }),
  }),
  { maxLength: 12 },
)
const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const FRAME: Rect = { x: 50, y: 40, width: 900, height: 600 }

describe('room for an inset', () => {
  it('covers no dot, stays in the frame, and is as large as the least', () => {
    fc.assert(
      fc.property(rects, (obstacles) => {
        const room = freeRoom(FRAME, obstacles, { least: [200, 120], most: [500, 300], aspect: 1.6 })
        if (!room) return
        expect(obstacles.filter((one) => meet(one, room))).toEqual([])
        expect(room.x).toBeGreaterThanOrEqual(FRAME.x)
        expect(room.x + room.width).toBeLessThanOrEqual(FRAME.x + FRAME.width)
        expect(room.y).toBeGreaterThanOrEqual(FRAME.y)
        expect(room.y + room.height).toBeLessThanOrEqual(FRAME.y + FRAME.height)
        expect([room.width >= 200 && room.width <= 500, room.height >= 120 && room.height <= 300]).toEqual([
          true,
          true,
        ])
      }),
    )
  })

  it('is the larger of two, at the corner of the frame that it has, and none where nothing is free', () => {
    const wall = { x: 600, y: 0, width: 20, height: 800 }
    const wanted = { least: [100, 100], most: [400, 300], aspect: 1.4 } as const
    expect(freeRoom(FRAME, [wall], wanted)).toEqual({ x: 50, y: 40, width: 400, height: 300 })
    expect(freeRoom(FRAME, [{ x: 0, y: 0, width: 540, height: 800 }], wanted)).toEqual({
      x: 550,
      y: 40,
      width: 400,
      height: 300,
    })
    expect(freeRoom(FRAME, [FRAME], wanted)).toBeNull()
    expect(freeRoom(FRAME, [], { least: [901, 10], most: [1000, 1000], aspect: 1 })).toBeNull()
  })

  it('is tied to its frame by two lines that cross neither', () => {
    const lines = tieLines({ x: 0, y: 0, width: 400, height: 200 }, { x: 200, y: 400, width: 80, height: 50 })
    expect(lines).toEqual([
      { x1: 400, y1: 200, x2: 280, y2: 450 },
      { x1: 0, y1: 200, x2: 200, y2: 450 },
    ])
  })
})

describe('the inset', () => {
  const points = county(60, 0, 10)
  const town = townOf(points, 10, [980, 690])!
  const size = { width: 580, height: 320 }
  const view = insetView(town.bounds, { ...size, marginPx: 30 })
  const marks = insetMarks(points, view, 1080)

  it('shows each compound of the town, as a dot or in a disc, within its edges and in the order in which it is read', () => {
    expect(marks.flatMap(({ members }) => members).sort()).toEqual([...town.ids].sort())
    for (const {
      spot: [x, y],
    } of marks) {
      expect([x >= 29 && x <= 551, y >= 29 && y <= 291]).toEqual([true, true])
    }
    const down = marks.map(({ spot }) => spot[1])
    expect(down).toEqual([...down].sort((a, b) => a - b))
  })

  it('names the lit one and the gravest, over no mark', () => {
    const spread = pointsOf(
      [0, 4, 4, 3, 1].map((klass, i) => ({ dx: i * 90, dy: (i % 2) * 80, klass })),
      10,
    )
    const near = insetView([spread[0]!.lon, HERE.lat, spread[4]!.lon, spread[1]!.lat], {
      ...size,
      marginPx: 60,
    })
    const dots = insetMarks(spread, near, 1080)
    const named = namedMarks(dots, 'c4')
    expect(named.map(({ id }) => id)).toEqual(['c4', 'c1', 'c2', 'c3'])
    const words = named.map(({ id }) => ({ id, text: '文明路165号大院', detail: '3.2% · 9/281 间' }))
    const street = {
      id: 'street',
      text: '东葛路',
      detail: '',
      street: [spread[0]!.lon, spread[1]!.lat] as const,
    }
    const labels = insetLabels(dots, [...words, street], near, { ...size, textPx: 17 })
    expect(labels.map(({ id, quiet }) => [id, quiet])).toContainEqual(['c4', false])
    for (const { spot } of labels)
      for (const dot of dots) expect(apart(spot, dot.spot)).toBeGreaterThan(dot.radiusPx)
  })
})
