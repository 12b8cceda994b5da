import { computed, shallowRef } from 'vue'
import { depthOf, type PlaceKind } from '#shared/region/place.ts'
import { useUiStore, useViewStore } from '../../state/stores/index.ts'
import { FRAME } from '../../theme/wall.ts'
import { layColumns } from '../frame/panels/columns.ts'
import { verdictBox } from '../frame/verdicts/box.ts'
import { useWallFrame } from './wall.ts'

/** What stands where around the picture on this wall: the panels' columns, the card, the part that they leave free. */
export const useFrameLayout = (
  panels: () => Parameters<typeof layColumns>[0],
  kind: () => PlaceKind | null,
) => {
  const [view, ui, wall] = [useViewStore(), useUiStore(), useWallFrame()]
  const sides = computed(() => layColumns(panels(), Math.max(wall.value.columnsPerSide, 1)))
  const showsCard = computed(() => {
    const opened = kind()
    return (
      wall.value.columnsPerSide >= 2 ||
      view.selection !== null ||
      (opened !== null && depthOf(opened) >= depthOf('compound'))
    )
  })
  /** Beside the card a narrow wall has no room for the right column. */
  const rightColumns = computed(() =>
    showsCard.value && wall.value.columnsPerSide < 2 ? [] : sides.value.right,
  )
  const visible = computed(() => !wall.value.compact || ui.sidesOpen)
  /** Until the strip says how many it has, it has all that fit: the picture moves for none. Beside a drawer one is the answer. */
  const asked = shallowRef(4)
  const answered = computed(() => (view.alert === null ? asked.value : Math.min(asked.value, 1)))
  const box = computed(() => {
    const opened = kind()
    return verdictBox(wall.value, opened === null || depthOf(opened) < depthOf('county'), answered.value)
  })
  /** Top, right, bottom, left of what is covered, CSS pixels. */
  const padding = computed<readonly [number, number, number, number]>(() => {
    const { columnPx, columnsPerSide, topBarPx, stripPx, axisPx, uPx, textPx, drawerPx } = wall.value
    const side = columnsPerSide * (columnPx + uPx) + uPx * 2
    const card = showsCard.value && columnsPerSide > 0 ? columnPx * (columnsPerSide > 1 ? 1.25 : 0.25) : 0
    const right = view.alert === null ? side + card : Math.max(drawerPx + uPx * 2, side + card)
    const top = box.value.heightPx > 0 ? box.value.heightPx + uPx : 0
    const sheet = view.alert !== null && drawerPx === 0 ? innerHeight * FRAME.sheetShare : 0
    const below = Math.max(stripPx + axisPx + uPx * 4 + textPx * 6, sheet)
    return [topBarPx + uPx * 3 + top, right, below, side]
  })
  const narrow = computed(() => wall.value.emAcross < FRAME.topBarEm[ui.lang])
  const tickerPages = computed(() => {
    const { compact, columnsPerSide } = wall.value
    if (compact) return 1
    return columnsPerSide >= 2 ? (view.alert === null ? 5 : 3) : view.alert === null ? 3 : 1
  })
  return { wall, box, asked, answered, sides, showsCard, rightColumns, visible, padding, narrow, tickerPages }
}
