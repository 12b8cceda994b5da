import { beforeEach, describe, expect, it } from 'vitest'
import { indexOf, type IndexId } from '../../../../src/shared/indices/indices.ts'
import type { ChildPlace, Interior } from '../../../../src/shared/protocol/http.ts'
import type { PlaceKind } from '../../../../src/shared/region/place.ts'
import type { LayerSpec, LabelLayer, PolygonLayer } from '../../../../src/shared/scene/layers.ts'
import { LAYERS } from '../../../../src/layers/registry.ts'
import { classCounts } from '../../../../src/projections/classes.ts'
import { moved, project } from '../../../../src/projections/project.ts'
import { roomClasses } from '../../../../src/layers/interior/roomClasses.ts'
import { LAND_HEX } from '../../../../src/theme/palette.ts'
import { cssColorOf, NO_DATA_HEX, QUIET_HEX, rampHex, rgba } from '../../../../src/theme/ramps.ts'
import type { InteriorLayer } from '../../../../src/shared/scene/layers.ts'
import { offices, viewOf, room, INTERIOR, state, layer, renew } from './sceneInput.ts'

beforeEach(renew)

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

/** The colour of a value of the over-standard rate. */
const overHex = (value: number | null): string => cssColorOf(indexOf('over'), value)

const fillOf = (id: string): number[] => [...layer<PolygonLayer>(id).fill.values]

describe('regions', () => {
  it('colours each county by its own class, and cities only by lines', () => {
    expect(fillOf('regions')).toEqual([...rgba(overHex(2)), ...rgba(overHex(10))])
    expect(layer('city-lines').kind).toBe('paths')
  })

  it('leaves the one class that is shown in its colour, the others as greys of their own, what has no figure as it is', () => {
    const [good, grave] = state.input.regions.filter(({ kind }) => kind === 'county')
    const without = { ...good!, id: '450103', measures: offices(0, 0) }
    state.input = { ...state.input, regions: [...state.input.regions, without], only: 4 }
    expect(grave).toBeDefined()
    expect(fillOf('regions')).toEqual([...rgba(QUIET_HEX[2]), ...rgba(overHex(10)), ...rgba(NO_DATA_HEX)])
    expect(classCounts(state.input)).toEqual({ of: 'county', all: 3, counts: [0, 0, 1, 0, 1], noData: 1 })
  })

  it('recolours for another index without touching the geometry', () => {
    const before = layer<PolygonLayer>('regions')
    state.input = { ...state.input, index: indexOf('idle' satisfies IndexId) }
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
      detail: '10% · 5/50 间',
    })
    expect(
      Math.min(...labels.filter((each) => each.id.endsWith('00')).map((each) => each.priority)),
    ).toBeGreaterThan(labels.find((each) => each.id === '450102')?.priority ?? 0)
  })
})

describe('regions', () => {
  it('is one grey outside the open city', () => {
    state.input = { ...state.input, view: viewOf('city') }
    expect(fillOf('regions')).toEqual([...rgba(overHex(2)), ...rgba(LAND_HEX.outside)])
  })

  it('is one neutral land under dots, under buildings, and to whoever sees one unit alone', () => {
    for (const kind of ['county', 'compound'] as const) {
      state.input = { ...state.input, view: viewOf(kind) }
      expect(fillOf('regions')).toEqual([...rgba(LAND_HEX.under), ...rgba(LAND_HEX.outside)])
    }
    state.input = { ...state.input, view: viewOf('province'), ownUnitOnly: true }
    expect(fillOf('regions')).toEqual([...rgba(LAND_HEX.under), ...rgba(LAND_HEX.under)])
    expect(layer<LabelLayer>('labels').labels.every(({ detail }) => detail === undefined)).toBe(true)
  })

  it('never fades a class: every colour that tells something is opaque', () => {
    for (const only of [null, 0]) {
      state.input = { ...state.input, only }
      expect(fillOf('regions').filter((_, i) => i % 4 === 3)).toEqual([255, 255])
    }
  })

  it('makes only the vehicles anew after reports alone', () => {
    const before = project({ ...state.input, layers: [...state.input.layers, 'vehicles'] }, LAYERS)
    const after = moved(before, state.input, LAYERS, ['vehicles'])
    expect(after.filter((layer, i) => layer !== before[i]).map(({ kind }) => kind)).toEqual(['movers'])
    const still = before.filter(({ kind }) => kind !== 'movers')
    expect(moved(still, state.input, LAYERS, ['vehicles'])).toBe(still)
    expect(moved(before, state.input, LAYERS, ['energy'])).toBe(before)
  })

  it('lays names over everything else', () => {
    expect(project(state.input, LAYERS).at(-1)?.kind).toBe('labels')
  })
})

describe('regions', () => {
  it('writes the counts alone where too few rooms are counted for a percentage', () => {
    const few = state.input.regions.map((region) => ({ ...region, measures: offices(2, 14) }))
    state.input = { ...state.input, regions: few }
    expect(layer<LabelLayer>('labels').labels.map(({ detail }) => detail)).toContain('2/14 间')
    expect(layer<LabelLayer>('labels').labels.some(({ detail }) => detail?.includes('%'))).toBe(false)
  })
})

