import type { Interior, PlaceView, RegionRow } from '#shared/protocol/http.ts'
import { layerOf, type LayerDefinition } from '../layers/layer.ts'
import type { Bounds } from './clusters.ts'
import type { SelectedThing } from './input.ts'

/** One gesture, one level: what a click or Esc means where one stands. */
export type Intent =
  /** A place, and what is chosen in it; nothing where that is left out. */
  | { readonly kind: 'open'; readonly place: string; readonly selection?: SelectedThing }
  | { readonly kind: 'select'; readonly selection: SelectedThing | null }
  /** A closer look at what lies within west, south, east, north; the open place stays. */
  | { readonly kind: 'look'; readonly bounds: Bounds }
  | { readonly kind: 'none' }

export interface DrillState {
  readonly regions: readonly RegionRow[]
  readonly view: PlaceView | null
  readonly interior: Interior | null
  readonly selection: SelectedThing | null
}

export const NONE: Intent = { kind: 'none' }

/** A pick is the engine's: the id of what is drawn and the thing's. */
type Picked = { readonly layer: string; readonly id: string } | null

/** In: what the layer says that a click on its thing means. */
export const pickIntent = (pick: Picked, state: DrillState, layers: readonly LayerDefinition[]): Intent => {
  if (!pick) return state.selection ? { kind: 'select', selection: null } : NONE
  return layerOf(layers, pick.layer)?.pick?.(pick.id, state) ?? NONE
}

/** Out: a selection gives back what its layer says, else its place; a place the one above; the top of the scope stays. */
export const outIntent = (
  { view, selection }: DrillState,
  home: string,
  layers: readonly LayerDefinition[],
): Intent => {
  if (selection) {
    const of = layers.find(({ selects }) => selects?.includes(selection.kind))
    return { kind: 'select', selection: of?.out?.(selection) ?? null }
  }
  const parent = view?.path.at(-2)
  return view && view.id !== home && parent ? { kind: 'open', place: parent.id } : NONE
}

/** What a pointer should light: where a click opens something wider, that. */
export const hoverTarget = (pick: Picked, state: DrillState, layers: readonly LayerDefinition[]): Picked => {
  const light = pick && layerOf(layers, pick.layer)?.light
  return light ? light(pick.id, state) : pick
}
