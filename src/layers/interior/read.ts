import { computed } from 'vue'
import { useChosenRoom } from '../../state/stores/index.ts'
import { remediesOf, type ToldRemedy } from './remedies.ts'

/** What would clear the chosen room: the very remedies of its card. */
export const useRemedies = (): (() => readonly ToldRemedy[]) => {
  const card = useChosenRoom({ past: 'itself' })
  const told = computed(() => remediesOf(card.data.value))
  return () => told.value
}
