import { computed, shallowRef, watch } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { PlaceView } from '#shared/protocol/http.ts'
import type { AlertRow } from '#shared/supervision/rows/answers.ts'
import { useApi, useRemote, useSessionStore } from '../../../../state/stores/index.ts'

/** What there is of the floor on which a room lies. */
export type PlanState = 'ready' | 'reading' | 'refused' | 'none' | 'failed'

/** Where a row's thing stands. */
interface Home {
  readonly building: string | null
  readonly compound: string | null
}
const REFUSED: readonly string[] = ['forbidden', 'not-found']
const stepOf = ({ path }: PlaceView, kind: 'building' | 'compound'): string | null =>
  path.find((step) => step.kind === kind)?.id ?? null

/** Where floors and buildings stand, each asked once; an interior tells it of all its floors. */
const useHomes = (at: () => string | null) => {
  const api = useApi()
  const known = shallowRef<ReadonlyMap<string, Home>>(new Map())
  const home = computed(() => known.value.get(at() ?? '') ?? null)
  const put = (ids: readonly string[], where: Home): void => {
    known.value = new Map([...known.value, ...ids.map((id) => [id, where] as const)])
  }
  const asked = useRemote(
    () => (home.value ? null : at()),
    (id, signal) => api.place(id, signal),
    { past: 'itself', name: 'drawer-home' },
  )
  watch(asked.data, (place) => {
    if (place) put([place.id], { building: stepOf(place, 'building'), compound: stepOf(place, 'compound') })
  })
  return { home, put, asked }
}

/**
 * The floor of a row's room, as it is now, and the room's card: one request for a building however many of its rooms are
 * gone through. Only what is wanted is asked for, and the card only by a role that sees people.
 */
export const useRoomOf = (
  row: () => AlertRow,
  wanted: { readonly home: () => boolean; readonly card: () => boolean },
) => {
  const [api, session] = [useApi(), useSessionStore()]
  const opens = computed(() => row().opens)
  const room = computed(() => (opens.value?.kind === 'room' ? opens.value : null))
  const isPlace = computed(() => room.value !== null || opens.value?.kind === 'building')
  const { home, put, asked } = useHomes(() =>
    wanted.home() && isPlace.value ? (opens.value?.at ?? null) : null,
  )
  const building = computed(() => (room.value ? (home.value?.building ?? null) : null))
  const interior = useRemote(
    () => building.value,
    (id, signal) => api.interior(id, signal),
    { past: 'itself', name: 'drawer-interior', touches: () => (building.value ? [building.value] : []) },
  )
  watch(interior.data, (told) => {
    if (told && home.value)
      put(
        told.floors.map(({ id }) => id),
        home.value,
      )
  })
  const card = useRemote(
    () => (room.value && wanted.card() && session.may('view.people') ? room.value.id : null),
    (id, signal) => api.room(id, signal),
    { past: 'itself', name: 'drawer-room', touches: () => (room.value ? [room.value.id] : []) },
  )
  const floor = computed(() => interior.data.value?.floors.find(({ id }) => id === room.value?.at) ?? null)
  const state = computed<PlanState>(() => {
    if (opens.value === null) return 'refused'
    if (floor.value) return 'ready'
    const error = asked.error.value ?? interior.error.value
    if (error) return isAppError(error) && REFUSED.includes(error.code) ? 'refused' : 'failed'
    const isKnown = home.value !== null && (home.value.building === null || interior.data.value !== null)
    return isKnown ? 'none' : 'reading'
  })
  return {
    room,
    interior: interior.data,
    floor,
    state,
    card: card.data,
    compound: computed(() => home.value?.compound ?? null),
    retry: (): void => {
      asked.reload()
      interior.reload()
    },
  }
}
