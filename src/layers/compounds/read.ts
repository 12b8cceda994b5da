import { shallowRef, watch } from 'vue'
import { later } from '#shared/kernel/language/later.ts'
import { useLedgerStore, useViewStore } from '../../state/stores/index.ts'
import type { ReaderContext } from '../layer.ts'
import type { Gather } from './marks.ts'

const gathering = later(() => import('../../projections/gather.ts'))

/** What gathers dots as discs: it comes with the first county that is opened, and until then each dot stands for itself. */
export const useGather = ({ isOn }: ReaderContext): (() => Gather | null) => {
  const gather = shallowRef<Gather | null>(null)
  const [ledger, view] = [useLedgerStore(), useViewStore()]
  watch(
    () => isOn() && ledger.region(view.place)?.kind === 'county',
    (wanted) => {
      if (wanted && !gather.value)
        gathering()
          .then(({ clustersOf }) => (gather.value = clustersOf))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return () => gather.value
}
