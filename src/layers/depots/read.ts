import { shallowRef, watch } from 'vue'
import type { Depot } from '#shared/protocol/http.ts'
import { useApi, useSessionStore } from '../../state/stores/index.ts'
import type { ReaderContext } from '../layer.ts'

/** Where vehicles are kept, read once when a scene first shows it. */
export const useDepots = ({ home, isOn }: ReaderContext): (() => readonly Depot[]) => {
  const depots = shallowRef<readonly Depot[]>([])
  const session = useSessionStore()
  watch(
    () => isOn() && session.may('view.live'),
    (wanted) => {
      if (wanted && depots.value.length === 0)
        void useApi()
          .depots(home)
          .then((rows) => (depots.value = rows))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return () => depots.value
}
