import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { shownVehicles, useUiStore } from '../../state/stores/index.ts'

const LAYER = 'vehicles'

/** Says of the vehicles' layer how many stand nowhere, as long as it is drawn and any do; what else is wrong with it stays. */
export const useNowhere = () => {
  const ui = useUiStore()
  const { t } = useI18n()
  const n = ref(0)
  const words = (): string => t('engine.refusedRows', { n: n.value })
  return (layers: readonly { readonly id: string }[]): void => {
    n.value = layers.some(({ id }) => id === LAYER) ? shownVehicles().refused : 0
    if (n.value > 0) ui.fault(LAYER, words)
    else if (ui.faults.get(LAYER) === words) ui.fault(LAYER, null)
  }
}
