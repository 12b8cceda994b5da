/** The map around its layers: what is compared, kept, told and picked, and when a frame is asked for. deck.gl's overlay and the ground are stand-ins. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Layer } from '@deck.gl/core'
import type { Basemap, BasemapEvents } from '../../../../src/engines/map/basemap.ts'
import { MapEngine } from '../../../../src/engines/map/MapEngine.ts'
import type { EngineEvents } from '../../../../src/engines/SceneEngine.ts'
import type { LayerSpec, MoverLayer, PointLayer, PolygonLayer } from '../../../../src/shared/scene/layers.ts'
import { CASES } from '../../../builders/screen/engine/cases.ts'
import { OPTIONS, POSE } from '../fakeEngine.ts'

interface OverlayProps {
  layers: Layer[]
  onDeviceInitialized(device: object): void
  onLoad(): void
  onError(error: Error, layer?: object): void
}
const overlays = vi.hoisted(
  () => [] as { props: OverlayProps; picks: object | null; gone: boolean; stopped: number }[],
)
vi.mock('@deck.gl/mapbox', () => ({
  MapboxOverlay: class {
    props: OverlayProps
    picks: object | null = null
    gone = false
    stopped = 0
    _deck = {
      animationLoop: { stop: () => void this.stopped++ },
      layerManager: { updateLayers: () => undefined },
    }
    constructor(props: OverlayProps) {
      this.props = props
      overlays.push(this)
    }
    setProps(props: Partial<OverlayProps>): void {
      Object.assign(this.props, props)
    }
    pickObject(): object | null {
      return this.picks
    }
    finalize(): void {
      this.gone = true
    }
  },
}))

const element = () => ({ style: {}, remove: vi.fn(), append: vi.fn() })
/** A ground that draws when the test says so. */
const ground = () => {
  const listeners = new Map<string, ((payload: unknown) => void)[]>()
  const calls: string[] = []
  const basemap: Basemap = {
    canvas: { clientWidth: 640, clientHeight: 360, style: {} } as HTMLCanvasElement,
    gl: {} as WebGL2RenderingContext,
    attach: () => undefined,
    getCamera: () => ({ ...POSE, zoom: 9 }),
    moveTo: async (pose, durationMs) => void calls.push(`move ${pose.zoom.toFixed(2)} ${durationMs}`),
    project: () => ({ x: 0, y: 0 }),
    unproject: () => [0, 0],
    bounds: () => [107, 21, 110, 24],
    moving: false,
    requestFrame: () => void calls.push('frame'),
    capture: async () => new Blob(['png']),
    on: (event, listener) =>
      void listeners.set(event, [...(listeners.get(event) ?? []), listener as (payload: unknown) => void]),
    resize: () => void calls.push('resize'),
    remove: () => void calls.push('remove'),
  }
  const tell = <E extends keyof BasemapEvents>(event: E, payload?: BasemapEvents[E]): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload)
  }
  return { basemap, calls, tell }
}

const specOf = <S extends LayerSpec>(scene: string, at: number, knobs: object = {}): S =>
  (CASES[scene] as unknown as (knobs: object) => { layers: readonly LayerSpec[] })(knobs).layers[at] as S

/** A mounted map. */
const mounted = async (options = OPTIONS) => {
  const { basemap, calls, tell } = ground()
  const refused = vi.fn()
  const engine = new MapEngine(() => Promise.resolve(basemap), refused)
  const told: [string, unknown][] = []
  for (const name of ['pick', 'hover', 'camera', 'idle', 'error', 'lost'] as const)
    engine.on(name as keyof EngineEvents, (payload) => void told.push([name, payload]))
  const box = element()
  const mounting = engine.mount(box as unknown as HTMLElement, options)
  await vi.advanceTimersByTimeAsync(0)
  const overlay = overlays.at(-1)!
  overlay.props.onDeviceInitialized({})
  overlay.props.onLoad()
  await vi.advanceTimersByTimeAsync(0)
  await mounting
  calls.length = 0
  return { engine, basemap, calls, tell, told, refused, overlay, box }
}
const ids = (layers: readonly Layer[]): string[] => layers.map(({ id }) => id)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { createElement: element })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the layers of the map', () => {
  it('stand in the wanted order; the same specs push nothing, a gone one takes its layers along', async () => {
    const { engine, calls, overlay } = await mounted()
    const [dots, tracks] = [specOf<PointLayer>('points', 0, { count: 5 }), specOf('points', 1)]
    engine.setLayers([dots, tracks])
    expect(ids(overlay.props.layers)).toEqual([
      'ground/colour',
      'compounds/pick',
      'compounds/hovered',
      'compounds/selected',
      'tracks/pick',
    ])
    const before = overlay.props.layers
    engine.setLayers([dots, tracks])
    expect(overlay.props.layers).toBe(before)
    expect(calls).toEqual(['frame', 'frame'])
    engine.setLayers([tracks])
    expect(ids(overlay.props.layers)).toEqual(['ground/colour', 'tracks/pick'])
    expect(overlay.stopped).toBe(1)
  })

  it('begin anew where an id becomes another kind, and one that throws is told while the others are drawn', async () => {
    const { engine, overlay, told } = await mounted()
    const dots = specOf<PointLayer>('points', 0, { count: 5 })
    engine.setLayers([dots])
    engine.setLayers([{ ...specOf<PolygonLayer>('regions', 0), id: 'compounds' }])
    expect(ids(overlay.props.layers)).toContain('compounds/inner')
    engine.setLayers([{ ...dots, id: 'bad', ids: null } as never, specOf('points', 1)])
    expect(ids(overlay.props.layers)).toEqual(['ground/colour', 'tracks/pick'])
    expect(told).toEqual([['error', { layer: 'bad', message: expect.stringContaining('null') }]])
  })

  it('are picked by their spec’s id and the row’s, and what the GPU says of one is told of its spec', async () => {
    const { engine, overlay, told } = await mounted()
    engine.setLayers([specOf<PointLayer>('points', 0, { count: 5 })])
    overlay.picks = { layer: { id: 'compounds/pick' }, index: 3 }
    expect(engine.pick(1, 1)).toEqual({ layer: 'compounds', id: 'c3' })
    for (const picks of [
      null,
      { layer: { id: 'compounds/pick' }, index: -1 },
      { layer: { id: 'compounds/pick' }, index: 9 },
    ]) {
      overlay.picks = picks
      expect(engine.pick(1, 1)).toBeNull()
    }
    overlay.props.onError(new Error('no program'), { id: 'compounds/selected' })
    overlay.props.onError(new Error('no device'))
    expect(told).toEqual([
      ['error', { layer: 'compounds', message: 'no program' }],
      ['error', { layer: null, message: 'no device' }],
    ])
  })
})

