import { beforeEach, describe, expect, it } from 'vitest'
import { indexOf, type IndexId } from '../../../src/shared/indices/indices.ts'
import { measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'
import type {
  ChildPlace,
  FenceRow,
  Interior,
  PlaceView,
  RegionRow,
} from '../../../src/shared/protocol/http.ts'
import type { PlaceKind } from '../../../src/shared/region/place.ts'
import type {
  LayerSpec,
  LabelLayer,
  PathLayer,
  PointLayer,
  PolygonLayer,
} from '../../../src/shared/scene/layers.ts'
import { localToLonLat, placeGoal } from '../../../src/projections/camera.ts'
import { hoverTarget, outIntent, pickIntent, type DrillState } from '../../../src/projections/drill.ts'
import type { SceneInput } from '../../../src/projections/input.ts'
import { explodeOf } from '../../../src/projections/interior.ts'
import { moved, project } from '../../../src/projections/project.ts'
import { EnergyTable } from '../../../src/state/live/energy.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'
import { roomClasses } from '../../../src/projections/parts/roomClasses.ts'
import { LAND_HEX } from '../../../src/theme/palette.ts'
import { colorOf, rgba, rampHex } from '../../../src/theme/ramps.ts'

const offices = (over: number, of: number): number[] =>
  measuresToArray({ overRooms: over, officeRooms: of, usableDm2: 1000, idleDm2: 100 } as Partial<Measures>)
const square = (west: number, south: number): RegionRow['geometry'] => [
  [
    [
      [west, south],
      [west + 1, south],
      [west + 1, south + 1],
      [west, south + 1],
    ],
  ],
]
const region = (
  id: string,
  kind: RegionRow['kind'],
  parent: string | null,
  west: number,
  measures: number[],
): RegionRow => ({
  id,
  parent,
  kind,
  name: id,
  center: [west + 0.5, 22.5],
  geometry: square(west, 22),
  measures,
})

const REGIONS: RegionRow[] = [
  region('450000', 'province', null, 108, offices(6, 100)),
  region('450100', 'city', '450000', 108, offices(1, 50)),
  region('450200', 'city', '450000', 109, offices(5, 50)),
  region('450102', 'county', '450100', 108, offices(1, 50)),
  region('450203', 'county', '450200', 109, offices(5, 50)),
]
const KINDS: PlaceKind[] = ['province', 'city', 'county', 'compound', 'building', 'floor']
const PATH = ['450000', '450100', '450102', 'C1', 'B1', 'F1'].map((id, i) => ({
  id,
  kind: KINDS[i] as PlaceKind,
  name: id,
}))
const child = (id: string, kind: PlaceKind): ChildPlace => ({
  id,
  kind,
  name: id,
  lon: 108.4,
  lat: 22.4,
  measures: offices(1, 10),
  outline: [
    [108.4, 22.4],
    [108.401, 22.4],
    [108.401, 22.401],
  ],
  height: 24,
  level: 1,
})
const viewOf = (kind: PlaceKind, children: ChildPlace[] = []): PlaceView => {
  const depth = KINDS.indexOf(kind)
  const provenance = { source: 'test', sourceId: 'x', updatedAt: 0, receivedAt: 0 }
  return {
    id: PATH[depth]?.id ?? '',
    kind,
    name: kind,
    path: PATH.slice(0, depth + 1),
    lon: 108.4,
    lat: 22.4,
    bounds: [108, 22, 109, 23],
    measures: offices(1, 50),
    children,
    facts: [],
    provenance,
    asOf: 0,
  }
}
const room = (
  id: string,
  area: number,
  limit: number | null,
  desks: string[] = [],
): Interior['floors'][number]['rooms'][number] => ({
  id,
  number: id,
  category: 'office',
  use: '办公室',
  state: 'in-use',
  idleDays: null,
  usableArea: area,
  limit,
  limitUse: limit === null ? null : area / limit,
  unit: 'U1',
  unitName: '财政局',
  occupants: 1,
  ring: [
    [0, 0],
    [4, 0],
    [4, 5],
  ],
  desks: desks.map((desk) => ({ id: desk, code: desk, x: 1, y: 1, rotation: 0, used: true })),
})
const INTERIOR: Interior = {
  building: 'B1',
  name: '1号楼',
  origin: [108.4, 22.4],
  rotation: 90,
  asOf: 0,
  floors: [
    {
      id: 'F1',
      level: 1,
      label: '1F',
      elevation: 0,
      height: 3.6,
      plan: 'schematic',
      outline: [
        [0, 0],
        [20, 0],
        [20, 10],
      ],
      corridors: [],
      cores: [],
      measures: offices(1, 3),
      rooms: [room('R1', 9, 9, ['W1']), room('R2', 9.4, 9), room('R3', 12, 9), room('R4', 30, null)],
    },
  ],
}

let input: SceneInput
beforeEach(() => {
  input = {
    regions: REGIONS,
    geometry: 1,
    view: viewOf('province'),
    compound: null,
    compoundOutline: null,
    compounds: null,
    interior: null,
    vehicles: new VehicleTable(),
    energy: new EnergyTable(),
    energySites: [],
    depots: [],
    fences: [],
    tilesets: [],
    track: null,
    index: indexOf('over'),
    basis: 'equivalent-heat',
    lang: 'zh',
    engine: 'map',
    layers: ['regions', 'compounds', 'buildings', 'vehicles', 'labels'],
    selection: null,
    hovered: null,
    textPx: 16,
  }
})
const layer = <L extends LayerSpec>(id: string): L => project(input).find((each) => each.id === id) as L
const fillOf = (id: string): number[] => [...layer<PolygonLayer>(id).fill.values]

describe('regions', () => {
  it('colours each county by its own class, and cities only by lines', () => {
    expect(fillOf('regions')).toEqual([...colorOf(indexOf('over'), 2), ...colorOf(indexOf('over'), 10)])
    expect(layer('city-lines').kind).toBe('paths')
  })

  it('recolours for another index without touching the geometry', () => {
    const before = layer<PolygonLayer>('regions')
    input = { ...input, index: indexOf('idle' satisfies IndexId) }
    const after = layer<PolygonLayer>('regions')
    expect(after.polygons).toBe(before.polygons)
    expect(after.geometryVersion).toBe(before.geometryVersion)
    expect(after.fill.version).not.toBe(before.fill.version)
  })

  it('gives equal colours an equal version, so nothing is uploaded twice', () => {
    expect(layer<PolygonLayer>('regions').fill.version).toBe(layer<PolygonLayer>('regions').fill.version)
  })

  it('writes name and value on each label, cities before counties', () => {
    const labels = layer<LabelLayer>('labels').labels
    expect(labels.find((each) => each.id === '450203')).toMatchObject({
      text: '450203',
      detail: '10% · n 50 间',
    })
    expect(
      Math.min(...labels.filter((each) => each.id.endsWith('00')).map((each) => each.priority)),
    ).toBeGreaterThan(labels.find((each) => each.id === '450102')?.priority ?? 0)
  })

  it('is one grey outside the open city', () => {
    input = { ...input, view: viewOf('city') }
    expect(fillOf('regions')).toEqual([...colorOf(indexOf('over'), 2), ...rgba(LAND_HEX.outside)])
  })

  it('is one neutral land under dots, under buildings, and to whoever sees one unit alone', () => {
    for (const kind of ['county', 'compound'] as const) {
      input = { ...input, view: viewOf(kind) }
      expect(fillOf('regions')).toEqual([...rgba(LAND_HEX.under), ...rgba(LAND_HEX.outside)])
    }
    input = { ...input, view: viewOf('province'), ownUnitOnly: true }
    expect(fillOf('regions')).toEqual([...rgba(LAND_HEX.under), ...rgba(LAND_HEX.under)])
    expect(layer<LabelLayer>('labels').labels.every(({ detail }) => detail === undefined)).toBe(true)
  })

  it('never fades a class: every colour that tells something is opaque', () => {
    for (const value of [null, 0, 3, 99]) expect(colorOf(indexOf('over'), value)[3]).toBe(255)
  })

  it('makes only the vehicles anew after reports alone', () => {
    const before = project({ ...input, layers: [...input.layers, 'vehicles'] })
    const after = moved(before, input)
    expect(after.filter((layer, i) => layer !== before[i]).map(({ kind }) => kind)).toEqual(['movers'])
  })

  it('lays names over everything else', () => {
    expect(project(input).at(-1)?.kind).toBe('labels')
  })
})

describe('compound and building', () => {
  it('raises the buildings to their height and colours them', () => {
    const compound = viewOf('compound', [child('B1', 'building'), child('B2', 'building')])
    input = {
      ...input,
      view: compound,
      compound,
      compoundOutline: [
        [108.4, 22.4],
        [108.41, 22.4],
        [108.41, 22.41],
      ],
    }
    const drawn = layer<LayerSpec & { heights: { values: Float32Array }; selected: string | null }>(
      'buildings',
    )
    expect([...drawn.heights.values]).toEqual([24, 24])
    expect(layer('compound-outlines').pickable).toBe(false)
  })

  it('colours rooms: within the limit, above it, above 105 %, and rooms without a limit by category', () => {
    input = { ...input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    const fill = fillOf('interior')
    const ramp = rampHex('over').map((hex) => rgba(hex))
    expect(fill.slice(0, 4)).toEqual([...(ramp[0] ?? [])])
    expect(fill.slice(4, 8)).toEqual([...(ramp[4] ?? [])])
    expect(fill.slice(8, 12)).toEqual([...(ramp[5] ?? [])])
    expect(fill.slice(12, 15)).not.toEqual(fill.slice(0, 3))
    const [floor] = INTERIOR.floors
    const shared = { ...room('R5', 24, 27), occupants: 2, limitUse: 12 / 9 }
    input = { ...input, interior: { ...INTERIOR, floors: [{ ...floor!, rooms: [shared] }] } }
    expect(fillOf('interior').slice(0, 4), 'the occupant who is worst off decides').toEqual([
      ...(ramp[5] ?? []),
    ])
  })

  it('the legend indoors names in words what is drawn, with how many rooms of the open floor are of each; idle is violet in every view', () => {
    const [floor] = INTERIOR.floors as [Interior['floors'][number]]
    const idle = { ...room('R5', 20, null), state: 'idle' as const, idleDays: 172 }
    const meeting = { ...room('R6', 60, null), category: 'service' as const, use: '会议室' }
    const interior = {
      ...INTERIOR,
      floors: [
        { ...floor, rooms: [...floor.rooms, idle, meeting] },
        { ...floor, id: 'F2', rooms: [room('R7', 5, 9)] },
      ],
    }
    input = { ...input, engine: 'interior', view: viewOf('floor'), interior }
    expect(roomClasses(input).map(({ name, rooms }) => [name.zh, rooms])).toEqual([
      ['达标', 1],
      ['超 0–5%', 1],
      ['超 5% 以上', 1],
      ['办公室(无核定)', 1],
      ['服务用房', 1],
      ['闲置', 1],
    ])
    expect(fillOf('interior').slice(16, 20)).toEqual([...rgba(rampHex('vacancy')[4] as string)])
    input = { ...input, view: viewOf('building') }
    expect(roomClasses(input)[0]).toMatchObject({ key: 'within', rooms: 2 })
    for (const id of ['over', 'idle', 'perCapita', 'quality', 'energy'] as const) {
      input = { ...input, index: indexOf(id) }
      const swatches = new Set(roomClasses(input).map(({ hex }) => rgba(hex).join()))
      const drawn = fillOf('interior')
      const pixels = new Set(
        Array.from({ length: drawn.length / 4 }, (_, i) => drawn.slice(i * 4, i * 4 + 4).join()),
      )
      expect([id, [...pixels].sort()]).toEqual([id, [...swatches].sort()])
    }
    input = { ...input, index: indexOf('over'), over: { yellow: 1, red: 1.5 } }
    expect(roomClasses(input).map(({ name }) => name.zh)).toContain('超 0–50%')
  })

  it('stands floors apart for a building and at true height for a floor', () => {
    input = { ...input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    expect(layer('interior')).toMatchObject({ explode: expect.any(Number), focusFloor: null })
    input = { ...input, view: viewOf('floor') }
    expect(layer('interior')).toMatchObject({ explode: 1, focusFloor: 'F1', floors: [{ schematic: true }] })
  })

  it('keeps the building’s geometry when only a colour changes', () => {
    input = { ...input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    const before = layer<PolygonLayer>('interior')
    input = {
      ...input,
      interior: {
        ...INTERIOR,
        floors: INTERIOR.floors.map((floor) => ({
          ...floor,
          rooms: floor.rooms.map((each) => ({ ...each, usableArea: 40, limitUse: 40 / 9 })),
        })),
      },
    }
    const after = layer<PolygonLayer>('interior')
    expect(after.geometryVersion).toBe(before.geometryVersion)
    expect(after.fill.version).not.toBe(before.fill.version)
  })
})

describe('depots', () => {
  const DEPOTS = [
    { id: 'D1', region: '450102', name: '一号停车场', lon: 108.5, lat: 22.5 },
    { id: 'D2', region: '450203', name: '二号停车场', lon: 109.5, lat: 22.5 },
  ]

  it('are marks at every depth, and named from the county on, where the county is theirs', () => {
    input = { ...input, depots: DEPOTS, layers: [...input.layers, 'depots'] }
    expect(layer('depots')).toMatchObject({ kind: 'points', ids: ['D1', 'D2'] })
    expect(layer<LabelLayer>('labels').labels.map(({ id }) => id)).not.toContain('D1')
    input = { ...input, view: viewOf('county') }
    expect(layer<LabelLayer>('labels').labels.map(({ text }) => text)).toEqual(['一号停车场'])
    expect(project(input).filter(({ kind }) => kind === 'labels')).toHaveLength(1)
  })

  it('are left out where the scene does not ask, and inside a building', () => {
    input = { ...input, depots: DEPOTS }
    expect(layer('depots')).toBeUndefined()
    input = {
      ...input,
      layers: [...input.layers, 'depots'],
      engine: 'interior',
      view: viewOf('building'),
      interior: INTERIOR,
    }
    expect(layer('depots')).toBeUndefined()
  })
})

describe('local 3D Tiles', () => {
  it('are drawn by the globe alone, one layer a set, where the scene lists them', () => {
    const tilesets = ['/tiles3d/a/tileset.json', '/tiles3d/b/tileset.json']
    const tiles = () => project(input).filter(({ kind }) => kind === 'tiles3d')
    input = { ...input, tilesets, engine: 'globe' }
    expect(tiles()).toEqual([])
    input = { ...input, layers: [...input.layers, 'tiles3d'] }
    expect(tiles()).toMatchObject(tilesets.map((url) => ({ url, visible: true })))
    expect(new Set(tiles().map(({ id }) => id)).size).toBe(2)
    input = { ...input, engine: 'map' }
    expect(tiles()).toEqual([])
  })
})

describe('floors apart', () => {
  it('stand wide in a low house and closer in a tower, never below, never above', () => {
    expect([1, 6, 10, 14, 40].map(explodeOf)).toEqual([2.4, 2.4, 2, 1.6, 1.6])
  })
})

describe('camera', () => {
  it('tilts over a compound and lies flat over a region', () => {
    expect(placeGoal({ ...input, view: viewOf('county') }, [0, 0, 0, 0])).toMatchObject({
      kind: 'bounds',
      pitchDeg: 0,
    })
    expect(placeGoal({ ...input, view: viewOf('compound') }, [0, 0, 0, 0])).toMatchObject({ pitchDeg: 55 })
  })

  it('turns the building’s own frame', () => {
    const [lon, lat] = localToLonLat([100, 0], [108.4, 22.4], 90)
    expect(lon).toBeCloseTo(108.4, 6)
    expect((lat - 22.4) * 111_319.49).toBeCloseTo(100, 3)
  })
})

describe('drill', () => {
  const at = (kind: PlaceKind, selection: DrillState['selection'] = null): DrillState => ({
    regions: REGIONS,
    view: viewOf(kind),
    interior: INTERIOR,
    selection,
  })
  const pick = (layerId: string, id: string, state: DrillState) => pickIntent({ layer: layerId, id }, state)

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
    expect(outIntent(at('floor', { kind: 'workstation', id: 'W1', room: 'R1' }), '450000')).toEqual({
      kind: 'select',
      selection: { kind: 'room', id: 'R1' },
    })
    expect(outIntent(at('floor', { kind: 'room', id: 'R1' }), '450000')).toEqual({
      kind: 'select',
      selection: null,
    })
    expect(outIntent(at('floor'), '450000')).toEqual({ kind: 'open', place: 'B1' })
    expect(outIntent(at('county'), '450102')).toEqual({ kind: 'none' })
  })

  it('lights what a click would open', () => {
    expect(hoverTarget({ layer: 'regions', id: '450102' }, at('province'))).toEqual({
      layer: 'city-lines',
      id: '450100',
    })
    expect(hoverTarget({ layer: 'regions', id: '450102' }, at('city'))).toEqual({
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

describe('fences', () => {
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
  it('lie on the open county’s ground from the county down, routes dashed, small places marked and named, borders left to the regions', () => {
    const wanted = { ...input, fences: FENCES, layers: [...input.layers, 'fences' as const] }
    input = wanted
    expect(layer('fences')).toBeUndefined()
    input = { ...wanted, view: viewOf('county') }
    expect(layer<PolygonLayer>('fences').polygons.map(({ id }) => id)).toEqual(['F1', 'F2'])
    expect(layer<PathLayer>('fence-lines').paths.map(({ dashed }) => dashed)).toEqual([false, true])
    expect(layer<PointLayer>('fence-marks').ids).toEqual(['F1'])
    expect(layer<LabelLayer>('labels').labels.some(({ text }) => text === '国际酒店')).toBe(true)
    const before = layer<PolygonLayer>('fences')
    expect(layer<PolygonLayer>('fences').polygons).toBe(before.polygons)
    input = { ...input, layers: input.layers.filter((name) => name !== 'fences') }
    expect(layer('fences')).toBeUndefined()
  })
})
