import type { Asked, Box, Composition } from './composition.ts'
import { fieldsOf, mattersField, take, verdictCells, whole, type Fields, type Right } from './fields.ts'
import { GUTTER, LEGEND_U, measure, SAFE } from './measure.ts'
import { columnsIn, spread } from './stack.ts'

/** compositions.md, 5760×1080. */
const SCREENS = 3
const VERDICT_TALL = 39
const FIGURE = 15
const LIST = 36
const BESIDE = 26
const COLUMNS = 4
/** Of the third screen: what is live. */
const LIVE_SHARE = 0.5606

/** How many panels stand under the verdicts and over the scene's edges, where none is made for those fields. */
const share = (n: number): { readonly under: number; readonly list: number; readonly beside: number } => ({
  under: Math.max(1, Math.min(n - 6, COLUMNS)),
  list: n > 2 ? 1 : 0,
  beside: n >= 8 ? 2 : n > 3 ? 1 : 0,
})
const BESIDE_MOST = 3

/** What is live and what is due; where nothing is live, columns across the screen. */
const onThird = (asked: Asked, found: Fields, third: Box): Right => {
  const { lines } = measure(asked)
  const { made, rest } = found
  if (made.live) {
    const live = { ...third, w: third.w * LIVE_SHARE }
    const x = live.x + live.w + GUTTER
    const box = { ...third, x, w: third.x + third.w - x }
    const { columns, card } = mattersField(box, found, asked.card, lines)
    return { columns: [whole(made.live, live), ...columns], card }
  }
  const outer = [...(made.matters ? [made.matters] : []), ...rest]
  const cards = asked.card ? 1 : 0
  const thirds = columnsIn(third, Math.min(COLUMNS, Math.max(Math.ceil(outer.length / 2), 1) + cards))
  return { columns: spread(outer, thirds.slice(cards), lines), card: cards > 0 ? (thirds[0] ?? null) : null }
}

/** Three screens beside each other: verdicts over the matrix, the scene, and what is live and due; nothing crosses from one to the next. */
export const three: Composition = (asked) => {
  const { wall, panels, drawn } = asked
  const { width, top, work, lines, column, drawer } = measure(asked)
  const screen = width / SCREENS
  const inside = (i: number): Box => ({ x: screen * i + SAFE, y: top, w: screen - SAFE * 2, h: work })
  const [first, second, third] = [inside(0), inside(1), inside(2)]
  const found = fieldsOf(panels, true)
  const { made, rest } = found
  const counts = share(rest.length + (made.matters ? 1 : 0))
  const overLeft = [made.list, made.year].filter((one) => one !== undefined)
  const onLeft = overLeft.length > 0 ? overLeft : take(rest, counts.list)
  const onRight = take(rest, made.live ? BESIDE_MOST : counts.beside)
  const under = made.matrix ? [made.matrix] : take(rest, counts.under)

  const verdictTall = asked.cells > 0 ? Math.min(VERDICT_TALL, work / 2) : 0
  const underY = verdictTall > 0 ? verdictTall + GUTTER : 0
  const underBox = { ...first, y: top + underY, h: work - underY }
  const sideWidth = Math.max(BESIDE, column)
  const leftBox = { ...second, w: Math.max(LIST, column), h: work - LEGEND_U - GUTTER }
  const rightBox = { ...second, x: second.x + second.w - sideWidth, w: sideWidth }
  const right = onThird(asked, found, third)
  const rightUsed = onRight.length > 0 ? sideWidth + GUTTER : 0
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
      ...spread(onLeft, [leftBox], lines),
      ...spread(onRight, [rightBox], lines),
      ...right.columns,
    ].filter(({ box }) => !covers(box)),
    card: right.card && !covers(right.card) ? right.card : null,
    verdicts: {
      at: { ...first, h: verdictTall },
      cells: verdictCells(wall, 'beneath', {
        perRow: Math.max(asked.cells, 1),
        figure: FIGURE,
        cell: verdictTall,
        height: verdictTall,
      }),
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
