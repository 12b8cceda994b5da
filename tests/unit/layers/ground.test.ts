/** The ground as layers: what lies over what, in which colours, and that nothing of it changes from picture to picture. */
import { describe, expect, it } from 'vitest'
import { INDICES } from '../../../src/shared/indices/indices.ts'
import type { PathLayer, PolygonLayer } from '../../../src/shared/scene/layers.ts'
import { sameSpecs } from '../../../src/engines/sameSpec.ts'
import { groundOf, type Ground } from '../../../src/layers/ground/decode.ts'
import { drawnGround } from '../../../src/layers/ground/draw.ts'
import { rimOf } from '../../../src/layers/ground/rim.ts'
import type { SceneInput } from '../../../src/projections/input.ts'
import { GROUND_HEX } from '../../../src/theme/ground.ts'
import { LAND_HEX, TOKENS } from '../../../src/theme/palette.ts'
import { NO_DATA_HEX, rampHex, rgba } from '../../../src/theme/ramps.ts'

const square = (west: number, south: number) =>
  [
    [west, south],
    [west + 1, south],
    [west + 1, south + 1],
    [west, south + 1],
    [west, south],
  ] as [number, number][]
const GROUND: Ground = {
  frame: [100, 15, 116, 30],
  names: [
    { zh: '云南', en: 'Yunnan', kind: 'province', at: [103, 24] },
    { zh: '北部湾', en: 'Beibu Gulf', kind: 'sea', at: [108, 20] },
  ],
  land: [[square(105, 20)]],
  neighbours: [[square(110, 25)]],
  borders: [
    [
      [110, 25],
      [111, 26],
    ],
  ],
  coast: [square(105, 20)],
}
const input = (over: Partial<SceneInput> = {}): SceneInput =>
  ({ engine: 'map', lang: 'zh', textPx: 15, view: null, ...over }) as SceneInput
const drawn = drawnGround(GROUND)
const idsOf = (over: Partial<SceneInput> = {}): string[] => drawn.draw(input(over)).map(({ id }) => id)
const polygons = (id: string): PolygonLayer =>
  drawn.draw(input()).find((spec) => spec.id === id) as PolygonLayer
const paths = (id: string, over: Partial<SceneInput> = {}): PathLayer =>
  drawn.draw(input(over)).find((spec) => spec.id === id) as PathLayer

describe('the ground', () => {
  it('lies as sea, shelf, land and neighbours, lines and coast, and a rim over all', () => {
    expect(idsOf()).toEqual([
      'ground sea',
      'ground waves',
      'ground shelf',
      'ground land',
      'ground',
      'ground coast',
      'ground rim',
    ])
  })

  it('has no waves, shelf or rim on the globe, where all lines lie over all areas', () => {
    expect(idsOf({ engine: 'globe' })).toEqual(['ground sea', 'ground land', 'ground', 'ground coast'])
  })

  it('has the colours of the palette, and areas without lines of their own: a border is only where one is told', () => {
    expect([...polygons('ground sea').fill.values]).toEqual([...rgba(GROUND_HEX.sea)])
    expect([...polygons('ground land').fill.values]).toEqual([
      ...rgba(GROUND_HEX.land),
      ...rgba(GROUND_HEX.neighbour),
    ])
    expect(drawn.draw(input()).map((spec) => 'lineWidthPx' in spec && spec.lineWidthPx)).not.toContain(1)
    expect(paths('ground coast').paths[0]!.color).toEqual(rgba(GROUND_HEX.coast))
    expect(drawn.draw(input()).map(({ pickable }) => pickable)).not.toContain(true)
  })

  it('is the same for an engine from one picture to the next, and its lines grow with the wall', () => {
    const [one, other] = [drawn.draw(input()), drawn.draw(input())]
    expect(sameSpecs(one, other)).toBe(true)
    expect(polygons('ground land').polygons).toBe(polygons('ground land').polygons)
    expect(paths('ground coast').paths).toBe(paths('ground coast', { textPx: 30 }).paths)
    expect(paths('ground coast', { textPx: 30 }).widthPx).toBeCloseTo(paths('ground coast').widthPx * 2)
  })

  it('has quiet names that give way to all others, in the language of the screen, until a compound is open', () => {
    const names = drawn.names(input())
    expect(names.map(({ text, quiet }) => [text, quiet!.hex])).toEqual([
      ['云\u2002南', GROUND_HEX.placeName],
      ['北\u2002部\u2002湾', GROUND_HEX.seaName],
    ])
    expect(names.every(({ priority, emphasis }) => priority < -50 && !emphasis)).toBe(true)
    expect(drawn.names(input({ lang: 'en' })).map(({ text }) => text)).toEqual(['Yunnan', 'Beibu Gulf'])
    expect(drawn.names(input({ view: { kind: 'compound' } as SceneInput['view'] }))).toEqual([])
  })

  it('ends in a rim that grows dark outwards and hides all beyond the frame', () => {
    const { polygons: rings, shares } = rimOf(GROUND.frame)
    expect([rings.length, shares.length]).toEqual([shares.length, rings.length])
    expect(shares.every((share, i) => i === 0 || share >= shares[i - 1]!)).toBe(true)
    expect([shares[0]! < 0.01, shares.at(-1)]).toEqual([true, 1])
    const rim = polygons('ground rim')
    expect(Array.from(rim.fill.values.slice(-4))).toEqual([...rgba(TOKENS.ground)])
    const outer = rings.at(-1)!.parts[0]![0]!
    expect(outer.map(([lon]) => lon < 100 || lon > 116)).not.toContain(false)
  })
})

describe('the colours of the ground', () => {
  it('are in no ramp, and neither those of land that tells nothing nor of no data', () => {
    const told = [...INDICES.flatMap(({ ramp }) => rampHex(ramp)), NO_DATA_HEX, ...Object.values(LAND_HEX)]
    expect(Object.values(GROUND_HEX).filter((hex) => told.includes(hex))).toEqual([])
  })
})

describe('the file of the ground', () => {
  it('is taken apart into areas and lines, whatever of them is single or several', () => {
    const line = (...arcs: number[]) => ({ type: 'LineString', arcs })
    const taken = groundOf({
      type: 'Topology',
      arcs: [square(0, 0), square(5, 5)],
      objects: {
        abroad: { type: 'Polygon', arcs: [[0]] },
        region: { type: 'MultiPolygon', arcs: [] },
        neighbours: { type: 'MultiPolygon', arcs: [[[0]], [[1]]] },
        borders: { type: 'MultiLineString', arcs: [[0], [1]] },
        coast: {
          type: 'GeometryCollection',
          geometries: [line(0), { type: 'MultiLineString', arcs: [[1]] }],
        },
      },
      frame: GROUND.frame,
      names: GROUND.names,
    } as never)
    expect([taken.land, taken.neighbours.length, taken.borders.length]).toEqual([[[square(0, 0)]], 2, 2])
    expect(taken.coast).toEqual([square(0, 0), square(5, 5)])
  })
})
