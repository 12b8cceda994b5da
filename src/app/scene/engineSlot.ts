import type { CameraPose } from '#shared/scene/camera.ts'
import type { EngineFactory, EngineOptions, SceneEngine } from '../../engines/SceneEngine.ts'
import type { ViewEngine } from '../../state/stores/index.ts'

/** Each engine is a lazy chunk of its own; what a folder exports as `create…Engine` makes it. */
const FOLDERS = import.meta.glob<Record<string, EngineFactory>>(
  '../../engines/{map,globe,interior,none}/index.ts',
)

const factoryOf = async (kind: ViewEngine | 'none', mapbox: boolean): Promise<EngineFactory> => {
  const load = FOLDERS[`../../engines/${kind}/index.ts`]
  if (!load) throw new Error(`no engine ${kind}`)
  const folder = await load()
  const wanted =
    kind === 'map' && mapbox
      ? ['createMapboxEngine']
      : ['createEngine', `create${kind[0]?.toUpperCase()}${kind.slice(1)}Engine`]
  const name = wanted.find((candidate) => candidate in folder)
  if (!name || !folder[name]) throw new Error(`engine ${kind} exports none of ${wanted.join(', ')}`)
  return folder[name]
}

export interface SlotHooks {
  /** Listens before the first layer goes in. */
  readonly wire: (engine: SceneEngine) => void
  readonly options: (kind: ViewEngine) => EngineOptions
  /** Whether the device has any graphics: asked where a mount failed. Default yes. */
  readonly canDraw?: () => boolean
}

interface Held {
  readonly engine: SceneEngine
  readonly box: HTMLElement
}

/**
 * The place where one engine stands at a time. The map stays mounted behind the others, so that coming back is at once;
 * globe and interior are disposed when they are left. Of each kind there is one at most, also on the way: whoever asks
 * for a kind that is being mounted waits for that one. On a device without graphics an engine that draws nothing stands in
 * its place, so that camera and address go on; it is tried anew each time that the kind is asked for.
 */
export const makeEngineSlot = (
  container: HTMLElement,
  hooks: SlotHooks,
  load: typeof factoryOf = factoryOf,
) => {
  const held = new Map<ViewEngine, Held>()
  const coming = new Map<ViewEngine, Promise<Held>>()
  let shown: ViewEngine | null = null
  /** The kind that was asked for last; null once all is over. */
  let wanted: ViewEngine | null = null
  let turn = 0

  const end = ({ engine, box }: Held): void => {
    engine.dispose()
    box.remove()
  }
  const isOver = (kind: ViewEngine): boolean => wanted === null || (kind !== 'map' && wanted !== kind)

  const mount = async (kind: ViewEngine): Promise<Held> => {
    try {
      return await mountAs(kind, kind)
    } catch (error) {
      if (isOver(kind) || (hooks.canDraw?.() ?? true)) throw error
      return mountAs(kind, 'none')
    }
  }
  const mountAs = async (kind: ViewEngine, drawn: ViewEngine | 'none'): Promise<Held> => {
    const options = hooks.options(kind)
    const engine = await (await load(drawn, options.mapboxToken !== null))()
    const box = container.ownerDocument.createElement('div')
    box.className = 'engine-box'
    box.hidden = true
    const made = { engine, box }
    if (isOver(kind)) {
      end(made)
      return made
    }
    container.append(box)
    try {
      await engine.mount(box, options)
    } catch (error) {
      end(made)
      throw error
    }
    if (isOver(kind)) {
      end(made)
      return made
    }
    held.set(kind, made)
    hooks.wire(engine)
    engine.resize(box.clientWidth, box.clientHeight)
    return made
  }
  const mounted = (kind: ViewEngine): Promise<Held> => {
    const known = coming.get(kind)
    if (known) return known
    const made = mount(kind).finally(() => coming.delete(kind))
    coming.set(kind, made)
    return made
  }
  const drop = (kind: ViewEngine): void => {
    const gone = held.get(kind)
    held.delete(kind)
    if (gone) end(gone)
  }
  const reveal = (kind: ViewEngine): void => {
    for (const [other, { box }] of held) box.hidden = other !== kind
    held.forEach((_, other) => other !== kind && other !== 'map' && drop(other))
    shown = kind
  }

  return {
    get engine(): SceneEngine | null {
      return shown ? (held.get(shown)?.engine ?? null) : null
    },
    /** Resolves true once `kind` is shown, false when another was asked for meanwhile. Throws what mounting threw; the engine before stays. */
    async show(kind: ViewEngine, pose: CameraPose | null): Promise<boolean> {
      const mine = ++turn
      wanted = kind
      if (held.get(kind)?.engine.kind === 'none') drop(kind)
      const known = held.get(kind)
      try {
        if (!known) await mounted(kind)
      } catch (error) {
        if (mine === turn) throw error
      }
      if (mine !== turn) return false
      const next = held.get(kind)
      if (!next) return this.show(kind, pose)
      reveal(kind)
      if (known) next.engine.resize(next.box.clientWidth, next.box.clientHeight)
      if (pose) void next.engine.flyTo({ kind: 'pose', pose }, 0)
      return true
    },
    resize(): void {
      for (const { engine, box } of held.values())
        if (!box.hidden) engine.resize(box.clientWidth, box.clientHeight)
    },
    /** Also ends what is still being mounted, as soon as it is. */
    dispose(): void {
      turn++
      wanted = null
      held.forEach((_, kind) => drop(kind))
      shown = null
    },
  }
}
export type EngineSlot = ReturnType<typeof makeEngineSlot>
