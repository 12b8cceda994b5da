import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { Alert, Alerts } from '#shared/protocol/http.ts'
import { alertOrder, isCalling } from '#shared/supervision/order.ts'
import { pastOf } from '../past.ts'
import { onSessionEnd } from '../session.ts'
import { useRemote } from './remote.ts'
import { useApi, useClock } from './services.ts'
import { namesIn } from '../../../i18n/names.ts'
import { useUiStore } from '../ui.ts'

/**
 * A province's open alerts fold into some hundreds; what is dropped here is still in the server's list, and
 * `total` says how many stand there.
 */
const KEEP_ALERTS = 2000
/**
 * A batch that may concern alerts which this screen does not hold is followed by one reading of the list: a
 * vehicle's alert may also end because a wider one took it up.
 */
const REREAD_MS = 3000
/** Batches tell all that changes; the list is read again so often should one ever be missed. */
const REFRESH_MS = 300_000

/** The alerts of the instant that is replayed, read again as it moves on. */
const useReplayedAlerts = (home: () => string) => {
  const past = pastOf('minute')
  const shows = computed(() => past.stamp.value !== 'live')
  const { data, error } = useRemote(
    () => (shows.value && home()) || null,
    async (region, signal, at) => {
      const { alerts, total, calling, rules } = await useApi().alerts(region, KEEP_ALERTS, signal, at)
      return { alerts: sortedCopy(alerts, alertOrder(at ?? useClock().now())), total, calling, rules }
    },
    { past: 'minute' },
  )
  return {
    shows,
    alerts: computed(() => data.value?.alerts ?? []),
    total: computed(() => data.value?.total ?? 0),
    calling: computed(() => data.value?.calling ?? 0),
    rules: computed(() => data.value?.rules ?? {}),
    loaded: computed(() => data.value !== null || error.value !== null),
    error,
  }
}

const inOrder = (alerts: readonly Alert[]): readonly Alert[] =>
  sortedCopy(alerts, alertOrder(useClock().serverNow()))

/** With the names in it as the screen's language writes them. */
const inWords = (alert: Alert): Alert => ({
  ...alert,
  text: { zh: alert.text.zh, en: namesIn(alert.text.en, 'en') },
  placeName: alert.placeName && namesIn(alert.placeName, 'en'),
})

/** Open ones of now, in the one order of all surfaces; what the socket tells goes here, whatever is shown. */
const makeLiveAlerts = () => {
  const home = ref('')
  const alerts = shallowRef<readonly Alert[]>([])
  const total = ref(0)
  const calling = ref(0)
  const rules = shallowRef<Alerts['rules']>({})
  const loaded = ref(false)
  const error = shallowRef<unknown>(null)
  const put = (told: Alerts | null): void => {
    alerts.value = inOrder(told?.alerts ?? [])
    total.value = told?.total ?? 0
    calling.value = told?.calling ?? 0
    rules.value = told?.rules ?? {}
    error.value = null
  }
  /** A known alert is replaced where it stands, an ended one (green) leaves. Answers whether the list must be read again. */
  const merge = (items: readonly Alert[]): boolean => {
    const all = alerts.value.length >= total.value
    const fresh = new Map(items.map((alert) => [alert.id, alert]))
    const known = alerts.value.filter((alert) => !fresh.has(alert.id))
    const open = inOrder([...known, ...items.filter((alert) => alert.severity !== 'green')])
    const change = open.length - alerts.value.length
    calling.value = Math.max(
      0,
      calling.value + open.filter(isCalling).length - alerts.value.filter(isCalling).length,
    )
    alerts.value = open.slice(0, KEEP_ALERTS)
    total.value = Math.max(total.value + change, alerts.value.length)
    const folded = items.some((alert) => alert.severity === 'green' && alert.subject === 'vehicle')
    return (!all || folded) && home.value !== ''
  }
  return { home, alerts, total, calling, rules, loaded, error, put, merge }
}

export const useAlertsStore = defineStore('alerts', () => {
  const live = makeLiveAlerts()
  const replayed = useReplayedAlerts(() => live.home.value)
  let reread: ReturnType<typeof setTimeout> | undefined
  let refresh: ReturnType<typeof setTimeout> | undefined

  const load = async (region: string): Promise<void> => {
    live.home.value = region
    try {
      const told = await useApi().alerts(region, KEEP_ALERTS)
      if (live.home.value !== region) return
      live.put(told)
    } catch (caught) {
      if (live.home.value !== region) return
      live.error.value = caught
    }
    live.loaded.value = true
    clearTimeout(refresh)
    refresh = setTimeout(() => void load(live.home.value), REFRESH_MS)
  }
  const add = (items: readonly Alert[]): void => {
    if (!live.merge(items)) return
    reread ??= setTimeout(() => {
      reread = undefined
      void load(live.home.value)
    }, REREAD_MS)
  }
  onSessionEnd(() => {
    clearTimeout(reread)
    clearTimeout(refresh)
    reread = undefined
    live.home.value = ''
    live.loaded.value = false
    live.put(null)
  })
  const shown = computed(() => (replayed.shows.value ? replayed : live))
  const ui = useUiStore()
  return {
    /** Those of the screen's clock: open now, or at the instant that is replayed. */
    alerts: computed(() =>
      ui.lang === 'en' ? shown.value.alerts.value.map(inWords) : shown.value.alerts.value,
    ),
    /** Open in the server's list: equal to the list's length while all are held. */
    total: computed(() => shown.value.total.value),
    /** Of these, on how many someone must act. */
    calling: computed(() => shown.value.calling.value),
    /** What each rule is called and what it counts. */
    rules: computed(() => shown.value.rules.value),
    loaded: computed(() => shown.value.loaded.value),
    error: computed(() => shown.value.error.value),
    load,
    add,
  }
})
