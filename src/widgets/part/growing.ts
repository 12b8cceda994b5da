import { computed, ref, type ComputedRef } from 'vue'

/** So many rows are made at first, and again each time that the end of those that there are comes near. */
const STEP_ROWS = 16

/** The first rows of a long list, and `more` once the list that shows them says that its end is near. */
export const useGrowing = <T>(
  rows: () => readonly T[],
): { readonly some: ComputedRef<readonly T[]>; readonly more: () => void } => {
  const most = ref(STEP_ROWS)
  return {
    some: computed(() => rows().slice(0, most.value)),
    more: () => {
      if (most.value < rows().length) most.value += STEP_ROWS
    },
  }
}
