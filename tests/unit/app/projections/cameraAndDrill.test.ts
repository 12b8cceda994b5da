import { beforeEach, describe, expect, it } from 'vitest'
import type { FenceRow } from '../../../../src/shared/protocol/http.ts'
import type { PlaceKind } from '../../../../src/shared/region/place.ts'
import type { LabelLayer, PathLayer, PointLayer, PolygonLayer } from '../../../../src/shared/scene/layers.ts'
import { localToLonLat, placeGoal } from '../../../../src/projections/camera.ts'
import { LAYERS } from '../../../../src/layers/registry.ts'
import { hoverTarget, outIntent, pickIntent, type DrillState } from '../../../../src/projections/drill.ts'
import { REGIONS, viewOf, INTERIOR, state, layer, renew } from './sceneInput.ts'

beforeEach(renew)

describe('camera', () => {
  it('tilts over a compound and lies flat over a region', () => {
    expect(placeGoal({ ...state.input, view: viewOf('county') }, [0, 0, 0, 0])).toMatchObject({
      kind: 'bounds',
      pitchDeg: 0,
    })
    expect(placeGoal({ ...state.input, view: viewOf('compound') }, [0, 0, 0, 0])).toMatchObject({
      pitchDeg: 55,
    })
  })

  it('turns the building’s own frame', () => {
    const [lon, lat] = localToLonLat([100, 0], [108.4, 22.4], 90)
    expect(lon).toBeCloseTo(108.4, 6)
    expect((lat - 22.4) * 111_319.49).toBeCloseTo(100, 3)
  })
})

const at = (kind: PlaceKind, selection: DrillState['selection'] = null): DrillState => ({
  regions: REGIONS,
  view: viewOf(kind),
  interior: INTERIOR,
  selection,
})

const pick = (layerId: string, id: string, state: DrillState) =>
  pickIntent({ layer: layerId, id }, state, LAYERS)

describe('drill', () => {
  it('goes in one level at a time: province, city, county, compound, building, floor, room, workstation', () => {
    expect(pick('regions', '450102', at('province'))).toEqual({ kind: 'open', place: '450100' })
    expect(pick('regions', '450102', at('city'))).toEqual({ kind: 'open', place: '450102' })
    expect(pick('compounds', 'C1', at('county'))).toEqual({ kind: 'open', place: 'C1' })
    expect(pick('buildings', 'B1', at('compound'))).toEqual({ kind: 'open', place: 'B1' })
    expect(pick('interior', 'R1', at('building'))).toEqual({ kind: 'open', place: 'F1' })
    expect(pick('interior', 'W1', at('floor'))).toEqual({
      kind: 'select',
      selection: { kind: 'room', id: 'R1' },
    })
    expect(pick('interior', 'W1', at('floor', { kind: 'room', id: 'R1' }))).toEqual({
      kind: 'select',
      selection: { kind: 'workstation', id: 'W1', room: 'R1' },
    })
  })

  it('comes out one level at a time, and stops at the top of the scope', () => {
    expect(outIntent(at('floor', { kind: 'workstation', id: 'W1', room: 'R1' }), '450000', LAYERS)).toEqual({
      kind: 'select',
      selection: { kind: 'room', id: 'R1' },
    })
    expect(outIntent(at('floor', { kind: 'room', id: 'R1' }), '450000', LAYERS)).toEqual({
      kind: 'select',
      selection: null,
    })
    expect(outIntent(at('floor'), '450000', LAYERS)).toEqual({ kind: 'open', place: 'B1' })
    expect(outIntent(at('county'), '450102', LAYERS)).toEqual({ kind: 'none' })
  })

  it('lights what a click would open', () => {
    expect(hoverTarget({ layer: 'regions', id: '450102' }, at('province'), LAYERS)).toEqual({
      layer: 'city-lines',
      id: '450100',
    })
    expect(hoverTarget({ layer: 'regions', id: '450102' }, at('city'), LAYERS)).toEqual({
      layer: 'regions',
      id: '450102',
    })
  })

  it('opens a region elsewhere from a city', () => {
    expect(pick('regions', '450203', at('city'))).toEqual({ kind: 'open', place: '450203' })
  })

  it('opens the card of a fence, on its ground or its mark', () => {
    for (const layer of ['fences', 'fence-marks'])
      expect(pick(layer, 'F1', at('county'))).toEqual({
        kind: 'select',
        selection: { kind: 'fence', id: 'F1' },
      })
  })
})

const fence = {
  region: '450102',
  place: null,
  rule: 'no-stop',
  binds: 'roster',
  limitKmh: null,
  window: null,
} as const

const FENCES: FenceRow[] = [
  {
    ...fence,
    id: 'F1',
    name: '国际酒店',
    kind: 'sensitive',
    geometry: { type: 'circle', center: [108.4, 22.4], radiusM: 80 },
  },
  {
    ...fence,
    id: 'F2',
    name: '甲→乙',
    kind: 'route',
    rule: 'keep-in',
    binds: 'order',
    geometry: {
      type: 'corridor',
      path: [
        [108.4, 22.4],
        [108.5, 22.4],
      ],
      widthM: 2000,
    },
  },
  {
    ...fence,
    id: 'F3',
    name: '用车范围',
    kind: 'allowed',
    rule: 'keep-in',
    geometry: { type: 'region', code: '450100' },
  },
  {
    ...fence,
    id: 'F4',
    name: '别处',
    region: '450203',
    kind: 'forbidden',
    rule: 'keep-out',
    geometry: { type: 'circle', center: [109.4, 22.4], radiusM: 80 },
  },
]

describe('fences', () => {
  it('lie on the open county’s ground from the county down, routes dashed, small places marked and named, borders left to the regions', () => {
    const wanted = { ...state.input, read: { fences: FENCES }, layers: [...state.input.layers, 'fences'] }
    state.input = wanted
    expect(layer('fences')).toBeUndefined()
    state.input = { ...wanted, view: viewOf('county') }
    expect(layer<PolygonLayer>('fences').polygons.map(({ id }) => id)).toEqual(['F1', 'F2'])
    expect(layer<PathLayer>('fence-lines').paths.map(({ dashed }) => dashed)).toEqual([false, true])
    expect(layer<PointLayer>('fence-marks').ids).toEqual(['F1'])
    expect(layer<LabelLayer>('labels').labels.some(({ text }) => text === '国际酒店')).toBe(true)
    const before = layer<PolygonLayer>('fences')
    expect(layer<PolygonLayer>('fences').polygons).toBe(before.polygons)
    state.input = { ...state.input, layers: state.input.layers.filter((name) => name !== 'fences') }
    expect(layer('fences')).toBeUndefined()
  })
})
