/** What the map hands to deck.gl for each kind of layer: rows, places, sizes, and data that stays the same object while nothing moved. */
import type { Layer } from '@deck.gl/core'
import { describe, expect, it } from 'vitest'
import { rgbaOf, rowOf, type Stage } from '../../../../src/engines/map/layers/drawn.ts'
import { drawExtrusions } from '../../../../src/engines/map/layers/extrusions.ts'
import { DRAWN_KINDS, startDrawing } from '../../../../src/engines/map/layers/index.ts'
import { drawMovers } from '../../../../src/engines/map/layers/movers.ts'
import { drawPaths } from '../../../../src/engines/map/layers/paths.ts'
import { drawPoints } from '../../../../src/engines/map/layers/points.ts'
import { drawPolygons } from '../../../../src/engines/map/layers/polygons.ts'
import type {
  ExtrusionLayer,
  LayerSpec,
  MoverLayer,
  PathLayer,
  PointLayer,
  PolygonLayer,
} from '../../../../src/shared/scene/layers.ts'
import { CASES } from '../../../builders/screen/engine/cases.ts'
import { OPTIONS } from '../fakeEngine.ts'

const stage = { options: OPTIONS, accent: [79, 209, 255, 255], clock: { now: 0 } } as unknown as Stage
const specOf = <S extends LayerSpec>(scene: string, at: number, knobs: object = {}): S =>
  (CASES[scene] as unknown as (knobs: object) => { layers: readonly LayerSpec[] })(knobs).layers[at] as S

/** The props of a deck layer, by the end of its id. */
const propsOf = (layers: readonly Layer[], end: string): Record<string, never> => {
  const found = layers.find(({ id }) => id.endsWith(end))
  if (!found) throw new Error(`no ${end} among ${layers.map(({ id }) => id).join()}`)
  return found.props as unknown as Record<string, never>
}
type Get = (item: unknown, at?: { index: number }) => unknown
const get = (props: Record<string, never>, name: string): Get => props[name] as unknown as Get
const rows = (props: Record<string, never>): unknown[] => props['data'] as unknown as unknown[]
const endings = (layers: readonly Layer[]): string[] => layers.map(({ id }) => id.slice(id.indexOf('/') + 1))

describe('a kind of layer', () => {
  it('is drawn by the map or belongs to another engine', () => {
    expect(DRAWN_KINDS).toEqual([
      'polygons',
      'extrusions',
      'points',
      'clusters',
      'labels',
      'movers',
      'paths',
      'raster',
    ])
    expect(startDrawing(specOf('interior', 0), stage)).toBeNull()
    expect(startDrawing(specOf('points', 0), stage)).not.toBeNull()
  })

  it('has its colours and rows from plain text', () => {
    expect([rgbaOf('#4fd1ff'), rgbaOf('#060d18', 200)]).toEqual([
      [79, 209, 255, 255],
      [6, 13, 24, 200],
    ])
    const ids = new Map([['a', 4]])
    expect([rowOf(ids, 'a'), rowOf(ids, 'b'), rowOf(ids, null)]).toEqual([4, -1, -1])
  })
})

describe('dots', () => {
  it('have their place in 64 bits and their size by row; the chosen one has a ring', () => {
    const spec = specOf<PointLayer>('points', 0, { count: 20, selected: 'c3' })
    const drawn = drawPoints(stage)
    const layers = drawn.update(spec)
    expect(endings(layers)).toEqual(['pick', 'hovered', 'selected'])
    const dots = propsOf(layers, '/pick')
    expect([rows(dots).length, dots['selectedRow'], drawn.idAt(3), drawn.idAt(20)]).toEqual([
      20,
      3,
      'c3',
      null,
    ])
    const place = [spec.positions.values[6], spec.positions.values[7]]
    expect(get(dots, 'getPosition')(null, { index: 3 })).toEqual(place)
    expect(get(dots, 'getRadius')(null, { index: 3 })).toBe(7)
    const ring = propsOf(layers, '/selected')
    expect([rows(ring).length, get(ring, 'getPosition')(null), get(ring, 'getRadius')(null)]).toEqual([
      1,
      place,
      10.5,
    ])
  })

  it('keep their rows from one report to the next, and lose the ring with the choice', () => {
    const drawn = drawPoints(stage)
    const first = propsOf(drawn.update(specOf('points', 0, { count: 20 })), '/pick')
    const next = drawn.update(specOf('points', 0, { count: 20, fillVersion: 2 }))
    expect(propsOf(next, '/pick')['data']).toBe(first['data'])
    expect(rows(propsOf(next, '/selected'))).toHaveLength(0)
    const more = drawn.update(specOf('points', 0, { count: 21 }))
    expect(rows(propsOf(more, '/pick'))).toHaveLength(21)
  })
})

