import { computed } from 'vue'
import type { IndexDefinition } from '#shared/indices/indices.ts'
import {
  useAlertsStore,
  useApi,
  useRemote,
  useSessionStore,
  useViewStore,
} from '../../../../state/stores/index.ts'
import { worstRoom } from './worstRoom.ts'

/** Asked afresh so often. */
const REFRESH_MS = 300_000
/** The rule whose cases an index counts in rooms: what is known of a case, when it began and until when, stands there. */
const RULES: Readonly<Record<string, string>> = { 'over-limit': 'OF-07', 'days-idle': 'OF-14' }

/**
 * The worst compound within a place by the open index, with its buildings, the worst floor with its rooms, the room that is
 * meant and what is known of its case. Of now: rooms are kept of no instant that has passed.
 */
export const useWorst = (place: () => string, index: () => IndexDefinition) => {
  const [api, view, session, alerts] = [useApi(), useViewStore(), useSessionStore(), useAlertsStore()]
  const worst = useRemote(
    () => (place() ? [place(), view.index, view.basis].join('|') : null),
    (key, signal) => {
      const [region = '', id, basis] = key.split('|')
      return api.worst({ region, index: id as typeof view.index, basis: basis as typeof view.basis }, signal)
    },
    { everyMs: REFRESH_MS, name: 'worst-place' },
  )
  const step = (kind: 'compound' | 'building' | 'floor') =>
    worst.data.value?.steps.find((one) => one.kind === kind) ?? null
  const compound = useRemote(
    () => step('compound')?.id ?? null,
    (id, signal) => api.place(id, signal),
    { everyMs: REFRESH_MS },
  )
  const interior = useRemote(
    () => step('building')?.id ?? null,
    (id, signal) => api.interior(id, signal),
    { everyMs: REFRESH_MS },
  )
  const floor = computed(() => interior.data.value?.floors.find(({ id }) => id === step('floor')?.id) ?? null)
  const room = computed(() => floor.value && worstRoom(floor.value, index().rooms))
  /** The open alert that counts the room: of its building or compound, or of the county that folds them. */
  const alert = computed(() => {
    const by = index().rooms
    const rule = typeof by === 'string' ? RULES[by] : undefined
    if (!rule || !room.value || !session.may('view.alerts')) return null
    const places = new Set([step('building')?.id, step('compound')?.id])
    const county = worst.data.value?.path.at(-1)?.id ?? place()
    const ofRule = alerts.alerts.filter((one) => one.rule === rule)
    return (
      ofRule.find((one) => one.place !== null && places.has(one.place)) ??
      ofRule.find(({ region }) => region === county) ??
      null
    )
  })
  /** That room's row alone: a county folds more cases than one page tells. */
  const rows = useRemote(
    () => (alert.value && room.value ? [alert.value.id, room.value.id].join('|') : null),
    (key, signal) => {
      const [id = '', row] = key.split('|')
      return api.alertRows(id, { row, limit: 1 }, signal)
    },
    { everyMs: REFRESH_MS },
  )
  const found = computed(() => rows.data.value?.rows.find(({ id }) => id === room.value?.id) ?? null)
  return { worst, step, compound, interior, floor, room, found }
}
