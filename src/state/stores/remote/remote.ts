import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { useQuery, type QueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { pastOf, usePastUse, type Past, type PastStep } from '../past.ts'
import { useSessionStore } from '../session.ts'
import { useClock, useQueries } from './services.ts'
import { LIVE, useStaleStore } from './stale.ts'

/** So long an answer that several may ask for is held after the last of them left. */
const HELD_MS: DurationMs = MINUTE_MS
/** Stands in a key of the past while the screen shows now. */
const NOW = 'now'

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
  /** Whoever asks under one name with one key asks the same: one request, one answer. Left out it is the caller's own. */
  readonly name?: string
}

export interface Remote<T> {
  /** The last good answer of this key; it stays while a newer one is on the way. */
  readonly data: Readonly<Ref<T | null>>
  readonly error: Readonly<Ref<unknown>>
  readonly loading: Readonly<Ref<boolean>>
  /** Server time of the last good answer; null before it. */
  readonly at: Readonly<Ref<EpochMs | null>>
  reload(): void
}

/** Epoch ms of the instant that is replayed, as the query's `at`; nothing live. */
type At = EpochMs | undefined
type Load<T> = (key: string, signal: AbortSignal, at: At) => Promise<T>

/** What is shown of a key: the last good answer, and beside it the fault of asking again, which stays until the next answer. */
interface Told<T> {
  readonly answer: T | null
  readonly at: EpochMs | null
  readonly fault: unknown
}
const NOTHING: Told<never> = { answer: null, at: null, fault: null }

/** What one `useRemote` reads. */
interface Asked<T> {
  readonly queries: QueryClient
  readonly key: () => string | null
  readonly load: Load<T>
  /** First members of the key: whose session, and what is asked. */
  readonly head: () => readonly unknown[]
  readonly options: RemoteOptions
}

const tell = async <T>(reading: Promise<T>, signal: AbortSignal, before: Told<T>): Promise<Told<T>> => {
  try {
    return { answer: await reading, at: useClock().serverNow(), fault: null }
  } catch (fault) {
    if (signal.aborted) throw fault
    return { ...before, fault }
  }
}

/** What is so now. While the past is replayed it waits, and is there at once afterwards. */
const useLive = <T>({ queries, key, load, head, options }: Asked<T>, past: Past | null) =>
  useQuery(() => {
    const asked = key()
    const queryKey = [...head(), asked, LIVE]
    return {
      queryKey,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        tell(
          load(asked as string, signal, undefined),
          signal,
          queries.getQueryData<Told<T>>(queryKey) ?? NOTHING,
        ),
      enabled: asked !== null && (past === null || past.stamp.value === 'live'),
      refetchInterval: options.everyMs ?? (false as const),
      refetchIntervalInBackground: true,
      gcTime: options.name === undefined ? 0 : HELD_MS,
      meta: { touches: options.touches },
      shallow: true,
    }
  }, queries)

/** What was so at the instant that is replayed; what was told of one instant stands until the next one's answer. */
const useThen = <T>({ queries, key, load, head }: Asked<T>, past: Past) =>
  useQuery(() => {
    const asked = key()
    const stamp = past.stamp.value === 'live' ? NOW : past.stamp.value
    return {
      queryKey: [...head(), asked, stamp],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        tell(load(asked as string, signal, past.at() ?? undefined), signal, NOTHING),
      enabled: asked !== null && stamp !== NOW,
      ...(stamp === NOW ? { initialData: (): Told<T> => NOTHING } : {}),
      placeholderData: (before: Told<T> | undefined, query: { queryKey: readonly unknown[] } | undefined) =>
        query?.queryKey.at(-1) !== NOW && query?.queryKey.at(-2) === asked ? before : undefined,
      gcTime: 0,
      shallow: true,
    }
  }, queries)

const isNotKept = (error: unknown): boolean => isAppError(error) && error.code === 'not-kept'
let owners = 0

/**
 * Something the server knows, for the life of the calling component: loads when the key changes, aborts what is no
 * longer wanted, keeps the last answer through an outage with its age. A null key empties it. While the past is replayed
 * it is read for the instant, again as the instant moves on; the live answer waits meanwhile and is there at once afterwards.
 */
export const useRemote = <T>(
  key: () => string | null,
  load: Load<T>,
  options: RemoteOptions = {},
): Remote<T> => {
  useStaleStore()
  const session = useSessionStore()
  const name = options.name ?? ++owners
  const asked: Asked<T> = { queries: useQueries(), key, load, head: () => [session.holder, name], options }
  const step = options.past === undefined || options.past === 'itself' ? null : options.past
  const past = step === null ? null : pastOf(step)
  const live = useLive(asked, past)
  const then = past && useThen(asked, past)
  const shown = computed(() => (then && past.stamp.value !== 'live' ? then : live))
  const told = computed<Told<T>>(() => shown.value.data.value ?? NOTHING)
  const error = computed(() => told.value.fault)
  if (options.past !== 'itself')
    usePastUse(
      step,
      computed(() => isNotKept(error.value)),
    )
  return {
    data: computed(() => told.value.answer),
    error,
    loading: computed(() => shown.value.isFetching.value),
    at: computed(() => told.value.at),
    reload: () => {
      if (key() !== null) void shown.value.refetch()
    },
  }
}
