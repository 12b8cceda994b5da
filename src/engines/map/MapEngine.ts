import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { DurationMs, EpochMs } from '#shared/units.ts'
import { poseForBounds } from '../boundsPose.ts'
import { Emitter } from '../Emitter.ts'
import { GlCounter } from '../GlCounter.ts'
import type { EngineOptions, Pick, SceneEngine } from '../SceneEngine.ts'
import type { Basemap, OpenBasemap, PixelPoint } from './basemap.ts'
import { DeckStage } from './DeckStage.ts'
import { DRAWN_KINDS } from './layers/index.ts'

const HOVER_EVERY_MS = 80
const PLACE_LABELS_EVERY_MS = 120
/** Gliding vehicles ask for a frame this often, about 30 times a second. */
const GLIDE_EVERY_MS = 33
const RECOVER_AFTER_MS = [500, 2000, 10_000, 30_000]

/** One canvas and what hangs on it; a lost graphics device costs a scene, and the next one takes its place. */
interface Scene {
  readonly basemap: Basemap
  readonly stage: DeckStage
  readonly element: HTMLElement
}

/** The map, over any basemap. */
export class MapEngine implements SceneEngine {
  readonly kind = 'map'
  readonly draws = DRAWN_KINDS
  #grounds: readonly OpenBasemap[]
  readonly #events = new Emitter()
  readonly #counter = new GlCounter()
  readonly #clock = { now: 0 }
  #scene: Scene | null = null
  #mounted: { readonly container: HTMLElement; readonly options: EngineOptions } | null = null
  #specs: readonly LayerSpec[] = []
  #drawnClock = 0
  #lastGlideMs = 0
  /** The camera stands elsewhere than where names were last placed for good. */
  #moved = true
  #pointer: PixelPoint | null = null
  #hovered: Pick | null = null
  #disposed = false
  readonly #timers = new Map<'hover' | 'place' | 'recover', ReturnType<typeof setTimeout>>()

  /** The first basemap is wanted; the next takes over when its maker refuses to serve. */
  constructor(...grounds: readonly OpenBasemap[]) {
    this.#grounds = grounds
  }

  async mount(container: HTMLElement, options: EngineOptions): Promise<void> {
    this.#mounted = { container, options }
    this.#scene = await this.#openScene(container, options)
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
    return this.#scene?.basemap.getCamera() ?? this.#mounted?.options.initialPose ?? { lon: 0, lat: 0, zoom: 0, pitchDeg: 0, bearingDeg: 0 }
  }

  pick(xPx: number, yPx: number): Pick | null {
    try {
      return this.#scene?.stage.pick(xPx, yPx) ?? null
    } catch (cause) {
      this.#fail(null, cause instanceof Error ? cause.message : String(cause))
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

  async #openScene(container: HTMLElement, options: EngineOptions): Promise<Scene> {
    const element = document.createElement('div')
    element.style.cssText = 'position:absolute;inset:0'
    container.append(element)
    const open = this.#grounds[0] as OpenBasemap
    const basemap = await open(element, options, (gl) => this.#counter.watch(gl)).catch((cause: unknown) => {
      element.remove()
      throw cause
    })
    const stage = new DeckStage({ basemap, options, clock: this.#clock, fail: (layer, message) => this.#fail(layer, message) })
    const scene = { basemap, stage, element }
    this.#listen(scene)
    await stage.ready
    return scene
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
      if (!stage.pending) this.#events.emit('idle', undefined)
    })
    basemap.on('click', ({ x, y }) => this.#events.emit('pick', this.pick(x, y)))
    basemap.on('pointer', (point) => this.#hoverSoon(point))
    basemap.on('error', (message) => this.#fail(null, message))
    basemap.on('refused', () => {
      if (this.#grounds.length > 1) this.#grounds = this.#grounds.slice(1)
      this.#recover(0, 'the basemap was refused by its maker; drawing on the local one')
    })
    basemap.on('lost', () => this.#recover(0, 'the graphics device was lost; drawing anew'))
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

  /** The canvas is of no more use: says so, then draws the same specs from the same camera on a new one. */
  #recover(attempt: number, why: string): void {
    if (this.#disposed || !this.#mounted || this.#timers.has('recover')) return
    const { container, options } = this.#mounted
    const pose = this.getCamera()
    this.#fail(null, why)
    this.#closeScene()
    const waitMs = RECOVER_AFTER_MS[Math.min(attempt, RECOVER_AFTER_MS.length - 1)] as number
    this.#later('recover', waitMs, () => {
      const initial = { ...options, initialPose: pose }
      this.#mounted = { container, options: initial }
      this.#openScene(container, initial).then(
        (scene) => this.#adopt(scene),
        (cause: unknown) => this.#recover(attempt + 1, cause instanceof Error ? cause.message : String(cause)),
      )
    })
  }

  #adopt(scene: Scene): void {
    this.#scene = scene
    if (this.#disposed) this.#closeScene()
    else scene.stage.setLayers(this.#specs)
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
  #later(name: 'hover' | 'place' | 'recover', ms: number, run: () => void): void {
    if (this.#timers.has(name) || this.#disposed) return
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      run()
    }, ms)
    this.#timers.set(name, timer)
  }

  #fail(layer: string | null, message: string): void {
    this.#events.emit('error', { layer, message })
  }
}
