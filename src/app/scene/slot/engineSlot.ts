import type { CameraPose } from '#shared/scene/camera.ts'
import type { EngineFactory, EngineOptions, SceneEngine } from '../../../engines/SceneEngine.ts'
import type { ViewEngine } from '../../../state/stores/index.ts'
import { makeLeaving } from './leaving.ts'

/** Each engine is a lazy chunk of its own; what a folder exports as `create…Engine` makes it. */
const FOLDERS = import.meta.glob<Record<string, EngineFactory>>(
  '../../../engines/{map,globe,interior,none}/index.ts',
)

const factoryOf = async (kind: ViewEngine | 'none', mapbox: boolean): Promise<EngineFactory> => {
  const load = FOLDERS[`../../../engines/${kind}/index.ts`]
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
  /** Whether an engine that is left fades into the next; default no. */
  readonly fades?: () => boolean
}

interface Held {
  readonly engine: SceneEngine
  readonly box: HTMLElement
}

interface Ground {
  readonly container: HTMLElement
  readonly hooks: SlotHooks
  readonly load: typeof factoryOf
  /** Whether nobody waits for an engine of this kind any more. */
  readonly isOver: (kind: ViewEngine) => boolean
  /** Keeps what was mounted before the first layer goes in. */
  readonly keep: (kind: ViewEngine, held: Held) => void
}

const end = ({ engine, box }: Held): void => {
  engine.dispose()
  box.remove()
}

/** Mounts what `drawn` names in a box of its own; disposed at once where it is over meanwhile. Throws what mounting threw. */
const mountAs = async (ground: Ground, kind: ViewEngine, drawn: ViewEngine | 'none'): Promise<Held> => {
  const { container, hooks, load, isOver, keep } = ground
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
  keep(kind, made)
  hooks.wire(engine)
  engine.resize(box.clientWidth, box.clientHeight)
  return made
}

const mount = async (ground: Ground, kind: ViewEngine): Promise<Held> => {
  try {
    return await mountAs(ground, kind, kind)
  } catch (error) {
    if (ground.isOver(kind) || (ground.hooks.canDraw?.() ?? true)) throw error
    return mountAs(ground, kind, 'none')
  }
}

/** Of each kind one at most on the way: whoever asks for it again waits for that one. */
const makeComing = (start: (kind: ViewEngine) => Promise<Held>) => {
  const coming = new Map<ViewEngine, Promise<Held>>()
  return (kind: ViewEngine): Promise<Held> => {
    const known = coming.get(kind)
    if (known) return known
    const made = start(kind).finally(() => coming.delete(kind))
    coming.set(kind, made)
    return made
  }
}

/** Which of the engines is seen. What was shown goes as soon as its picture has faded: the map waits out of sight, the others end. */
const makeShown = (held: Map<ViewEngine, Held>, fades: () => boolean) => {
  const leaving = makeLeaving(fades)
  let shown: ViewEngine | null = null
  const drop = (kind: ViewEngine): void => {
    const gone = held.get(kind)
    if (held.delete(kind) && gone) end(gone)
  }
  const leave = (kind: ViewEngine, left: Held): void => {
    if (kind !== 'map') held.delete(kind)
    leaving.stay(left.box, () => {
      if (kind !== 'map') end(left)
      else left.box.hidden = shown !== 'map'
    })
  }
  return {
    get kind(): ViewEngine | null {
      return shown
    },
    drop,
    reveal(kind: ViewEngine): void {
      const [before, left] = [shown, shown === null ? undefined : held.get(shown)]
      shown = kind
      if (before !== null && before !== kind && left) leave(before, left)
      for (const [other, { box }] of held) if (box !== left?.box) box.hidden = other !== kind
      held.forEach((_, other) => other !== kind && other !== 'map' && drop(other))
    },
    drawn: leaving.fade,
    dispose(): void {
      leaving.finish()
      held.forEach((_, kind) => drop(kind))
      shown = null
    },
  }
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
  const shown = makeShown(held, hooks.fades ?? (() => false))
  /** The kind that was asked for last; null once all is over. */
  let wanted: ViewEngine | null = null
  let turn = 0

  const isOver = (kind: ViewEngine): boolean => wanted === null || (kind !== 'map' && wanted !== kind)
  const keep = (kind: ViewEngine, made: Held): void => void held.set(kind, made)
  const mounted = makeComing((kind) => mount({ container, hooks, load, isOver, keep }, kind))
  return {
    get engine(): SceneEngine | null {
      return shown.kind ? (held.get(shown.kind)?.engine ?? null) : null
    },
    /** Resolves true once `kind` is shown, false when another was asked for meanwhile. Throws what mounting threw; the engine before stays. */
    async show(kind: ViewEngine, pose: CameraPose | null): Promise<boolean> {
      const mine = ++turn
      wanted = kind
      if (held.get(kind)?.engine.kind === 'none') shown.drop(kind)
      const known = held.get(kind)
      try {
        if (!known) await mounted(kind)
      } catch (error) {
        if (mine === turn) throw error
      }
      if (mine !== turn) return false
      const next = held.get(kind)
      if (!next) return this.show(kind, pose)
      shown.reveal(kind)
      if (known) next.engine.resize(next.box.clientWidth, next.box.clientHeight)
      if (pose) void next.engine.flyTo({ kind: 'pose', pose }, 0)
      return true
    },
    /** What is shown has its picture: what was left before it fades. */
    drawn: shown.drawn,
    resize(): void {
      for (const { engine, box } of held.values())
        if (!box.hidden) engine.resize(box.clientWidth, box.clientHeight)
    },
    /** Also ends what is still being mounted, as soon as it is. */
    dispose(): void {
      turn++
      wanted = null
      shown.dispose()
    },
  }
}
export type EngineSlot = ReturnType<typeof makeEngineSlot>
