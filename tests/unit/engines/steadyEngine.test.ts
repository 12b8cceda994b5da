/** What SteadyEngine promises around any engine: it outlives a lost context, and nothing unsound gets through. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineEvents, EngineStats } from '../../../src/engines/SceneEngine.ts'
import { SteadyEngine } from '../../../src/engines/SteadyEngine.ts'
import type { PointLayer } from '../../../src/shared/scene/layers.ts'
import { makeFakeEngine, OPTIONS, POSE, type FakeEngine } from './fakeEngine.ts'

const ONE: EngineStats = { frames: 1, drawCalls: 2, uploads: 3, uploadedBytes: 4 }
const BOX = {} as HTMLElement
const dots = (...lons: number[]): PointLayer => ({
  kind: 'points',
  id: 'dots',
  visible: true,
  pickable: true,
  ids: lons.map((_, i) => `p${i}`),
  positions: { values: Float64Array.from(lons.flatMap((lon) => [lon, 22])), version: 1 },
  fill: { values: new Uint8Array(lons.length * 4), version: 1 },
  radii: { values: new Float32Array(lons.length), version: 1 },
  selected: null,
})

type Mounting = () => Promise<void>
/** A steady engine whose inner ones mount as told, in turn; all that come after are mounted at once. */
const steady = (...mounts: Mounting[]) => {
  const made: FakeEngine[] = []
  const engine = new SteadyEngine(() => {
    const fake = makeFakeEngine(ONE, mounts[made.length])
    made.push(fake)
    return fake.engine
  })
  const told: [keyof EngineEvents, unknown][] = []
  for (const name of ['pick', 'hover', 'camera', 'idle', 'error', 'away'] as const)
    engine.on(name, (payload) => void told.push([name, payload]))
  return { engine, made, told, names: (of: FakeEngine) => of.calls.map(([name]) => name) }
}
const fails = (): Promise<void> => Promise.reject(new Error('no graphics'))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('an engine around an engine', () => {
  it('hands on what it is told, and tells what the inner one says', async () => {
    const { engine, made, told } = steady()
    expect([engine.kind, engine.draws, engine.pick(1, 2), engine.pending()]).toEqual([
      'map',
      ['points'],
      null,
      [],
    ])
    await expect(engine.capture()).rejects.toThrow('no engine to capture')
    await engine.mount(BOX, OPTIONS)
    const layer = dots(108)
    engine.setLayers([layer])
    engine.setClock(5)
    engine.resize(640, 360)
    await engine.flyTo({ kind: 'pose', pose: POSE }, 300)
    made[0]!.events.emit('pick', { layer: 'dots', id: 'p0' })
    made[0]!.events.emit('idle', undefined)
    expect(made[0]!.calls).toEqual([
      ['mount', POSE],
      ['setLayers', [layer]],
      ['setClock', 5],
      ['resize', 640, 360],
      ['flyTo', { kind: 'pose', pose: POSE }, 300],
    ])
    expect(told).toEqual([
      ['pick', { layer: 'dots', id: 'p0' }],
      ['idle', undefined],
    ])
    expect([engine.pick(1, 2), engine.pending(), engine.getCamera().zoom]).toEqual([
      { layer: 'dots', id: 'a' },
      ['tiles'],
      11,
    ])
    expect(await (await engine.capture()).text()).toBe('picture')
  })

  it('lets a camera of no numbers move nothing, and says so', async () => {
    const { engine, made, told } = steady()
    await engine.mount(BOX, OPTIONS)
    await engine.flyTo({ kind: 'pose', pose: { ...POSE, lon: Number.NaN } }, 0)
    expect(made[0]!.calls).toEqual([['mount', POSE]])
    expect(told).toEqual([['error', { layer: null, message: expect.stringContaining('视角的数值无效') }]])
  })
})

describe('an engine around an engine', () => {
  it('leaves out a feature without a place, says how many once, and when all is sound again', async () => {
    const { engine, made, told } = steady()
    await engine.mount(BOX, OPTIONS)
    const broken = dots(108, Number.NaN)
    engine.setLayers([broken])
    engine.setLayers([broken])
    engine.setLayers([dots(108, 109)])
    const given = made[0]!.calls
      .filter(([name]) => name === 'setLayers')
      .map(([, layers]) => layers as PointLayer[])
    expect(given.map((layers) => layers[0]!.ids)).toEqual([['p0'], ['p0'], ['p0', 'p1']])
    expect(told).toEqual([
      ['error', { layer: 'dots', message: expect.stringContaining('1 处坐标无效') }],
      ['error', { layer: 'dots', message: null }],
    ])
  })
})

