import { computed } from 'vue'
import { dayOf, startOfDay, type DayString } from '#shared/kernel/units.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { useReplayStore, useUiStore } from '../../../state/stores/index.ts'

const MONTHS = 12

/** The month of now, or of the instant that is replayed, and the twelve before it, oldest first: new lists only with the month. */
export const useMonthNames = () => {
  const [ui, replay] = [useUiStore(), useReplayStore()]
  const at = (): number => replay.moment ?? ui.minute
  const month = computed(() => dayOf(at()).slice(0, 7))
  const names = computed(() =>
    wholeMonthsBefore(startOfDay(`${month.value}-01` as DayString), MONTHS).reverse(),
  )
  return { at, month, names }
}
