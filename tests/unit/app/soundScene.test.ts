import { describe, expect, it } from 'vitest'
import { boundedGoal, parsePose, poseText } from '#shared/scene/camera.ts'
import type { InteriorLayer, LayerSpec } from '#shared/scene/layers.ts'
import { soundLayers } from '#shared/scene/soundLayers.ts'
import { makeFrame, readFrame, type Frame } from '#shared/protocol/frame.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'
import { CASES } from '../../builders/screen/engine/cases.ts'

const only = (layer: LayerSpec): { layer: LayerSpec; dropped: number } => {
  const { layers, dropped } = soundLayers([layer])
  return { layer: layers[0] as LayerSpec, dropped: dropped.get(layer.id) ?? 0 }
}

const of = <K extends LayerSpec['kind']>(scene: string, kind: K): Extract<LayerSpec, { kind: K }> =>
  CASES[scene]!().layers.find((layer): layer is Extract<LayerSpec, { kind: K }> => layer.kind === kind)!

/** A frame of these vehicles, those of `nowhere` at no place on the earth. */
const told = (
  ordinals: readonly number[],
  nowhere: readonly number[],
  snapshot = true,
): Frame<'vehicles'> => {
  const { buffer, columns } = makeFrame({
    topic: 'vehicles',
    snapshot,
    sequence: 1,
    follows: 0,
    rows: ordinals.length,
    serverTime: 1e12,
  })
  for (const [i, ordinal] of ordinals.entries()) {
    columns.ordinal[i] = ordinal
    columns.lonE6[i] = nowhere.includes(ordinal) ? 2_000_000_000 : 108_000_000
    columns.latE6[i] = 22_000_000
  }
  return readFrame(buffer) as Frame<'vehicles'>
}

describe('layers of sound coordinates', () => {
  it('come out the very same, whatever the kind', () => {
    for (const make of Object.values(CASES)) {
      const { layers } = make()
      expect(soundLayers(layers)).toEqual({ layers, dropped: new Map() })
      expect(soundLayers(layers).layers).toBe(layers)
    }
  })
})

describe('a feature without a place', () => {
  it.each([Number.NaN, Infinity, -Infinity, 1e300, 181])(
    '%s: is left out of areas with its colour, and no other is',
    (bad) => {
      const regions = of('regions', 'polygons')
      const broken = {
        ...regions,
        polygons: regions.polygons.map((one, i) =>
          i === 1
            ? {
                ...one,
                parts: [
                  [
                    [
                      [bad, 22],
                      [109, 22],
                      [109, 23],
                    ],
                  ],
                ] as never,
              }
            : one,
        ),
      }
      const { layer, dropped } = only(broken)
      const kept = layer as typeof regions
      expect(dropped).toBe(1)
      expect(kept.polygons.map(({ id }) => id)).toEqual(
        regions.polygons.map(({ id }) => id).filter((_, i) => i !== 1),
      )
      expect(kept.fill.values.slice(4, 8)).toEqual(regions.fill.values.slice(8, 12))
      const again = only({ ...broken }).layer as typeof regions
      expect(again.polygons).toBe(kept.polygons)
    },
  )

  it('is left out of buildings by its height too', () => {
    const buildings = of('buildings', 'extrusions')
    const heights = { values: Float32Array.from(buildings.heights.values), version: 9 }
    heights.values[0] = Number.NaN
    const { layer, dropped } = only({ ...buildings, heights })
    const kept = layer as typeof buildings
    expect([dropped, kept.polygons.length, kept.heights.values.length]).toEqual([
      1,
      buildings.polygons.length - 1,
      buildings.polygons.length - 1,
    ])
  })
})

describe('a feature without a place', () => {
  it('is left out of dots with its radius, of names, and a track goes on without the point', () => {
    const points = of('points', 'points')
    const positions = { values: Float64Array.from(points.positions.values), version: 9 }
    positions.values[3] = Number.NaN
    const radii = { values: Float32Array.from(points.radii.values), version: 9 }
    radii.values[2] = Infinity
    const dots = only({ ...points, positions, radii })
    expect(dots.dropped).toBe(2)
    expect((dots.layer as typeof points).ids.slice(0, 2)).toEqual([points.ids[0], points.ids[3]])
    const labels = of('labels', 'labels')
    const names = only({
      ...labels,
      labels: labels.labels.map((one, i) => (i === 0 ? { ...one, at: [108, Number.NaN] } : one)),
    })
    expect([names.dropped, (names.layer as typeof labels).labels.length]).toEqual([
      1,
      labels.labels.length - 1,
    ])
    const paths = of('points', 'paths')
    const track = only({
      ...paths,
      paths: paths.paths.map((path) => ({ ...path, points: [...path.points, [Number.NaN, 1] as const] })),
    })
    expect(track.dropped).toBe(paths.paths.length)
    expect((track.layer as typeof paths).paths.map(({ points: all }) => all)).toEqual(
      paths.paths.map(({ points: all }) => all),
    )
  })
})

