import { errorMessage } from '#shared/kernel/errors.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { poseForBounds } from '../boundsPose.ts'
import { CONTEXT_LOST } from '../contextWatch.ts'
import { Emitter } from '../Emitter.ts'
import { GlCounter } from '../GlCounter.ts'
import type { DrawnLabel, EngineOptions, Pick, SceneEngine, ScreenRect } from '../SceneEngine.ts'
import type { Basemap, OpenBasemap, PixelPoint } from './basemap.ts'
import { DeckStage } from './DeckStage.ts'
import { DRAWN_KINDS } from './layers/index.ts'

const HOVER_EVERY_MS = 80
const PLACE_LABELS_EVERY_MS = 120
/** Gliding vehicles ask for a frame this often, about 30 times a second. */
const GLIDE_EVERY_MS = 33

/** One canvas and what hangs on it. */
interface Scene {
  readonly basemap: Basemap
  readonly stage: DeckStage
  readonly element: HTMLElement
}

/** The map, over one basemap. It ends with its canvas: a lost graphics device, or a basemap that its maker refuses to serve, is `lost`. */
export class MapEngine implements SceneEngine {
  readonly kind = 'map'
  readonly draws = DRAWN_KINDS
  readonly #open: OpenBasemap
  readonly #refused: () => void
  readonly #events = new Emitter()
  readonly #counter = new GlCounter()
  readonly #clock = { now: 0 }
  #scene: Scene | null = null
  #mounted: { readonly container: HTMLElement; readonly options: EngineOptions } | null = null
  #specs: readonly LayerSpec[] = []
  #covered: readonly ScreenRect[] = []
  #drawnClock = 0
  #lastGlideMs = 0
  /** The camera stands elsewhere than where names were last placed for good. */
  #moved = true
  #pointer: PixelPoint | null = null
  #hovered: Pick | null = null
  #disposed = false
  readonly #timers = new Map<'hover' | 'place', ReturnType<typeof setTimeout>>()

  /** `refused` is told before `lost` when the basemap's maker will not serve it. */
  constructor(open: OpenBasemap, refused: () => void = () => undefined) {
    this.#open = open
    this.#refused = refused
  }

  async mount(container: HTMLElement, options: EngineOptions): Promise<void> {
    this.#mounted = { container, options }
    await this.#openScene(container, options)
  }

  setLayers(specs: readonly LayerSpec[]): void {
    this.#specs = specs
    this.#scene?.stage.setLayers(specs)
  }

