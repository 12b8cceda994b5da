import { verdictBox } from '../verdicts/box.ts'
import type { Composition } from './composition.ts'
import { columnsIn, GUTTER, measure, SAFE, spread } from './stack.ts'

const LEGEND_EM = 6

/** A phone, a small window: the scene under its verdicts; the panels lie over it when they are called. */
export const phone: Composition = (asked) => {
  const { wall, panels, isLarge } = asked
  const { width, top, work, text, lines } = measure(asked)
  const centre = { x: SAFE, y: top, w: width - SAFE * 2, h: work }
  const shown = asked.drawn ? Math.min(asked.cells, 1) : asked.cells
  const cells = verdictBox(wall, isLarge, shown)
  const tall = cells.heightPx / wall.uPx
  const [left, right] = columnsIn(centre, 2)
  const above = tall > 0 ? tall + GUTTER : 0
  return {
    id: 'phone',
    columns: [
      ...(left ? spread(panels.left, [left], lines) : []),
      ...(right && !asked.card ? spread(panels.right, [right], lines) : []),
    ],
    card: asked.card ? (right ?? null) : null,
    verdicts: { at: { ...centre, h: tall }, cells, shown },
    centre,
    legend: null,
    free: { ...centre, y: top + above, h: Math.max(work - above - LEGEND_EM * text, 1) },
    seams: [],
    scrolls: false,
    folds: true,
    matters: 1,
  }
}
