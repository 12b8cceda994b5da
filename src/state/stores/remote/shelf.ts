import { LRUCache } from 'lru-cache'
import { onSessionEnd, useSessionStore } from '../session.ts'
import { useQueries } from './services.ts'

/** Reads once at a time for the same thing; what a session asked for is told to no other. */
export const useAsk = () => {
  const session = useSessionStore()
  return <T>(kind: string, id: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    useQueries().fetchQuery({
      queryKey: [session.holder, kind, id],
      queryFn: ({ signal }) => ask(signal),
      gcTime: 0,
    })
}

export interface Shelf<T> {
  /** What is held; looking at it keeps it. */
  readonly held: LRUCache<string, T & object>
  /** Reads it, and calls `changed`. */
  load(id: string): Promise<T>
}

/**
 * Answers of one kind, by id: at most `most`, what was not looked at for longest leaves first, so a wall that runs for
 * weeks stays bounded. They stay plain objects that the ledger's changes are written into.
 */
export const makeShelf = <T extends object>(
  kind: string,
  most: number,
  ask: (id: string, signal: AbortSignal) => Promise<T>,
  changed: () => void,
): Shelf<T> => {
  const held = new LRUCache<string, T>({ max: most })
  const once = useAsk()
  onSessionEnd(() => held.clear())
  return {
    held,
    load: async (id) => {
      const answer = await once(kind, id, (signal) => ask(id, signal))
      held.set(id, answer)
      changed()
      return answer
    },
  }
}
