import { computed } from 'vue'
import { measuresFromArray, type Measures } from '#shared/indices/measures.ts'
import { failedState } from './remoteState.ts'
import { useLedgerStore, usePastUse, useUiStore } from '../../state/stores/index.ts'

export interface NamedMeasures {
  readonly id: string
  readonly name: string
  readonly measures: Measures
}

/** The open place's name, measures and the parts it is the sum of, kept fresh by the live ledger. */
export const usePlace = (placeId: () => string) => {
  const ledger = useLedgerStore()
  usePastUse(
    'day',
    computed(() => ledger.lacks(placeId())),
  )
  const ui = useUiStore()
  const region = computed(() => ledger.region(placeId()))
  const view = computed(() => ledger.view(placeId()))
  /** Read of the ledger itself: a name that is written anew in another language is in the same row. */
  const name = computed(() => ledger.region(placeId())?.name ?? ledger.view(placeId())?.name ?? '')
  const measures = computed(() => ledger.measures(placeId()))
  const children = computed<readonly NamedMeasures[]>(() => {
    const below = ledger.version >= 0 ? ledger.regions.filter((row) => row.parent === placeId()) : []
    const rows = below.length > 0 ? below : (view.value?.children ?? [])
    return rows.map((row) => ({ id: row.id, name: row.name, measures: measuresFromArray(row.measures) }))
  })
  const state = computed(() =>
    measures.value ? ('ready' as const) : ledger.error ? failedState(ledger.error) : ('loading' as const),
  )
  const retry = (): void =>
    void Promise.allSettled([
      ledger.ready ? null : ledger.loadRegions(),
      region.value ? null : ledger.loadView(placeId()),
    ])
  /** What the frame of a panel or a page is told, beside its title. */
  const frame = computed(() => ({
    state: state.value,
    at: ledger.asOf,
    onRetry: retry,
  }))
  return { ledger, ui, view, name, measures, children, frame }
}
