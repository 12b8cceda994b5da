/** What layers say of their things beyond the picture: words under the pointer, the legend, dots of loads, and where they lie. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { layerOf } from '../../../src/layers/layer.ts'
import { LAYERS, layersOfScene } from '../../../src/layers/registry.ts'
import type { CompoundRow, FenceRow } from '../../../src/shared/protocol/http.ts'
import type { ClusterLayer, MoverLayer, PathLayer, PointLayer } from '../../../src/shared/scene/layers.ts'
import { vehicleGoal } from '../../../src/projections/camera.ts'
import { clustersOf } from '../../../src/projections/gather.ts'
import { measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'
import { INTERIOR, layer, offices, renew, state, viewOf } from '../app/projections/sceneInput.ts'

beforeEach(renew)

const named = (id: string) => LAYERS.find((one) => one.id === id)!
const hover = (id: string, thing: string, data: unknown = null) => named(id).hover!(thing, state.input, data)
const compound = (id: string, rooms: number, lon: number): CompoundRow =>
  ({
    id,
    name: `${id} 院`,
    lon,
    lat: 22.4,
    measures: measuresToArray({ rooms, overRooms: 1, officeRooms: 50 } as Partial<Measures>),
  }) as CompoundRow

describe('layers by what they draw', () => {
  it('are found by the kind of a part, also where several of a kind are told apart', () => {
    expect(layerOf(LAYERS, 'tiles3d /tiles3d/hall/tileset.json')?.id).toBe('tiles3d')
    expect(named('tiles3d').partName!('tiles3d /tiles3d/hall/tileset.json')).toEqual({
      zh: '3D 模型 hall',
      en: '3D model hall',
    })
    expect([layerOf(LAYERS, 'city-lit')?.id, layerOf(LAYERS, 'toString'), layerOf(LAYERS, '')]).toEqual([
      'regions',
      undefined,
      undefined,
    ])
  })

  it('are in a scene by name or by themselves, and an unknown name is told with the known ones', () => {
    expect(layersOfScene({ id: 'any', layers: ['regions'] })).toEqual(
      expect.arrayContaining(['regions', 'track', 'interior']),
    )
    expect(() => layersOfScene({ id: 'any', layers: ['rivers'] })).toThrow(
      /no layer is called rivers; known: .*regions/,
    )
  })
})

describe('words under the pointer', () => {
  it('are a place’s name and its index, in the language of the screen', () => {
    expect(hover('regions', '450102')).toEqual({
      name: '450102',
      value: `${state.input.index.name.zh} 2% · n 50 间`,
      at: [108.5, 22.5],
    })
    state.input = { ...state.input, lang: 'en' }
    expect(hover('regions', '450102')?.value).toContain(state.input.index.name.en)
    expect([hover('regions', 'none'), hover('compounds', 'none'), hover('buildings', 'none')]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('are inside a desk’s room, a room’s unit and area, a floor’s index', () => {
    state.input = { ...state.input, interior: INTERIOR }
    expect(hover('interior', 'W1')).toEqual({ name: '工位 W1', value: 'R1 办公室' })
    expect(hover('interior', 'R1')).toEqual({ name: 'R1 办公室', value: '财政局 · 9.00 m²' })
    expect(hover('interior', 'F1')?.name).toBe('1F')
    expect(hover('interior', 'none')).toBeNull()
  })

  it('are a fence’s name', () => {
    const fences = [{ id: 'f', name: '禁行区' }] as FenceRow[]
    expect([hover('fences', 'f', fences), hover('fences', 'g', fences)]).toEqual([
      { name: '禁行区', value: '' },
      null,
    ])
  })
})

describe('the legend', () => {
  it('names fences from the county down, and rooms where a building is open', () => {
    const legend = (id: string) => named(id).legend!(state.input, [])
    expect([legend('fences'), legend('interior')]).toEqual([null, null])
    state.input = { ...state.input, view: viewOf('county'), interior: INTERIOR, engine: 'interior' }
    expect(legend('fences')?.entries.map(({ dashed }) => dashed)).toEqual([false, false, true, false, false])
    const rooms = legend('interior')!
    expect([rooms.insteadOfClasses, rooms.entries.reduce((sum, { count }) => sum + count!, 0)]).toEqual([
      true,
      4,
    ])
  })
})

describe('vehicles', () => {
  const look = (layers: string[], kind: 'province' | 'city' | 'county') => {
    state.input = { ...state.input, view: viewOf(kind), layers: ['vehicles', ...layers] }
    const { alarmsOnly, pickable, forms } = layer<MoverLayer>('vehicles')
    return { alarmsOnly, pickable, dotsFrom: forms?.dotsFrom }
  }

  it('over a region of another scene are those in alarm alone, which a click may mean; from the county down all', () => {
    const alarms = { alarmsOnly: true, pickable: true, dotsFrom: 0 }
    expect([look([], 'province'), look([], 'city')]).toEqual([alarms, alarms])
    expect(look([], 'county')).toEqual({ ...alarms, alarmsOnly: false })
  })

  it('in their own scene are all of them, a density from afar', () => {
    expect(look(['depots'], 'province')).toEqual({ alarmsOnly: false, pickable: false, dotsFrom: 9 })
    expect(look(['depots'], 'county')).toEqual({ alarmsOnly: false, pickable: true, dotsFrom: 9 })
  })
})

describe('dots', () => {
  const sites = [5, 400, 9999].map((ordinal) => ({
    id: `b${ordinal}`,
    ordinal,
    name: '',
    lon: 108 + ordinal / 1e4,
    lat: 22,
  }))

  it('of loads grow with what is drawn, are grey where nothing reports, and are left out in a county', () => {
    state.input.energy.fill(
      [
        { ordinal: 5, kw: 400 },
        { ordinal: 400, kw: 4 },
      ] as never,
      0,
    )
    state.input = { ...state.input, layers: ['energy'], read: { energy: sites } }
    const dots = layer<PointLayer>('energy')
    expect(dots.ids).toEqual(['b5', 'b400', 'b9999'])
    expect([...dots.positions.values.subarray(0, 2)]).toEqual([108.0005, 22])
    const f32 = Math.fround
    expect([...dots.radii.values]).toEqual([
      f32(16 * 0.4 * 0.9),
      f32(16 * 0.4 * (0.2 + 0.7 * 0.1)),
      f32(16 * 0.4 * 0.2),
    ])
    expect([...dots.fill.values.subarray(8)]).toEqual([120, 130, 140, 60])
    state.input = { ...state.input, view: viewOf('compound') }
    expect(layer('energy')).toBeUndefined()
  })

  it('of compounds are small and not to be picked in a city, full and ringed in a county', () => {
    const rows = [compound('A', 150, 108.2), compound('B', 600, 108.4)]
    state.input = { ...state.input, view: viewOf('city'), compounds: rows }
    const small = layer<PointLayer>('compounds')
    state.input = { ...state.input, view: viewOf('county') }
    const full = layer<PointLayer>('compounds')
    expect([small.pickable, full.pickable]).toEqual([false, true])
    expect([...small.radii.values].map((r, i) => (full.radii.values[i] as number) / r)).toEqual([2, 2])
    expect(full.positions).toBe(small.positions)
    expect([full.edged, ...full.radii.values]).toEqual([
      true,
      ...[0.72, 0.72].map((u) => Math.fround(u * 10)),
    ])
    state.input = { ...state.input, hovered: { layer: 'compounds', id: 'B' } }
    expect([full.hovered, layer<PointLayer>('compounds').hovered]).toEqual([null, 'B'])
    const names = named('compounds').names!(state.input, null)
    expect(names.map(({ text, detail }) => [text, detail])).toEqual([
      ['A 院', '2% · 1/50 间'],
      ['B 院', '2% · 1/50 间'],
    ])
  })
})

describe('compounds of a county', () => {
  const rows = [0, 0.0001, 0.4].map((east, i) => ({
    ...compound(`C${i}`, 9, 108.2 + east),
    measures: offices(i, 200),
  }))
  const discs = () => layer<ClusterLayer>('compound-clusters')

  it('stand for themselves until the camera rests, then those that lie too near are a disc of their classes', () => {
    state.input = { ...state.input, view: viewOf('county'), compounds: rows }
    expect([layer<PointLayer>('compounds').ids, discs()]).toEqual([['C0', 'C1', 'C2'], undefined])
    state.input = { ...state.input, zoom: 9, hovered: { layer: 'compounds', id: 'C1' } }
    expect(layer<PointLayer>('compounds').ids).toEqual(['C2'])
    expect([...layer<PointLayer>('compounds').radii.values]).toEqual([Math.fround(9.5)])
    const [face] = discs().faces.values
    expect([face!.count, face!.arcs.reduce((sum, { count }) => sum + count, 0)]).toEqual([2, 2])
    expect([discs().hovered, discs().ids.length]).toEqual([discs().ids[0], 1])
    expect(named('compounds').names!(state.input, null).map(({ id }) => id)).toEqual(['C2'])
    expect(hover('compounds', discs().ids[0]!)).toMatchObject({ name: '2 处院落', value: '良好 2' })
    expect(named('compounds').pick!(discs().ids[0]!, {} as never)).toMatchObject({ kind: 'look' })
  })

  it('are gathered once, and keep every object of their data while a pointer passes over them', () => {
    const gather = vi.fn(clustersOf)
    state.input = {
      ...state.input,
      view: viewOf('county'),
      compounds: rows,
      zoom: 9,
      read: { ...state.input.read, compounds: gather },
    }
    const data = () => {
      const { hovered: dot, ...dots } = layer<PointLayer>('compounds')
      const { hovered: lit, ...gathered } = discs()
      return { lit: [dot, lit], objects: [dots, gathered].flatMap((spec) => Object.values(spec)) }
    }
    const before = data()
    for (const id of ['C1', 'C2']) {
      state.input = { ...state.input, read: { ...state.input.read }, hovered: { layer: 'compounds', id } }
      const { lit, objects } = data()
      expect(lit.some((one) => one !== null)).toBe(true)
      for (const [i, one] of objects.entries()) expect(one).toBe(before.objects[i])
    }
    expect(gather).toHaveBeenCalledTimes(1)
    state.input = { ...state.input, zoom: 9.5 }
    data()
    expect(gather).toHaveBeenCalledTimes(2)
    const [old, row] = [layer<PointLayer>('compounds').fill, rows[1] as { measures: readonly number[] }]
    const kept = row.measures
    row.measures = kept.map(() => 0)
    state.input = { ...state.input, figures: 2 }
    expect([layer<PointLayer>('compounds').fill === old, gather.mock.calls.length]).toEqual([false, 3])
    row.measures = kept
  })

  it('that an inset shows are one disc, wherever they stand', () => {
    const town = new Set(['C0', 'C2'])
    state.input = { ...state.input, view: viewOf('county'), compounds: rows, zoom: 14, town }
    expect([layer<PointLayer>('compounds').ids, discs().faces.values[0]!.count]).toEqual([['C1'], 2])
  })
})

describe('what is selected', () => {
  it('draws its track in pieces, wide enough for a wall, and the camera comes nearer but never farther', () => {
    const parts = [
      [
        [108, 22],
        [108.1, 22],
      ],
      [
        [108.2, 22],
        [108.3, 22],
      ],
    ]
    state.input = { ...state.input, layers: [], read: { track: parts }, textPx: 30 }
    const track = layer<PathLayer>('track')
    expect([track.paths.map(({ id }) => id), track.widthPx]).toEqual([['track/0', 'track/1'], 5])
    const camera = { lon: 1, lat: 2, zoom: 8, pitchDeg: 3, bearingDeg: 4 }
    expect(vehicleGoal([108, 22], camera)).toEqual({
      kind: 'pose',
      pose: { ...camera, lon: 108, lat: 22, zoom: 12.6 },
    })
    expect(vehicleGoal([108, 22], { ...camera, zoom: 15 })).toMatchObject({ pose: { zoom: 15 } })
  })

  it('goes back from a desk to its room, and a vehicle is drawn though its scene has none', () => {
    const { out } = named('interior')
    expect(out!({ kind: 'workstation', id: 'W1', room: 'R1' })).toEqual({ kind: 'room', id: 'R1' })
    expect(out!({ kind: 'room', id: 'R1' })).toBeNull()
    state.input = { ...state.input, layers: [], selection: { kind: 'vehicle', id: '7' } }
    expect(layer('vehicles')).toMatchObject({ selected: '7', alarmsOnly: true })
  })
})
