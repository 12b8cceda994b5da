import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import { Emitter } from '../Emitter.ts'
import type { EngineFactory, SceneEngine } from '../SceneEngine.ts'

/** The smallest valid PNG, one transparent pixel: what a picture of nothing is. */
const EMPTY_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=='

const MERCATOR_TILE_PX = 512
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
      pose = goal.kind === 'pose' ? goal.pose : poseInBounds(goal, size)
      events.emit('camera', pose)
      tell()
    },
    getCamera: () => pose,
    pick: () => null,
    capture: async () => new Blob([Uint8Array.from(atob(EMPTY_PNG), (char) => char.charCodeAt(0))], { type: 'image/png' }),
    on: (event, listener) => events.on(event, listener),
    resize: (widthPx, heightPx) => void (size = [widthPx, heightPx]),
    stats: () => ({ frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 }),
    dispose: () => {
      disposed = true
      events.clear()
    },
  }
}

const mercatorY = (lat: number): number => (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2
const latOfMercatorY = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI

/** Looks straight down on the bounds; the free padding shifts the centre as a real engine does. */
const poseInBounds = (goal: Extract<CameraGoal, { kind: 'bounds' }>, [width, height]: readonly [number, number]): CameraPose => {
  const [west, south, east, north] = goal.bounds
  const [top, right, bottom, left] = goal.padding
  const freeWidth = Math.max(1, width - left - right)
  const freeHeight = Math.max(1, height - top - bottom)
  const spanX = Math.max(1e-9, (east - west) / 360)
  const spanY = Math.max(1e-9, mercatorY(south) - mercatorY(north))
  const zoom = Math.min(22, Math.log2(Math.min(freeWidth / spanX, freeHeight / spanY) / MERCATOR_TILE_PX))
  const worldPx = MERCATOR_TILE_PX * 2 ** zoom
  const lon = (west + east) / 2 + (((right - left) / 2) * 360) / worldPx
  const lat = latOfMercatorY((mercatorY(south) + mercatorY(north)) / 2 + (bottom - top) / 2 / worldPx)
  return { lon, lat, zoom, pitchDeg: goal.pitchDeg, bearingDeg: goal.bearingDeg }
}