describe('the map', () => {
  it('moves to a pose or to bounds free of the padding, at once where motion is unwelcome', async () => {
    const { engine, calls } = await mounted({ ...OPTIONS, reducedMotion: true })
    await engine.flyTo({ kind: 'pose', pose: POSE }, 500)
    const bounds = [108, 22.7, 109, 22.8] as const
    await engine.flyTo({ kind: 'bounds', bounds, pitchDeg: 0, bearingDeg: 0, padding: [0, 0, 0, 0] }, 500)
    expect(calls).toEqual(['move 8.00 0', `move ${Math.log2((640 * 360) / 512).toFixed(2)} 0`])
    expect(engine.getCamera().zoom).toBe(9)
  })

  it('asks for a frame when the clock moves a vehicle, some thirty times a second and not at rest', async () => {
    const { engine, calls, tell } = await mounted()
    const spec = specOf<MoverLayer>('movers', 0)
    engine.setLayers([spec])
    engine.setClock(spec.epoch)
    tell('render')
    calls.length = 0
    for (let ms = 10; ms <= 100; ms += 10) {
      await vi.advanceTimersByTimeAsync(10)
      engine.setClock(spec.epoch + ms)
      if (calls.at(-1) === 'frame') tell('render')
    }
    expect(calls.length).toBeGreaterThanOrEqual(2)
    expect(calls.length).toBeLessThanOrEqual(4)
    engine.setClock(spec.epoch + 20_000)
    tell('render')
    await vi.advanceTimersByTimeAsync(100)
    calls.length = 0
    engine.setClock(spec.epoch + 30_000)
    expect(calls).toEqual([])
    expect(engine.stats().frames).toBeGreaterThan(2)
  })
})

describe('the map', () => {
  it('tells what the pointer is on when it comes to rest there, once', async () => {
    const { engine, basemap, tell, told, overlay } = await mounted()
    engine.setLayers([specOf<PointLayer>('points', 0, { count: 5 })])
    overlay.picks = { layer: { id: 'compounds/pick' }, index: 2 }
    for (let x = 0; x < 5; x++) tell('pointer', { x, y: 1 })
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(80)
    tell('pointer', { x: 6, y: 1 })
    await vi.advanceTimersByTimeAsync(80)
    expect([told, basemap.canvas.style.cursor]).toEqual([
      [['hover', { layer: 'compounds', id: 'c2' }]],
      'pointer',
    ])
    tell('pointer', null)
    await vi.advanceTimersByTimeAsync(80)
    expect([told.at(-1), basemap.canvas.style.cursor]).toEqual([['hover', null], ''])
    tell('click', { x: 6, y: 1 })
    expect(told.at(-1)).toEqual(['pick', { layer: 'compounds', id: 'c2' }])
  })

  it('says camera and idle, and where its ground is refused or lost that it draws no more', async () => {
    const { told, tell, refused } = await mounted()
    tell('move')
    tell('idle')
    tell('error', 'no tile')
    expect(told).toEqual([
      ['camera', { ...POSE, zoom: 9 }],
      ['idle', undefined],
      ['error', { layer: null, message: 'no tile' }],
    ])
    tell('refused', 'no token')
    tell('lost')
    expect(refused).toHaveBeenCalledOnce()
    expect(told.slice(3)).toEqual([
      ['lost', expect.stringContaining('drawing on the local one')],
      ['lost', expect.stringContaining('the graphics context was lost')],
    ])
  })

  it('gives everything back, also where it ends before the ground is there', async () => {
    const { engine, calls, overlay } = await mounted()
    engine.resize()
    engine.dispose()
    expect([calls, overlay.gone, engine.pending(), engine.pick(1, 1)]).toEqual([
      ['resize', 'remove'],
      true,
      [],
      null,
    ])
    await expect(engine.capture()).rejects.toThrow('capture before mount')
    const bare = new MapEngine(() => Promise.reject(new Error('no WebGL 2')))
    const box = element()
    await expect(bare.mount(box as unknown as HTMLElement, OPTIONS)).rejects.toThrow('no WebGL 2')
    expect(box.append.mock.calls[0]![0].remove).toHaveBeenCalledOnce()
    expect(bare.getCamera()).toEqual(POSE)
  })
})
