import { nextTick, onBeforeUnmount, watch, type Ref } from 'vue'
import { useUiStore } from '../../../../state/stores/index.ts'
import { useStandsElsewhere } from '../../../../widgets/part/standing.ts'

/**
 * Says where on the screen the lit row's line to the map begins: at the row's side that faces the picture, while the row
 * shows whole. `rows` are all of them in their order, which another index makes another.
 */
export const useLinkFrom = (
  list: Readonly<Ref<HTMLElement | null>>,
  lit: () => string | null,
  rows: () => readonly unknown[],
): void => {
  const ui = useUiStore()
  const read = async (): Promise<void> => {
    await nextTick()
    const of = lit()
    const row = of === null ? null : list.value?.querySelector(`[data-of="${CSS.escape(of)}"]`)
    const [box, within] = [row?.getBoundingClientRect(), list.value?.getBoundingClientRect()]
    const shows = box && within && box.top >= within.top - 1 && box.bottom <= within.bottom + 1
    if (of === null || !shows) return void (ui.linkFrom = null)
    const isRight = box.left > innerWidth / 2
    ui.linkFrom = { of, x: isRight ? box.left : box.right, y: (box.top + box.bottom) / 2 }
  }
  watch([lit, rows], read, { flush: 'post' })
  useStandsElsewhere(list, read)
  onBeforeUnmount(() => (ui.linkFrom = null))
}
