/** The interior as an engine, its stage a stand-in that draws nothing: what is told, picked and asked for a frame, and where its texts lie. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InteriorEngine } from '../../../../src/engines/interior/InteriorEngine.ts'
import type { EngineEvents } from '../../../../src/engines/SceneEngine.ts'
import type { InteriorLayer, LabelLayer } from '../../../../src/shared/scene/layers.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import type { QualityStep } from '../../../../src/engines/SceneEngine.ts'
import { OPTIONS } from '../fakeEngine.ts'
import { fakeDocument } from '../fakePen.ts'

interface FakeStage {
  canvas: EventTarget
  drawn: number
  disposed: boolean
  step: QualityStep | null
}
const stages = vi.hoisted(() => [] as FakeStage[])
vi.mock('../../../../src/engines/interior/Stage.ts', async () => {
  const { Scene } = await import('three')
  return {
    Stage: class {
      scene = new Scene()
      drawn = 0
      disposed = false
      size = [640, 360] as const
      ratio = 1
      fineness = 0
      lingers = false
      step: QualityStep | null = null
      canvas = Object.assign(new EventTarget(), {
        clientWidth: 640,
        style: {},
        getBoundingClientRect: () => ({ left: 0, top: 0, width: 640 }),
        toBlob: (take: (blob: Blob) => void) => take(new Blob(['png'])),
      })
      constructor() {
        stages.push(this)
      }
      resize(): void {}
      linger(): void {}
      measured(): QualityStep | null {
        return this.step
      }
      draw(): void {
        this.drawn++
      }
      stats() {
        return { frames: this.drawn, drawCalls: 0, uploads: 0, uploadedBytes: 0 }
      }
      dispose(): void {
        this.disposed = true
      }
    },
  }
})

let page = fakeDocument()
beforeEach(() => {
  vi.useFakeTimers()
  page = fakeDocument()
  vi.stubGlobal('document', page)
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16))
  vi.stubGlobal('cancelAnimationFrame', (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const office = (over: Partial<InteriorLayer> = {}): InteriorLayer => ({
  ...officeBuilding({ above: 2, below: 1, bays: 3 }),
  origin: [108, 22],
  ...over,
})
const ALL = {
  kind: 'bounds',
  bounds: [0, 0, 0, 0],
  pitchDeg: 60,
  bearingDeg: 0,
  padding: [0, 0, 0, 0],
} as const
const mounted = async (options = OPTIONS) => {
  const engine = new InteriorEngine()
  const told: [keyof EngineEvents, unknown][] = []
  for (const name of ['pick', 'hover', 'camera', 'idle', 'error', 'lost', 'quality'] as const)
    engine.on(name, (payload) => void told.push([name, payload]))
  await engine.mount({ clientWidth: 640, clientHeight: 360 } as HTMLElement, options)
  await vi.advanceTimersByTimeAsync(50)
  const of = (name: string) => told.filter(([one]) => one === name).map(([, payload]) => payload)
  return { engine, of, told, stage: stages.at(-1)! }
}

/** Where a floor that is pulled out stands in the picture, CSS pixels. */
const spotOf = (engine: InteriorEngine, id: string): [number, number] => {
  for (let y = 10; y < 360; y += 10)
    for (let x = 10; x < 640; x += 10) if (engine.pick(x, y)?.id === id) return [x, y]
  throw new Error(`${id} is nowhere`)
}

