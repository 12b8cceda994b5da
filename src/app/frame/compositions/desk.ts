import type { Composition } from './composition.ts'
import { GUTTER, LEGEND_EM, measure, SAFE, verdictsAcross } from './measure.ts'
import { spread } from './stack.ts'

const CARD = 1.25

/** 16:9: the scene between one column a side, the verdicts across its top. */
export const desk: Composition = (asked) => {
  const { panels, drawn } = asked
  const { width, top, work, text, lines, column, drawer } = measure(asked)
  const at = (x: number, w: number) => ({ x, y: top, w, h: work })
  const left = spread(panels.left, [at(SAFE, column)], lines)
  const cardWidth = column * CARD
  const right = asked.card ? [] : spread(panels.right, [at(width - SAFE - column, column)], lines)
  const from = SAFE + (left.length > 0 ? column + GUTTER : 0)
  const beside = asked.card ? cardWidth + GUTTER : right.length > 0 ? column + GUTTER : 0
  const until = width - (drawn ? Math.max(drawer + GUTTER, SAFE + beside) : SAFE + beside)
  const centre = at(from, until - from)
  const { shown, cells, tall, above } = verdictsAcross(asked)
  return {
    id: 'desk',
    columns: drawn ? left : [...left, ...right],
    card: asked.card && !drawn ? at(width - SAFE - cardWidth, cardWidth) : null,
    verdicts: { at: { ...centre, h: tall }, cells, shown },
    centre,
    legend: null,
    free: { ...centre, y: top + above, h: work - above - LEGEND_EM * text - GUTTER * 2 },
    seams: [],
    scrolls: false,
    folds: false,
    matters: drawn ? 1 : 3,
  }
}
