import type { SearchHit } from '#shared/protocol/http.ts'
import type { PlaceKind } from '#shared/region/place.ts'
import { layerOf } from '../../layers/layer.ts'
import { LAYERS } from '../../layers/registry.ts'
import { hoverTarget, outIntent, pickIntent, type DrillState, type Intent } from '../../projections/drill.ts'
import { useLedgerStore, useSessionStore, useViewStore, type Selection } from '../../state/stores/index.ts'
import { stepOf } from '../data/placeLoader.ts'

const SELECTS: Partial<Record<SearchHit['kind'], Selection['kind']>> = {
  room: 'room',
  person: 'room',
  vehicle: 'vehicle',
  unit: 'unit',
}

type View = ReturnType<typeof useViewStore>
type Ledger = ReturnType<typeof useLedgerStore>

const stateOf = (view: View, ledger: Ledger): DrillState => {
  const place = ledger.view(view.place)
  const building = stepOf(place, 'building')
  return {
    regions: ledger.regions,
    view: place,
    interior: building ? ledger.interior(building) : null,
    selection: view.selection,
  }
}

/** The part of the picture in which a place of this kind is lit. */
const partOf = (kind: PlaceKind): string => LAYERS.map(({ lights }) => lights?.[kind]).find(Boolean) ?? ''

/** What is lit after the child that is lit now, from either end where none is; null where the place has none. */
const litNext = (view: View, ledger: Ledger, by: 1 | -1): View['hovered'] => {
  const children = ledger.view(view.place)?.children ?? []
  const at = children.findIndex((child) => child.id === view.hovered?.id)
  const next = at < 0 && by < 0 ? -1 : at + by
  const child = children[(next + children.length) % children.length]
  return child ? { layer: partOf(child.kind), id: child.id } : null
}

/** Turns gestures into store calls. */
export const useNavigation = () => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const session = useSessionStore()
  const state = (): DrillState => stateOf(view, ledger)
  const follow = (intent: Intent): void => {
    if (intent.kind === 'open') view.open(intent.place, intent.selection ?? null)
    if (intent.kind === 'select') view.select(intent.selection)
    if (intent.kind === 'look') view.look(intent.bounds)
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
      view.hovered = litNext(view, ledger, by) ?? view.hovered
    },
    hit: (hit: SearchHit): void => {
      const kind = SELECTS[hit.kind]
      view.open(hit.place, kind ? { kind, id: hit.select ?? hit.id } : null)
    },
  }
}
export type Navigation = ReturnType<typeof useNavigation>
