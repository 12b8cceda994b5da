/** The browser's half of the engine page: mounts what the URL names and hangs it on `window.harness` for the test. */
import '@fontsource/noto-sans-sc/500.css'
import '@fontsource/noto-sans-sc/600.css'
import type { LayerSpec } from '../../../../src/shared/scene/layers.ts'
import type {
  EngineEvents,
  EngineFactory,
  EngineOptions,
  EngineStats,
  SceneEngine,
} from '../../../../src/engines/SceneEngine.ts'
import { brokenLayers } from './broken.ts'
import { CASES, type Case } from './cases.ts'
import { makeFleet, type Fleet } from './fleet.ts'

export interface Harness {
  state: 'mounting' | 'ready' | string
  engine: SceneEngine
  options: EngineOptions
  cases: Record<string, (knobs?: never) => Case>
  events: { name: keyof EngineEvents; payload: unknown }[]
  /** A fleet of its own, in the product's table. */
  makeFleet(): Fleet
  /** Mounts another engine of the same kind on a container of its own. */
  mountAnother(): Promise<SceneEngine>
  /** Draws a case, with its camera and clock, and waits until it is on the screen. */
  show(name: string, knobs?: object): Promise<void>
  layers(name: string, knobs?: object): readonly LayerSpec[]
  /** The case’s layers with a first feature that has no place. */
  broken(name: string): readonly LayerSpec[]
  setLayers(specs: readonly LayerSpec[]): Promise<void>
  /** Until all layers and fonts are there and the engine has let several frames of the page go by without drawing. */
  settle(): Promise<void>
  /** What was counted while `work` ran and its pictures settled. */
  counted(work: () => unknown): Promise<EngineStats>
  capture(): Promise<string>
  /** Takes the canvas its graphics context and waits until the engine draws again. */
  loseContext(): Promise<void>
}

/** An engine that draws nothing for so long, and for so many frames of the page, rests. The map's names are placed within 120 ms of a move. */
const QUIET_MS = 130
const QUIET_FRAMES = 4
const IDLE_LIMIT_MS = 2_000
const SETTLE_LIMIT_MS = 60_000

const optionsFor = (first: Case | null, query: URLSearchParams): EngineOptions => ({
  quality: Number(query.get('quality') ?? 0),
  devicePixelRatio: window.devicePixelRatio,
  reducedMotion: query.has('still'),
  initialPose: first?.camera ?? { lon: 108.3, lat: 22.8, zoom: 8, pitchDeg: 0, bearingDeg: 0 },
  background: '#060d18',
  land: '#0b1626',
  line: '#ffffff',
  text: '#e8f1ff',
  accent: '#4fd1ff',
  fontFamily: '"Noto Sans SC", sans-serif',
  mapboxToken: 'pk.eyJ1IjoiZ3VhbmxhbiIsImEiOiJ0ZXN0In0.not-a-real-token',
})

/** Starts the page with the factories that were built into it. */
export const startHarness = (factories: Record<string, EngineFactory>): void => {
  const query = new URLSearchParams(location.search)
  const first = CASES[query.get('case') ?? '']?.() ?? null
  const make = factories[query.get('engine') ?? 'map']
  const harness = makeHarness(optionsFor(first, query), make as EngineFactory)
  window.harness = harness
  void begin(harness, make, query.get('case'))
}

const begin = async (
  harness: Harness,
  make: EngineFactory | undefined,
  first: string | null,
): Promise<void> => {
  try {
    if (!make) throw new Error('this page was built without that engine')
    harness.engine = await make()
    for (const name of ['pick', 'hover', 'camera', 'idle', 'error', 'away'] as const) {
      harness.engine.on(name, (payload: unknown) => void harness.events.push({ name, payload }))
    }
    await harness.engine.mount(document.getElementById('scene') as HTMLElement, harness.options)
    if (first) await harness.show(first)
    harness.state = 'ready'
  } catch (cause) {
    harness.state = `failed: ${cause instanceof Error ? `${cause.message}\n${cause.stack}` : cause}`
  }
}

const makeHarness = (options: EngineOptions, make: EngineFactory): Harness => {
  const harness: Harness = {
    state: 'mounting',
    engine: undefined as unknown as SceneEngine,
    options,
    cases: CASES,
    events: [],
    makeFleet,
    mountAnother: async () => {
      const container = document.createElement('div')
      container.style.cssText = 'position:absolute;left:0;top:0;width:160px;height:90px'
      document.body.append(container)
      const engine = await make()
      await engine.mount(container, options)
      return engine
    },
    broken: (name) => brokenLayers(harness.layers(name)),
    layers: (name, knobs) => (CASES[name] as (knobs?: object) => Case)(knobs).layers,
    show: async (name, knobs) => {
      const { camera, clock, layers } = (CASES[name] as (knobs?: object) => Case)(knobs)
      await harness.engine.flyTo({ kind: 'pose', pose: camera }, 0)
      if (clock !== undefined) harness.engine.setClock(clock)
      await harness.setLayers(layers)
    },
    setLayers: async (specs) => {
      const idle = nextIdle(harness.engine)
      harness.engine.setLayers(specs)
      await idle
      await harness.settle()
    },
    settle: () => settle(harness.engine),
    counted: async (work) => {
      await harness.settle()
      const before = harness.engine.stats()
      await work()
      await harness.settle()
      const after = harness.engine.stats()
      return {
        frames: after.frames - before.frames,
        drawCalls: after.drawCalls - before.drawCalls,
        uploads: after.uploads - before.uploads,
        uploadedBytes: after.uploadedBytes - before.uploadedBytes,
      }
    },
    loseContext: () => loseContext(harness.engine),
    capture: () => captureOf(harness.engine),
  }
  return harness
}

/** Takes the canvas its graphics context; resolves when the engine has drawn anew. */
const loseContext = async (engine: SceneEngine): Promise<void> => {
  const back = new Promise<void>((resolve) => {
    const off = engine.on('away', (why) => {
      if (why !== null) return
      off()
      resolve()
    })
  })
  document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
  await back
  await nextIdle(engine)
  await settle(engine)
}

const captureOf = async (engine: SceneEngine): Promise<string> => {
  const bytes = new Uint8Array(await (await engine.capture()).arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Fonts and the like come late; an engine that has nothing to do may stay silent. */
const nextIdle = (engine: SceneEngine): Promise<void> =>
  new Promise((resolve) => {
    const off = engine.on('idle', () => done())
    const timer = setTimeout(() => done(), IDLE_LIMIT_MS)
    const done = (): void => {
      clearTimeout(timer)
      off()
      resolve()
    }
  })

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))

/** By frames of the page as well as by time: where drawing is slow the frames are as well. */
const settle = async (engine: SceneEngine): Promise<void> => {
  const started = performance.now()
  let [quietSince, quiet, seen] = [started, 0, -1]
  while (performance.now() - started < SETTLE_LIMIT_MS) {
    await nextFrame()
    const { frames } = engine.stats()
    if (frames !== seen || document.fonts.status === 'loading' || engine.pending().length > 0)
      [quietSince, quiet, seen] = [performance.now(), 0, frames]
    else quiet++
    if (quiet >= QUIET_FRAMES && performance.now() - quietSince > QUIET_MS) return
  }
  throw new Error(`the engine still draws after ${SETTLE_LIMIT_MS} ms`)
}
