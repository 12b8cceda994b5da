import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Alert } from '#shared/protocol/http.ts'
import { useApi } from './services.ts'

/** Newest first; what is dropped here is still in the server's list, and `total` says how many stand there. */
const KEEP_ALERTS = 300
const RANK = { red: 0, yellow: 1, green: 2 } as const

export const useAlertsStore = defineStore('alerts', () => {
  const alerts = shallowRef<readonly Alert[]>([])
  const total = ref(0)
  const loaded = ref(false)
  const error = shallowRef<unknown>(null)

  const load = async (region: string): Promise<void> => {
    try {
      const answer = await useApi().alerts(region, KEEP_ALERTS)
      alerts.value = answer.alerts
      total.value = answer.total
      error.value = null
    } catch (caught) {
      error.value = caught
    }
    loaded.value = true
  }
  /** An alert that is known already is replaced where it stands. */
  const add = (items: readonly Alert[]): void => {
    const fresh = new Map(items.map((alert) => [alert.id, alert]))
    const isNew = items.filter((alert) => !alerts.value.some((known) => known.id === alert.id))
    const kept = alerts.value.map((known) => fresh.get(known.id) ?? known)
    alerts.value = [...isNew, ...kept].sort((a, b) => b.at - a.at).slice(0, KEEP_ALERTS)
    total.value += isNew.length
  }
  /** Red before yellow before green, then newest. */
  const bySeverity = computed(() => [...alerts.value].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.at - a.at))
  const open = computed(() => bySeverity.value.filter((alert) => alert.severity !== 'green'))
  return { alerts, total, loaded, error, bySeverity, open, load, add }
})
