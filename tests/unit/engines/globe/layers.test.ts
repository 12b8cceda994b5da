/** The layers of the globe on a scene that draws nothing: made and let go by their ids, picked, and told of where one fails. */
import { Cartesian3, Cesium3DTileset, Color, Matrix4, PerspectiveFrustum, Resource } from '@cesium/engine'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { frustumFov, standOf } from '../../../../src/engines/globe/camera/pose.ts'
import { LayerSet } from '../../../../src/engines/globe/LayerSet.ts'
import type { Stage } from '../../../../src/engines/globe/layers/LayerView.ts'
import { PrimitiveGuard } from '../../../../src/engines/globe/parts/PrimitiveGuard.ts'
import { TilesResource } from '../../../../src/engines/globe/parts/TilesResource.ts'
import type { LayerSpec, MoverLayer, PathLayer, PointLayer } from '../../../../src/shared/scene/layers.ts'
import { CASES } from '../../../builders/screen/engine/cases.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
const specOf = <S extends LayerSpec>(scene: string, at: number, knobs: object = {}): S =>
  (CASES[scene] as unknown as (knobs: object) => { layers: readonly LayerSpec[] })(knobs).layers[at] as S

/** Two tracks; a dashed one would need a canvas. */
const tracks: PathLayer = {
  ...specOf<PathLayer>('points', 1),
  paths: specOf<PathLayer>('points', 1).paths.map((path) => ({ ...path, dashed: false })),
}
const SIZE = [640, 360] as const
/** A scene that keeps its primitives and draws none, looking at Nanning from above. */
const fakeStage = () => {
  const kept = new Set<object>()
  const pose = { lon: 108.32, lat: 22.82, zoom: 7.9, pitchDeg: 0, bearingDeg: 0 }
  const { position, direction, up } = standOf(pose, SIZE[1])
  const right = Cartesian3.cross(direction, up, new Cartesian3())
  const viewMatrix = Matrix4.computeView(position, direction, up, right, new Matrix4())
  const frustum = new PerspectiveFrustum({
    fov: frustumFov(...SIZE),
    aspectRatio: SIZE[0] / SIZE[1],
    near: 1,
    far: 1e8,
  })
  const told: unknown[][] = []
  const scene = {
    primitives: {
      add: (primitive: object) => (kept.add(primitive), primitive),
      remove: (primitive: object) => kept.delete(primitive),
    },
    camera: { viewMatrix, frustum, positionWC: position },
    canvas: { clientWidth: SIZE[0], clientHeight: SIZE[1] },
    requestRender: () => undefined,
    cartesianToCanvasCoordinates: () => ({ x: 100, y: 100 }),
  }
  const stage = {
    scene,
    accent: Color.CYAN,
    text: Color.WHITE,
    halo: Color.BLACK,
    fontFamily: 'sans-serif',
    within: (_: string, work: () => unknown) => work(),
    fail: (layer: string, message: string) => void told.push([layer, message]),
  } as unknown as Stage
  return { stage, kept, told }
}

