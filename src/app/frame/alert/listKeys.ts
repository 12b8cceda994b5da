import { useEventListener } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { OVERLAY } from '../../../widgets/controls/menu.ts'
import { ROVES } from '../../../widgets/controls/row/roving.ts'

const FIELD = `input, textarea, select, [role='combobox'], ${OVERLAY}`
/** What a press of Enter already means something on. */
const PRESSED = `button, a, [role='row'], ${FIELD}`
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

/**
 * The chosen one of a list, the first at the beginning: ↑↓ and the page keys move it wherever the focus is but in a row or list of its own, ↵ opens it.
 * One that is still there after the list changed stays chosen.
 */
export const useListKeys = <Row>(
  rows: () => readonly Row[],
  keyOf: (row: Row) => string,
  open: (row: Row) => void,
) => {
  const chosen = ref<string | null>(null)
  const index = computed(() => rows().findIndex((row) => keyOf(row) === chosen.value))
  watch(
    rows,
    (now) => {
      const [first] = now
      if (index.value < 0) chosen.value = first === undefined ? null : keyOf(first)
    },
    { immediate: true },
  )
  const row = computed(() => rows()[index.value] ?? null)
  const move = (by: number): void => {
    const next = rows()[Math.min(Math.max(index.value + by, 0), rows().length - 1)]
    if (next !== undefined) chosen.value = keyOf(next)
  }
  useEventListener(
    window,
    'keydown',
    (event) => {
      const target = event.target instanceof HTMLElement ? event.target : null
      if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(`${FIELD}, ${ROVES}`)) return
      const step = STEPS[event.key]
      if (step !== undefined) move(step)
      else if (event.key === 'Enter' && row.value !== null && !target?.closest(PRESSED)) open(row.value)
      else return
      event.preventDefault()
    },
    { capture: true },
  )
  return { chosen, row }
}
