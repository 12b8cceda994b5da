import { computed } from 'vue'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { coalInForce, useRemote, useShownIndices, useViewStore } from '../../../state/stores/index.ts'
import { failedState } from '../../common/remoteState.ts'
import { usePlace } from '../../common/usePlace.ts'
import { worstFirst } from './worstFirst.ts'

/**
 * The building that a place inside of a compound is about, with its floors and rooms: of a building and of a floor itself, of a compound the
 * worst by the open index. Of now: rooms are kept of no instant that has passed.
 */
export const useBuilding = (placeId: () => string) => {
  const [open, shown] = [useViewStore(), useShownIndices()]
  const { ledger, ui, view, frame: placeFrame } = usePlace(placeId)
  const index = computed(() => shown.value(open.index))
  const worst = computed(() => {
    const children = view.value?.kind === 'compound' ? view.value.children : []
    return worstFirst(
      children.filter(({ kind }) => kind === 'building'),
      (one) => index.value.value(measuresFromArray(one.measures), open.basis, coalInForce()),
      index.value.better,
    )[0]
  })
  const building = computed(
    () => worst.value?.id ?? view.value?.path.find(({ kind }) => kind === 'building')?.id ?? null,
  )
  const interior = computed(() => (building.value ? ledger.interior(building.value) : null))
  /** The ledger asks once for whoever wants it, and forgets what has changed and is not open. */
  const read = useRemote(
    () => (interior.value ? null : building.value),
    (id) => ledger.loadInterior(id),
    { name: 'building-rooms' },
  )
  /** Of the building itself: of the place, its parent's part, or the compound's. */
  const measures = computed(() => {
    const id = building.value
    const row = worst.value?.measures ?? (id ? ledger.view(id)?.measures : null)
    return row ? measuresFromArray(row) : null
  })
  const state = computed(() => {
    if (interior.value) return 'ready' as const
    if (read.error.value) return failedState(read.error.value)
    if (view.value && building.value === null) return 'empty' as const
    return placeFrame.value.state === 'ready' ? ('loading' as const) : placeFrame.value.state
  })
  const frame = computed(() => ({
    ...placeFrame.value,
    state: state.value,
    at: interior.value?.asOf ?? null,
    onRetry: () => (placeFrame.value.onRetry(), read.reload()),
  }))
  return { ui, open, index, building, interior, measures, frame }
}
