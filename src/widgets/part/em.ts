import { computed, type ComputedRef, type Ref } from 'vue'

/** Of a page that says none. */
const USUAL_PX = 16

/** The size of the text in an element, CSS pixels. */
export const useEm = (element: Readonly<Ref<HTMLElement | null>>): ComputedRef<number> =>
  computed(() =>
    element.value ? Number.parseFloat(getComputedStyle(element.value).fontSize) || USUAL_PX : USUAL_PX,
  )