describe('compound and building', () => {
  it('raises the buildings to their height and colours them', () => {
    const compound = viewOf('compound', [child('B1', 'building'), child('B2', 'building')])
    state.input = {
      ...state.input,
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
    state.input = { ...state.input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    const fill = fillOf('interior')
    const ramp = rampHex('over').map((hex) => rgba(hex))
    expect(fill.slice(0, 4)).toEqual([...(ramp[0] ?? [])])
    expect(fill.slice(4, 8)).toEqual([...(ramp[3] ?? [])])
    expect(fill.slice(8, 12)).toEqual([...(ramp[4] ?? [])])
    expect(fill.slice(12, 15)).not.toEqual(fill.slice(0, 3))
    const [floor] = INTERIOR.floors
    const shared = { ...room('R5', 24, 27), occupants: 2, limitUse: 12 / 9 }
    state.input = { ...state.input, interior: { ...INTERIOR, floors: [{ ...floor!, rooms: [shared] }] } }
    expect(fillOf('interior').slice(0, 4), 'the occupant who is worst off decides').toEqual([
      ...(ramp[4] ?? []),
    ])
  })
})

describe('compound and building', () => {
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
    state.input = { ...state.input, engine: 'interior', view: viewOf('floor'), interior }
    expect(roomClasses(state.input).map(({ name, rooms }) => [name.zh, rooms])).toEqual([
      ['达标', 1],
      ['超 0–5%', 1],
      ['超 5% 以上', 1],
      ['办公室(无核定)', 1],
      ['服务用房', 1],
      ['闲置', 1],
    ])
    expect(fillOf('interior').slice(16, 20)).toEqual([...rgba(rampHex('vacancy')[3] as string)])
    state.input = { ...state.input, view: viewOf('building') }
    expect(roomClasses(state.input)[0]).toMatchObject({ key: 'within', rooms: 2 })
    for (const id of ['over', 'idle', 'perCapita', 'quality', 'energy'] as const) {
      state.input = { ...state.input, index: indexOf(id) }
      const swatches = new Set(roomClasses(state.input).map(({ hex }) => rgba(hex).join()))
      const drawn = fillOf('interior')
      const pixels = new Set(
        Array.from({ length: drawn.length / 4 }, (_, i) => drawn.slice(i * 4, i * 4 + 4).join()),
      )
      expect([id, [...pixels].sort()]).toEqual([id, [...swatches].sort()])
    }
    state.input = { ...state.input, index: indexOf('over'), over: { yellow: 1, red: 1.5 } }
    expect(roomClasses(state.input).map(({ name }) => name.zh)).toContain('超 0–50%')
  })
})

describe('a building from inside', () => {
  it('says of a room what is beyond its limit, or how long it stands empty, and how many of a floor are', () => {
    const [floor] = INTERIOR.floors as [Interior['floors'][number]]
    const idle = { ...room('R5', 20, null), state: 'idle' as const, idleDays: 172 }
    const shared = { ...room('R6', 24, 27), occupants: 2, limitUse: 12 / 9 }
    const interior = { ...INTERIOR, floors: [{ ...floor, rooms: [...floor.rooms, idle, shared] }] }
    state.input = { ...state.input, engine: 'interior', view: viewOf('building'), interior }
    const told = () => layer('interior') as InteriorLayer
    const said = () => told().remarks?.values.map(({ mark, text, withinLimit }) => [mark, text, withinLimit])
    expect(said()).toEqual([
      [0, '', 1],
      [1, '+0.4 m²', 9 / 9.4],
      [1, '+3 m²', 0.75],
      [0, '', 1],
      [2, '闲置 172 天', 1],
      [1, '', 1],
    ])
    expect(told().floorNotes?.values).toEqual({ F1: '超标 3 间' })
    const before = told().remarks?.version
    state.input = { ...state.input, lang: 'en', index: indexOf('idle') }
    expect([said()?.[1], said()?.[4]]).toEqual([
      [0, '', 1],
      [2, 'idle 172 d', 1],
    ])
    expect([told().floorNotes?.values, told().remarks?.version === before]).toEqual([{ F1: '1 idle' }, false])
  })

  it('shows all floors of a building and opens a floor', () => {
    state.input = { ...state.input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    expect(layer('interior')).toMatchObject({ focusFloor: null, floorNotes: { values: expect.any(Object) } })
    state.input = { ...state.input, view: viewOf('floor') }
    expect(layer('interior')).toMatchObject({ focusFloor: 'F1', floors: [{ schematic: true }] })
  })
})

describe('compound and building', () => {
  it('keeps the building’s geometry when only a colour changes', () => {
    state.input = { ...state.input, engine: 'interior', view: viewOf('building'), interior: INTERIOR }
    const before = layer<PolygonLayer>('interior')
    state.input = {
      ...state.input,
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
    state.input = { ...state.input, read: { depots: DEPOTS }, layers: [...state.input.layers, 'depots'] }
    expect(layer('depots')).toMatchObject({ kind: 'points', ids: ['D1', 'D2'] })
    expect(layer<LabelLayer>('labels').labels.map(({ id }) => id)).not.toContain('D1')
    state.input = { ...state.input, view: viewOf('county') }
    expect(layer<LabelLayer>('labels').labels.map(({ text }) => text)).toEqual(['一号停车场'])
    expect(project(state.input, LAYERS).filter(({ kind }) => kind === 'labels')).toHaveLength(1)
  })

  it('are left out where the scene does not ask, and inside a building', () => {
    state.input = { ...state.input, read: { depots: DEPOTS } }
    expect(layer('depots')).toBeUndefined()
    state.input = {
      ...state.input,
      layers: [...state.input.layers, 'depots'],
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
    const tiles = () => project(state.input, LAYERS).filter(({ kind }) => kind === 'tiles3d')
    state.input = { ...state.input, read: { tiles3d: tilesets }, engine: 'globe' }
    expect(tiles()).toEqual([])
    state.input = { ...state.input, layers: [...state.input.layers, 'tiles3d'] }
    expect(tiles()).toMatchObject(tilesets.map((url) => ({ url, visible: true })))
    expect(new Set(tiles().map(({ id }) => id)).size).toBe(2)
    state.input = { ...state.input, engine: 'map' }
    expect(tiles()).toEqual([])
  })
})
