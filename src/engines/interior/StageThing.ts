import type { Group, WebGLRenderer } from 'three'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import type { InteriorLayer, LayerSpec } from '#shared/scene/layers.ts'
import type { Box3, Vec } from '../framing.ts'
import type { CameraRig } from './camera/CameraRig.ts'
import type { Ray } from './camera/picking.ts'
import type { LabelLook } from './labels/labels.ts'
import type { LabelSpec } from './labels/LabelBoard.ts'

/** The layers of which one at a time stands on the stage. */
export type StageLayer = InteriorLayer | CompoundLayer
export const isStageLayer = (layer: LayerSpec): layer is StageLayer =>
  layer.kind === 'interior' || layer.kind === 'compound'

/** What is made anew of the same compound, as streets and occupancy come, is looked at from where it was. */
export const isSameCompound = (a: StageLayer | undefined, b: StageLayer): boolean =>
  a?.kind === 'compound' && b.kind === 'compound' && a.compound === b.compound

/** What a camera should show, (east, up, north) in the thing's own frame, and how steeply it looks there. */
export interface StageView {
  readonly points: readonly Vec[]
  readonly pitchDeg: number
  /** Compass degrees that it is looked along from its own pitch, whatever is asked for; as asked for where it is left out. */
  readonly bearingDeg?: number
  /** Shares of the free width and height that it fills. Without them the camera's own margin holds; of what has no direction of its own, it stands on the ground. */
  readonly fills?: readonly [number, number]
  /** Seen from its own direction, whatever another place would be seen from, in its own frame. */
  readonly own?: { readonly bearingDeg: number }
}

/** What stands on the stage. Its geometry is made once; all else of its layer is changed without. */
export interface StageThing {
  readonly layer: StageLayer
  readonly group: Group
  /** What the camera's target stays near. */
  readonly limits: Box3
  /** What is wrong with its layer, each in a sentence. */
  readonly problems: readonly string[]
  /** Whether a layer is of the very geometry that stands here. */
  keeps(layer: StageLayer): boolean
  /** Takes a layer that it keeps; true where another part of it is to be looked at. `now` is `performance.now()`'s. */
  show(layer: StageLayer, now: number, lengthMs: DurationMs): boolean
  /** Puts this instant on the stage; true while something moves. */
  update(now: number, rig: CameraRig): boolean
  /** The clock that its light goes by; true where the picture is another one by it. */
  setClock?(now: EpochMs): boolean
  /** How fine it is drawn, 0 the finest; see `FINENESS`. */
  setFineness?(step: number): void
  /** Draws what a picture needs beforehand; `heightPx` in device pixels. */
  prepare?(renderer: WebGLRenderer, heightPx: number): void
  /** Arranges itself for the free part of the view, CSS pixels, and says what to look at; null where there is nothing. */
  view(free: readonly [number, number], now: number, lengthMs: DurationMs): StageView | null
  /** What the ray meets. */
  pick(ray: Ray, now: number): string | null
  /** Whether an id is of the thing's own, not of a free label. */
  owns(id: string): boolean
  /** Moves when its texts say something else. */
  labelsKey(): string
  labels(look: LabelLook): readonly LabelSpec[]
  /** CSS pixels of its texts; the free labels' where it is left out. */
  readonly labelPx?: number | undefined
  dispose(): void
}
