import type { Layer } from '@deck.gl/core'
import type { Device } from '@luma.gl/core'
import type { LayerSpec, Rgba } from '#shared/scene/layers.ts'
import type { EpochMs, LonLat } from '#shared/kernel/units.ts'
import type { DrawnLabel, EngineOptions, ScreenRect } from '../../SceneEngine.ts'
import type { PixelPoint } from '../basemap.ts'

/** What the drawing of a layer may ask of its stage. */
export interface Stage {
  readonly device: Device
  readonly options: EngineOptions
  readonly accent: Rgba
  /** The clock of the movers; read at draw time. */
  readonly clock: { now: EpochMs }
  project(lon: number, lat: number): PixelPoint
  unproject(x: number, y: number): LonLat
  /** Web-Mercator zoom of the camera. */
  zoom(): number
  /** West, south, east, north of what is seen. */
  bounds(): readonly [number, number, number, number]
  /** CSS pixels of the canvas. */
  size(): readonly [number, number]
  /** What stands over the picture. */
  covered(): readonly ScreenRect[]
  /** Calls for `layers()` again, then a frame. */
  refresh(): void
  /** null: what was told of the layer holds no longer. */
  fail(layer: string, message: string | null): void
}

/** One LayerSpec on the screen, from the first time its id is seen until it is gone. */
export interface DrawnLayer<S extends LayerSpec = LayerSpec> {
  /** Takes the new wanted state and returns deck layers; unchanged parts must keep their data objects. */
  update(spec: S): Layer[]
  /** The feature behind a row of one of its deck layers. */
  idAt(row: number): string | null
  /** After a camera move; returns true when `update` must run again. */
  cameraMoved?(): boolean
  /** The names that it draws. */
  labels?(): readonly DrawnLabel[]
  /** Something is still being prepared, fonts for example. */
  readonly pending?: boolean
  /** Whether a clock going from one instant to another changes the picture. */
  animates?(from: EpochMs, to: EpochMs): boolean
  destroy?(): void
}

/** Flat things are painted in order; only buildings use depth. */
export const FLAT = { depthCompare: 'always', depthWriteEnabled: false } as const
export const SOLID = { depthCompare: 'less-equal', depthWriteEnabled: true } as const

/** Deck layers that may be picked carry this ending; the rest of the id is the spec's. */
export const PICK_SUFFIX = '/pick'

export const rowOf = (ids: ReadonlyMap<string, number>, id: string | null): number =>
  id === null ? -1 : (ids.get(id) ?? -1)

/** `#rrggbb` as numbers. */
export const rgbaOf = (hex: string, alpha = 255): Rgba => {
  const value = Number.parseInt(hex.slice(1, 7), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha]
}
