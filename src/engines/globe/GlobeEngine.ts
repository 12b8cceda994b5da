import {
  Cartesian2,
  Cartesian3,
  DirectionalLight,
  EasingFunction,
  Matrix4,
  PerspectiveFrustum,
  type CesiumWidget,
} from '@cesium/engine'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { canvasPng } from '../canvasPng.ts'
import { CONTEXT_LOST, watchContext } from '../contextWatch.ts'
import { Emitter } from '../Emitter.ts'
import { GlCounter } from '../GlCounter.ts'
import type {
  DrawnLabel,
  EngineEvents,
  EngineOptions,
  EngineStats,
  Pick,
  SceneEngine,
  ScreenRect,
} from '../SceneEngine.ts'
import { poseForGoal } from './camera/goals.ts'
import { sameSpecs } from '../sameSpec.ts'
import { makeBoxes } from './parts/boxes.ts'
import { Graticule } from './parts/graticule.ts'
import { lightDirection } from './parts/light.ts'
import { GLOBE_KINDS, LayerSet } from './LayerSet.ts'
import { lookOf } from './parts/look.ts'
import { LoopGuard } from './parts/LoopGuard.ts'
import { isTag } from './layers/LayerView.ts'
import { makeWidget } from './makeWidget.ts'
import { PointerWatch } from './camera/PointerWatch.ts'
import { PrimitiveGuard } from './parts/PrimitiveGuard.ts'
import { frustumFov, poseOf, standOf } from './camera/pose.ts'

