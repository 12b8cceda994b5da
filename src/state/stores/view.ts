import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { CoalBasis, IndexId } from '#shared/indices/indices.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import type { Selection, SelectionKind } from '#shared/scene/selection.ts'

export type ViewEngine = 'map' | 'globe' | 'interior'

/** `kind:id`, and `workstation:id@room`, as they stand in the address. */
export const selectionText = (selection: Selection | null): string | undefined =>
  selection ? `${selection.kind}:${selection.id}${selection.room ? `@${selection.room}` : ''}` : undefined

/** The selection that an address names; null for what is none, and for kinds that nothing shows. */
export const parseSelection = (text: unknown, kinds: ReadonlySet<string>): Selection | null => {
  const match = typeof text === 'string' ? /^([a-z][a-z-]*):([^@]+)(?:@(.+))?$/.exec(text) : null
  if (!match?.[1] || !match[2] || !kinds.has(match[1])) return null
  const base = { kind: match[1] as SelectionKind, id: match[2] }
  return match[3] ? { ...base, room: match[3] } : base
}

/** What the screen shows: all of it stands in the address, so a reload restores it. */
export const useViewStore = defineStore('view', () => {
  /** Region, compound, building or floor that is open. */
  const place = ref('')
  const index = ref<IndexId>('over')
  const engine = ref<ViewEngine>('map')
  /** What the engine goes back to when the interior is left. */
  const surface = ref<'map' | 'globe'>('map')
  const selection = shallowRef<Selection | null>(null)
  const hovered = shallowRef<{ readonly layer: string; readonly id: string } | null>(null)
  /** The last pose of the camera; null until an engine stands. */
  const camera = shallowRef<CameraPose | null>(null)
  const scene = ref('overview')
  /** The camera goes along with the selected vehicle. */
  const following = ref(false)
  /** The scenes take turns. */
  const carousel = ref(false)
  const basis = ref<CoalBasis>('equivalent-heat')
  /** Bumped when the camera should go to the place again. */
  const flights = ref(0)

  /** Opens a place; the selection of the old one does not follow. */
  const open = (id: string, select: Selection | null = null): void => {
    if (place.value !== id) place.value = id
    selection.value = select
    if (select?.kind !== 'vehicle') following.value = false
    hovered.value = null
    flights.value++
  }
  const select = (next: Selection | null): void => {
    if (next?.kind !== 'vehicle') following.value = false
    selection.value = next
  }
  const setIndex = (next: IndexId): void => {
    index.value = next
  }
  const setEngine = (next: ViewEngine): void => {
    engine.value = next
    if (next !== 'interior') surface.value = next
  }

  return {
    place,
    index,
    engine,
    surface,
    selection,
    hovered,
    camera,
    following,
    scene,
    carousel,
    basis,
    flights,
    open,
    select,
    setIndex,
    setEngine,
  }
})