describe('a feature without a place', () => {
  it('is left out of a building, and the colours of the rooms behind it stay theirs', () => {
    const inside = of('interior', 'interior')
    const floors = inside.floors.map((floor, i) =>
      i === 0
        ? {
            ...floor,
            rooms: floor.rooms.map((room, k) =>
              k === 0
                ? {
                    ...room,
                    ring: [
                      [Number.NaN, 0],
                      [1, 0],
                      [1, 1],
                    ] as never,
                  }
                : room,
            ),
          }
        : floor,
    )
    const { layer, dropped } = only({ ...inside, floors, rotationDeg: Number.NaN })
    const kept = layer as InteriorLayer
    expect([dropped, kept.floors[0]!.rooms.length, kept.rotationDeg]).toEqual([
      2,
      inside.floors[0]!.rooms.length - 1,
      undefined,
    ])
    expect(kept.fill.values.slice(0, 4)).toEqual(inside.fill.values.slice(4, 8))
  })

  it('never enters the table of vehicles; the rows beside it do, and it is counted', () => {
    const table = new VehicleTable()
    table.apply(told([0, 1, 2], [1]), 1e12)
    expect([table.count, table.refused, table.rowOf(1)]).toEqual([2, 1, -1])
    expect([...table.columns.to].every(Number.isFinite)).toBe(true)
  })

  it('is counted once however often it is told, and no longer once it stands somewhere, left, or is told of no more', () => {
    const table = new VehicleTable()
    const now = (): number => table.refused
    table.apply(told([0, 1, 2, 3], [1, 2, 3]), 1e12, undefined, 'a')
    table.apply(told([1], [1], false), 1e12, undefined, 'a')
    expect(now()).toBe(3)
    table.apply(told([1], [], false), 1e12, undefined, 'a')
    expect([now(), table.rowOf(1) >= 0]).toEqual([2, true])
    table.apply(told([0, 1, 3], [3]), 1e12, undefined, 'a')
    expect(now()).toBe(1)
    table.apply(told([7], [7]), 1e12, undefined, 'b')
    table.drop('a')
    expect(now()).toBe(1)
    table.clear()
    expect(now()).toBe(0)
  })
})

describe('a feature without a place', () => {
  it('in a frame of no instant refuses the frame', () => {
    const { buffer } = makeFrame({
      topic: 'vehicles',
      snapshot: true,
      sequence: 1,
      follows: 0,
      rows: 0,
      serverTime: Number.NaN,
    })
    expect(() => readFrame(buffer)).toThrow('server time NaN')
  })
})

describe('a camera', () => {
  const POSE = { lon: 108.32, lat: 22.82, zoom: 12.5, pitchDeg: 40, bearingDeg: -30 }
  it('is read from an address as it was written there', () => {
    expect(parsePose(poseText(POSE))).toEqual(POSE)
  })
  it.each([
    '',
    ',,,,',
    'NaN,22,8,0,0',
    '108,22,8,0',
    '108,22,8,0,0,0',
    '1e999,22,8,0,0',
    '108,Infinity,8,0,0',
    '999,22,8,0,0',
    '108,95,8,0,0',
    '108,22,9999,0,0',
    '108,22,8,86,0',
    '0x10,22,8,0,0',
    '108, 22,8,0,0',
  ])('is none in an address of %j', (text) => expect(parsePose(text)).toBeNull())
  it('goes nowhere by what is no number, and at most to the edge of the earth', () => {
    expect(boundedGoal({ kind: 'pose', pose: { ...POSE, zoom: Number.NaN } })).toBeNull()
    expect(
      boundedGoal({
        kind: 'bounds',
        bounds: [108, 22, Infinity, 23],
        pitchDeg: 0,
        bearingDeg: 0,
        padding: [0, 0, 0, 0],
      }),
    ).toBeNull()
    expect(
      boundedGoal({
        kind: 'bounds',
        bounds: [108, 22, 109, 230],
        pitchDeg: 0,
        bearingDeg: 0,
        padding: [0, 0, 0, 0],
      }),
    ).toBeNull()
    expect(boundedGoal({ kind: 'pose', pose: { ...POSE, zoom: 99, bearingDeg: 725 } })).toEqual({
      kind: 'pose',
      pose: { ...POSE, zoom: 26, bearingDeg: 5 },
    })
    const goal = { kind: 'pose', pose: POSE } as const
    expect(boundedGoal(goal)).toBe(goal)
  })
})
