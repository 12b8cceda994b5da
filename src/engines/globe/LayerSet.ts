import { errorMessage } from '#shared/kernel/errors.ts'
import type { LayerKind, LayerSpec } from '#shared/scene/layers.ts'
import type { DrawnLabel, Pick } from '../SceneEngine.ts'
import { AreaView } from './layers/AreaView.ts'
import { ClusterView } from './layers/ClusterView.ts'
import { LabelView } from './labels/LabelView.ts'
import type { LayerView, Stage } from './layers/LayerView.ts'
import { MoverView } from './layers/MoverView.ts'
import { PathView } from './layers/PathView.ts'
import { PointView } from './layers/PointView.ts'
import { RasterView } from './layers/RasterView.ts'
import { TilesView } from './layers/TilesView.ts'

const MAKERS: { readonly [K in LayerKind]?: (stage: Stage) => LayerView<never> } = {
  polygons: (stage) => new AreaView(stage),
  extrusions: (stage) => new AreaView(stage),
  points: (stage) => new PointView(stage),
  clusters: (stage) => new ClusterView(stage),
  labels: (stage) => new LabelView(stage),
  movers: (stage) => new MoverView(stage),
  paths: (stage) => new PathView(stage),
  tiles3d: (stage) => new TilesView(stage),
  raster: (stage) => new RasterView(stage),
}

/** Kinds of layer that the globe draws. */
export const GLOBE_KINDS = Object.keys(MAKERS) as LayerKind[]

interface Entry {
  readonly kind: LayerKind
  readonly view: LayerView<never>
  spec: LayerSpec | null
  /** It threw while it was drawn; drawn again when it is given something new. */
  broken: boolean
}

/** The layers on the stage by id: made, updated and let go as the wanted list says. */
export class LayerSet {
  readonly #stage: Stage
  readonly #entries = new Map<string, Entry>()
  #zoom = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  set(specs: readonly LayerSpec[]): void {
    const wanted = new Map(specs.map((spec) => [spec.id, spec]))
    for (const [id, entry] of this.#entries) if (wanted.get(id)?.kind !== entry.kind) this.#drop(id, entry)
    for (const spec of specs) this.#update(spec)
    this.#stack(specs)
  }

  setClock(now: number): boolean {
    let moving = false
    for (const [id, { view }] of this.#entries)
      moving = this.#tried(id, () => view.setClock?.(now) ?? false, false) || moving
    return moving
  }

  pickAt(xPx: number, yPx: number): Pick | null {
    for (const [layer, { view }] of [...this.#entries].reverse()) {
      const id = view.pickAt?.(xPx, yPx) ?? null
      if (id !== null) return { layer, id }
    }
    return null
  }

  cameraMoved(zoom: number): void {
    this.#zoom = zoom
    for (const [id, { view }] of this.#entries) this.#tried(id, () => view.cameraMoved?.(zoom), undefined)
  }

  drawnLabels(): readonly DrawnLabel[] {
    return [...this.#entries.values()].flatMap(({ view }) => view.drawnLabels?.() ?? [])
  }

  /** Ids of the layers whose geometry or tiles are still on their way. Asks each of them, which finishes what has come. */
  pending(): readonly string[] {
    const asked = [...this.#entries].map(
      ([id, { view, broken }]) => [id, broken || this.#tried(id, () => view.ready(), true)] as const,
    )
    return asked.flatMap(([id, ready]) => (ready ? [] : [id]))
  }

  /** One of this layer's primitives threw in the drawing loop. */
  broke(id: string, message: string): void {
    const entry = this.#entries.get(id)
    if (entry) entry.broken = true
    this.#stage.fail(id, message)
  }

  trim(): void {
    for (const [id, { view }] of this.#entries)
      if (view instanceof TilesView) this.#tried(id, () => view.trim(), undefined)
  }

  dispose(): void {
    for (const [id, entry] of this.#entries) this.#drop(id, entry)
  }

  /** Pictures lie in the order of the list, whichever of them came first: names over their ground. */
  #stack(specs: readonly LayerSpec[]): void {
    let below = -1
    for (const { id } of specs) {
      const view = this.#entries.get(id)?.view
      if (!(view instanceof RasterView)) continue
      if (view.place < below) view.raise()
      below = view.place
    }
  }

  #update(spec: LayerSpec): void {
    this.#tried(
      spec.id,
      () => {
        const entry = this.#entries.get(spec.id) ?? this.#make(spec)
        if (!entry || entry.spec === spec) return
        entry.spec = spec
        entry.broken = false
        ;(entry.view as LayerView).update(spec)
      },
      undefined,
    )
  }

  /** One layer that throws is told, and no other stands back for it. */
  #tried<T>(id: string, work: () => T, otherwise: T): T {
    try {
      return this.#stage.within(id, work)
    } catch (cause) {
      this.broke(id, errorMessage(cause))
      return otherwise
    }
  }

  #make(spec: LayerSpec): Entry | null {
    const maker = MAKERS[spec.kind]
    if (!maker) return null
    const entry = { kind: spec.kind, view: maker(this.#stage), spec: null, broken: false }
    entry.view.cameraMoved?.(this.#zoom)
    this.#entries.set(spec.id, entry)
    return entry
  }

  #drop(id: string, entry: Entry): void {
    this.#entries.delete(id)
    this.#tried(id, () => entry.view.dispose(), undefined)
  }
}
