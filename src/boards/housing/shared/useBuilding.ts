import { computed, shallowRef, watch } from 'vue'
import type { IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type { Interior } from '#shared/protocol/http.ts'
import { namesIn } from '../../../i18n/names.ts'
import { coalInForce, useRemote, useShownIndices, useViewStore } from '../../../state/stores/index.ts'
import { failedState } from '../../common/remoteState.ts'
import { usePlace } from '../../common/usePlace.ts'
import { worstFirst } from '../../common/worstFirst.ts'

/**
 * The building that a place inside of a compound is about, with its floors and rooms: of a building and of a floor itself,
 * of a compound the worst by an index, the open one where none is named. Of now: rooms are kept of no instant that has passed.
 */
export const useBuilding = (placeId: () => string, by?: () => IndexId) => {
  const [open, shown] = [useViewStore(), useShownIndices()]
  const { ledger, ui, view, frame: placeFrame } = usePlace(placeId)
  const index = computed(() => shown.value(by?.() ?? open.index))
  /** Figures are written into the rows that stand: their version tells of it. */
  const worst = computed(() => {
    const place = ledger.version >= 0 ? view.value : null
    const children = place?.kind === 'compound' ? place.children : []
    return (
      worstFirst(
        children.filter(({ kind }) => kind === 'building'),
        (one) => index.value.value(measuresFromArray(one.measures), open.basis, coalInForce()),
        index.value.better,
      )[0]?.id ?? null
    )
  })
  const stepOf = (kind: 'compound' | 'building'): string | null =>
    view.value?.path.find((step) => step.kind === kind)?.id ?? null
  const building = computed(() => worst.value ?? stepOf('building'))
  const held = computed(() => (building.value ? ledger.interior(building.value) : null))
  /** The ledger asks once for whoever wants it, and forgets what has changed and is not open. */
  const read = useRemote(
    () => (held.value ? null : building.value),
    (id) => ledger.loadInterior(id),
    { name: 'building-rooms' },
  )
  /** What was read last stands until it is read anew. */
  const last = shallowRef<Interior | null>(null)
  watch(held, (now) => (last.value = now ?? last.value), { immediate: true })
  const interior = computed(() => held.value ?? (last.value?.building === building.value ? last.value : null))
  /** Of the building itself, as it stands in its compound. */
  const measures = computed(() => {
    const [id, compound] = [ledger.version >= 0 ? building.value : null, stepOf('compound')]
    const part = compound ? ledger.view(compound)?.children.find((child) => child.id === id) : null
    const row = part?.measures ?? (id ? ledger.view(id)?.measures : null)
    return row ? measuresFromArray(row) : null
  })
  const name = computed(() => namesIn(interior.value?.name ?? '', ui.lang))
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
  return { ui, open, index, name, interior, measures, frame }
}
