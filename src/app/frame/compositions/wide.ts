import type { Box, Composition } from './composition.ts'
import { GUTTER, LEGEND_U, measure, SAFE } from './measure.ts'
import { columnsIn, spread } from './stack.ts'

/** compositions.md, 32:9: the verdict wall, what stands over the scene's edges, the fields at the right. */
const VERDICTS = 40
const FIGURE = 11
const INNER = { left: 38.5, right: 43.5, from: 340 } as const
/** Panels over the edges of the scene. */
const INNER_PANELS = 4
const FIELD_SHARE = 0.3673
/** A column of the field is no narrower and, where few panels stand in it, no wider. */
const COLUMN = { least: 32, most: 45 } as const
/** Between the cells of the verdict wall. */
const BETWEEN = 0.9

/** 32:9: verdict wall, scene with its list and legend over its left edge, panels in columns. */
export const wide: Composition = (asked) => {
  const { wall, panels, drawn } = asked
  const { width, top, work, lines, column, drawer } = measure(asked)
  const at = (x: number, w: number): Box => ({ x, y: top, w, h: work })
  const all = [...panels.left, ...panels.right, ...panels.more]
  const from = SAFE + (asked.cells > 0 ? VERDICTS + GUTTER * 2 : 0)
  const hasInner = width >= INNER.from && all.length > INNER_PANELS
  const inner = hasInner ? all.slice(0, INNER_PANELS) : []
  const outer = all.slice(inner.length)
  const field = width * FIELD_SHARE
  const most = Math.floor((field + GUTTER) / (Math.max(COLUMN.least, column) + GUTTER))
  const cards = asked.card ? 1 : 0
  const n = Math.max(1, Math.min(Math.ceil(outer.length / 2) + cards, most))
  const w = Math.min((field - GUTTER * (n - 1)) / n, COLUMN.most)
  const taken = w * n + GUTTER * (n - 1)
  const start = width - SAFE - taken
  const boxes = columnsIn(at(start, taken), n)
  const scene = at(from, start - GUTTER - from)
  const innerRight = at(scene.x + scene.w - INNER.right, INNER.right)
  const innerLeft = { ...at(scene.x, INNER.left), h: work - LEGEND_U - GUTTER }
  const centre = at(
    scene.x + INNER.left + GUTTER,
    scene.w - INNER.left - GUTTER - (hasInner ? INNER.right + GUTTER : 0),
  )
  const covers = (box: Box): boolean => drawn && box.x + box.w > width - drawer
  const tall = work
  const cellU = (tall - BETWEEN * (asked.cells - 1)) / Math.max(asked.cells, 1)
  const placed = [
    ...spread(inner, hasInner ? [innerLeft, innerRight] : [], lines),
    ...spread(outer, boxes.slice(cards), lines),
  ]
  return {
    id: 'wide',
    columns: placed.filter(({ box }) => !covers(box)),
    card: asked.card && boxes[0] && !covers(boxes[0]) ? boxes[0] : null,
    verdicts: {
      at: at(SAFE, VERDICTS),
      cells: {
        perRow: 1,
        figurePx: FIGURE * wall.uPx,
        cellPx: cellU * wall.uPx,
        lines: 1,
        heightPx: tall * wall.uPx,
      },
      shown: asked.cells,
    },
    centre,
    legend: { x: scene.x, y: top + work - LEGEND_U, w: INNER.left, h: LEGEND_U },
    free: { ...centre, h: work - GUTTER * 3 },
    seams: [],
    scrolls: false,
    folds: false,
    matters: drawn ? 3 : 5,
  }
}
