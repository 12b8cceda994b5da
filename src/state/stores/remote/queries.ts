import { notifyManager, QueryClient } from '@tanstack/vue-query'

/** An answer is told in the turn in which it came, as every other state of the screen. */
notifyManager.setScheduler(queueMicrotask)

/**
 * Reads of this screen: one request at a time for the same thing, and who asks again is said by the ledger, the rules and
 * the caller alone: never by a focus or a network that came back. A fault is told at once. Answers are plain objects that
 * no proxy wraps and nobody compares.
 */
export const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        structuralSharing: false,
      },
    },
  })
