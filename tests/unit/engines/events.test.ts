/** Small things that every engine stands on: its events, the watch on its context, the count of its work, and the engine that draws nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { canvasPng } from '../../../src/engines/canvasPng.ts'
import { watchContext } from '../../../src/engines/contextWatch.ts'
import { Emitter } from '../../../src/engines/Emitter.ts'
import { GlCounter } from '../../../src/engines/GlCounter.ts'
import { createNoneEngine } from '../../../src/engines/none/index.ts'
import { OPTIONS, POSE } from './fakeEngine.ts'

afterEach(() => void vi.unstubAllGlobals())

describe('events of an engine', () => {
  it('reach every listener but those that left, and one that throws stops nobody', () => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const events = new Emitter()
    const heard: string[] = []
    events.on('lost', () => {
      throw new Error('a bug of a listener')
    })
    events.on('lost', (why) => void heard.push(`one ${why}`))
    const off = events.on('lost', (why) => void heard.push(`two ${why}`))
    events.emit('lost', 'a')
    off()
    events.emit('lost', 'b')
    events.emit('away', null)
    events.clear()
    events.emit('lost', 'c')
    expect(heard).toEqual(['one a', 'two a', 'one b'])
    expect(reported.mock.calls.map(([error]) => (error as Error).message)).toEqual(
      Array.from({ length: 2 }, () => 'a listener of the engine event "lost" failed'),
    )
  })
})

describe('a canvas', () => {
  it('tells once that its context is lost, and nobody who stopped to watch', () => {
    const canvas = new EventTarget() as HTMLCanvasElement
    const [lost, stopped] = [vi.fn(), vi.fn()]
    watchContext(canvas, lost)
    watchContext(canvas, stopped)()
    for (let i = 0; i < 2; i++) canvas.dispatchEvent(new Event('webglcontextlost'))
    expect([lost.mock.calls.length, stopped.mock.calls.length]).toEqual([1, 0])
  })

  it('gives its picture as PNG, and rejects where it gives none', async () => {
    const giving = (blob: Blob | null) =>
      ({
        toBlob: (take: (blob: Blob | null) => void, type: string) => take(blob && new Blob([type])),
      }) as HTMLCanvasElement
    expect(await (await canvasPng(giving(new Blob()))).text()).toBe('image/png')
    await expect(canvasPng(giving(null))).rejects.toThrow('the canvas gave no picture')
  })
})

const UNIFORM = 0x8a11
const VERTICES = 0x8892
const [RGBA, RED, BYTES, FLOATS] = [0x1908, 0x1903, 0x1401, 0x1406]
/** A counter that watches a context whose calls do nothing. */
const watched = () => {
  vi.stubGlobal('WebGL2RenderingContext', { UNIFORM_BUFFER: UNIFORM })
  const names = [
    'drawArrays',
    'drawElements',
    'drawArraysInstanced',
    'drawElementsInstanced',
    'drawRangeElements',
    'bindBuffer',
    'bindBufferBase',
    'bindBufferRange',
    'bufferData',
    'bufferSubData',
    'texImage2D',
    'texSubImage2D',
  ]
  const calls: unknown[][] = []
  const gl = Object.fromEntries(
    names.map((name) => [name, (...args: unknown[]) => void calls.push([name, ...args])]),
  ) as Record<string, (...args: unknown[]) => void>
  const counter = new GlCounter()
  counter.watch(gl as unknown as WebGL2RenderingContext)
  return { gl, counter, calls }
}

