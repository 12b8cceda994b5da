import { useEventListener, useMutationObserver, useResizeObserver } from '@vueuse/core'
import { computed, type Ref } from 'vue'

/**
 * Calls `moved` whenever an element may stand elsewhere on the screen: something scrolled, the window, the element or what
 * holds it changed its size, or any of those was placed anew.
 */
export const useStandsElsewhere = (
  element: Readonly<Ref<HTMLElement | null>>,
  moved: () => unknown,
): void => {
  const holders = computed(() => {
    const all: HTMLElement[] = []
    for (let at = element.value; at; at = at.parentElement) all.push(at)
    return all
  })
  useEventListener(window, 'scroll', moved, { capture: true, passive: true })
  useEventListener(window, 'resize', moved, { passive: true })
  useResizeObserver(holders, () => void moved())
  useMutationObserver(holders, () => void moved(), { attributes: true, attributeFilter: ['style', 'class'] })
}