  setClock(now: EpochMs): void {
    this.#clock.now = now
    const scene = this.#scene
    if (!scene || now === this.#drawnClock || !scene.stage.animates(this.#drawnClock, now)) return
    const wallMs = performance.now()
    if (wallMs - this.#lastGlideMs < GLIDE_EVERY_MS) return
    this.#lastGlideMs = wallMs
    scene.basemap.requestFrame()
  }

  async flyTo(goal: CameraGoal, durationMs: DurationMs): Promise<void> {
    const scene = this.#scene
    if (!scene) return
    const { clientWidth, clientHeight } = scene.basemap.canvas
    const pose = goal.kind === 'pose' ? goal.pose : poseForBounds(goal, clientWidth, clientHeight)
    await scene.basemap.moveTo(pose, this.#mounted?.options.reducedMotion ? 0 : durationMs)
  }

  getCamera(): CameraPose {
    return (
      this.#scene?.basemap.getCamera() ??
      this.#mounted?.options.initialPose ?? { lon: 0, lat: 0, zoom: 0, pitchDeg: 0, bearingDeg: 0 }
    )
  }

  pick(xPx: number, yPx: number): Pick | null {
    try {
      return this.#scene?.stage.pick(xPx, yPx) ?? null
    } catch (cause) {
      this.#fail(null, errorMessage(cause))
      return null
    }
  }

  capture(): Promise<Blob> {
    const scene = this.#scene
    if (!scene) return Promise.reject(new Error('capture before mount'))
    return scene.basemap.capture()
  }

  readonly on: SceneEngine['on'] = (event, listener) => this.#events.on(event, listener)

  resize(): void {
    this.#scene?.basemap.resize()
    this.#moved = true
    this.#placeSoon()
  }

  setCovered(covered: readonly ScreenRect[]): void {
    this.#covered = covered
    this.#scene?.stage.setCovered(covered)
  }

  drawnLabels(): readonly DrawnLabel[] {
    return this.#scene?.stage.drawnLabels() ?? []
  }

  pending(): readonly string[] {
    return this.#scene?.stage.pending ?? []
  }

  stats() {
    return this.#counter.stats()
  }

  dispose(): void {
    this.#disposed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#closeScene()
    this.#events.clear()
    this.#specs = []
  }

  /** Disposed of on the way, it closes what it opened. */
  async #openScene(container: HTMLElement, options: EngineOptions): Promise<void> {
    const element = document.createElement('div')
    element.style.cssText = 'position:absolute;inset:0'
    container.append(element)
    const basemap = await this.#open(element, options, (gl) => this.#counter.watch(gl)).catch(
      (cause: unknown) => {
        element.remove()
        throw cause
      },
    )
    const stage = new DeckStage({
      basemap,
      options,
      clock: this.#clock,
      fail: (layer, message) => this.#fail(layer, message),
    })
    this.#scene = { basemap, stage, element }
    this.#listen(this.#scene)
    if (this.#disposed) return this.#closeScene()
    await stage.ready
    if (this.#disposed) this.#closeScene()
    else {
      stage.setCovered(this.#covered)
      stage.setLayers(this.#specs)
    }
  }

  #listen({ basemap, stage }: Scene): void {
    basemap.on('render', () => this.#rendered())
    basemap.on('move', () => {
      this.#events.emit('camera', basemap.getCamera())
      this.#moved = true
      this.#placeSoon()
    })
    basemap.on('idle', () => {
      if (this.#moved) stage.cameraMoved()
      this.#moved = false
      if (stage.pending.length === 0) this.#events.emit('idle', undefined)
    })
    basemap.on('click', ({ x, y }) => this.#events.emit('pick', this.pick(x, y)))
    basemap.on('pointer', (point) => this.#hoverSoon(point))
    basemap.on('error', (message) => this.#fail(null, message))
    basemap.on('refused', () => {
      this.#refused()
      this.#events.emit(
        'lost',
        '底图被其提供方拒绝,改用本地底图 / the basemap was refused by its maker; drawing on the local one',
      )
    })
    basemap.on('lost', () => this.#events.emit('lost', CONTEXT_LOST))
  }

  #rendered(): void {
    this.#counter.frame()
    this.#drawnClock = this.#clock.now
  }

  #placeSoon(): void {
    this.#later('place', PLACE_LABELS_EVERY_MS, () => this.#scene?.stage.cameraMoved())
  }

  #hoverSoon(point: PixelPoint | null): void {
    this.#pointer = point
    this.#later('hover', HOVER_EVERY_MS, () => {
      if (this.#scene?.basemap.moving) return
      const found = this.#pointer ? this.pick(this.#pointer.x, this.#pointer.y) : null
      if (found?.layer === this.#hovered?.layer && found?.id === this.#hovered?.id) return
      this.#hovered = found
      if (this.#scene) this.#scene.basemap.canvas.style.cursor = found ? 'pointer' : ''
      this.#events.emit('hover', found)
    })
  }

  #closeScene(): void {
    const scene = this.#scene
    this.#scene = null
    if (!scene) return
    scene.stage.dispose()
    scene.basemap.remove()
    scene.element.remove()
  }

  /** Runs once after a while; calls in between are one with it. */
  #later(name: 'hover' | 'place', ms: number, run: () => void): void {
    if (this.#timers.has(name) || this.#disposed) return
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      run()
    }, ms)
    this.#timers.set(name, timer)
  }

  #fail(layer: string | null, message: string | null): void {
    this.#events.emit('error', { layer, message })
  }
}
