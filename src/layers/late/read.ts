import { getCurrentScope, shallowRef, watch } from 'vue'
import { errorMessage } from '#shared/kernel/errors.ts'
import { waitAfter } from '#shared/kernel/time/again.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import {
  useApi,
  useLedgerStore,
  useRemote,
  useSessionStore,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { layer, type LayerDefinition, type Names, type ReaderContext, type Words } from '../layer.ts'

/** What a layer draws whose code comes after the first paint. */
export interface LateDrawing {
  /** Something is drawn by it: what stands on it may throw a shadow. */
  readonly isThere: boolean
  draw(input: SceneInput): readonly LayerSpec[]
  names(input: SceneInput): Names
}

/** What such a layer reads. */
export interface LateReading {
  readonly drawing: () => LateDrawing
  /** Why not all of it came. */
  readonly error: () => unknown
  reload(): void
}

/** What such a layer asks the stores by: handed in, for an import of its own would cut the first paint into more files. */
const STORES = { useApi, useLedgerStore, useRemote, useSessionStore, useUiStore, useViewStore }
export type Stores = typeof STORES

interface LateLayer {
  readonly id: string
  readonly name: Words
  readonly level: number
  readonly load: () => Promise<{ use(context: ReaderContext, stores: Stores): LateReading }>
}

const WAIT_MS: DurationMs = 600

/**
 * A layer of every scene whose reading and drawing come after the first paint. Until then it draws
 * nothing, under its own id, so that a fault of it is told; what it draws later has that id, or begins with it and a space.
 * What did not come is asked for again by itself, ever more seldom.
 */
export const lateLayer = ({ id, name, level, load }: LateLayer): LayerDefinition => {
  const nothing: LayerSpec = {
    id,
    kind: 'paths',
    visible: true,
    pickable: false,
    version: 0,
    paths: [],
    widthPx: 1,
  }
  const none: LateDrawing = { isThere: false, draw: () => [nothing], names: () => [] }
  const use = (context: ReaderContext): (() => LateDrawing) => {
    const [reading, scope, ui] = [shallowRef<LateReading>(), getCurrentScope(), useUiStore()]
    let failures = 0
    const say = (error: unknown): void => {
      ui.fault(id, error ? errorMessage(error) : null)
      failures = error ? failures + 1 : 0
      if (error) setTimeout(ask, waitAfter(failures))
    }
    const begin = ({ use: start }: Awaited<ReturnType<typeof load>>): void =>
      scope?.run(() => {
        reading.value = start(context, STORES)
        watch(reading.value.error, say)
      })
    const ask = (): void => {
      if (!scope?.active) return
      if (reading.value) reading.value.reload()
      else load().then(begin).catch(say)
    }
    setTimeout(ask, WAIT_MS)
    return () => reading.value?.drawing() ?? none
  }
  return layer<LateDrawing>({
    id,
    parts: { [id]: name },
    partName: () => name,
    level,
    scenes: 'all',
    read: { none, use },
    draw: (input, late) => late.draw(input),
    names: (input, late) => late.names(input),
  })
}
