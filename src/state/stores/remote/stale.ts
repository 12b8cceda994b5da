import { watch } from 'vue'
import { defineStore } from 'pinia'
import { useLedgerStore } from './ledger.ts'
import { useQueries } from './services.ts'
import { useStandardsStore } from './standards.ts'

/** After a revision of the rules' parameters everything open is read again, within so long: not all screens at once. */
const REVISED_WITHIN_MS = 800

/** Last member of the key of what is read of now. */
export const LIVE = 'live'

declare module '@tanstack/vue-query' {
  interface Register {
    queryMeta: {
      /** Ids whose change on the ledger makes it stale. */
      readonly touches?: (() => readonly string[]) | undefined
    }
  }
}

/**
 * Marks stale what was read of now: by the ledger's changes and by a revision of the rules. What is mounted is read again,
 * each once however many show it; the rest when it is next asked for.
 */
export const useStaleStore = defineStore('stale', () => {
  const ledger = useLedgerStore()
  const standards = useStandardsStore()
  let soon: ReturnType<typeof setTimeout> | undefined
  watch(
    () => ledger.touched,
    (ids) =>
      void useQueries().invalidateQueries({
        predicate: ({ queryKey, meta }) =>
          queryKey.at(-1) === LIVE && (meta?.touches?.().some((id) => ids.has(id)) ?? false),
      }),
  )
  watch(
    () => standards.revision,
    () => {
      clearTimeout(soon)
      soon = setTimeout(
        () => void useQueries().invalidateQueries({ predicate: ({ queryKey }) => queryKey.at(-1) === LIVE }),
        Math.random() * REVISED_WITHIN_MS,
      )
    },
  )
  return {}
})
