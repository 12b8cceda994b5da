import { LinearSRGBColorSpace, Scene, WebGLRenderer } from 'three'
import type { EngineOptions, EngineStats, QualityStep } from '../SceneEngine.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { GlCounter } from '../GlCounter.ts'
import { FINENESS, makeQuality } from './quality.ts'
import type { Palette } from './palette.ts'

/** How long what is left fades into what comes. */
const FADE_MS: DurationMs = 500

/** Renderer and scene. Colours are drawn as the theme gives them: no tone mapping, no colour space conversion. */
export class Stage {
  readonly scene = new Scene()
  readonly canvas: HTMLCanvasElement
  readonly #renderer: WebGLRenderer
  readonly #counter = new GlCounter()
  readonly #quality
  readonly #finestRatio: number
  /** Whether what is left fades into what comes: not where the processor draws, or no motion is wanted. */
  readonly lingers: boolean

  constructor(
    container: HTMLElement,
    palette: Palette,
    options: Pick<EngineOptions, 'devicePixelRatio' | 'smoothEdges' | 'reducedMotion' | 'quality'>,
  ) {
    this.#quality = makeQuality(FINENESS.length, options.quality ?? null)
    this.#finestRatio = options.devicePixelRatio
    this.lingers = !options.reducedMotion && (options.smoothEdges ?? true)
    this.#renderer = new WebGLRenderer({
      antialias: options.smoothEdges ?? true,
      powerPreference: 'high-performance',
    })
    this.#counter.watch(this.#renderer.getContext() as WebGL2RenderingContext)
    this.#renderer.outputColorSpace = LinearSRGBColorSpace
    this.#renderer.setClearColor(palette.background, 1)
    this.#renderer.setPixelRatio(this.#finestRatio * FINENESS[this.fineness]!.share)
    this.canvas = this.#renderer.domElement
    this.canvas.style.cssText = 'display:block;width:100%;height:100%;outline:none'
    container.append(this.canvas)
  }

  /** Device pixels a CSS pixel, as they are drawn now. */
  get ratio(): number {
    return this.#renderer.getPixelRatio()
  }

  /** The step of `FINENESS`. */
  get fineness(): number {
    return this.#quality.step
  }

  /** Takes the time of a frame, and draws coarser or finer where it leads to that; null where not. */
  measured(now: number, moving: boolean): QualityStep | null {
    const step = this.#quality.frame(now, moving)
    if (step) this.#renderer.setPixelRatio(this.#finestRatio * FINENESS[step.step]!.share)
    return step
  }

  /** Device pixels. */
  get size(): readonly [number, number] {
    return [this.canvas.width, this.canvas.height]
  }

  resize(widthPx: number, heightPx: number): void {
    this.#renderer.setSize(Math.max(1, widthPx), Math.max(1, heightPx), false)
  }

  /** `prepare` draws what the picture needs beforehand. */
  draw(
    camera: Parameters<WebGLRenderer['render']>[1],
    prepare?: (renderer: WebGLRenderer, heightPx: number) => void,
  ): void {
    prepare?.(this.#renderer, this.canvas.height)
    this.#renderer.render(this.scene, camera)
    this.#counter.frame()
  }

  /** Right after a draw: lays its picture over the next ones, and lets it fade. */
  linger(): void {
    const kept = document.createElement('canvas')
    ;[kept.width, kept.height] = this.size
    kept.getContext('2d')?.drawImage(this.canvas, 0, 0)
    kept.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
    this.canvas.after(kept)
    const fade = kept.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, easing: 'ease-in-out' })
    fade.finished.then(
      () => kept.remove(),
      () => kept.remove(),
    )
  }

  /** What the GPU holds for this stage; 0 after everything was disposed. */
  get held(): number {
    const { geometries, textures } = this.#renderer.info.memory
    return geometries + textures
  }

  stats(): EngineStats {
    return this.#counter.stats()
  }

  dispose(): void {
    this.#renderer.dispose()
    this.#renderer.forceContextLoss()
    this.canvas.remove()
  }
}
