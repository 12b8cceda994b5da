import type { CameraPose } from '../../../src/shared/scene/camera.ts'
import { MAPBOX_POLICY, type EngineName, type PageOptions } from '../../builders/screen/engine/page.ts'

const CESIUM_PAGE: PageOptions = {
  folders: { '/cesium/': 'node_modules/cesium/Build/Cesium/' },
  contentSecurityPolicy:
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; font-src 'self' data:",
}
export const JUMP: CameraPose = { lon: 108.5, lat: 22.6, zoom: 9.25, pitchDeg: 40, bearingDeg: 30 }
export const FLIGHT: CameraPose = { lon: 108.1, lat: 22.7, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
const INDOORS: CameraPose = { lon: 108.32012, lat: 22.82007, zoom: 20.25, pitchDeg: 40, bearingDeg: 30 }

export interface Subject {
  readonly engine: EngineName
  /** The case that this engine draws, and how one thing in it changes its colour and is chosen. */
  readonly scene: string
  readonly recolour: object
  readonly select: object
  /** Id that lies in the middle of the canvas; null where nothing is drawn. */
  readonly middle: { readonly layer: string; readonly id: string } | null
  /** Bytes that a recolouring may upload. */
  readonly recolourBytes: number
  readonly mounts: number
  /** Requests to its maker that the engine may try and that are blocked here. */
  readonly callsOut: boolean
  /** Degrees or zoom levels that a camera may be off after a jump. */
  readonly cameraSlack: number
  /** Where the camera tests go; a building's camera stays near its building, and its bounds are the building's own. */
  readonly jump?: CameraPose
  readonly flight?: CameraPose
  readonly frames?: 'bounds' | 'subject'
  readonly page?: PageOptions
}

const MAP = {
  scene: 'regions',
  recolour: { fillVersion: 2, shift: 1 },
  select: { selected: 'r8' },
  middle: { layer: 'counties', id: 'r7' },
  recolourBytes: 1024,
  cameraSlack: 1e-6,
}

const ENGINES: readonly Subject[] = [
  { ...MAP, engine: 'map', mounts: 2, callsOut: false },
  { ...MAP, engine: 'mapbox', mounts: 2, callsOut: true, page: { contentSecurityPolicy: MAPBOX_POLICY } },
  { ...MAP, engine: 'globe', mounts: 2, callsOut: false, recolourBytes: 4096, page: CESIUM_PAGE },
  {
    engine: 'interior',
    scene: 'openedFloor',
    recolour: { fillVersion: 2, shift: 1 },
    select: { selected: 'f2' },
    middle: { layer: 'interior', id: 'r290' },
    recolourBytes: 1024,
    mounts: 2,
    callsOut: false,
    cameraSlack: 1e-6,
    jump: INDOORS,
    flight: { ...INDOORS, zoom: 19.5, bearingDeg: 0 },
    frames: 'subject',
  },
  { ...MAP, engine: 'none', middle: null, recolourBytes: 0, mounts: 2, callsOut: false },
]

/** What an engine's contract is asked with. */
export const subjectOf = (engine: EngineName): Subject => {
  const subject = ENGINES.find((one) => one.engine === engine)
  if (!subject) throw new Error(`no row of ENGINES for ${engine}`)
  return subject
}