describe('the interior', () => {
  it('frames a building that comes, opens a floor by easing there, and goes back where it was', async () => {
    const { engine, of } = await mounted()
    engine.setLayers([office()])
    await vi.advanceTimersByTimeAsync(50)
    void engine.flyTo(ALL, 0)
    const stack = engine.getCamera()
    const steps = of('camera').length
    engine.setLayers([office({ focusFloor: 'f2' })])
    await vi.advanceTimersByTimeAsync(800)
    expect(of('camera').length - steps).toBeGreaterThan(10)
    const floor = engine.getCamera()
    expect([floor.zoom > stack.zoom, floor.pitchDeg]).toEqual([true, 40])
    engine.setLayers([office()])
    await vi.advanceTimersByTimeAsync(800)
    const again = engine.getCamera()
    expect([again.zoom < floor.zoom, again.pitchDeg]).toEqual([true, 38])
    expect(of('error')).toEqual([])
  })

  it('draws when something asked for it, says idle, and rests', async () => {
    const { engine, of, stage } = await mounted()
    engine.setLayers([office()])
    await vi.advanceTimersByTimeAsync(1000)
    page.fontsCome()
    await vi.advanceTimersByTimeAsync(100)
    const [drawn, idle] = [stage.drawn, of('idle').length]
    expect(idle).toBeGreaterThan(0)
    engine.setLayers([office()])
    engine.setClock(0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(stage.drawn).toBe(drawn)
    engine.setLayers([office({ selected: 'r101' })])
    await vi.advanceTimersByTimeAsync(100)
    expect([stage.drawn > drawn, of('idle').length > idle]).toEqual([true, true])
  })

  it('tells a step of fineness, and draws the frame that led to it anew', async () => {
    const { engine, of, stage } = await mounted()
    engine.setLayers([office()])
    await vi.advanceTimersByTimeAsync(1000)
    const drawn = stage.drawn
    stage.step = { step: 1, of: 3, frameMs: 80 }
    engine.setLayers([office({ selected: 'r101' })])
    await vi.advanceTimersByTimeAsync(17)
    expect([of('quality'), stage.drawn - drawn]).toEqual([[{ step: 1, of: 3, frameMs: 80 }], 2])
  })
})

describe('the interior', () => {
  it('picks the floor in the middle, tells clicks and the pointer, and nothing of a layer not to be picked', async () => {
    const { engine, of, stage } = await mounted()
    engine.setLayers([office()])
    void engine.flyTo(ALL, 0)
    await vi.advanceTimersByTimeAsync(100)
    const at = spotOf(engine, 'f2')
    expect([engine.pick(...at), engine.pick(2, 2)]).toEqual([{ layer: 'interior', id: 'f2' }, null])
    const send = (type: string): void => {
      const [clientX, clientY] = at
      const event = Object.assign(new Event(type), { clientX, clientY, pointerId: 1, buttons: 0 })
      stage.canvas.dispatchEvent(event)
    }
    for (const type of ['pointermove', 'pointerdown', 'pointerup']) send(type)
    await vi.advanceTimersByTimeAsync(50)
    expect([of('hover'), of('pick')]).toEqual([
      [{ layer: 'interior', id: 'f2' }],
      [{ layer: 'interior', id: 'f2' }],
    ])
    send('pointerleave')
    await vi.advanceTimersByTimeAsync(50)
    expect(of('hover').at(-1)).toBeNull()
    engine.setLayers([office({ pickable: false })])
    expect(engine.pick(...at)).toBeNull()
  })

  it('tells a building that cannot be drawn, and keeps the pose that was asked for before one came', async () => {
    const { engine, of } = await mounted({ ...OPTIONS, reducedMotion: true })
    const pose = { lon: 108.0001, lat: 22.0001, zoom: 19, pitchDeg: 30, bearingDeg: 40 }
    void engine.flyTo({ kind: 'pose', pose }, 500)
    engine.setLayers([office({ floors: [] })])
    expect(of('error')).toEqual([
      { layer: 'interior', message: 'building b1 has no floor that can be drawn' },
    ])
    void engine.flyTo({ kind: 'pose', pose }, 0)
    engine.setLayers([office()])
    expect(engine.getCamera().zoom).toBeCloseTo(19, 6)
    engine.setLayers([{ ...office({ geometryVersion: 2 }), floors: null } as never])
    expect(of('error')).toHaveLength(2)
    expect(engine.pick(320, 180)).toBeNull()
  })
})

describe('the interior', () => {
  it('gives its picture, says when its context is gone, and gives everything back', async () => {
    const { engine, of, stage } = await mounted()
    expect(await (await engine.capture()).text()).toBe('png')
    stage.canvas.dispatchEvent(new Event('webglcontextlost'))
    expect(of('lost')).toEqual([expect.stringContaining('the graphics context was lost')])
    engine.dispose()
    const { drawn } = stage
    engine.setLayers([office()])
    await vi.advanceTimersByTimeAsync(100)
    expect([stage.disposed, stage.drawn, engine.pick(1, 1), engine.pending()]).toEqual([
      true,
      drawn,
      null,
      [],
    ])
    await expect(engine.capture()).rejects.toThrow('capture before mount')
    expect(engine.stats().frames).toBe(0)
  })

  it('shows free labels and picks them before what lies behind', async () => {
    const { engine } = await mounted()
    const names: LabelLayer = {
      kind: 'labels',
      id: 'names',
      visible: true,
      pickable: true,
      version: 1,
      sizePx: 20,
      labels: [
        {
          id: 'door',
          at: [108.0001, 22.00007],
          height: 9,
          text: '北门',
          detail: '开',
          priority: 9,
          emphasis: true,
        },
      ],
    }
    engine.setLayers([office(), names])
    void engine.flyTo(ALL, 0)
    await vi.advanceTimersByTimeAsync(100)
    const found = new Set<string>()
    for (let y = 0; y < 360; y += 8)
      for (let x = 0; x < 640; x += 8) found.add(engine.pick(x, y)?.layer ?? '')
    expect([...found].sort()).toEqual(['', 'interior', 'names'])
  })
})
