import { errorMessage } from '#shared/kernel/errors.ts'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { boundedGoal, type CameraGoal, type CameraPose } from '#shared/scene/camera.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import { soundLayers } from '#shared/scene/soundLayers.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { Emitter } from './Emitter.ts'
import type {
  DrawnLabel,
  EngineEvents,
  EngineOptions,
  EngineStats,
  Pick,
  SceneEngine,
  ScreenRect,
  WalkWish,
} from './SceneEngine.ts'

/** Waits before one build after another that failed. */
const REBUILD_AFTER_MS: readonly DurationMs[] = [500, 2000, 10_000, 30_000]
/** An engine that stood this long begins the waits anew. */
const STOOD_MS: DurationMs = MINUTE_MS
const NOTHING: EngineStats = { frames: 0, drawCalls: 0, uploads: 0, uploadedBytes: 0 }

const sum = (a: EngineStats, b: EngineStats): EngineStats => ({
  frames: a.frames + b.frames,
  drawCalls: a.drawCalls + b.drawCalls,
  uploads: a.uploads + b.uploads,
  uploadedBytes: a.uploadedBytes + b.uploadedBytes,
})
/** The graphics context, or the ground below the map, went while the engine was being mounted. */
class LostWhileMounting extends Error {}

/**
 * An engine that outlives its graphics context. Around each of the engines, and the one place where layers and cameras
 * reach them: when the inner engine says `lost`, it is disposed and another is built with the same camera, layers and
 * clock; coordinates that are no numbers are left out before it sees them, each feature by itself.
 */
export class SteadyEngine implements SceneEngine {
  readonly kind: SceneEngine['kind']
  readonly draws: SceneEngine['draws']
  readonly #make: () => SceneEngine
  readonly #emitter = new Emitter()
  #inner: SceneEngine | null
  #place: { readonly container: HTMLElement; readonly options: EngineOptions } | null = null
  #pose: CameraPose | null = null
  /** Where the camera is on its way to. */
  #goal: CameraGoal | null = null
  /** The view that was last framed: it carries what a pose does not, the panels' padding and the open floor's height. */
  #frame: CameraGoal | null = null
  #specs: readonly LayerSpec[] = []
  #covered: readonly ScreenRect[] | null = null
  #now: EpochMs | null = null
  #size: readonly [number, number] | null = null
  #counted = NOTHING
  #attempt = 0
  #builtAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #ready = false
  #disposed = false
  /** Features left out, by layer, as last told. */
  readonly #told = new Map<string, number>()

  constructor(make: () => SceneEngine) {
    this.#make = make
    this.#inner = make()
    this.kind = this.#inner.kind
    this.draws = this.#inner.draws
  }

