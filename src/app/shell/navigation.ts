import type { SearchHit } from '#shared/protocol/http.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import { isAppError } from '#shared/kernel/errors.ts'
import { layerOf } from '../../layers/layer.ts'
import { LAYERS } from '../../layers/registry.ts'
import { hoverTarget, outIntent, pickIntent, type DrillState, type Intent } from '../../projections/drill.ts'
import {
  useApi,
  useLedgerStore,
  useSessionStore,
  useViewStore,
  type Selection,
} from '../../state/stores/index.ts'
import { stepOf } from '../data/placeLoader.ts'

const SELECTS: Partial<Record<SearchHit['kind'], Selection['kind']>> = {
  room: 'room',
  person: 'room',
  vehicle: 'vehicle',
  unit: 'unit',
}

/** The part of the picture in which a place of this kind is lit. */
const partOf = (kind: PlaceKind): string => LAYERS.map(({ lights }) => lights?.[kind]).find(Boolean) ?? ''

/** Turns gestures into store calls. */
export const useNavigation = () => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const session = useSessionStore()

  const state = (): DrillState => {
    const place = ledger.view(view.place)
    const building = stepOf(place, 'building')
    return {
      regions: ledger.regions,
      view: place,
      interior: building ? ledger.interior(building) : null,
      selection: view.selection,
    }
  }
  const follow = (intent: Intent): void => {
    if (intent.kind === 'open') view.open(intent.place)
    if (intent.kind === 'select') view.select(intent.selection)
  }
  type Pick = { readonly layer: string; readonly id: string } | null

  return {
    /** A place that is still being read takes no step further. */
    pick: (pick: Pick): void => {
      const now = state()
      if (now.view || (pick && layerOf(LAYERS, pick.layer)?.needsNoPlace))
        follow(pickIntent(pick, now, LAYERS))
    },
    hover: (pick: Pick): void => {
      const next = hoverTarget(pick, state(), LAYERS)
      if (next?.layer !== view.hovered?.layer || next?.id !== view.hovered?.id) view.hovered = next
    },
    out: (): void => follow(outIntent(state(), session.session?.home ?? '', LAYERS)),
    enter: (): void => {
      if (view.hovered) follow(pickIntent(view.hovered, state(), LAYERS))
    },
    /** Moves the light from one child to the next. */
    step: (by: 1 | -1): void => {
      const place = ledger.view(view.place)
      if (!place || place.children.length === 0) return
      const at = place.children.findIndex((child) => child.id === view.hovered?.id)
      const child = place.children[(at + by + place.children.length) % place.children.length]
      if (child) view.hovered = { layer: partOf(child.kind), id: child.id }
    },
    hit: (hit: SearchHit): void => {
      const kind = SELECTS[hit.kind]
      view.open(hit.place, kind ? { kind, id: hit.select ?? hit.id } : null)
    },
    /** Opens whatever an alert or a link names: a place, or a room on its floor. */
    openAny: async (id: string): Promise<void> => {
      try {
        if (!ledger.view(id)) await ledger.loadView(id)
        view.open(id)
      } catch (error) {
        if (!isAppError(error) || error.code !== 'not-found') throw error
        const room = await useApi().room(id)
        const floor = room.path.find((step) => step.kind === 'floor')
        if (floor) view.open(floor.id, { kind: 'room', id })
      }
    },
  }
}
export type Navigation = ReturnType<typeof useNavigation>
