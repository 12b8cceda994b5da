import type { CameraPose } from '#shared/scene/camera.ts'
import { poseForBounds } from '../boundsPose.ts'
import { Emitter } from '../Emitter.ts'
import type { EngineFactory, SceneEngine } from '../SceneEngine.ts'

/** The smallest valid PNG, one transparent pixel: what a picture of nothing is. */
const EMPTY_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=='

const START: CameraPose = { lon: 0, lat: 0, zoom: 0, pitchDeg: 0, bearingDeg: 0 }

/** Draws nothing and picks nothing, but keeps the camera and tells its events: for machines without WebGL, and for tests. */
export const createNoneEngine: EngineFactory = async () => makeNoneEngine()

const makeNoneEngine = (): SceneEngine => {
  const events = new Emitter()
  let pose = START
  let size: readonly [number, number] = [0, 0]
  let disposed = false

  const tell = (): void => queueMicrotask(() => !disposed && events.emit('idle', undefined))

  return {
    kind: 'none',
    draws: [],
    mount: async (container, options) => {
      pose = options.initialPose
      size = [container.clientWidth, container.clientHeight]
      tell()
    },
    setLayers: tell,
    setClock: () => undefined,
    flyTo: async (goal) => {
      if (disposed) return
      pose = goal.kind === 'pose' ? goal.pose : poseForBounds(goal, size[0], size[1])
      events.emit('camera', pose)
      tell()
    },
    getCamera: () => pose,
    pick: () => null,
    capture: async () =>
      new Blob([Uint8Array.from(atob(EMPTY_PNG), (char) => char.charCodeAt(0))], { type: 'image/png' }),
    on: (event, listener) => events.on(event, listener),
    resize: (widthPx, heightPx) => void (size = [widthPx, heightPx]),
    pending: () => [],
    stats: () => ({ frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 }),
    dispose: () => {
      disposed = true
      events.clear()
    },
  }
}
