import { nextTick, onBeforeUnmount, watch, type Ref } from 'vue'
import { useUiStore } from '../../../../state/stores/index.ts'
import { useStandsElsewhere } from '../../../../widgets/part/standing.ts'

/**
 * Rings the compound of the chosen row on the map: says where its line begins, at the drawer's edge beside the row.
 * `row` is the chosen row, another object whenever the list was read anew, `compound` where it stands; without one, or
 * with the row scrolled out of view, there is no ring. The edge is where it comes to rest: the drawer may still slide in.
 */
export const useLinkFromRow = (
  box: Readonly<Ref<HTMLElement | null>>,
  row: () => object,
  compound: () => string | null,
): void => {
  const ui = useUiStore()
  const read = async (): Promise<void> => {
    await nextTick()
    const of = compound()
    const drawer = box.value?.closest<HTMLElement>('[data-alert-drawer]')
    const chosen = drawer?.querySelector('[role=row][aria-selected=true]')
    const list = chosen?.closest('[role=rowgroup]')
    const [at, within] = [chosen, list].map((one) => one?.getBoundingClientRect())
    if (of === null || !drawer || !at || !within) return void (ui.linkFrom = null)
    const y = (at.top + at.bottom) / 2
    ui.linkFrom = y < within.top || y > within.bottom ? null : { of, x: drawer.offsetLeft, y }
  }
  watch([row, compound], read, { immediate: true, flush: 'post' })
  useStandsElsewhere(box, read)
  onBeforeUnmount(() => (ui.linkFrom = null))
}
