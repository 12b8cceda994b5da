import { errorMessage } from '#shared/kernel/errors.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { LabelLayer, LayerSpec } from '#shared/scene/layers.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { canvasPng } from '../canvasPng.ts'
import { CONTEXT_LOST, watchContext } from '../contextWatch.ts'
import { Emitter } from '../Emitter.ts'
import type {
  DrawnLabel,
  EngineEvents,
  EngineOptions,
  EngineStats,
  Pick,
  QualityStep,
  SceneEngine,
  ScreenRect,
  WalkWish,
} from '../SceneEngine.ts'
import { sameSpecs } from '../sameSpec.ts'
import { buildThing, layerOfThing } from './shapes/shown.ts'
import { CameraRig } from './camera/CameraRig.ts'
import { framedBy } from './camera/framedBy.ts'
import type { Orbit } from '../framing.ts'
import { HoverWatch } from './camera/HoverWatch.ts'
import { bearingToFrame, type BuildingFrame } from './shapes/frame.ts'
import { makePalette, type Palette } from './palette.ts'
import { atHeight } from './camera/picking.ts'
import { PointerControls } from './camera/PointerControls.ts'
import { orbitOfPose, poseOfOrbit } from './camera/pose.ts'
import { Stage } from './Stage.ts'
import { StageLabels } from './labels/StageLabels.ts'
import { isSameCompound, isStageLayer } from './StageThing.ts'
import type { StageLayer, StageThing } from './StageThing.ts'

/** Length of the engine's own moves. */
const MOVE_MS: DurationMs = 700

