import { onScopeDispose, ref, shallowRef, watch, type ShallowRef } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { useClock } from './services.ts'
import { useLedgerStore } from './ledger.ts'
import { useStandardsStore } from './standards.ts'
import { livePast, pastOf, usePastUse, type PastStep } from '../past.ts'

/** After a revision of the rules' parameters everything open is read again, spread over so long. */
const REVISED_WITHIN_MS = 800

export interface RemoteOptions {
  /** Read again so often while it is open and live; never when left out. */
  readonly everyMs?: number
  /** Ids whose change on the ledger makes it stale: it is read again at once. */
  readonly touches?: () => readonly string[]
  /**
   * How finely its past is kept: `load` gets the instant while one is replayed. `itself`: the caller shows the past by
   * other means, or says itself that this is live. Left out it shows the present, and its panel says so.
   */
  readonly past?: PastStep | 'itself'
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

/** Epoch ms of the instant that is replayed, as the query's `at`; nothing live. */
type At = EpochMs | undefined

const isNotKept = (error: unknown): boolean => isAppError(error) && error.code === 'not-kept'

/** Calls when what was read may have changed: by the ledger, by a revision of the rules, by its age. */
const whenStale = ({ touches, everyMs }: RemoteOptions, reread: () => void): void => {
  const ledger = useLedgerStore()
  watch(
    () => ledger.touched,
    (ids) => {
      if (touches?.().some((id) => ids.has(id))) reread()
    },
  )
  const standards = useStandardsStore()
  let soon: ReturnType<typeof setTimeout> | undefined
  watch(
    () => standards.revision,
    () => {
      clearTimeout(soon)
      soon = setTimeout(reread, Math.random() * REVISED_WITHIN_MS)
    },
  )
  const timer = everyMs ? setInterval(reread, everyMs) : null
  onScopeDispose(() => {
    clearTimeout(soon)
    if (timer) clearInterval(timer)
  })
}

/**
 * Something the server knows, for the life of the calling component: loads when the key changes, aborts what is no
 * longer wanted, keeps the last answer through an outage with its age. A null key empties it. While the past is replayed
 * it is read for the instant, again as the instant moves on; the live answer waits meanwhile and is there at once afterwards.
 */
export const useRemote = <T>(
  key: () => string | null,
  load: (key: string, signal: AbortSignal, at: At) => Promise<T>,
  options: RemoteOptions = {},
): Remote<T> => {
  const data = shallowRef<T | null>(null) as ShallowRef<T | null>
  const error = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  const at = shallowRef<EpochMs | null>(null)
  const notKept = ref(false)
  const step = options.past === undefined || options.past === 'itself' ? null : options.past
  const past = step ? pastOf(step) : livePast()
  if (options.past !== 'itself') usePastUse(step, notKept)
  let current: AbortController | null = null
  let live: { key: string; data: T; at: EpochMs } | null = null

  const show = (answer: T | null, answeredAt: EpochMs | null, fault: unknown = null): void => {
    data.value = answer
    at.value = answeredAt
    error.value = fault
    notKept.value = isNotKept(fault)
  }
  const read = async (): Promise<void> => {
    current?.abort()
    const wanted = key()
    if (wanted === null) return
    const mine = (current = new AbortController())
    const instant = past.at()
    loading.value = true
    try {
      const answer = await load(wanted, mine.signal, instant ?? undefined)
      if (mine.signal.aborted) return
      show(answer, useClock().serverNow())
      if (instant === null) live = { key: wanted, data: answer, at: at.value as EpochMs }
    } catch (caught) {
      if (mine.signal.aborted) return
      if (instant === null) error.value = caught
      else show(null, null, caught)
    } finally {
      if (current === mine) loading.value = false
    }
  }
  const reread = (): void => {
    if (past.at() === null) void read()
  }

  watch(
    [key, past.stamp],
    ([wanted, stamp], [before, stood]) => {
      const isOther = wanted !== before || stamp === 'live' || stood === undefined || stood === 'live'
      if (isOther) show(null, null)
      if (stamp === 'live' && live?.key === wanted) show(live.data, live.at)
      void read()
    },
    { immediate: true },
  )
  whenStale(options, reread)
  onScopeDispose(() => current?.abort())
  return { data, error, loading, at, reload: () => void read() }
}
