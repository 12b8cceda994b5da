/** The ground under the map: it is what its script makes, nothing is drawn between countries, and nothing gapes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import gcoord from 'gcoord'
import { loadBoundaries } from '../../../data/boundaries/index.ts'
import { drawGround } from '../../../data/ground/draw.ts'
import { FRAME, NAMES } from '../../../data/ground/frame.ts'
import { readLand, readNeighbours } from '../../../data/ground/source.ts'
import { makeInside } from '../../../data/province/ground/geo.ts'
import { groundOf, type Ground, type GroundFile } from '../../../src/layers/ground/decode.ts'

const text = readFileSync(join(import.meta.dirname, '../../../data/ground/ground.topo.json'), 'utf8')
const committed = JSON.parse(text) as GroundFile
const region = loadBoundaries()[0]!.geometry
const [WEST, SOUTH, EAST, NORTH] = FRAME
/** What rounding and simplifying may move, degrees. */
const SLACK = 0.03

let ground: Ground
let neighbours: LonLat[][][][] = []
beforeAll(() => {
  ground = groundOf(committed)
  const toWgs84 = (point: readonly number[]): LonLat =>
    gcoord.transform([point[0]!, point[1]!], gcoord.GCJ02, gcoord.WGS84) as [number, number]
  neighbours = readNeighbours().map((county) =>
    county.map((polygon) => polygon.map((ring) => ring.map(toWgs84))),
  )
}, MINUTE_MS)

/** Points of the counties' borders by the cell that they lie in. */
const cellsOf = (points: readonly LonLat[], perDegree: number): Set<string> =>
  new Set(points.map(([lon, lat]) => `${Math.floor(lon * perDegree)},${Math.floor(lat * perDegree)}`))
const isNear = (cells: ReadonlySet<string>, [lon, lat]: LonLat, perDegree: number): boolean =>
  [-1, 0, 1].some((east) =>
    [-1, 0, 1].some((north) =>
      cells.has(`${Math.floor(lon * perDegree) + east},${Math.floor(lat * perDegree) + north}`),
    ),
  )
const isOnFrame = ([lon, lat]: LonLat): boolean =>
  [lon - WEST, EAST - lon, lat - SOUTH, NORTH - lat].some((off) => Math.abs(off) < 0.01)

describe('the file of the ground', () => {
  it('is what the script makes of the packages, and small', { timeout: 4 * MINUTE_MS }, () => {
    const made = { ...drawGround(readNeighbours(), readLand(), region), frame: FRAME, names: NAMES }
    expect(`${JSON.stringify(made)}\n`).toBe(text)
    expect(text.length).toBeLessThan(400_000)
  })
})

describe('lines of the ground', () => {
  it('lie between two counties of China and nowhere else: none is a border with or in another country', () => {
    const perDegree = 20
    const borders = cellsOf(neighbours.flat(3), perDegree)
    const lost = ground.borders.flat().filter((point) => !isNear(borders, point, perDegree))
    expect(ground.borders.length).toBeGreaterThan(500)
    expect(lost.filter((point) => !isOnFrame(point))).toEqual([])
    const abroad = makeInside(ground.land as never)
    const inside = makeInside(ground.neighbours as never)
    const ours = makeInside(region)
    const strayed = ground.borders
      .flatMap((line) => line.slice(1, -1))
      .filter((point) => !isOnFrame(point) && !inside(point) && abroad(point) && !ours(point))
    expect(strayed).toEqual([])
  })

  it('close as a coast: each ends where it began, at another’s end or at the edge of the frame', () => {
    const ends = ground.coast.flatMap((line) => [line[0]!, line.at(-1)!])
    const loose = ends.filter(
      (end, i) =>
        !isOnFrame(end) &&
        !ends.some((other, k) => k !== i && Math.hypot(end[0] - other[0], end[1] - other[1]) < 1e-6),
    )
    expect(loose).toEqual([])
  })

  it('stand with the sea on one side and land on the other', () => {
    const onLand = makeInside([...ground.land, ...ground.neighbours] as never)
    const sides = ground.coast.flatMap((line) =>
      line.slice(1).flatMap((b, i) => {
        const a = line[i]!
        const length = Math.hypot(b[0] - a[0], b[1] - a[1])
        if (length < 0.05) return []
        const [dx, dy] = [((b[1] - a[1]) / length) * 1e-3, (-(b[0] - a[0]) / length) * 1e-3]
        const middle: LonLat = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
        return [onLand([middle[0] + dx, middle[1] + dy]) !== onLand([middle[0] - dx, middle[1] - dy])]
      }),
    )
    expect(sides.length).toBeGreaterThan(100)
    expect(sides.filter((differ) => !differ)).toEqual([])
  })
})

describe('areas of the ground', () => {
  it('meet the region’s own border: beyond it on China’s side lies a neighbour, and no gap', () => {
    const covered = makeInside(ground.neighbours as never)
    const ours = makeInside(region)
    const theirs = neighbours.map((county) => ({
      inside: makeInside(county),
      lons: county.flat(2).map(([lon]) => lon),
      lats: county.flat(2).map(([, lat]) => lat),
    }))
    const boxed = theirs.map(({ inside, lons, lats }) => ({
      inside,
      box: [lons, lats].map((all) => [
        all.reduce((least, one) => Math.min(least, one), Infinity),
        all.reduce((most, one) => Math.max(most, one), -Infinity),
      ]) as [[number, number], [number, number]],
    }))
    const isTheirs = ([lon, lat]: LonLat): boolean =>
      boxed.some(
        ({ inside, box: [[w, e], [s, n]] }) => lon > w && lon < e && lat > s && lat < n && inside([lon, lat]),
      )
    const outline = region[0]![0]!.filter((_, i) => i % 5 === 0)
    const beyond = outline.flatMap(([lon, lat]) =>
      [0, 1, 2, 3].map((quarter): LonLat => {
        const angle = (quarter * Math.PI) / 2
        return [lon + Math.cos(angle) * 1e-3, lat + Math.sin(angle) * 1e-3]
      }),
    )
    const asked = beyond.filter((point) => !ours(point) && isTheirs(point))
    expect(asked.length).toBeGreaterThan(300)
    expect(asked.filter((point) => !covered(point))).toEqual([])
  })
})

describe('areas of the ground', () => {
  it('are land where land is and sea where sea is', () => {
    const land = makeInside(ground.land as never)
    const china = makeInside(ground.neighbours as never)
    const told = (point: LonLat): string => (china(point) ? 'neighbour' : land(point) ? 'land' : 'sea')
    expect(
      (
        [
          [113.3, 23.1],
          [110.3, 19.9],
          [106.7, 26.6],
          [105.8, 21],
          [108.3, 22.8],
          [108.5, 20.5],
          [114, 20],
        ] as const
      ).map(told),
    ).toEqual(['neighbour', 'neighbour', 'neighbour', 'land', 'land', 'sea', 'sea'])
    for (const { at, kind } of ground.names)
      expect([at, told(at)]).toEqual([at, kind === 'sea' ? 'sea' : 'neighbour'])
  })

  it('stay within the frame', () => {
    const all = [...ground.land, ...ground.neighbours].flat(2)
    const out = all.filter(
      ([lon, lat]) => lon < WEST - SLACK || lon > EAST + SLACK || lat < SOUTH - SLACK || lat > NORTH + SLACK,
    )
    expect(out).toEqual([])
  })
})