describe('areas', () => {
  it('that fit together lie on a slab with light around, each border drawn once', () => {
    const layers = drawPolygons(stage).update(specOf('regions', 0, { selected: 'r7', hovered: 'r3' }))
    expect(endings(layers)).toEqual([
      'light',
      'slab-edge',
      'pick',
      'inner',
      'outer',
      'hovered',
      'selected-under',
      'selected',
    ])
    const fill = propsOf(layers, '/pick')
    expect([rows(fill).length, fill['hoveredRow'], fill['selectedRow'], fill['slabPx']]).toEqual([
      20, 3, -1, 7,
    ])
    expect(propsOf(layers, '/outer')['colour']).toEqual([255, 255, 255, 130])
    expect(propsOf(layers, '/selected')['colour']).toEqual(stage.accent)
    const light = propsOf(layers, '/light')
    const [[lon, lat]] = rows(light) as [[number, number]]
    expect([Math.round(lon * 10) / 10, Math.round(lat * 10) / 10]).toEqual([108.3, 22.8])
  })

  it('that stand on a ground throw a shadow on it and light nothing', () => {
    const layers = drawPolygons(stage).update({ ...specOf<PolygonLayer>('regions', 0), onGround: true })
    const below = endings(layers).slice(0, endings(layers).indexOf('pick'))
    expect(below.filter((end) => end.startsWith('shadow-')).length).toBeGreaterThan(1)
    expect(below).not.toContain('light')
    const dark = propsOf(layers, `/${below[0]}`)['colour'] as unknown as number[]
    expect(dark.slice(0, 3)).toEqual([0, 0, 0])
  })

  it('without a line have no border, whatever they share', () => {
    const layers = drawPolygons(stage).update({ ...specOf<PolygonLayer>('regions', 0), lineWidthPx: 0 })
    expect(endings(layers)).toEqual(['pick'])
  })

  it('have the colours of their rows where they cannot be picked', () => {
    const layers = drawPolygons(stage).update({ ...specOf<PolygonLayer>('regions', 0), pickable: false })
    const fill = propsOf(layers, '/pick')
    expect([fill['pickable'], Number.isInteger(fill['highlightedObjectIndex'])]).toEqual([false, true])
  })

  it('that lie apart have neither slab nor light', () => {
    const ground = specOf<PolygonLayer>('buildings', 0)
    const layers = drawPolygons(stage).update(ground)
    expect(endings(layers)).toEqual(['pick', 'inner', 'outer'])
    expect([propsOf(layers, '/pick')['slabPx'], propsOf(layers, '/outer')['colour']]).toEqual([
      0,
      ground.line,
    ])
  })
})

describe('areas', () => {
  it('keep geometry and outlines while only colours and choices change', () => {
    const drawn = drawPolygons(stage)
    const first = drawn.update(specOf('regions', 0, { selected: 'r7' }))
    const recoloured = specOf<PolygonLayer>('regions', 0, { selected: 'r7', hovered: 'r7', fillVersion: 2 })
    const next = drawn.update(recoloured)
    for (const end of ['/pick', '/light'])
      expect(propsOf(next, end)['data'], end).toBe(propsOf(first, end)['data'])
    for (const end of ['/inner', '/outer', '/selected'])
      expect(propsOf(next, end)['paths'], end).toBe(propsOf(first, end)['paths'])
    expect(endings(next)).not.toContain('hovered')
    const other = drawn.update({ ...recoloured, geometryVersion: 2 })
    expect(propsOf(other, '/selected')['paths']).not.toBe(propsOf(first, '/selected')['paths'])
    expect([drawn.idAt(7), drawn.idAt(20)]).toEqual(['r7', null])
  })

  it('closes an outline whose first corner is not said again', () => {
    const open: PolygonLayer = {
      ...specOf<PolygonLayer>('buildings', 0),
      polygons: [
        {
          id: 'yard',
          parts: [
            [
              [
                [0, 0],
                [1, 0],
                [1, 1],
              ],
            ],
          ],
        },
      ],
      selected: 'yard',
    }
    expect(propsOf(drawPolygons(stage).update(open), '/selected')['paths']).toEqual([
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ])
  })
})

