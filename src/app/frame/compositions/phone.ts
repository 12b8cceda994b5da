import type { Composition } from './composition.ts'
import { LEGEND_EM, measure, SAFE, verdictsAcross } from './measure.ts'
import { columnsIn, spread } from './stack.ts'

/** A phone, a small window: the scene under its verdicts; the panels lie over it when they are called. */
export const phone: Composition = (asked) => {
  const { panels } = asked
  const { width, top, work, text, lines } = measure(asked)
  const centre = { x: SAFE, y: top, w: width - SAFE * 2, h: work }
  const { shown, cells, tall, above } = verdictsAcross(asked)
  const [left, right] = columnsIn(centre, 2)
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
