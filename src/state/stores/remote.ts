import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { EpochMs } from '#shared/units.ts'
import { useClock } from './services.ts'
import { useLedgerStore } from './ledger.ts'

export interface RemoteOptions {
  /** Read again so often while it is open; never when left out. */
  readonly everyMs?: number
  /** Ids whose change on the ledger makes it stale: it is read again at once. */
  readonly touches?: () => readonly string[]
}

export interface Remote<T> {
  /** The last good answer of this key; it stays while a newer one is on the way. */
  readonly data: Readonly<ShallowRef<T | null>>
  readonly error: Readonly<ShallowRef<unknown>>
  readonly loading: Readonly<ShallowRef<boolean>>
  /** Server time of the last good answer; null before it. */
  readonly at: Readonly<ShallowRef<EpochMs | null>>
  reload(): void
}

/**
 * Something the server knows, for the life of the calling component: loads when the key changes, aborts what is no
 * longer wanted, keeps the last answer through an outage with its age. A null key empties it.
 */
export const useRemote = <T>(key: () => string | null, load: (key: string, signal: AbortSignal) => Promise<T>, options: RemoteOptions = {}): Remote<T> => {
  const data = shallowRef<T | null>(null) as ShallowRef<T | null>
  const error = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  const at = shallowRef<EpochMs | null>(null)
  let current: AbortController | null = null

  const read = async (): Promise<void> => {
    current?.abort()
    const wanted = key()
    if (wanted === null) return
    const mine = (current = new AbortController())
    loading.value = true
    try {
      const answer = await load(wanted, mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      error.value = null
      at.value = useClock().serverNow()
    } catch (caught) {
      if (!mine.signal.aborted) error.value = caught
    } finally {
      if (current === mine) loading.value = false
    }
  }

  watch(
    key,
    () => {
      data.value = null
      error.value = null
      at.value = null
      void read()
    },
    { immediate: true },
  )
  const ledger = useLedgerStore()
  watch(
    () => ledger.touched,
    (ids) => {
      if (options.touches?.().some((id) => ids.has(id))) void read()
    },
  )
  const timer = options.everyMs ? setInterval(() => void read(), options.everyMs) : null
  onScopeDispose(() => {
    current?.abort()
    if (timer) clearInterval(timer)
  })
  return { data, error, loading, at, reload: () => void read() }
}
