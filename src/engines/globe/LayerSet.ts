import type { LayerKind, LayerSpec } from '#shared/scene/layers.ts'
import type { Pick } from '../SceneEngine.ts'
import { AreaView } from './layers/AreaView.ts'
import { LabelView } from './layers/LabelView.ts'
import type { LayerView, Stage } from './layers/LayerView.ts'
import { MoverView } from './layers/MoverView.ts'
import { PathView } from './layers/PathView.ts'
import { PointView } from './layers/PointView.ts'
import { TilesView } from './layers/TilesView.ts'

const MAKERS: { readonly [K in LayerKind]?: (stage: Stage) => LayerView<never> } = {
  polygons: (stage) => new AreaView(stage),
  extrusions: (stage) => new AreaView(stage),
  points: (stage) => new PointView(stage),
  labels: (stage) => new LabelView(stage),
  movers: (stage) => new MoverView(stage),
  paths: (stage) => new PathView(stage),
  tiles3d: (stage) => new TilesView(stage),
}

interface Entry {
  readonly kind: LayerKind
  readonly view: LayerView<never>
  spec: LayerSpec | null
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
  }

  setClock(now: number): boolean {
    let moving = false
    for (const { view } of this.#entries.values()) moving = (view.setClock?.(now) ?? false) || moving
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
    for (const { view } of this.#entries.values()) view.cameraMoved?.(zoom)
  }

  ready(): boolean {
    return [...this.#entries.values()].map(({ view }) => view.ready()).every(Boolean)
  }

  trim(): void {
    for (const { view } of this.#entries.values()) if (view instanceof TilesView) view.trim()
  }

  dispose(): void {
    for (const [id, entry] of this.#entries) this.#drop(id, entry)
  }

  #update(spec: LayerSpec): void {
    try {
      const entry = this.#entries.get(spec.id) ?? this.#make(spec)
      if (!entry || entry.spec === spec) return
      entry.spec = spec
      ;(entry.view as LayerView).update(spec)
    } catch (cause) {
      this.#stage.fail(spec.id, cause instanceof Error ? cause.message : String(cause))
    }
  }

  #make(spec: LayerSpec): Entry | null {
    const maker = MAKERS[spec.kind]
    if (!maker) return null
    const entry = { kind: spec.kind, view: maker(this.#stage), spec: null }
    entry.view.cameraMoved?.(this.#zoom)
    this.#entries.set(spec.id, entry)
    return entry
  }

  #drop(id: string, entry: Entry): void {
    this.#entries.delete(id)
    entry.view.dispose()
  }
}
