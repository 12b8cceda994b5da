import { computed } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import { isRegion } from '#shared/region/place.ts'
import type { Alert, PlaceView } from '#shared/protocol/http.ts'
import { isCalling } from '#shared/supervision/order.ts'
import {
  useAlertsStore,
  useClock,
  useLedgerStore,
  usePastUse,
  useReplayStore,
} from '../../../state/stores/index.ts'
import { failedState } from '../remoteState.ts'
import { warningsOf } from './rowsOf.ts'

/** Inside a compound only its buildings' warnings count, inside a building its own; null in a region. */
const buildingsOf = (view: PlaceView | null): ReadonlySet<string> | null => {
  if (!view || isRegion(view.kind)) return null
  const own = view.kind === 'compound' ? view.children : view.path.filter((part) => part.kind === 'building')
  return new Set(own.map((part) => part.id))
}

/** The open warnings of a subject at a place: a region with all below it, a compound or a building; `state` for the panel's frame. */
export const useWarnings = (
  subject: () => Alert['subject'] | null,
  regionId: () => string,
  placeId: () => string,
) => {
  const store = useAlertsStore()
  usePastUse(
    'minute',
    computed(() => isAppError(store.error) && store.error.code === 'not-kept'),
  )
  const ledger = useLedgerStore()
  const replay = useReplayStore()
  const clock = useClock()
  const below = (region: string): boolean => {
    let at: string | null = region
    while (at !== null) {
      if (at === regionId()) return true
      at = ledger.region(at)?.parent ?? null
    }
    return false
  }
  /** Of each region that has a warning, asked once. */
  const inside = computed(
    () => new Set([...new Set(store.alerts.map(({ region }) => region))].filter((region) => below(region))),
  )
  const rows = computed(() => {
    const buildings = buildingsOf(ledger.view(placeId()))
    const found = warningsOf(
      store.alerts,
      subject(),
      (region) => inside.value.has(region),
      replay.moment ?? clock.serverNow(),
    )
    return buildings ? found.filter((alert) => alert.place !== null && buildings.has(alert.place)) : found
  })
  /** Those on which someone must act: what the ticker and the list of things to do show. */
  const calling = computed(() => rows.value.filter(isCalling))
  const state = computed(() => {
    if (rows.value.length > 0) return store.error ? ('stale' as const) : ('ready' as const)
    if (!store.loaded) return 'loading' as const
    return store.error ? failedState(store.error) : ('empty' as const)
  })
  return { store, rows, calling, state }
}
