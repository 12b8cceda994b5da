import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { CoalBasis, IndexId } from '#shared/indices/indices.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import type { LightName } from '#shared/scene/compoundLayer.ts'
import type { FloorArrangement } from '#shared/scene/layers.ts'
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

/** Where one stands, to come back to; `opened` is the place that was opened from there. */
interface Standpoint {
  readonly place: string
  readonly selection: Selection | null
  readonly camera: CameraPose | null
  readonly opened: string | null
}

interface Standing {
  readonly place: Ref<string>
  readonly selection: ShallowRef<Selection | null>
  readonly camera: ShallowRef<CameraPose | null>
  readonly open: (id: string, select?: Selection | null) => void
}

/** What is open beside the picture: an alert, and the way back from it. */
const makeDrawer = ({ place, selection, camera, open }: Standing) => {
  /** The alert whose drawer is open, or the rule of which all places are; null where none is. */
  const alert = ref<string | null>(null)
  /** Where one stood when the drawer was opened: closing it leads back. */
  const alertFrom = shallowRef<Standpoint | null>(null)
  /** The camera of a place that is gone back to, until the flight there takes it. */
  const returning = shallowRef<CameraPose | null>(null)
  /** Opens the drawer of an alert, or of a rule, and its place where it has one. */
  const openAlert = (id: string, at: string | null): void => {
    if (alert.value === null)
      alertFrom.value = { place: place.value, selection: selection.value, camera: camera.value, opened: at }
    alert.value = id
    if (at === null) return
    if (alertFrom.value) alertFrom.value = { ...alertFrom.value, opened: at }
    open(at)
  }
  /** Closes it; who has not gone elsewhere meanwhile stands again where it was opened. */
  const closeAlert = (): void => {
    const from = alertFrom.value
    alert.value = null
    alertFrom.value = null
    if (!from || from.opened !== place.value) return
    returning.value = from.camera
    open(from.place, from.selection)
  }
  /** Opens what a row of the drawer stands for: the drawer has done its work. */
  const openThing = (at: string, chosen: Selection | null): void => {
    alert.value = null
    alertFrom.value = null
    open(at, chosen)
  }
  return { alert, alertFrom, returning, openAlert, closeAlert, openThing }
}

type Bounds = readonly [west: number, south: number, east: number, north: number]
const makeLook = () => {
  /** What a closer look was asked for within the open place; each asking a new list. */
  const looked = shallowRef<Bounds | null>(null)
  const look = (bounds: Bounds): void => void (looked.value = [...bounds])
  return { looked, look }
}

/** A section shows both sides of a corridor in the middle. */
export const USUAL_CUT = 0.34

/** Which engine draws, and which it goes back to when the interior is left. */
const makeEngines = () => {
  const engine = ref<ViewEngine>('map')
  const surface = ref<'map' | 'globe'>('map')
  /** The light that the stage is shown in; null goes by the clock. */
  const light = ref<LightName | null>(null)
  /** How fine the stage is drawn, 0 the finest; null goes by the time of its frames. */
  const quality = ref<number | null>(null)
  /** How the floors of an open building stand. */
  const floors = ref<FloorArrangement>('fan')
  /** Somebody walks on the open floor at eye height. */
  const walk = ref(false)
  /** How deep its section is cut, from its front, 0, to its back, 1. */
  const cut = ref(USUAL_CUT)
  const cutTo = (share: number): void => void (cut.value = Math.min(0.98, Math.max(0.02, share)))
  const setEngine = (next: ViewEngine): void => {
    engine.value = next
    if (next !== 'interior') walk.value = false
    if (next !== 'interior') surface.value = next
  }
  return { engine, surface, light, quality, floors, cut, cutTo, walk, setEngine }
}

/** What the screen shows: all of it stands in the address, so a reload restores it. */
export const useViewStore = defineStore('view', () => {
  /** Region, compound, building or floor that is open. */
  const place = ref('')
  const index = ref<IndexId>('over')
  /** The class of the index that the legend shows alone, 0–4; null for all. */
  const only = ref<number | null>(null)
  watch(index, () => (only.value = null), { flush: 'sync' })
  const engines = makeEngines()
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
    engines.walk.value = false
    selection.value = select
    if (select?.kind !== 'vehicle') following.value = false
    hovered.value = null
    flights.value++
  }
  const drawer = makeDrawer({ place, selection, camera, open })
  const select = (next: Selection | null): void => {
    if (next?.kind !== 'vehicle') following.value = false
    selection.value = next
  }
  const setIndex = (next: IndexId): void => {
    index.value = next
  }

  return {
    place,
    index,
    only,
    ...engines,
    selection,
    hovered,
    camera,
    following,
    scene,
    carousel,
    basis,
    flights,
    ...makeLook(),
    ...drawer,
    open,
    select,
    setIndex,
  }
})
