import { computed } from 'vue'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { useApi, useRemote } from '../../../state/stores/index.ts'
import { remoteState } from '../../common/remoteState.ts'
import { monthDays } from './told/indices.ts'

const REFRESH_MS = 5 * MINUTE_MS

/** The five indices of a region's parts, counties or units, and what the frame that shows them is told. */
export const useVehicleIndices = (
  asked: () => { readonly region: string; readonly of: 'children' | 'counties' | 'units' },
  title: () => string,
) => {
  const api = useApi()
  const indices = useRemote(
    () => `${asked().region} ${asked().of}`,
    (_, signal) => api.vehicleIndices(asked(), signal),
    { everyMs: REFRESH_MS },
  )
  const data = computed(() => indices.data.value)
  const state = remoteState(indices, ({ rows }) => rows.length === 0)
  const frame = computed(() => ({
    title: data.value?.month ? `${title()} · ${data.value.month}` : title(),
    state: state.value,
    at: data.value?.asOf ?? null,
    workdays: data.value ? monthDays(data.value.month) : null,
    onRetry: indices.reload,
  }))
  return { data, frame }
}
