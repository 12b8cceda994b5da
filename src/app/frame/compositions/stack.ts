import type { Box, Column, Need, Placed } from './composition.ts'
import { GUTTER, LINE } from './measure.ts'

/** Question, one answer and the foot: what any panel needs. */
const BARE_ROWS = 6
const MOST_PER_COLUMN = 4

/** What panels are measured by, u. */
export interface Lines {
  readonly text: number
  /** What the unfolded time axis takes of a column: its panels stand closer then, and none leaves. */
  readonly lent: number
}

/** The least height of a panel of this width, u: what it asks for, and no fewer lines of text than `rows`. */
export const leastOf = (
  { leastRows = 0, aspect = 0, brief = false }: Need,
  width: number,
  text: number,
  rows = BARE_ROWS,
): number =>
  brief ? BARE_ROWS * LINE * text : Math.max(Math.max(leastRows, rows) * LINE * text, aspect * width)

const shareOf = ({ weight, brief }: Need): number => (brief ? 0 : weight)

/** Each its share by weight, and none below its least; one that says little has no share. */
const heightsOf = (panels: readonly Need[], least: readonly number[], height: number): number[] => {
  const held = new Set<number>()
  for (;;) {
    const free = height - [...held].reduce((sum, i) => sum + (least[i] ?? 0), 0)
    const weights = panels.reduce((sum, one, i) => sum + (held.has(i) ? 0 : shareOf(one)), 0)
    const share = panels.map((one, i) =>
      held.has(i) ? (least[i] ?? 0) : weights === 0 ? 0 : (free * shareOf(one)) / weights,
    )
    const low = share.findIndex((one, i) => !held.has(i) && one < (least[i] ?? 0))
    if (low < 0) return share
    held.add(low)
  }
}

/** Panels from the front, as many as stand whole in the box, one below the other; and those that do not. */
const stack = (
  panels: readonly Need[],
  box: Box,
  { text, lent }: Lines,
): { readonly placed: readonly Placed[]; readonly rest: readonly Need[] } => {
  const wide = panels.filter(({ leastWidth = 0 }) => leastWidth <= box.w)
  const least = wide.map((panel) => leastOf(panel, box.w, text))
  let n = 0
  for (let used = 0; n < Math.min(wide.length, MOST_PER_COLUMN); n++) {
    used += (least[n] ?? 0) + (n > 0 ? GUTTER : 0)
    if (n > 0 && used > box.h + lent) break
  }
  const fit = wide.slice(0, n)
  const free = box.h - GUTTER * (n - 1)
  const asked = least.slice(0, n).reduce((sum, one) => sum + one, 0)
  const closer = Math.min(1, free / asked)
  const heights = heightsOf(
    fit,
    least.slice(0, n).map((one) => one * closer),
    free,
  )
  let y = box.y
  const placed = fit.map(({ id }, i) => {
    const h = n === 1 ? box.h : (heights[i] ?? 0)
    const at = { id, box: { ...box, y, h } }
    y += h + GUTTER
    return at
  })
  return { placed, rest: panels.filter((panel) => !fit.includes(panel)) }
}

/** Panels in their order over columns, as evenly as they stand whole; a column without one is none. */
export const spread = (panels: readonly Need[], boxes: readonly Box[], lines: Lines): Column[] => {
  let rest = panels
  return boxes
    .map((box, i) => {
      const share = Math.ceil(rest.length / (boxes.length - i))
      const { placed, rest: over } = stack(rest.slice(0, share), box, lines)
      rest = [...over, ...rest.slice(share)]
      return { box, panels: placed }
    })
    .filter((column) => column.panels.length > 0)
}

/** A box in so many columns. */
export const columnsIn = (box: Box, n: number): Box[] => {
  const w = (box.w - GUTTER * (n - 1)) / n
  return Array.from({ length: n }, (_, i) => ({ ...box, x: box.x + i * (w + GUTTER), w }))
}
