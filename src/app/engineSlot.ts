import type { CameraPose } from '#shared/scene/camera.ts'
import type { EngineFactory, EngineOptions, SceneEngine } from '../engines/SceneEngine.ts'
import type { ViewEngine } from '../state/stores/index.ts'

/** Each engine is a lazy chunk of its own; what a folder exports as `create…Engine` makes it. */
const FOLDERS = import.meta.glob<Record<string, EngineFactory>>('../engines/{map,globe,interior}/index.ts')

const factoryOf = async (kind: ViewEngine, mapbox: boolean): Promise<EngineFactory> => {
  const load = FOLDERS[`../engines/${kind}/index.ts`]
  if (!load) throw new Error(`no engine ${kind}`)
  const folder = await load()
  const wanted = kind === 'map' && mapbox ? ['createMapboxEngine'] : ['createEngine', `create${kind[0]?.toUpperCase()}${kind.slice(1)}Engine`]
  const name = wanted.find((candidate) => candidate in folder)
  if (!name || !folder[name]) throw new Error(`engine ${kind} exports none of ${wanted.join(', ')}`)
  return folder[name]
}

export interface SlotHooks {
  /** Listens before the first layer goes in. */
  readonly wire: (engine: SceneEngine) => void
  readonly options: (kind: ViewEngine) => EngineOptions
}

interface Held {
  readonly engine: SceneEngine
  readonly box: HTMLElement
}

/**
 * The place where one engine stands at a time. The map stays mounted behind the others, so that coming back is at once;
 * globe and interior are disposed when they are left.
 */
export const makeEngineSlot = (container: HTMLElement, hooks: SlotHooks) => {
  const held = new Map<ViewEngine, Held>()
  let shown: ViewEngine | null = null
  let turn = 0

  const mount = async (kind: ViewEngine): Promise<Held> => {
    const options = hooks.options(kind)
    const engine = await (await factoryOf(kind, options.mapboxToken !== null))()
    const box = document.createElement('div')
    box.className = 'engine-box'
    container.append(box)
    try {
      await engine.mount(box, options)
    } catch (error) {
      engine.dispose()
      box.remove()
      throw error
    }
    hooks.wire(engine)
    engine.resize(box.clientWidth, box.clientHeight)
    return { engine, box }
  }
  const drop = (kind: ViewEngine): void => {
    held.get(kind)?.engine.dispose()
    held.get(kind)?.box.remove()
    held.delete(kind)
  }
  const reveal = (kind: ViewEngine): void => {
    for (const [other, { box }] of held) box.hidden = other !== kind
    for (const other of held.keys()) if (other !== kind && other !== 'map') drop(other)
    shown = kind
  }

  return {
    get engine(): SceneEngine | null {
      return shown ? (held.get(shown)?.engine ?? null) : null
    },
    /** Resolves true once `kind` is shown, false when another was asked for meanwhile. Throws what mounting threw; the engine before stays. */
    async show(kind: ViewEngine, pose: CameraPose | null): Promise<boolean> {
      const mine = ++turn
      const known = held.get(kind)
      const next = known ?? (await mount(kind))
      held.set(kind, next)
      if (mine !== turn) {
        if (kind !== shown && kind !== 'map') drop(kind)
        return false
      }
      reveal(kind)
      if (known) next.engine.resize(next.box.clientWidth, next.box.clientHeight)
      if (pose) void next.engine.flyTo({ kind: 'pose', pose }, 0)
      return true
    },
    resize(): void {
      for (const { engine, box } of held.values()) if (!box.hidden) engine.resize(box.clientWidth, box.clientHeight)
    },
    dispose(): void {
      turn++
      for (const kind of held.keys()) drop(kind)
      shown = null
    },
  }
}
export type EngineSlot = ReturnType<typeof makeEngineSlot>
