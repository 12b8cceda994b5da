import { MapboxOverlay } from '@deck.gl/mapbox'
import type { Layer, PickingInfo } from '@deck.gl/core'
import type { Device } from '@luma.gl/core'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { DrawnLabel, EngineOptions, Pick, ScreenRect } from '../SceneEngine.ts'
import type { Basemap } from './basemap.ts'
import { PICK_SUFFIX, rgbaOf, type DrawnLayer, type Stage } from './layers/drawn.ts'
import { startDrawing } from './layers/index.ts'
import { GroundLayer } from './still/GroundLayer.ts'
import { StillLayer } from './still/StillLayer.ts'
import { PAINTED_OVER } from './still/wholeCanvas.ts'
import { Stillness } from './still/stillness.ts'

interface Entry {
  spec: LayerSpec
  readonly drawn: DrawnLayer
  layers: Layer[]
}

interface StageDeps {
  readonly basemap: Basemap
  readonly options: EngineOptions
  readonly clock: { now: EpochMs }
  readonly fail: (layer: string | null, message: string | null) => void
}

const DEFAULT_ACCENT = '#4fd1ff'
const PICK_RADIUS_PX = 3

/**
 * Our layers on one basemap's canvas, interleaved through deck.gl. It compares wanted specs with what it has, by id and
 * by identity; each kind compares versions of its own.
 */
export class DeckStage {
  readonly #deps: StageDeps
  readonly #overlay: MapboxOverlay
  readonly #entries = new Map<string, Entry>()
  #specs: readonly LayerSpec[] = []
  #covered: readonly ScreenRect[] = []
  #stage: Stage | null = null
  #refreshing = false
  readonly #ground: Layer
  readonly #still = new Stillness()
  /** Between what does not move and what does; one for good, for deck.gl to keep. */
  readonly #between = new StillLayer({ id: 'still/between', still: this.#still, parameters: PAINTED_OVER })
  /** What was last beneath it, and how often that changed. */
  #beneath: readonly Layer[] = []
  #changes = 0

  /** Resolves when deck.gl has taken the canvas; `ready` gives the stage then. */
  readonly ready: Promise<void>