/** A building from inside (three.js). Draws on demand only: a frame is drawn when something asked for it. */
export class InteriorEngine implements SceneEngine {
  readonly kind = 'interior'
  readonly draws = ['interior', 'compound', 'labels'] as const
  readonly #emitter = new Emitter()
  readonly #rig = new CameraRig()
  #options!: EngineOptions
  #palette!: Palette
  #stage: Stage | null = null
  #controls: PointerControls | null = null
  #shown: StageThing | null = null
  #labelLayers: readonly LabelLayer[] = []
  #specs: readonly LayerSpec[] = []
  #labels: StageLabels | null = null
  #request = 0
  #posed = false
  #now: EpochMs | null = null
  readonly #hover = new HoverWatch(
    (x, y) => this.pick(x, y),
    (hover) => {
      this.#stage!.canvas.style.cursor = hover ? 'pointer' : 'default'
      this.#emitter.emit('hover', hover)
    },
    () => this.#redraw(),
  )
  #toldPose = ''
  #unwatch: () => void = () => undefined

  async mount(container: HTMLElement, options: EngineOptions): Promise<void> {
    this.#options = options
    this.#palette = makePalette(options)
    this.#rig.calm = options.reducedMotion
    const stage = (this.#stage = new Stage(container, this.#palette, options))
    stage.scene.add(this.#rig.camera)
    this.#labels = new StageLabels(stage, this.#palette, options, {
      fontCame: () => this.#redraw(),
      missing: (message) => this.#emitter.emit('error', { layer: this.#shown?.layer.id ?? null, message }),
    })
    this.#controls = new PointerControls(stage.canvas, this.#rig, {
      click: (x, y) => this.#emitter.emit('pick', this.pick(x, y)),
      isNamed: (x, y) => Boolean(this.#labels?.at(x, y)),
      point: (x, y) => this.#hover.point(x, y),
      leave: () => this.#hover.point(null, null),
      moved: () => this.#redraw(),
      placeAt: (x, y) => atHeight(this.#rig.rayThrough(x, y), this.#rig.orbit.target[1]),
    })
    this.#unwatch = watchContext(stage.canvas, () => this.#emitter.emit('lost', CONTEXT_LOST))
    this.resize(container.clientWidth, container.clientHeight)
    this.#rig.jump(this.#orbitOf(options.initialPose, 0))
    this.#redraw()
  }

  setLayers(layers: readonly LayerSpec[]): void {
    const drawn = layers.filter((layer) => isStageLayer(layer) || layer.kind === 'labels')
    if (!this.#stage || sameSpecs(this.#specs, drawn)) return
    this.#specs = drawn
    this.#labelLayers = layers.filter((layer) => layer.kind === 'labels' && layer.visible) as LabelLayer[]
    const wanted = layers.filter(isStageLayer).find((layer) => layer.visible)
    try {
      this.#show(wanted ?? null)
    } catch (cause) {
      this.#clear()
      this.#emitter.emit('error', { layer: wanted?.id ?? null, message: errorMessage(cause) })
    }
    this.#redraw()
  }

  /** Nothing glides by the clock, but the light over a compound goes by it. */
  setClock(now: EpochMs): void {
    this.#now = now
    if (this.#shown?.setClock?.(now)) this.#redraw()
  }

  flyTo(goal: CameraGoal, durationMs: DurationMs): Promise<void> {
    const lengthMs = this.#length(durationMs)
    this.#redraw()
    if (goal.kind === 'bounds') this.#rig.setPadding(goal.padding)
    this.#posed = goal.kind === 'pose' && this.#shown === null
    const bearing = bearingToFrame(this.#frameOfBuilding, goal.kind === 'pose' ? 0 : goal.bearingDeg)
    const orbit =
      goal.kind === 'pose'
        ? this.#orbitOf(goal.pose, this.#rig.orbit.target[1])
        : this.#framed(performance.now(), goal.pitchDeg, bearing)
    if (!orbit) return Promise.resolve()
    const landed = this.#rig.fly(orbit, performance.now(), lengthMs)
    this.#tellCamera()
    return landed
  }

  getCamera(): CameraPose {
    return poseOfOrbit(this.#rig.orbit, this.#frameOfBuilding, this.#rig.heightPx)
  }

  pick(xPx: number, yPx: number): Pick | null {
    const shown = this.#shown
    if (!shown || !shown.layer.pickable) return null
    const id = this.#labels?.at(xPx, yPx) ?? shown.pick(this.#rig.rayThrough(xPx, yPx), performance.now())
    return id === null ? null : { layer: layerOfThing(id, shown, this.#labelLayers), id }
  }

  steer(wish: WalkWish): void {
    this.#rig.walk?.steer(wish, performance.now())
    this.#redraw()
  }

  async capture(): Promise<Blob> {
    if (!this.#stage) throw new Error('capture before mount')
    this.#draw(performance.now())
    return canvasPng(this.#stage.canvas)
  }

  on<E extends keyof EngineEvents>(event: E, listener: (payload: EngineEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener)
  }

  resize(widthPx: number, heightPx: number): void {
    if (widthPx <= 0 || heightPx <= 0) return
    this.#stage?.resize(widthPx, heightPx)
    this.#rig.resize(widthPx, heightPx)
    this.#labels?.layAgain()
    this.#redraw()
  }

  drawnLabels(): readonly DrawnLabel[] {
    return this.#labels?.drawn() ?? []
  }

  setCovered(covered: readonly ScreenRect[]): void {
    this.#labels?.setCovered(covered)
    this.#redraw()
  }

  pending(): readonly string[] {
    return []
  }

  stats(): EngineStats {
    return this.#stage?.stats() ?? { frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 }
  }

  dispose(): void {
    cancelAnimationFrame(this.#request)
    this.#request = 0
    this.#clear()
    this.#controls?.dispose()
    this.#rig.dispose()
    const stage = this.#stage
    this.#stage = null
    this.#unwatch()
    stage?.dispose()
    this.#emitter.clear()
  }

  get #frameOfBuilding(): BuildingFrame {
    const { lon, lat } = this.#options.initialPose
    const { origin = [lon, lat], rotationDeg = 0 } = this.#shown?.layer ?? {}
    return { origin, rotationDeg }
  }

  #length(move: DurationMs): DurationMs {
    return this.#options.reducedMotion ? 0 : move
  }

  #orbitOf(pose: CameraPose, up: number): Orbit {
    return orbitOfPose(pose, up, this.#frameOfBuilding, this.#rig.heightPx)
  }

  /** Compares the wanted layer with the one on the stage and changes only what differs. */
  #show(layer: StageLayer | null): void {
    if (!layer) return this.#clear()
    const now = performance.now()
    const before = this.#shown
    const kept = before?.keeps(layer) ?? false
    if (before && !kept && this.#stage!.lingers) {
      this.#draw(now)
      this.#stage!.linger()
    }
    if (!kept && !this.#build(layer)) return
    const elsewhere = this.#shown!.show(layer, now, before ? this.#length(MOVE_MS) : 0)
    if (elsewhere && !isSameCompound(before?.layer, layer)) this.#frameAgain(now, before === null)
  }

  /** The camera keeps its place and direction on earth while the frame beneath it changes. */
  #build(layer: StageLayer): boolean {
    const pose = this.getCamera()
    this.#clear()
    this.#shown = buildThing(layer, this.#palette, (message) =>
      this.#emitter.emit('error', { layer: layer.id, message }),
    )
    if (!this.#shown) return false
    if (this.#now !== null) this.#shown.setClock?.(this.#now)
    this.#shown.setFineness?.(this.#stage!.fineness)
    this.#stage!.scene.add(this.#shown.group)
    this.#rig.limits = this.#shown.limits
    this.#rig.jump(this.#orbitOf(pose, this.#rig.orbit.target[1]))
    return true
  }

  /** Eases to what is to be looked at now; a pose asked for before the first geometry stays. */
  #frameAgain(now: number, first: boolean): void {
    const keep = first && this.#posed
    this.#posed = false
    if (keep) return
    const orbit = this.#framed(now, null, this.#rig.orbit.bearingDeg)
    if (orbit) void this.#rig.fly(orbit, now, this.#length(MOVE_MS))
  }

  /** From the thing's own pitch where none is asked for. */
  #framed(now: number, pitchDeg: number | null, bearingDeg: number): Orbit | null {
    const view = this.#shown?.view(this.#rig.free, now, this.#length(MOVE_MS)) ?? null
    const own = view?.bearingDeg
    if (!view || own === undefined) return view && framedBy(this.#rig, view, pitchDeg, bearingDeg)
    return framedBy(this.#rig, view, null, bearingToFrame(this.#frameOfBuilding, own))
  }

  #clear(): void {
    this.#labels?.clear()
    this.#shown?.dispose()
    this.#shown = null
  }

  #redraw(): void {
    if (this.#request === 0 && this.#stage) this.#request = requestAnimationFrame(() => this.#frame())
  }

  #frame(): void {
    this.#request = 0
    if (!this.#stage) return
    const moving = this.#draw(performance.now())
    const step = this.#stage.measured(performance.now(), moving)
    if (step) this.#refine(step)
    this.#hover.look()
    this.#tellCamera()
    if (moving) this.#redraw()
    else this.#emitter.emit('idle', undefined)
  }

  /** Draws coarser or finer from now on, at once. */
  #refine(step: QualityStep): void {
    this.#shown?.setFineness?.(step.step)
    this.#draw(performance.now())
    this.#emitter.emit('quality', step)
  }

  #draw(now: number): boolean {
    const flying = this.#rig.update(now)
    const shown = this.#shown
    const changing = shown?.update(now, this.#rig) ?? false
    if (shown)
      this.#labels?.lay({ shown, frame: this.#frameOfBuilding }, this.#labelLayers, this.#rig, changing)
    this.#stage!.draw(this.#rig.camera, (...to) => shown?.prepare?.(...to))
    return flying || changing
  }

  /** On the way at every frame, and at once after a jump. */
  #tellCamera(): void {
    const pose = this.getCamera()
    const key = Object.values(pose).join()
    if (key === this.#toldPose) return
    this.#toldPose = key
    this.#emitter.emit('camera', pose)
  }
}