describe('buildings', () => {
  const spec = (knobs: object = {}): ExtrusionLayer => specOf('buildings', 1, knobs)

  it('stand at their height, with lines along the roof and around the chosen one', () => {
    const layers = drawExtrusions(stage).update({ ...spec({ selected: 'hall' }), hovered: 'gate' })
    const solid = propsOf(layers, '/pick')
    const parts = rows(solid)
    expect(parts.map((part) => get(solid, 'getElevation')(part))).toEqual([62, 28, 28, 16, 5])
    expect([solid['selectedRow'], solid['hoveredRow']]).toEqual([3, 4])
    const edges = rows(propsOf(layers, '/edges')) as { row: number; path: number[][] }[]
    expect(edges.map(({ path }) => path[0]![2])).toEqual([62, 28, 28, 16, 5])
    const of = (end: string) => (rows(propsOf(layers, end)) as { row: number }[]).map(({ row }) => row)
    expect([of('/selected'), of('/hovered')]).toEqual([[3], [4]])
    const path = get(
      propsOf(layers, '/selected'),
      'getPath',
    )((rows(propsOf(layers, '/selected')) as unknown[])[0]) as number[][]
    expect([path.length, path[0], path.at(-1)!.slice(0, 2)]).toEqual([5, [...path[4]!], path[0]!.slice(0, 2)])
  })

  it('keep their edges while only colours change, and get new ones with new heights', () => {
    const drawn = drawExtrusions(stage)
    const first = propsOf(drawn.update(spec()), '/edges')['data']
    const recoloured = { ...spec(), fill: { ...spec().fill, version: 7 } }
    expect(propsOf(drawn.update(recoloured), '/edges')['data']).toBe(first)
    const higher = { ...spec(), heights: { values: Float32Array.of(9, 9, 9, 9, 9), version: 2 } }
    const edges = rows(propsOf(drawn.update(higher), '/edges')) as { path: number[][] }[]
    expect(edges[0]!.path[0]![2]).toBe(9)
    expect([drawn.idAt(0), drawn.idAt(5)]).toEqual(['main', null])
  })

  it('are not marked twice where the pointer is on the chosen one', () => {
    const layers = drawExtrusions(stage).update({ ...spec({ selected: 'hall' }), hovered: 'hall' })
    expect(rows(propsOf(layers, '/hovered'))).toHaveLength(0)
  })
})

describe('tracks', () => {
  it('draw what is planned dashed, and keep the paths while the version stays', () => {
    const spec = specOf<PathLayer>('points', 1)
    const drawn = drawPaths(stage)
    const track = propsOf(drawn.update(spec), '/pick')
    const dash = get(track, 'getDashArray')
    expect(rows(track).map((path) => dash(path))).toEqual([
      [0, 0],
      [3.2, 2],
    ])
    expect(propsOf(drawn.update({ ...spec, paths: [], widthPx: 5 }), '/pick')['data']).toBe(spec.paths)
    expect([drawn.idAt(1), drawn.idAt(2)]).toEqual(['planned', null])
    drawn.update({ ...spec, paths: [], version: 2 })
    expect(drawn.idAt(0)).toBeNull()
  })

  it('are one mesh where lines are solid, of one colour, and nobody picks them', () => {
    const [points, color] = [
      [
        [108, 23],
        [109, 23],
        [109, 24],
      ] as const,
      [1, 2, 3, 99] as const,
    ]
    const paths = [
      { id: 'a', points, color, dashed: false },
      { id: 'b', points, color, dashed: false },
    ]
    const spec = { ...specOf<PathLayer>('points', 1), pickable: false, paths }
    const drawn = drawPaths(stage)
    const [mesh, again] = [drawn.update(spec)[0]!, drawn.update({ ...spec, visible: false })[0]!]
    expect([mesh.id, mesh.props]).toMatchObject([spec.id, { colour: color, paths: [points, points] }])
    expect((again.props as unknown as { paths: unknown }).paths).toBe(
      (mesh.props as unknown as { paths: unknown }).paths,
    )
    expect([drawn.idAt(1), drawn.idAt(2)]).toEqual(['b', null])
    const red = [{ ...paths[0]!, color: [9, 2, 3, 99] as const }, paths[1]!]
    const dashed = [{ ...paths[0]!, dashed: true }]
    const wanting = [{ pickable: true }, { paths: red }, { paths: dashed }]
    expect(wanting.flatMap((change) => endings(drawPaths(stage).update({ ...spec, ...change })))).toEqual(
      Array(3).fill('pick'),
    )
  })
})

describe('vehicles', () => {
  it('leave deck.gl the very same layer at a report, and another when they may be picked or seen', () => {
    const drawn = drawMovers(stage)
    const spec = specOf<MoverLayer>('movers', 0)
    const first = drawn.update(spec)
    expect(drawn.update({ ...spec, to: { ...spec.to, version: 2 }, selected: '1003' })).toBe(first)
    expect(propsOf(first, '/pick')['source']).toMatchObject({ selectedRow: 3 })
    expect([drawn.idAt(3), drawn.idAt(24)]).toEqual(['1003', null])
    const start = spec.epoch
    expect([drawn.animates!(start, start + 1000), drawn.animates!(start + 11_000, start + 12_000)]).toEqual([
      true,
      false,
    ])
    expect(drawn.update({ ...spec, pickable: false })).not.toBe(first)
    drawn.update({ ...spec, visible: false })
    expect(drawn.animates!(start, start + 1000)).toBe(false)
  })
})
