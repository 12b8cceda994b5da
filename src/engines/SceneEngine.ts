import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { LayerKind, LayerSpec } from '#shared/scene/layers.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

type EngineKind = 'map' | 'globe' | 'interior' | 'none'

export interface Pick {
  readonly layer: string
  readonly id: string
}

/** A part of the canvas, CSS pixels from its top left. */
export interface ScreenRect {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A name as it stands on the screen. */
export interface DrawnLabel {
  readonly id: string
  readonly text: string
  readonly kind: 'name' | 'quiet' | 'callout' | 'disc'
  /** Of its smallest line, CSS pixels. */
  readonly sizePx: number
  readonly box: ScreenRect
  /** A line leads from it to its place. */
  readonly led: boolean
}

/** How fine a picture is drawn from now on, 0 the finest, and the frame time that led to it, ms. */
export interface QualityStep {
  readonly step: number
  /** The coarsest. */
  readonly of: number
  readonly frameMs: DurationMs
}

/** Where somebody who walks at eye height wants to go: ahead, to the right and round to the right, −1 to 1 each. */
export interface WalkWish {
  readonly ahead: number
  readonly aside: number
  readonly turn: number
}

export interface EngineEvents {
  /** A click or tap; null on empty ground. */
  readonly pick: Pick | null
  readonly hover: Pick | null
  /** After every move, at rest and on the way. */
  readonly camera: CameraPose
  /** All that was asked for is on the screen. */
  readonly idle: undefined
  /** A layer or the engine could not draw; the screen says so in place. null: what was told of the layer holds no longer. */
  readonly error: { readonly layer: string | null; readonly message: string | null }
  /** The picture is drawn coarser or finer than before, and why. */
  readonly quality: QualityStep
  /** This engine will draw no more, and why; `SteadyEngine` puts another in its place. */
  readonly lost: string
  /** Why nothing is drawn until the engine was built anew; null once it draws again. */
  readonly away: string | null
}

export interface EngineOptions {
  readonly devicePixelRatio: number
  readonly reducedMotion: boolean
  /** Each pixel is drawn several times over; not where the processor draws, which pays for each. Default true. */
  readonly smoothEdges?: boolean
  /** How fine it is drawn, 0 the finest, whatever its frames take; by their time where it is left out. */
  readonly quality?: number | null
  readonly initialPose: CameraPose
  /** Colours of the ground, from the theme tokens: `#rrggbb`. */
  readonly background: string
  readonly land: string
  readonly line: string
  readonly text: string
  /** The one accent, for what is selected; engines have a default. */
  readonly accent?: string
  /** CSS font family for labels, from the theme. */
  readonly fontFamily: string
  /** For figures; the labels' own where it is left out. */
  readonly figureFamily?: string
  /** Only the Mapbox engine reads it. */
  readonly mapboxToken: string | null
}

/** Counted since mount; how a test judges drawing where WebGL is software. */
export interface EngineStats {
  readonly frames: number
  readonly drawCalls: number
  readonly uploads: number
  readonly uploadedBytes: number
}

/**
 * What draws places. An engine knows no store, no Vue and no network of its own: specs go in, events come out.
 * Members never throw after `mount` resolved; what cannot be drawn is an `error` event.
 */
export interface SceneEngine {
  readonly kind: EngineKind
  /** Kinds of layer it draws; others are ignored without an error. */
  readonly draws: readonly LayerKind[]
  mount(container: HTMLElement, options: EngineOptions): Promise<void>
  /** The whole wanted state; the engine compares it with what it has. */
  setLayers(layers: readonly LayerSpec[]): void
  /** The clock that movers are interpolated to, called once a frame. */
  setClock(now: EpochMs): void
  flyTo(goal: CameraGoal, durationMs: DurationMs): Promise<void>
  getCamera(): CameraPose
  pick(xPx: number, yPx: number): Pick | null
  /** PNG of the canvas. */
  capture(): Promise<Blob>
  on<E extends keyof EngineEvents>(event: E, listener: (payload: EngineEvents[E]) => void): () => void
  resize(widthPx: number, heightPx: number): void
  /** What stands over the picture: no name is put beneath it. */
  setCovered?(covered: readonly ScreenRect[]): void
  /** Goes on as wished until the next wish; only where a floor is walked on. */
  steer?(wish: WalkWish): void
  /** The names that are drawn now, for tests. */
  drawnLabels?(): readonly DrawnLabel[]
  /** Ids of the layers that were asked for and are not on the screen yet. */
  pending(): readonly string[]
  stats(): EngineStats
  /** Frees every GPU object, listener and timer. */
  dispose(): void
}

export type EngineFactory = () => Promise<SceneEngine>
