import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { computed, ref, watch } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { AlertRow, AlertRows } from '#shared/supervision/rows/answers.ts'
import { namesIn } from '../../../i18n/names.ts'
import { useAlertsStore, useApi, useRemote, useUiStore, type Lang } from '../../../state/stores/index.ts'

/** What the drawer has to say. */
export type DrawerState = 'loading' | 'ready' | 'stale' | 'empty' | 'gone' | 'past' | 'refused' | 'error'

const STATES: Readonly<Record<string, DrawerState>> = {
  'not-found': 'gone',
  'not-kept': 'past',
  forbidden: 'refused',
}
const codeOf = (error: unknown): string => (isAppError(error) ? error.code : '')

/** Names of the ledger as the screen's language has them; people keep theirs. */
const inWords = (row: AlertRow, lang: Lang): AlertRow => {
  const named = (name: string | null): string | null => name && namesIn(name, lang)
  return {
    ...row,
    name: row.name === row.building ? namesIn(row.name, lang) : row.name,
    grade: named(row.grade),
    unit: row.unit && { ...row.unit, name: namesIn(row.unit.name, lang) },
    compound: named(row.compound),
    building: named(row.building),
  }
}

/** The pages of an alert's rows that were asked for, as one list; read again when the alert, its county or the instant changes. */
export const useAlertRows = (id: () => string) => {
  const [api, store, ui] = [useApi(), useAlertsStore(), useUiStore()]
  const severity = ref<AlertRow['severity'] | null>(null)
  const pages = ref(1)
  const alert = computed(() => store.alerts.find((one) => one.id === id()) ?? null)
  const remote = useRemote<AlertRows>(
    () => `${id()} ${severity.value ?? ''}`,
    async (_key, signal, at) => {
      const ask = (after?: string): Promise<AlertRows> =>
        api.alertRows(id(), { severity: severity.value ?? undefined, after, at }, signal)
      let all = await ask()
      for (let page = 1; page < pages.value && all.next !== null; page++) {
        const next = await ask(all.next)
        all = { ...next, rows: [...all.rows, ...next.rows] }
      }
      return all
    },
    { past: 'minute', everyMs: MINUTE_MS, touches: () => (alert.value ? [alert.value.region] : []) },
  )
  watch(
    () => alert.value && `${alert.value.count} ${alert.value.severity}`,
    (now, then) => {
      if (then !== undefined && now !== then) remote.reload()
    },
  )
  const state = computed<DrawerState>(() => {
    const { value: told } = remote.data
    const known = remote.error.value ? STATES[codeOf(remote.error.value)] : undefined
    if (known) return known
    if (told === null) return remote.error.value ? 'error' : 'loading'
    if (told.rows.length === 0) return 'empty'
    return remote.error.value ? 'stale' : 'ready'
  })
  return {
    remote,
    state,
    /** What was told, in the screen's language. */
    told: computed(() => {
      const { value } = remote.data
      return value && { ...value, rows: value.rows.map((row) => inWords(row, ui.lang)) }
    }),
    severity,
    /** As the list has it, else as the rows' answer told it. */
    alert: computed(() => alert.value ?? remote.data.value?.alert ?? null),
    choose: (next: AlertRow['severity'] | null): void => {
      pages.value = 1
      severity.value = next
    },
    more: (): void => {
      pages.value++
      remote.reload()
    },
  }
}
