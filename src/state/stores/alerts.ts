import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Alert } from '#shared/protocol/http.ts'
import { useApi } from './services.ts'

/** A province's open alerts fold into some hundreds; what is dropped here is still in the server's list, and `total` says how many stand there. */
const KEEP_ALERTS = 2000
/** A batch that may concern alerts which this screen does not hold is followed by one reading of the list: a vehicle's alert may also end because a wider one took it up. */
const REREAD_MS = 3000
/** What of a wider storm belongs to this screen's scope is told by the list alone: it is read again so often. */
const REFRESH_MS = 60_000
const RANK = { red: 0, yellow: 1, green: 2 } as const

export const useAlertsStore = defineStore('alerts', () => {
  /** Open ones, newest first. */
  const alerts = shallowRef<readonly Alert[]>([])
  /** Open in the server's list: equal to the list's length while all are held. */
  const total = ref(0)
  const loaded = ref(false)
  const error = shallowRef<unknown>(null)
  let home = ''
  let reread: ReturnType<typeof setTimeout> | undefined
  let refresh: ReturnType<typeof setTimeout> | undefined

  const load = async (region: string): Promise<void> => {
    home = region
    try {
      const answer = await useApi().alerts(region, KEEP_ALERTS)
      alerts.value = [...answer.alerts].sort((a, b) => b.at - a.at)
      total.value = answer.total
      error.value = null
    } catch (caught) {
      error.value = caught
    }
    loaded.value = true
    clearTimeout(refresh)
    refresh = setTimeout(() => void load(home), REFRESH_MS)
  }
  /** A known alert is replaced where it stands, an ended one (green) leaves. */
  const add = (items: readonly Alert[]): void => {
    const all = alerts.value.length >= total.value
    const fresh = new Map(items.map((alert) => [alert.id, alert]))
    const known = alerts.value.filter((alert) => !fresh.has(alert.id))
    const open = [...known, ...items.filter((alert) => alert.severity !== 'green')].sort((a, b) => b.at - a.at)
    const change = open.length - alerts.value.length
    alerts.value = open.slice(0, KEEP_ALERTS)
    total.value = Math.max(total.value + change, alerts.value.length)
    const folded = items.some((alert) => alert.severity === 'green' && alert.subject === 'vehicle')
    if ((all && !folded) || !home) return
    reread ??= setTimeout(() => {
      reread = undefined
      void load(home)
    }, REREAD_MS)
  }
  /** Red before yellow, then newest. */
  const open = computed(() => [...alerts.value].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.at - a.at))
  return { alerts, total, loaded, error, open, load, add }
})