describe('the layers of the globe', () => {
  it('are made, kept and let go by their ids', () => {
    const { stage, kept, told } = fakeStage()
    const layers = new LayerSet(stage)
    const dots = specOf<PointLayer>('points', 0, { count: 8, selected: 'c3' })
    layers.set([dots])
    const [first] = kept
    const points = first as {
      length: number
      get(i: number): { pixelSize: number; outlineWidth: number; color: Color; id: unknown }
    }
    expect([points.length, points.get(3).id]).toEqual([8, { layer: 'compounds', id: 'c3', part: 3 }])
    expect([points.get(3).pixelSize, points.get(2).pixelSize].map((v) => v.toFixed(2))).toEqual([
      '18.90',
      '14.00',
    ])
    expect([points.get(3).outlineWidth, points.get(2).outlineWidth]).toEqual([3, 1])
    const dot = points.get(3)
    layers.set([{ ...dots, selected: null, fill: { ...dots.fill, version: 9 } }])
    expect([points.get(3) === dot, dot.outlineWidth]).toEqual([true, 1])
    layers.set([dots, tracks, specOf('interior', 0)])
    expect(kept.size).toBe(3)
    layers.set([{ ...tracks, id: 'compounds' }])
    expect([kept.has(first!), kept.size]).toEqual([false, 2])
    layers.dispose()
    expect([kept.size, told]).toEqual([0, []])
  })

  it('stand back for none that throws: it is told, and drawn again when it is given something new', () => {
    const { stage, told } = fakeStage()
    const layers = new LayerSet(stage)
    const bad = {
      ...specOf<PointLayer>('points', 0, { count: 8 }),
      id: 'bad',
      ids: null,
    } as unknown as LayerSpec
    layers.set([bad, tracks])
    expect(told).toEqual([['bad', expect.stringContaining('null')]])
    expect(layers.pending()).toEqual(['tracks'])
    layers.broke('tracks', 'no program')
    expect([told.at(-1), layers.pending()]).toEqual([['tracks', 'no program'], []])
    layers.set([{ ...tracks, version: 2 }])
    expect(layers.pending()).toEqual(['tracks'])
  })
})

describe('lines on the globe', () => {
  it('are one primitive for all that look alike, and one each where they can be picked', () => {
    const count = (spec: PathLayer): number => {
      const { stage, kept } = fakeStage()
      new LayerSet(stage).set([spec])
      return kept.size
    }
    const [first] = tracks.paths
    const coast = Array.from({ length: 40 }, (_, i) => ({ ...first!, id: String(i) }))
    const red = { ...first!, id: 'red', color: [255, 0, 0, 255] as const }
    const quiet = { ...tracks, pickable: false }
    expect([
      count({ ...quiet, paths: coast }),
      count({ ...quiet, paths: [...coast, red] }),
      count({ ...quiet, pickable: true, paths: coast }),
      count({ ...quiet, paths: [] }),
    ]).toEqual([1, 2, 40, 0])
  })
})

describe('the layers of the globe', () => {
  it('find the vehicle that is drawn over a pixel now, the nearest of them, and none that may not be picked', () => {
    const { stage } = fakeStage()
    const layers = new LayerSet(stage)
    const spec = specOf<MoverLayer>('movers', 0, { count: 24 })
    layers.set([spec])
    layers.setClock(spec.epoch)
    const found = (at: { x: number; y: number } | null, spec_ = spec): string | null => {
      layers.set([spec_])
      return at && (layers.pickAt(at.x, at.y)?.id ?? null)
    }
    const first = { x: 0, y: 0 }
    for (let y = 0; y < 360 && !layers.pickAt(first.x, first.y); y += 6)
      for (let x = 0; x < 640; x += 6) if (layers.pickAt(x, y)?.id === '1010') Object.assign(first, { x, y })
    expect(found(first)).toBe('1010')
    expect(layers.setClock(spec.epoch + 10_000)).toBe(true)
    expect(found(first)).toBeNull()
    expect(found({ x: first.x + 33, y: first.y })).toBe('1010')
    expect([
      found({ x: first.x + 33, y: first.y }, { ...spec, pickable: false }),
      layers.setClock(spec.epoch + 20_000),
    ]).toEqual([null, false])
  })
})

describe('a primitive that throws in the drawing loop', () => {
  it('is asked no more, and the layer that owns it is told once', () => {
    const primitives = { add: (primitive: object) => primitive }
    const broken: unknown[][] = []
    const guard = new PrimitiveGuard({ primitives } as never, (...args) => void broken.push(args))
    const update = vi.fn(() => {
      throw new Error('out of memory')
    })
    const bad = guard.within('tracks', () => primitives.add({ update })) as { update(): void }
    const own = primitives.add({ update: () => 7, other: 1 }) as { update(): number }
    expect([bad.update(), bad.update(), own.update()]).toEqual([undefined, undefined, 7])
    expect([update.mock.calls.length, broken]).toEqual([1, [['tracks', 'out of memory']]])
    expect(() =>
      guard.within('a', () => {
        throw new Error('x')
      }),
    ).toThrow('x')
    const nobodys = primitives.add({ update }) as { update(): void }
    nobodys.update()
    expect(broken.at(-1)).toEqual([null, 'out of memory'])
  })
})

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).slice().buffer
const SOUND = JSON.stringify({
  asset: { version: '1.1' },
  geometricError: 1,
  root: { boundingVolume: { sphere: [0, 0, 0, 1] }, geometricError: 1, refine: 'ADD' },
})

