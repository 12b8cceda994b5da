import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { Alert } from '#shared/protocol/http.ts'
import { alertOrder, isCalling } from '#shared/supervision/order.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { pastOf } from '../past.ts'
import { useApi, useClock } from './services.ts'

/** A province's open alerts fold into some hundreds; what is dropped here is still in the server's list, and `total` says how many stand there. */
const KEEP_ALERTS = 2000
/** A batch that may concern alerts which this screen does not hold is followed by one reading of the list: a vehicle's alert may also end because a wider one took it up. */
const REREAD_MS = 3000
/** Batches tell all that changes; the list is read again so often should one ever be missed. */
const REFRESH_MS = 300_000

/** The alerts of the instant that is replayed, read again as it moves on. */
const useReplayedAlerts = (home: () => string) => {
  const past = pastOf('minute')
  const answer = shallowRef<{
    readonly alerts: readonly Alert[]
    readonly total: number
    readonly calling: number
  } | null>(null)
  const error = shallowRef<unknown>(null)
  let current: AbortController | null = null

  const read = async (at: EpochMs): Promise<void> => {
    const mine = (current = new AbortController())
    try {
      const { alerts, total, calling } = await useApi().alerts(home(), KEEP_ALERTS, mine.signal, at)
      if (mine.signal.aborted) return
      answer.value = { alerts: sortedCopy(alerts, alertOrder(at)), total, calling }
      error.value = null
    } catch (caught) {
      if (mine.signal.aborted) return
      answer.value = null
      error.value = caught
    }
  }
  watch([past.stamp, home], ([stamp, region], [stood]) => {
    current?.abort()
    const at = past.at()
    if (at === null || stood === 'live') answer.value = error.value = null
    if (stamp !== 'live' && at !== null && region) void read(at)
  })
  return {
    shows: computed(() => past.stamp.value !== 'live'),
    alerts: computed(() => answer.value?.alerts ?? []),
    total: computed(() => answer.value?.total ?? 0),
    calling: computed(() => answer.value?.calling ?? 0),
    loaded: computed(() => answer.value !== null || error.value !== null),
    error,
  }
}

const inOrder = (alerts: readonly Alert[]): readonly Alert[] =>
  sortedCopy(alerts, alertOrder(useClock().serverNow()))

export const useAlertsStore = defineStore('alerts', () => {
  /** Open ones in the one order of all surfaces; what the socket tells goes here, whatever is shown. */
  const live = shallowRef<readonly Alert[]>([])
  const liveTotal = ref(0)
  const liveCalling = ref(0)
  const liveLoaded = ref(false)
  const liveError = shallowRef<unknown>(null)
  const home = ref('')
  const replayed = useReplayedAlerts(() => home.value)
  /** Those of the screen's clock: open now, or at the instant that is replayed. */
  const alerts = computed(() => (replayed.shows.value ? replayed.alerts.value : live.value))
  /** Open in the server's list: equal to the list's length while all are held. */
  const total = computed(() => (replayed.shows.value ? replayed.total.value : liveTotal.value))
  /** Of these, on how many someone must act. */
  const calling = computed(() => (replayed.shows.value ? replayed.calling.value : liveCalling.value))
  const loaded = computed(() => (replayed.shows.value ? replayed.loaded.value : liveLoaded.value))
  const error = computed(() => (replayed.shows.value ? replayed.error.value : liveError.value))
  let reread: ReturnType<typeof setTimeout> | undefined
  let refresh: ReturnType<typeof setTimeout> | undefined

  const load = async (region: string): Promise<void> => {
    home.value = region
    try {
      const answer = await useApi().alerts(region, KEEP_ALERTS)
      live.value = inOrder(answer.alerts)
      liveTotal.value = answer.total
      liveCalling.value = answer.calling
      liveError.value = null
    } catch (caught) {
      liveError.value = caught
    }
    liveLoaded.value = true
    clearTimeout(refresh)
    refresh = setTimeout(() => void load(home.value), REFRESH_MS)
  }
  /** A known alert is replaced where it stands, an ended one (green) leaves. */
  const add = (items: readonly Alert[]): void => {
    const all = live.value.length >= liveTotal.value
    const fresh = new Map(items.map((alert) => [alert.id, alert]))
    const known = live.value.filter((alert) => !fresh.has(alert.id))
    const open = inOrder([...known, ...items.filter((alert) => alert.severity !== 'green')])
    const change = open.length - live.value.length
    liveCalling.value = Math.max(
      0,
      liveCalling.value + open.filter(isCalling).length - live.value.filter(isCalling).length,
    )
    live.value = open.slice(0, KEEP_ALERTS)
    liveTotal.value = Math.max(liveTotal.value + change, live.value.length)
    const folded = items.some((alert) => alert.severity === 'green' && alert.subject === 'vehicle')
    if ((all && !folded) || !home.value) return
    reread ??= setTimeout(() => {
      reread = undefined
      void load(home.value)
    }, REREAD_MS)
  }
  return { alerts, total, calling, loaded, error, load, add }
})