  constructor(deps: StageDeps) {
    this.#deps = deps
    this.#ground = new GroundLayer({
      id: 'ground/colour',
      ground: rgbaOf(deps.options.background) as never,
      parameters: PAINTED_OVER,
    })
    const loaded = deferred()
    this.ready = loaded.promise
    this.#overlay = new MapboxOverlay({
      interleaved: true,
      layers: [],
      pickingRadius: PICK_RADIUS_PX,
      getCursor: () => 'inherit',
      layerFilter: ({ layer, isPicking }) =>
        isPicking ||
        !this.#beneath.includes(layer as Layer) ||
        this.#still.act(() => this.#pictureKey()) !== 'show',
      onDeviceInitialized: (device: Device) => {
        this.#stage = this.#makeStage(device)
      },
      onLoad: () => setTimeout(() => loaded.resolve(restDeck(this.#overlay))),
      onError: (error: Error, layer?: Layer) => deps.fail(layer ? specIdOf(layer.id) : null, error.message),
    })
    deps.basemap.attach(this.#overlay)
    deps.basemap.on('render', () => this.#still.end())
  }

  /** Ids of layers that are still being prepared. */
  get pending(): readonly string[] {
    return [...this.#entries].flatMap(([id, { drawn }]) => (drawn.pending ? [id] : []))
  }

  setLayers(specs: readonly LayerSpec[]): void {
    const before = this.#layers()
    this.#specs = specs
    const stage = this.#stage
    if (!stage) return
    const wanted = new Set(specs.map(({ id }) => id))
    for (const [id, { drawn }] of this.#entries) {
      if (wanted.has(id)) continue
      drawn.destroy?.()
      this.#entries.delete(id)
    }
    for (const spec of specs) this.#take(spec, stage, false)
    const layers = this.#layers()
    if (isSame(layers, before)) this.#deps.basemap.requestFrame()
    else this.#push()
  }

  /** After a camera move, or a panel's: labels choose anew which of them may be seen. */
  cameraMoved(): void {
    let changed = false
    for (const { spec, drawn } of this.#entries.values()) {
      if (!drawn.cameraMoved?.()) continue
      this.#take(spec, this.#stage as Stage, true)
      changed = true
    }
    if (changed) this.#push()
  }

  setCovered(covered: readonly ScreenRect[]): void {
    this.#covered = covered
    this.cameraMoved()
  }

  drawnLabels(): readonly DrawnLabel[] {
    return [...this.#entries.values()].flatMap(({ drawn }) => drawn.labels?.() ?? [])
  }

  animates(from: EpochMs, to: EpochMs): boolean {
    return [...this.#entries.values()].some(({ drawn }) => drawn.animates?.(from, to) ?? false)
  }

  pick(x: number, y: number): Pick | null {
    if (!this.#stage) return null
    const info: PickingInfo | null = this.#overlay.pickObject({ x, y, radius: PICK_RADIUS_PX })
    if (!info?.layer || info.index < 0) return null
    const layer = specIdOf(info.layer.id)
    const id = this.#entries.get(layer)?.drawn.idAt(info.index)
    return id === null || id === undefined ? null : { layer, id }
  }

  dispose(): void {
    for (const { drawn } of this.#entries.values()) drawn.destroy?.()
    this.#entries.clear()
    this.#overlay.finalize()
    this.#stage = null
  }

  #makeStage(device: Device): Stage {
    const { basemap, options, clock, fail } = this.#deps
    return {
      device,
      options,
      accent: rgbaOf(options.accent ?? DEFAULT_ACCENT),
      clock,
      project: (lon, lat) => basemap.project(lon, lat),
      unproject: (x, y) => basemap.unproject(x, y),
      covered: () => this.#covered,
      bounds: () => basemap.bounds(),
      zoom: () => basemap.getCamera().zoom,
      size: () => [basemap.canvas.clientWidth, basemap.canvas.clientHeight],
      refresh: () => this.#refreshSoon(),
      fail,
    }
  }

  #take(spec: LayerSpec, stage: Stage, force: boolean): void {
    const known = this.#entries.get(spec.id)
    if (known && known.spec === spec && !force) return
    const sameKind = known?.spec.kind === spec.kind
    if (known && !sameKind) known.drawn.destroy?.()
    try {
      const drawn = known && sameKind ? known.drawn : startDrawing(spec, stage)
      if (!drawn) return
      this.#entries.set(spec.id, { spec, drawn, layers: drawn.update(spec) })
    } catch (cause) {
      stage.fail(spec.id, errorMessage(cause))
    }
  }

  /** Solid things are not kept: what moves between them would need their depth. */
  #layers(): Layer[] {
    const entries = this.#specs.flatMap(({ id }) => this.#entries.get(id) ?? [])
    const moving = entries.findIndex(({ spec, drawn }) => spec.visible && drawn.animates !== undefined)
    const beneath = entries.slice(0, Math.max(moving, 0))
    const above = entries.slice(beneath.length)
    const isKept = beneath.length > 0 && beneath.every(({ spec }) => spec.kind !== 'extrusions')
    return [
      this.#ground,
      ...beneath.flatMap(({ layers }) => layers),
      ...(isKept ? [this.#between] : []),
      ...above.flatMap(({ layers }) => layers),
    ]
  }

  /** All that the picture beneath what moves depends on. */
  #pictureKey(): string {
    const { lon, lat, zoom, pitchDeg, bearingDeg } = this.#deps.basemap.getCamera()
    const { width, height } = this.#deps.basemap.canvas
    return [this.#changes, width, height, lon, lat, zoom, pitchDeg, bearingDeg].join()
  }

  /** Gives deck.gl its layers; needless, and so left out, where a report changed only what a layer reads as it draws. */
  #push(): void {
    const layers = this.#layers()
    const beneath = layers.slice(0, Math.max(layers.indexOf(this.#between), 0))
    if (!isSame(beneath, this.#beneath)) this.#changes++
    this.#beneath = beneath
    this.#overlay.setProps({ layers })
    updateNow(this.#overlay)
    this.#deps.basemap.requestFrame()
  }

  #refreshSoon(): void {
    if (this.#refreshing) return
    this.#refreshing = true
    queueMicrotask(() => {
      this.#refreshing = false
      if (!this.#stage) return
      for (const { spec, drawn } of this.#entries.values())
        if (drawn.pending !== undefined) this.#take(spec, this.#stage, true)
      this.#push()
    })
  }
}

const isSame = (some: readonly Layer[], others: readonly Layer[]): boolean =>
  some.length === others.length && some.every((layer, i) => layer === others[i])

const deferred = () => {
  let resolve: (value: void) => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

const specIdOf = (deckId: string): string =>
  deckId.endsWith(PICK_SUFFIX)
    ? deckId.slice(0, -PICK_SUFFIX.length)
    : deckId.slice(0, Math.max(0, deckId.lastIndexOf('/')))

interface DeckInside {
  readonly layerManager?: { updateLayers(): void } | null
  readonly animationLoop?: { stop(): void } | null
  readonly widgetManager?: { onRedraw(drawn: unknown): void } | null
}
const insideOf = (overlay: MapboxOverlay): DeckInside | undefined =>
  (overlay as unknown as { _deck?: DeckInside })._deck

/** Lets deck.gl match layers now rather than at an animation frame of its own, so that a new colour is in the very next picture. */
const updateNow = (overlay: MapboxOverlay): void => insideOf(overlay)?.layerManager?.updateLayers()

/**
 * Ends deck.gl's endless loop of animation frames: the basemap's frames draw our layers, and a wall at rest does nothing.
 * Its widgets, none of which we use, would ask for the page's layout after each picture and write it anew.
 */
const restDeck = (overlay: MapboxOverlay): void => {
  const inside = insideOf(overlay)
  inside?.animationLoop?.stop()
  if (inside?.widgetManager) inside.widgetManager.onRedraw = () => undefined
}