describe('an engine that lost its context', () => {
  it('is replaced by another with the same camera, layers, clock and size, and says so meanwhile', async () => {
    const { engine, made, told } = steady()
    await engine.mount(BOX, OPTIONS)
    const frame = {
      kind: 'bounds',
      bounds: [108, 22, 109, 23],
      pitchDeg: 0,
      bearingDeg: 0,
      padding: [0, 0, 0, 200],
    } as const
    await engine.flyTo(frame, 0)
    made[0]!.events.emit('camera', { ...POSE, lon: 109 })
    engine.setLayers([dots(108)])
    engine.setClock(7)
    engine.resize(500, 300)
    made[0]!.events.emit('lost', 'gone')
    expect([made.length, engine.pick(1, 1), engine.getCamera().lon]).toEqual([1, null, 109])
    await vi.advanceTimersByTimeAsync(499)
    expect(made).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(made[0]!.calls.at(-1)).toEqual(['dispose'])
    expect(made[1]!.calls).toEqual([
      ['mount', { ...POSE, lon: 109 }],
      ['resize', 500, 300],
      ['setClock', 7],
      ['setLayers', [expect.objectContaining({ id: 'dots' })]],
      ['flyTo', frame, 0],
      ['flyTo', { kind: 'pose', pose: { ...POSE, lon: 109 } }, 0],
    ])
    expect(told.slice(1)).toEqual([
      ['away', 'gone'],
      ['hover', null],
      ['away', null],
    ])
    expect(engine.stats()).toEqual({ frames: 2, drawCalls: 4, uploads: 6, uploadedBytes: 8 })
  })
})

describe('an engine that lost its context', () => {
  it('waits longer after each build that failed, and begins anew after one that stood a minute', async () => {
    const { engine, made, told } = steady(() => Promise.resolve(), fails, fails, fails, fails)
    await engine.mount(BOX, OPTIONS)
    made[0]!.events.emit('lost', 'gone')
    const at: number[] = []
    for (const waitMs of [500, 2000, 10_000, 30_000, 30_000]) {
      await vi.advanceTimersByTimeAsync(waitMs - 1)
      at.push(made.length)
      await vi.advanceTimersByTimeAsync(1)
    }
    expect([at, made.length]).toEqual([[1, 2, 3, 4, 5], 6])
    expect(told.filter(([name]) => name === 'away').map(([, why]) => why)).toEqual([
      'gone',
      'no graphics',
      'no graphics',
      'no graphics',
      'no graphics',
      null,
    ])
    await vi.advanceTimersByTimeAsync(60_001)
    made[5]!.events.emit('lost', 'gone again')
    await vi.advanceTimersByTimeAsync(500)
    expect(made).toHaveLength(7)
  })

  it('goes where it was on its way to, and a goal of meanwhile wins', async () => {
    const { engine, made } = steady()
    await engine.mount(BOX, OPTIONS)
    made[0]!.events.emit('lost', 'gone')
    const goal = { kind: 'pose', pose: { ...POSE, zoom: 12 } } as const
    await engine.flyTo(goal, 800)
    await vi.advanceTimersByTimeAsync(500)
    expect(made[1]!.calls).toEqual([
      ['mount', goal.pose],
      ['setLayers', []],
      ['flyTo', goal, 0],
    ])
  })
})

describe('an engine that cannot be mounted', () => {
  it('is tried once more where its context went meanwhile, and told otherwise', async () => {
    let lose: () => void = () => undefined
    const never = new Promise<void>(() => undefined)
    const { engine, made, told, names } = steady(() => {
      queueMicrotask(() => lose())
      return never
    })
    lose = () => made[0]!.events.emit('lost', 'gone at once')
    await engine.mount(BOX, OPTIONS)
    expect(made.map(names)).toEqual([['mount', 'dispose', 'dispose'], ['mount']])
    expect(told).toEqual([
      ['away', 'gone at once'],
      ['away', null],
    ])
    await expect(steady(fails).engine.mount(BOX, OPTIONS)).rejects.toThrow('no graphics')
  })

  it('draws no more once it is disposed of, on its way or at rest', async () => {
    let mounted: () => void = () => undefined
    const late = steady(() => new Promise<void>((resolve) => (mounted = resolve)))
    const mounting = late.engine.mount(BOX, OPTIONS)
    late.engine.dispose()
    mounted()
    await expect(mounting).rejects.toThrow('disposed while it was mounted')

    const { engine, made, told } = steady()
    await engine.mount(BOX, OPTIONS)
    made[0]!.events.emit('lost', 'gone')
    engine.dispose()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(made).toHaveLength(1)
    made[0]!.events.emit('pick', null)
    expect(told.map(([name]) => name)).toEqual(['away', 'hover'])
  })

  it('reports one that cannot be disposed of, and builds the next all the same', async () => {
    const reported: Error[] = []
    vi.stubGlobal('reportError', (error: Error) => void reported.push(error))
    const { engine, made } = steady()
    await engine.mount(BOX, OPTIONS)
    made[0]!.engine.dispose = () => {
      throw new Error('stuck')
    }
    made[0]!.events.emit('lost', 'gone')
    await vi.advanceTimersByTimeAsync(500)
    expect([made.length, reported.map(({ message }) => message)]).toEqual([
      2,
      ['an engine could not be disposed of'],
    ])
    vi.unstubAllGlobals()
  })
})
