import { verdictBox } from '../verdicts/box.ts'
import type { Asked } from './composition.ts'

export const SAFE = 1.5
export const GUTTER = 1
/** Height of a line of text in units of its size. */
export const LINE = 1.5
/** Of the legend where it has a place of its own, u. */
export const LEGEND_U = 28
/** Of the legend at the foot of the scene, in units of the text: what the picture gives way to. */
export const LEGEND_EM = 6
/** Free below the time axis. */
const BELOW = 0.9

/** Measures of the wall, in u. */
export const measure = ({ wall, widthPx, heightPx, unfolded }: Asked) => {
  const { uPx, textPx, topBarPx, stripPx, axisPx, openAxisPx, columnPx, drawerPx } = wall
  const axis = unfolded ? openAxisPx : axisPx
  const [width, height, top] = [widthPx / uPx, heightPx / uPx, topBarPx / uPx + GUTTER]
  const foot = (stripPx + axis) / uPx + BELOW
  return {
    width,
    height,
    top,
    foot,
    /** Height of what lies between the bar and the strip. */
    work: height - top - foot - GUTTER,
    text: textPx / uPx,
    lines: { text: textPx / uPx, lent: (axis - axisPx) / uPx },
    column: columnPx / uPx,
    drawer: drawerPx / uPx,
  }
}

/** The verdicts in rows across the scene: how many, how large, their height and what they take of the scene, u. */
export const verdictsAcross = ({ wall, cells: asked, isLarge, drawn }: Asked) => {
  const shown = drawn ? Math.min(asked, 1) : asked
  const cells = verdictBox(wall, isLarge, shown)
  const tall = cells.heightPx / wall.uPx
  return { shown, cells, tall, above: tall > 0 ? tall + GUTTER : 0 }
}
