import type { Asked, Box, Composition } from './composition.ts'
import { fieldsOf, mattersField, take, verdictCells, whole, type Fields, type Right } from './fields.ts'
import { GUTTER, LEGEND_U, measure, SAFE } from './measure.ts'
import { columnsIn, spread } from './stack.ts'

/** compositions.md, 32:9: the verdict wall, what stands over the scene's edges, the fields at the right. */
const VERDICTS = 40
const FIGURE = 11
const INNER = { left: 38.5, right: 43.5, from: 340 } as const
/** Panels of a scene from which some stand over the scene's edges. */
const INNER_FROM = 5
const FIELD_SHARE = 0.3673
/** Of the field: what is live. */
const LIVE_SHARE = 0.517
/** A column of the field is no narrower and, where few panels stand in it, no wider. */
const COLUMN = { least: 32, most: 45 } as const
/** Between the cells of the verdict wall. */
const BETWEEN = 0.9

/** What is live and what is due at the right of the wall; where nothing is live, columns from the right. */
const fieldAtRight = (asked: Asked, found: Fields): Right & { readonly start: number } => {
  const { width, top, work, lines, column } = measure(asked)
  const { made, rest } = found
  const at = (x: number, w: number): Box => ({ x, y: top, w, h: work })
  const field = width * FIELD_SHARE
  if (made.live) {
    const live = at(width - SAFE - field, field * LIVE_SHARE)
    const box = at(live.x + live.w + GUTTER, field - live.w - GUTTER)
    const { columns, card } = mattersField(box, found, asked.card, lines)
    return { start: live.x, columns: [whole(made.live, live), ...columns], card }
  }
  const outer = [...(made.matters ? [made.matters] : []), ...rest]
  const most = Math.floor((field + GUTTER) / (Math.max(COLUMN.least, column) + GUTTER))
  const cards = asked.card ? 1 : 0
  const many = Math.max(1, Math.min(Math.ceil(outer.length / 2) + cards, most))
  const w = Math.min((field - GUTTER * (many - 1)) / many, COLUMN.most)
  const taken = w * many + GUTTER * (many - 1)
  const boxes = columnsIn(at(width - SAFE - taken, taken), many)
  return {
    start: width - SAFE - taken,
    columns: spread(outer, boxes.slice(cards), lines),
    card: cards > 0 ? (boxes[0] ?? null) : null,
  }
}

/** 32:9: verdict wall, scene with list and year over its left edge and the matrix over its right, what is live, what is due. */
export const wide: Composition = (asked) => {
  const { wall, panels, drawn } = asked
  const { width, top, work, lines, drawer } = measure(asked)
  const at = (x: number, w: number): Box => ({ x, y: top, w, h: work })
  const n = panels.left.length + panels.right.length + panels.more.length
  const hasInner = width >= INNER.from && n >= INNER_FROM
  const found = fieldsOf(panels, hasInner)
  const { made, rest } = found
  const from = SAFE + (asked.cells > 0 ? VERDICTS + GUTTER * 2 : 0)

  const overLeft = [made.list, made.year].filter((one) => one !== undefined)
  const innerLeft = hasInner ? (overLeft.length > 0 ? overLeft : take(rest, 2)) : []
  const innerRight = hasInner ? (made.matrix ? [made.matrix] : take(rest, 3)) : []

  const right = fieldAtRight(asked, found)
  const scene = at(from, right.start - GUTTER - from)
  const leftBox = { ...at(scene.x, INNER.left), h: work - LEGEND_U - GUTTER }
  const rightBox = at(scene.x + scene.w - INNER.right, INNER.right)
  const centre = at(
    scene.x + INNER.left + GUTTER,
    scene.w - INNER.left - GUTTER - (innerRight.length > 0 ? INNER.right + GUTTER : 0),
  )
  const covers = (box: Box): boolean => drawn && box.x + box.w > width - drawer
  const cellU = (work - BETWEEN * (asked.cells - 1)) / Math.max(asked.cells, 1)
  return {
    id: 'wide',
    columns: [
      ...spread(innerLeft, [leftBox], lines),
      ...spread(innerRight, [rightBox], lines),
      ...right.columns,
    ].filter(({ box }) => !covers(box)),
    card: right.card && !covers(right.card) ? right.card : null,
    verdicts: {
      at: at(SAFE, VERDICTS),
      cells: verdictCells(wall, 'beside', { perRow: 1, figure: FIGURE, cell: cellU, height: work }),
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
