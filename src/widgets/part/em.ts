import { useResizeObserver } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'

/** Of a page that says none. */
const USUAL_PX = 16

/** The size of the text in an element, CSS pixels; read anew when the element has another size, as it has on another wall. */
export const useEm = (element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> => {
  const em = shallowRef(USUAL_PX)
  const read = (): void => {
    if (element.value) em.value = Number.parseFloat(getComputedStyle(element.value).fontSize) || USUAL_PX
  }
  watch(element, read, { immediate: true, flush: 'post' })
  useResizeObserver(element, read)
  return em
}
