import type { CameraPose } from '#shared/scene/camera.ts'
import type { DurationMs, LonLat } from '#shared/kernel/units.ts'
import type { EngineOptions } from '../SceneEngine.ts'

export interface PixelPoint {
  readonly x: number
  readonly y: number
}

export interface BasemapEvents {
  readonly move: undefined
  /** A frame reached the canvas; the canvas may be read now. */
  readonly render: undefined
  readonly idle: undefined
  readonly click: PixelPoint
  /** null when the pointer left. */
  readonly pointer: PixelPoint | null
  readonly error: string
  /** The maker of the basemap will not serve it, a token that does not hold for example: it blanks its canvas. */
  readonly refused: string
  /** The graphics device is gone; this basemap will not draw again. */
  readonly lost: undefined
}

/**
 * The seam between MapLibre and Mapbox: a camera over an empty ground and the WebGL 2 canvas that our own layers share.
 * It draws nothing of its own.
 */
export interface Basemap {
  readonly canvas: HTMLCanvasElement
  readonly gl: WebGL2RenderingContext
  /** Takes the overlay of our layers, an object that both libraries call a control. */
  attach(overlay: unknown): void
  getCamera(): CameraPose
  /** Resolves at rest, also when another move took over. */
  moveTo(pose: CameraPose, durationMs: DurationMs): Promise<void>
  project(lon: number, lat: number): PixelPoint
  /** The point of the ground under a pixel. */
  unproject(x: number, y: number): LonLat
  /** West, south, east, north of what is seen. */
  bounds(): readonly [number, number, number, number]
  readonly moving: boolean
  requestFrame(): void
  /** PNG of the next frame. */
  capture(): Promise<Blob>
  on<E extends keyof BasemapEvents>(event: E, listener: (payload: BasemapEvents[E]) => void): void
  resize(): void
  remove(): void
}

/** Resolves when the ground can be drawn on; rejects when there is no WebGL 2. */
export type OpenBasemap = (
  container: HTMLElement,
  options: EngineOptions,
  watch: (gl: WebGL2RenderingContext) => void,
) => Promise<Basemap>
