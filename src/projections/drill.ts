import type { Interior, PlaceView, RegionRow } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import type { SelectedThing } from './input.ts'

/** One gesture, one level: what a click or Esc means where one stands. */
export type Intent =
  | { readonly kind: 'open'; readonly place: string }
  | { readonly kind: 'select'; readonly selection: SelectedThing | null }
  | { readonly kind: 'none' }

export interface DrillState {
  readonly regions: readonly RegionRow[]
  readonly view: PlaceView | null
  readonly interior: Interior | null
  readonly selection: SelectedThing | null
}

const NONE: Intent = { kind: 'none' }

/** The ancestor of a county (or itself) that lies one level below the open region; a region elsewhere opens itself. */
const regionStep = (id: string, { regions, view }: DrillState): Intent => {
  const byId = new Map(regions.map((region) => [region.id, region]))
  if (view?.id === id) return NONE
  if (view && depthOf(view.kind) >= 2) return NONE
  for (let step = byId.get(id); step; step = step.parent === null ? undefined : byId.get(step.parent)) {
    if (step.parent === view?.id) return { kind: 'open', place: step.id }
  }
  return byId.has(id) ? { kind: 'open', place: id } : NONE
}

/** A pick inside a building may name a floor, a room or a desk. */
const interiorStep = (id: string, { view, interior, selection }: DrillState): Intent => {
  const floor = interior?.floors.find(
    (row) =>
      row.id === id || row.rooms.some((room) => room.id === id || room.desks.some((desk) => desk.id === id)),
  )
  if (!floor) return NONE
  if (view?.id !== floor.id) return { kind: 'open', place: floor.id }
  const room = floor.rooms.find((row) => row.id === id || row.desks.some((desk) => desk.id === id))
  if (!room) return { kind: 'select', selection: null }
  const inRoom = selection?.id === room.id || selection?.room === room.id
  if (id !== room.id && inRoom)
    return { kind: 'select', selection: { kind: 'workstation', id, room: room.id } }
  return { kind: 'select', selection: { kind: 'room', id: room.id } }
}

/** In. A pick is the engine's: the layer's id and the thing's. */
export const pickIntent = (
  pick: { readonly layer: string; readonly id: string } | null,
  state: DrillState,
): Intent => {
  if (!pick) return state.selection ? { kind: 'select', selection: null } : NONE
  if (pick.layer === 'vehicles') return { kind: 'select', selection: { kind: 'vehicle', id: pick.id } }
  if (pick.layer === 'fences' || pick.layer === 'fence-marks')
    return { kind: 'select', selection: { kind: 'fence', id: pick.id } }
  if (pick.layer === 'regions' || pick.layer === 'city-lines') return regionStep(pick.id, state)
  if (pick.layer === 'interior') return interiorStep(pick.id, state)
  return ['compounds', 'buildings', 'energy'].includes(pick.layer) ? { kind: 'open', place: pick.id } : NONE
}

/** Out: a workstation gives its room back, a selection its place, a place the one above; the top of the scope stays. */
export const outIntent = ({ view, selection }: DrillState, home: string): Intent => {
  if (selection?.kind === 'workstation' && selection.room)
    return { kind: 'select', selection: { kind: 'room', id: selection.room } }
  if (selection) return { kind: 'select', selection: null }
  const parent = view?.path.at(-2)
  return view && view.id !== home && parent ? { kind: 'open', place: parent.id } : NONE
}

/** What a pointer over a county should light: the region that a click would open. */
export const hoverTarget = (
  pick: { readonly layer: string; readonly id: string } | null,
  state: DrillState,
): { readonly layer: string; readonly id: string } | null => {
  if (pick?.layer !== 'regions') return pick
  const intent = regionStep(pick.id, state)
  if (intent.kind !== 'open') return null
  return { layer: intent.place === pick.id ? 'regions' : 'city-lines', id: intent.place }
}