  async mount(container: HTMLElement, options: EngineOptions): Promise<void> {
    this.#place = { container, options }
    this.#pose = options.initialPose
    try {
      await this.#open(this.#inner as SceneEngine)
    } catch (cause) {
      if (!(cause instanceof LostWhileMounting) || this.#disposed) throw cause
      this.#emitter.emit('away', cause.message)
      await this.#open(this.#make())
      this.#emitter.emit('away', null)
    }
  }

  setLayers(layers: readonly LayerSpec[]): void {
    const { layers: sound, dropped } = soundLayers(layers)
    this.#tellDropped(dropped, layers)
    this.#specs = sound
    if (this.#ready) this.#inner?.setLayers(sound)
  }

  setClock(now: EpochMs): void {
    this.#now = now
    if (this.#ready) this.#inner?.setClock(now)
  }

  async flyTo(goal: CameraGoal, durationMs: DurationMs): Promise<void> {
    const bounded = boundedGoal(goal)
    if (!bounded)
      return this.#emitter.emit('error', {
        layer: null,
        message:
          '视角的数值无效,画面停在原处 / the camera has values that are no place; it stays where it is',
      })
    this.#goal = bounded
    if (bounded.kind === 'pose') this.#pose = bounded.pose
    else this.#frame = bounded
    const inner = this.#inner
    if (!inner || !this.#ready) return
    await inner.flyTo(bounded, durationMs)
    if (this.#goal === bounded && inner === this.#inner) this.#goal = null
  }

  getCamera(): CameraPose {
    if (this.#ready && this.#inner) return this.#inner.getCamera()
    return this.#pose ?? { lon: 0, lat: 0, zoom: 0, pitchDeg: 0, bearingDeg: 0 }
  }

  pick(xPx: number, yPx: number): Pick | null {
    return this.#ready ? (this.#inner?.pick(xPx, yPx) ?? null) : null
  }

  capture(): Promise<Blob> {
    return this.#inner && this.#ready
      ? this.#inner.capture()
      : Promise.reject(new Error('no engine to capture'))
  }

  on<E extends keyof EngineEvents>(event: E, listener: (payload: EngineEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener)
  }

  resize(widthPx: number, heightPx: number): void {
    this.#size = [widthPx, heightPx]
    if (this.#ready) this.#inner?.resize(widthPx, heightPx)
  }

  setCovered(covered: readonly ScreenRect[]): void {
    this.#covered = covered
    if (this.#ready) this.#inner?.setCovered?.(covered)
  }

  steer(wish: WalkWish): void {
    if (this.#ready) this.#inner?.steer?.(wish)
  }

  drawnLabels(): readonly DrawnLabel[] {
    return this.#ready ? (this.#inner?.drawnLabels?.() ?? []) : []
  }

  pending(): readonly string[] {
    return this.#ready ? (this.#inner?.pending() ?? []) : []
  }

  stats(): EngineStats {
    return this.#inner ? sum(this.#counted, this.#inner.stats()) : this.#counted
  }

  dispose(): void {
    this.#disposed = true
    clearTimeout(this.#timer)
    this.#drop()
    this.#emitter.clear()
    this.#specs = []
  }

  /** Mounts an engine; rejects where it cannot be, and where it was lost or this was disposed of meanwhile. */
  async #open(inner: SceneEngine): Promise<void> {
    const { container, options } = this.#place!
    this.#inner = inner
    let fail: (cause: Error) => void = () => undefined
    const broken = new Promise<never>((_, reject) => (fail = reject))
    const stop = inner.on('lost', (why) => fail(new LostWhileMounting(why)))
    try {
      await Promise.race([
        inner.mount(container, { ...options, initialPose: this.#pose ?? options.initialPose }),
        broken,
      ])
      if (this.#disposed) throw new Error('disposed while it was mounted')
    } catch (cause) {
      this.#drop()
      inner.dispose()
      throw cause
    } finally {
      stop()
    }
    this.#wire(inner)
    this.#ready = true
    if (this.#covered) inner.setCovered?.(this.#covered)
    this.#builtAt = performance.now()
  }

  #wire(inner: SceneEngine): void {
    const pass = <E extends keyof EngineEvents>(event: E): void =>
      void inner.on(event, (payload) => this.#emitter.emit(event, payload))
    for (const event of ['pick', 'hover', 'idle', 'error', 'quality'] as const) pass(event)
    inner.on('camera', (pose) => {
      this.#pose = pose
      this.#emitter.emit('camera', pose)
    })
    inner.on('lost', (why) => inner === this.#inner && this.#lose(why))
  }

  #lose(why: string): void {
    if (this.#disposed) return
    if (performance.now() - this.#builtAt > STOOD_MS) this.#attempt = 0
    this.#drop()
    this.#emitter.emit('away', why)
    this.#emitter.emit('hover', null)
    this.#buildLater()
  }

  #buildLater(): void {
    const waitMs = REBUILD_AFTER_MS[Math.min(this.#attempt, REBUILD_AFTER_MS.length - 1)]
    this.#attempt++
    this.#timer = setTimeout(() => void this.#rebuild(), waitMs)
  }

  async #rebuild(): Promise<void> {
    try {
      await this.#open(this.#make())
    } catch (cause) {
      if (this.#disposed) return
      this.#emitter.emit('away', errorMessage(cause))
      return this.#buildLater()
    }
    const inner = this.#inner
    if (!inner || this.#disposed) return
    const goal = this.#goal ?? (this.#pose && { kind: 'pose', pose: this.#pose })
    this.#goal = null
    if (this.#size) inner.resize(...this.#size)
    if (this.#now !== null) inner.setClock(this.#now)
    inner.setLayers(this.#specs)
    if (this.#frame) void inner.flyTo(this.#frame, 0)
    if (goal) void inner.flyTo(goal, 0)
    this.#emitter.emit('away', null)
  }

  #drop(): void {
    const inner = this.#inner
    this.#inner = null
    this.#ready = false
    if (!inner) return
    this.#counted = sum(this.#counted, inner.stats())
    try {
      inner.dispose()
    } catch (cause) {
      reportError(new Error('an engine could not be disposed of', { cause }))
    }
  }

  /** Once a layer, and again when the number changes; null when all of it is sound again. */
  #tellDropped(dropped: ReadonlyMap<string, number>, layers: readonly LayerSpec[]): void {
    if (dropped.size === 0 && this.#told.size === 0) return
    for (const { id } of layers) {
      const count = dropped.get(id) ?? 0
      if (count === (this.#told.get(id) ?? 0)) continue
      if (count === 0) this.#told.delete(id)
      else this.#told.set(id, count)
      const message = `${count} 处坐标无效,未画出 / ${count} with invalid coordinates left out`
      this.#emitter.emit('error', { layer: id, message: count === 0 ? null : message })
    }
  }
}
