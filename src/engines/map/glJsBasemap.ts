import type { CameraPose } from '#shared/scene/camera.ts'
import { canvasPng } from '../canvasPng.ts'
import { CONTEXT_LOST, watchContext } from '../contextWatch.ts'
import type { EngineOptions } from '../SceneEngine.ts'
import type { Basemap, BasemapEvents, PixelPoint } from './basemap.ts'

interface GlJsEvent {
  point?: PixelPoint
  error?: { message?: string }
}

/** The part of the map object that MapLibre and Mapbox have in common, as far as we use it. */
export interface GlJsMap {
  getCanvas(): HTMLCanvasElement
  getCenter(): { lng: number; lat: number }
  getZoom(): number
  getPitch(): number
  getBearing(): number
  getBounds(): { getWest(): number; getSouth(): number; getEast(): number; getNorth(): number } | null
  isMoving(): boolean
  jumpTo(camera: object): unknown
  flyTo(camera: object): unknown
  project(lngLat: [number, number]): PixelPoint
  unproject(point: [number, number]): { lng: number; lat: number }
  triggerRepaint(): void
  addControl(control: never): unknown
  resize(): unknown
  remove(): void
  on(event: string, listener: (event: GlJsEvent) => void): unknown
  once(event: string, listener: (event: GlJsEvent) => void): unknown
}

/** An empty style: no sources, glyphs or sprites, so nothing is ever fetched, and no background, for the first of our layers is one. */
export const EMPTY_STYLE = { version: 8 as const, sources: {}, layers: [] }

/** What both libraries take when a map is made. */
export const mapOptions = (container: HTMLElement, options: EngineOptions) => ({
  container,
  center: [options.initialPose.lon, options.initialPose.lat] as [number, number],
  zoom: options.initialPose.zoom,
  pitch: options.initialPose.pitchDeg,
  bearing: options.initialPose.bearingDeg,
  minZoom: 2,
  maxZoom: 22,
  maxPitch: 85,
  keyboard: false,
  doubleClickZoom: false,
  renderWorldCopies: false,
  trackResize: false,
  fadeDuration: 0,
})

/** Lets a map serve as a basemap. Throws where there is no WebGL 2. */
export const basemapOver = (map: GlJsMap): Basemap => {
  const canvas = map.getCanvas()
  const gl = canvas.getContext('webgl2')
  if (!gl) throw new Error('this browser offers no WebGL 2')
  const getCamera = (): CameraPose => {
    const { lng, lat } = map.getCenter()
    return { lon: lng, lat, zoom: map.getZoom(), pitchDeg: map.getPitch(), bearingDeg: map.getBearing() }
  }
  return {
    canvas,
    gl,
    attach: (overlay) => void map.addControl(overlay as never),
    getCamera,
    moveTo: (pose, durationMs) => moveTo(map, pose, durationMs),
    project: (lon, lat) => map.project([lon, lat]),
    unproject: (x, y) => {
      const { lng, lat } = map.unproject([x, y])
      return [lng, lat]
    },
    bounds: () => boundsOf(map),
    get moving() {
      return map.isMoving()
    },
    requestFrame: () => map.triggerRepaint(),
    capture: () => capture(map, canvas),
    on: (event, listener) => subscribe(map, canvas, event, listener as (payload: unknown) => void),
    resize: () => void map.resize(),
    remove: () => map.remove(),
  }
}

/** Mapbox says null where no ground is in view. */
const boundsOf = (map: GlJsMap): ReturnType<Basemap['bounds']> => {
  const bounds = map.getBounds()
  return bounds ? [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] : [0, 0, 0, 0]
}

/** Until a map can be drawn on; rejects where its context is lost before that, which no map tells. */
export const loaded = (map: GlJsMap): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = watchContext(map.getCanvas(), () => {
      map.remove()
      reject(new Error(CONTEXT_LOST))
    })
    map.once('load', () => {
      stop()
      resolve()
    })
  })

/** What Mapbox says when it revokes the right to draw. */
const REFUSALS = /access token is required/i

const subscribe = (
  map: GlJsMap,
  canvas: HTMLCanvasElement,
  event: keyof BasemapEvents,
  listener: (payload: unknown) => void,
): void => {
  if (event === 'pointer') {
    map.on('mousemove', ({ point }) => listener(point))
    map.on('mouseout', () => listener(null))
  } else if (event === 'click') map.on('click', ({ point }) => listener(point))
  else if (event === 'error')
    map.on('error', ({ error }) => listener(error?.message ?? 'unknown error of the map'))
  else if (event === 'refused')
    map.on('error', ({ error }) => error?.message && REFUSALS.test(error.message) && listener(error.message))
  else if (event === 'lost') watchContext(canvas, () => listener(undefined))
  else map.on(event, () => listener(undefined))
}

/** The canvas keeps its picture only until the frame ends, so it is read while the frame is told. */
const capture = (map: GlJsMap, canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    map.once('render', () => canvasPng(canvas).then(resolve, reject))
    map.triggerRepaint()
  })

const moveTo = (map: GlJsMap, pose: CameraPose, durationMs: number): Promise<void> => {
  const camera = {
    center: [pose.lon, pose.lat],
    zoom: pose.zoom,
    pitch: pose.pitchDeg,
    bearing: pose.bearingDeg,
  }
  if (durationMs <= 0) {
    map.jumpTo(camera)
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    map.flyTo({ ...camera, duration: durationMs, curve: 1.2, essential: true })
    map.once('moveend', () => resolve())
    map.once('remove', () => resolve())
  })
}
