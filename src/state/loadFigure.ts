import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { computed } from 'vue'
import { loadFigure, notFuture } from '../projections/parts/load.ts'
import { useApi, useLoadStore, useRemote, useUiStore } from './stores/index.ts'

const REFRESH_MS = MINUTE_MS

/** The load of a region for the time bar and the panels: one figure, live and replayed, and the curve that it stands on. */
export const useLoadFigure = (region: () => string | null) => {
  const live = useLoadStore()
  const ui = useUiStore()
  const curve = useRemote(region, (id, signal, at) => useApi().load(id, signal, at), {
    everyMs: REFRESH_MS,
    past: 'quarter',
    name: 'energy-load',
  })
  const point = computed(() => {
    const id = region()
    return notFuture(id === null ? null : live.of(id), ui.second)
  })
  const figure = computed(() => loadFigure(point.value, curve.data.value, curve.at.value))
  return { curve, figure }
}
