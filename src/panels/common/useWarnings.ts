import { computed } from 'vue'
import type { Alert } from '#shared/protocol/http.ts'
import { useAlertsStore, useLedgerStore } from '../../state/stores/index.ts'
import { warningsOf } from './alertRows.ts'

/** The open warnings of a subject in a region and all below it; `state` for the panel's frame. */
export const useWarnings = (subject: () => Alert['subject'] | null, regionId: () => string) => {
  const store = useAlertsStore()
  const ledger = useLedgerStore()
  const inside = (region: string): boolean => {
    let at: string | null = region
    while (at !== null) {
      if (at === regionId()) return true
      at = ledger.region(at)?.parent ?? null
    }
    return false
  }
  const rows = computed(() => warningsOf(store.alerts, subject(), inside))
  const state = computed(() => {
    if (rows.value.length > 0) return store.error ? ('stale' as const) : ('ready' as const)
    if (!store.loaded) return 'loading' as const
    return store.error ? ('error' as const) : ('empty' as const)
  })
  return { store, rows, state }
}
