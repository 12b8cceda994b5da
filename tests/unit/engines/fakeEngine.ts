/** An engine that draws nothing and remembers what it was told: what stands around engines is tried on it. */
import { vi } from 'vitest'
import { Emitter } from '../../../src/engines/Emitter.ts'
import type { EngineOptions, EngineStats, SceneEngine } from '../../../src/engines/SceneEngine.ts'
import type { CameraPose } from '../../../src/shared/scene/camera.ts'

export const POSE: CameraPose = { lon: 108, lat: 22, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
export const OPTIONS: EngineOptions = {
  devicePixelRatio: 1,
  reducedMotion: false,
  initialPose: POSE,
  background: '#000000',
  land: '#102030',
  line: '#ffffff',
  text: '#e8f1ff',
  accent: '#4fd1ff',
  fontFamily: 'sans-serif',
  mapboxToken: null,
}

export interface FakeEngine {
  readonly engine: SceneEngine
  readonly events: Emitter
  /** Member and arguments of each call, in their order. */
  readonly calls: (readonly [name: string, ...unknown[]])[]
}

/** `mount` is what its mounting does; at once done where it is left out. */
export const makeFakeEngine = (
  stats: EngineStats,
  mount: () => Promise<void> = () => Promise.resolve(),
): FakeEngine => {
  const events = new Emitter()
  const calls: (readonly [string, ...unknown[]])[] = []
  const told = (name: string, ...args: unknown[]): void => void calls.push([name, ...args])
  const engine: SceneEngine = {
    kind: 'map',
    draws: ['points'],
    mount: (_, options) => {
      told('mount', options.initialPose)
      return mount()
    },
    setLayers: (layers) => told('setLayers', layers),
    setClock: (now) => told('setClock', now),
    flyTo: async (goal, durationMs) => told('flyTo', goal, durationMs),
    getCamera: () => ({ ...POSE, zoom: 11 }),
    pick: vi.fn(() => ({ layer: 'dots', id: 'a' })),
    capture: () => Promise.resolve(new Blob(['picture'])),
    on: (event, listener) => events.on(event, listener),
    resize: (width, height) => told('resize', width, height),
    pending: () => ['tiles'],
    stats: () => stats,
    dispose: () => told('dispose'),
  }
  return { engine, events, calls }
}