/** The globe (CesiumJS), offline: the same layers, picks and poses as the map. */
export class GlobeEngine implements SceneEngine {
  readonly kind = 'globe'
  readonly draws = GLOBE_KINDS
  readonly #emitter = new Emitter()
  readonly #counter = new GlCounter()
  #options!: EngineOptions
  #widget: CesiumWidget | null = null
  #root: HTMLElement | null = null
  #pointer: PointerWatch | null = null
  #specs: readonly LayerSpec[] = []
  #layers: LayerSet | null = null
  #covered: readonly ScreenRect[] = []
  #graticule: Graticule | null = null
  #pose!: CameraPose
  #toldPose = ''
  #landed: (() => void) | null = null
  #settled = false
  #unwatch: (() => void)[] = []
  readonly #loop = new LoopGuard({
    told: (why) => this.#fail(null, why),
    resume: () => {
      if (!this.#widget) return
      this.#widget.useDefaultRenderLoop = true
      this.#redraw()
    },
    over: (why) => this.#emitter.emit('lost', why),
  })

  async mount(container: HTMLElement, options: EngineOptions): Promise<void> {
    this.#options = options
    this.#pose = options.initialPose
    const { root, view, credits } = makeBoxes(container)
    this.#root = root
    const widget = makeWidget(view, credits, options)
    this.#widget = widget
    const gl = widget.canvas.getContext('webgl2')
    if (gl) this.#counter.watch(gl)
    const look = lookOf(options)
    const guard = new PrimitiveGuard(widget.scene, (layer, message) =>
      layer === null ? this.#fail(null, message) : this.#layers?.broke(layer, message),
    )
    this.#layers = new LayerSet({
      scene: widget.scene,
      within: (layer, work) => guard.within(layer, work),
      ...look,
      covered: () => this.#covered,
      fail: (layer, message) => this.#fail(layer, message),
    })
    this.#graticule = new Graticule(widget.scene, look.text)
    this.#watch(widget)
    this.resize(container.clientWidth, container.clientHeight)
    this.#stand(options.initialPose)
  }

  setLayers(layers: readonly LayerSpec[]): void {
    const drawn = layers.filter((layer) => this.draws.includes(layer.kind))
    if (!this.#layers || sameSpecs(this.#specs, drawn)) return
    this.#specs = drawn
    this.#layers.set(drawn)
    this.#redraw()
  }

  setClock(now: EpochMs): void {
    if (this.#widget?.useDefaultRenderLoop === false) this.#loop.broke('')
    if (this.#layers?.setClock(now)) this.#redraw()
  }

  flyTo(goal: CameraGoal, durationMs: DurationMs): Promise<void> {
    const widget = this.#widget
    if (!widget) return Promise.resolve()
    this.#land()
    const pose = poseForGoal(goal, this.#width, this.#height)
    if (durationMs <= 0 || this.#options.reducedMotion) {
      this.#stand(pose)
      return Promise.resolve()
    }
    const { position, direction, up } = standOf(pose, this.#height)
    this.#redraw()
    return new Promise((resolve) => {
      this.#landed = resolve
      const done = () => this.#landed === resolve && this.#land()
      widget.camera.flyTo({
        destination: position,
        orientation: { direction, up },
        duration: durationMs / 1000,
        easingFunction: EasingFunction.CUBIC_IN_OUT,
        complete: done,
        cancel: done,
      })
    })
  }

  getCamera(): CameraPose {
    return this.#pose
  }

  pick(xPx: number, yPx: number): Pick | null {
    const widget = this.#widget
    if (!widget || !(xPx >= 0 && yPx >= 0 && xPx < this.#width && yPx < this.#height)) return null
    const mover = this.#layers!.pickAt(xPx, yPx)
    if (mover) return mover
    const found = widget.scene.pick(new Cartesian2(xPx, yPx)) as { id?: unknown } | undefined
    return isTag(found?.id) ? { layer: found.id.layer, id: found.id.id } : null
  }

  async capture(): Promise<Blob> {
    const widget = this.#widget
    if (!widget) throw new Error('capture before mount')
    widget.scene.requestRender()
    widget.scene.render()
    return canvasPng(widget.canvas)
  }

  on<E extends keyof EngineEvents>(event: E, listener: (payload: EngineEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener)
  }

  resize(widthPx: number, heightPx: number): void {
    const widget = this.#widget
    if (!widget || widthPx <= 0 || heightPx <= 0) return
    const pose = this.#pose
    widget.resize()
    const { frustum } = widget.camera
    if (frustum instanceof PerspectiveFrustum) frustum.fov = frustumFov(this.#width, this.#height)
    this.#stand(pose)
  }

  setCovered(covered: readonly ScreenRect[]): void {
    this.#covered = covered
    this.#redraw()
  }

  drawnLabels(): readonly DrawnLabel[] {
    return this.#layers?.drawnLabels() ?? []
  }

  pending(): readonly string[] {
    return this.#layers?.pending() ?? []
  }

  stats(): EngineStats {
    return this.#counter.stats()
  }

  dispose(): void {
    const widget = this.#widget
    this.#root?.remove()
    if (!widget) return
    this.#widget = null
    this.#loop.stop()
    this.#land()
    for (const stop of this.#unwatch.splice(0)) stop()
    this.#pointer?.dispose()
    this.#layers?.dispose()
    this.#graticule?.dispose()
    const gl = widget.canvas.getContext('webgl2')
    widget.destroy()
    gl?.getExtension('WEBGL_lose_context')?.loseContext()
    this.#emitter.clear()
  }

  get #width(): number {
    return Math.max(1, this.#widget?.canvas.clientWidth ?? 1)
  }
  get #height(): number {
    return Math.max(1, this.#widget?.canvas.clientHeight ?? 1)
  }

  #watch(widget: CesiumWidget): void {
    const { scene } = widget
    this.#pointer = new PointerWatch(widget.canvas, {
      click: (x, y) => this.#emitter.emit('pick', this.pick(x, y)),
      pick: (x, y) => this.pick(x, y),
      hover: (pick) => this.#emitter.emit('hover', pick),
    })
    this.#unwatch.push(
      scene.preRender.addEventListener(() => this.#before()),
      scene.postRender.addEventListener(() => this.#after()),
      scene.renderError.addEventListener((_: unknown, cause: unknown) =>
        this.#loop.broke(errorMessage(cause)),
      ),
      watchContext(widget.canvas, () => this.#emitter.emit('lost', CONTEXT_LOST)),
    )
  }

  #fail(layer: string | null, message: string | null): void {
    this.#emitter.emit('error', { layer, message })
  }

  #before(): void {
    const { scene } = this.#widget!
    const { camera } = scene
    ;(scene.light as DirectionalLight).direction = lightDirection(camera)
    const pose = poseOf(
      { position: camera.positionWC, direction: camera.directionWC, up: camera.upWC },
      this.#height,
    )
    if (pose) this.#pose = pose
    this.#tellCamera()
  }

  /** Goes on drawing while geometry or tiles are on their way; says once when all is there. */
  #after(): void {
    const { scene } = this.#widget!
    this.#counter.frame()
    const ready = this.#layers!.pending().length === 0 && (this.#graticule!.ready || this.#pose.zoom > 6)
    if (!ready || !scene.globe.tilesLoaded || this.#landed) {
      this.#settled = false
      return scene.requestRender()
    }
    if (this.#settled) return
    this.#settled = true
    this.#layers!.trim()
    scene.requestRender()
    this.#emitter.emit('idle', undefined)
  }

  #redraw(): void {
    this.#settled = false
    this.#widget?.scene.requestRender()
  }

  #stand(pose: CameraPose): void {
    const widget = this.#widget
    if (!widget) return
    const { position, direction, up } = standOf(pose, this.#height)
    const { camera } = widget
    camera.cancelFlight()
    camera.lookAtTransform(Matrix4.IDENTITY)
    Cartesian3.clone(position, camera.position)
    Cartesian3.clone(direction, camera.direction)
    Cartesian3.clone(up, camera.up)
    Cartesian3.cross(direction, up, camera.right)
    this.#pose = pose
    this.#redraw()
    this.#tellCamera()
  }

  #tellCamera(): void {
    const key = Object.values(this.#pose)
      .map((value) => value.toFixed(6))
      .join()
    if (key === this.#toldPose) return
    this.#toldPose = key
    this.#settled = false
    this.#layers!.cameraMoved(this.#pose.zoom)
    this.#graticule!.cameraMoved(this.#pose.zoom)
    this.#emitter.emit('camera', this.#pose)
  }

  #land(): void {
    const landed = this.#landed
    this.#landed = null
    if (landed) this.#widget?.camera.cancelFlight()
    landed?.()
    this.#redraw()
  }
}
