import type { Box, Column, Composition } from './composition.ts'
import { GUTTER, LEGEND_U, measure, SAFE } from './measure.ts'
import { columnsIn, spread } from './stack.ts'

/** compositions.md, 5760×1080. */
const SCREENS = 3
const VERDICT_TALL = 39
const FIGURE = 15
const LIST = 36
const BESIDE = 30
const COLUMNS = 4

/** How many panels stand under the verdicts, left and right over the scene; the rest has the third screen. */
const share = (n: number): readonly [number, number, number] => [
  Math.max(1, Math.min(n - 6, COLUMNS)),
  n > 2 ? 1 : 0,
  n >= 8 ? 2 : n > 3 ? 1 : 0,
]

/** Three screens beside each other: verdicts, scene, and what explains them; nothing crosses from one to the next. */
export const three: Composition = (asked) => {
  const { wall, panels, drawn } = asked
  const { width, top, work, lines, column, drawer } = measure(asked)
  const screen = width / SCREENS
  const inside = (i: number): Box => ({ x: screen * i + SAFE, y: top, w: screen - SAFE * 2, h: work })
  const [first, second, third] = [inside(0), inside(1), inside(2)]
  const all = [...panels.left, ...panels.right, ...panels.more]
  const [below, list, beside] = share(all.length)
  const list0 = all.slice(0, list)
  const under = all.slice(list, list + below)
  const right = all.slice(list + below, list + below + beside)
  const rest = all.slice(list + below + beside)

  const verdictTall = asked.cells > 0 ? Math.min(VERDICT_TALL, work / 2) : 0
  const underY = verdictTall > 0 ? verdictTall + GUTTER : 0
  const underBox = { ...first, y: top + underY, h: work - underY }
  const sideWidth = Math.max(BESIDE, column)
  const leftBox = { ...second, w: Math.max(LIST, column), h: work - LEGEND_U - GUTTER }
  const rightBox = { ...second, x: second.x + second.w - sideWidth, w: sideWidth }
  const thirds = columnsIn(
    third,
    Math.min(COLUMNS, Math.max(Math.ceil(rest.length / 2), 1) + (asked.card ? 1 : 0)),
  )
  const onThird: Column[] = spread(rest, asked.card ? thirds.slice(1) : thirds, lines)
  const rightUsed = right.length > 0 ? sideWidth + GUTTER : 0
  const centre = {
    ...second,
    x: second.x + leftBox.w + GUTTER,
    w: second.w - leftBox.w - GUTTER - rightUsed,
  }
  const covers = (box: Box): boolean => drawn && box.x + box.w > width - drawer
  return {
    id: 'three',
    columns: [
      ...spread(under, columnsIn(underBox, Math.max(under.length, 1)), lines),
      ...spread(list0, [leftBox], lines),
      ...spread(right, [rightBox], lines),
      ...onThird,
    ].filter(({ box }) => !covers(box)),
    card: asked.card && thirds[0] && !covers(thirds[0]) ? thirds[0] : null,
    verdicts: {
      at: { ...first, h: verdictTall },
      cells: {
        perRow: Math.max(asked.cells, 1),
        figurePx: FIGURE * wall.uPx,
        cellPx: verdictTall * wall.uPx,
        lines: 1,
        heightPx: verdictTall * wall.uPx,
      },
      shown: asked.cells,
    },
    centre,
    legend: { ...leftBox, y: top + work - LEGEND_U, h: LEGEND_U },
    free: { ...centre, h: work - GUTTER * 3 },
    seams: [screen, screen * 2],
    scrolls: false,
    folds: false,
    matters: 5,
  }
}