describe('the count of what a context is asked to do', () => {
  it('takes data for an upload: neither room without contents nor the parameters of a draw', () => {
    const { gl, counter, calls } = watched()
    const [vertices, uniforms] = [{}, {}]
    gl['bindBuffer']!(VERTICES, vertices)
    gl['bufferData']!(VERTICES, 4096, 0)
    gl['bufferData']!(VERTICES, new Float32Array(8), 0)
    gl['bufferSubData']!(VERTICES, 16, new ArrayBuffer(8))
    gl['bindBufferBase']!(UNIFORM, 0, uniforms)
    gl['bufferSubData']!(UNIFORM, 0, new Float32Array(64))
    gl['bindBuffer']!(VERTICES, uniforms)
    gl['bufferData']!(VERTICES, new Float32Array(64), 0)
    gl['bindBufferRange']!(VERTICES, 0, vertices)
    gl['bufferData']!(VERTICES, new SharedArrayBuffer(2), 0)
    expect(counter.stats()).toEqual({ frames: 0, drawCalls: 0, uploads: 3, uploadedBytes: 32 + 8 + 2 })
    expect(calls).toHaveLength(10)
  })

  it('knows the bytes of texels: those of a view, or of a picture by its size and format', () => {
    const { gl, counter } = watched()
    gl['texImage2D']!(0, 0, RGBA, 4, 4, 0, RGBA, BYTES, null)
    expect(counter.stats().uploads).toBe(0)
    gl['texImage2D']!(0, 0, RGBA, 4, 4, 0, RGBA, BYTES, new Uint8Array(64))
    gl['texSubImage2D']!(0, 0, 0, 0, 4, 1, RGBA, BYTES, new Uint8Array(32), 16)
    expect(counter.stats()).toMatchObject({ uploads: 2, uploadedBytes: 96 })
    gl['texImage2D']!(0, 0, RGBA, RGBA, BYTES, { width: 10, height: 2 })
    expect(counter.stats().uploadedBytes).toBe(96 + 80)
    gl['texSubImage2D']!(0, 0, 0, 0, 5, 2, RED, FLOATS, { width: 100, height: 100 })
    expect(counter.stats()).toMatchObject({ uploads: 4, uploadedBytes: 96 + 80 + 40 })
  })

  it('counts every kind of draw, and the frames that it is told of', () => {
    const { gl, counter } = watched()
    for (const name of [
      'drawArrays',
      'drawElements',
      'drawArraysInstanced',
      'drawElementsInstanced',
      'drawRangeElements',
    ])
      gl[name]!(4, 0, 3)
    counter.frame()
    expect(counter.stats()).toEqual({ frames: 1, drawCalls: 5, uploads: 0, uploadedBytes: 0 })
  })
})

describe('the engine that draws nothing', () => {
  it('keeps the camera, says idle, and gives the picture of nothing', async () => {
    const engine = await createNoneEngine()
    const told: [string, unknown][] = []
    for (const name of ['camera', 'idle'] as const)
      engine.on(name, (payload) => void told.push([name, payload]))
    await engine.mount({ clientWidth: 1224, clientHeight: 800 } as HTMLElement, OPTIONS)
    expect(engine.getCamera()).toEqual(POSE)
    const goal = { kind: 'bounds', bounds: [108, 22.7, 109, 22.8], pitchDeg: 0, bearingDeg: 0 } as const
    await engine.flyTo({ ...goal, padding: [0, 0, 0, 200] }, 0)
    expect(engine.getCamera().lon).toBeCloseTo(108.5 - 100 / 1024, 6)
    engine.resize(200, 100)
    await engine.flyTo({ ...goal, padding: [0, 0, 0, 0] }, 0)
    expect(engine.getCamera().zoom).toBeCloseTo(Math.log2((200 * 360) / 512), 6)
    engine.setLayers([])
    engine.setClock(1)
    await Promise.resolve()
    expect(told.map(([name]) => name)).toEqual(['idle', 'camera', 'idle', 'camera', 'idle', 'idle'])
    const png = new Uint8Array(await (await engine.capture()).arrayBuffer())
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    expect([engine.pick(1, 1), engine.pending(), engine.stats().frames, engine.draws]).toEqual([
      null,
      [],
      0,
      [],
    ])
    engine.dispose()
    await engine.flyTo({ kind: 'pose', pose: POSE }, 0)
    expect(engine.getCamera().zoom).not.toBe(POSE.zoom)
  })
})