const answering = (answers: Record<string, string>) =>
  vi.spyOn(Resource.prototype, 'fetchArrayBuffer').mockImplementation(function (this: Resource) {
    return Promise.resolve(bytesOf(answers[this.url.split('/').at(-1)!] ?? ''))
  })

describe('a tileset of this server', () => {
  it('is read where it is sound, and refused with its fault where it is not', async () => {
    answering({ 'a.json': SOUND, 'b.json': '<html>', 'c.json': SOUND.replace('[0,0,0,1]', '[null,0,0,1]') })
    const read = (file: string) => new TilesResource({ url: `http://host/${file}` }).fetchJson()
    expect(await read('a.json')).toMatchObject({ asset: { version: '1.1' } })
    await expect(read('b.json')).rejects.toThrow('JSON')
    await expect(read('c.json')).rejects.toThrow('root.boundingVolume.sphere')
  })

  it('may name others, but neither itself nor a chain without end', async () => {
    answering({ 'a.json': SOUND, 'b.json': SOUND, 'x.json': '{"nodes":[]}' })
    const outer = new TilesResource({ url: 'http://host/a.json' })
    const inner = outer.getDerivedResource({ url: 'b.json' })
    await expect(inner.clone().fetchArrayBuffer()).resolves.toBeDefined()
    await expect(inner.getDerivedResource({ url: 'a.json' }).fetchArrayBuffer()).rejects.toThrow(
      'the tileset names itself',
    )
    await expect(inner.getDerivedResource({ url: 'x.json' }).fetchArrayBuffer()).resolves.toBeDefined()
    let deep: Resource = outer
    for (let i = 0; i < 17; i++) deep = deep.getDerivedResource({ url: `${i}.json?v=1` })
    answering({ '16.json?v=1': SOUND })
    await expect(deep.fetchArrayBuffer()).rejects.toThrow('nested deeper than 16')
  })
})

describe('a tileset of this server', () => {
  it('is told when the server has none, and its failed tiles together', async () => {
    vi.useFakeTimers()
    const { stage, kept, told } = fakeStage()
    const layers = new LayerSet(stage)
    const spec = (id: string): LayerSpec => ({
      kind: 'tiles3d',
      id,
      visible: true,
      pickable: false,
      url: `/${id}.json`,
    })
    let failed: (fault: object) => void = () => undefined
    const tiles = {
      show: false,
      tilesLoaded: true,
      trimLoadedTiles: vi.fn(),
      tileFailed: { addEventListener: (hear: typeof failed) => (failed = hear) },
    }
    const load = vi.spyOn(Cesium3DTileset, 'fromUrl')
    load.mockResolvedValueOnce(tiles as never).mockRejectedValueOnce({ statusCode: 404 })
    layers.set([spec('one'), spec('two')])
    expect(layers.pending()).toEqual(['one', 'two'])
    await vi.advanceTimersByTimeAsync(0)
    expect([layers.pending(), [...kept], told]).toEqual([
      [],
      [tiles],
      [['two', '服务器答复 404 / the server answered 404']],
    ])
    for (const file of ['a', 'b']) failed({ url: `http://host/t/${file}.glb?x=1`, message: '坏 / broken' })
    await vi.advanceTimersByTimeAsync(500)
    expect(told.slice(1)).toEqual([
      ['one', '2 个瓦片未画出,如 a.glb:坏 / 2 tiles left out, a.glb for one: broken'],
    ])
    layers.trim()
    expect(tiles.trimLoadedTiles).toHaveBeenCalledOnce()
    layers.set([])
    expect(kept.size).toBe(0)
  })
})
