import type { Box, Composed, Tracks } from './composition.ts'
import { SAFE } from './measure.ts'

/** Seams from which on each screen has its own part of the top bar; over fewer, name and clock keep the first and the last. */
const MANY = 3

/** What of a box lies on each screen, so far from a seam as from the edge of the wall. */
const partsOf = (box: Box, seams: readonly number[], beside: number): Box[] => {
  const end = box.x + box.w
  const edges = [Number.NEGATIVE_INFINITY, ...seams, Number.POSITIVE_INFINITY]
  return edges.slice(1).flatMap((edge, i) => {
    const x = Math.max(box.x, (edges[i] ?? 0) + beside)
    const w = Math.min(end, edge - beside) - x
    return w > 0 ? [{ ...box, x, w }] : []
  })
}
/** A box that crosses a seam keeps its larger side. */
const clearOf = (box: Box, seams: readonly number[], beside: number): Box =>
  partsOf(box, seams, beside).reduce((most, part) => (part.w > most.w ? part : most), { ...box, w: 0 })

/** So many things beside each other, each screen its share of them by its width; null where a screen would have none. */
const tracksOf = (n: number, box: Box, seams: readonly number[], beside: number): Tracks | null => {
  const parts = partsOf(box, seams, beside)
  if (parts.length < 2 || n < parts.length) return null
  const counts = parts.map(() => 1)
  const roomOf = (i: number): number => (parts[i]?.w ?? 0) / (counts[i] ?? 1)
  for (let placed = parts.length; placed < n; placed++) {
    const widest = counts.reduce((most, _, i) => (roomOf(i) > roomOf(most) ? i : most), 0)
    counts[widest] = (counts[widest] ?? 0) + 1
  }
  const gap = beside * 2
  const widths = parts.flatMap(({ w }, i) => {
    const k = counts[i] ?? 1
    return Array.from({ length: k }, () => (w - gap * (k - 1)) / k)
  })
  return { widths, gap }
}

/** Nothing but the picture itself crosses from one screen to the next. `bezel`: what their edges hide of it, `width` of the wall, u. */
export const alongSeams = (
  composed: Composed,
  {
    seams,
    bezel,
    width,
  }: { readonly seams: readonly number[]; readonly bezel: number; readonly width: number },
): Composed => {
  const beside = SAFE + bezel / 2
  const clear = (box: Box): Box => clearOf(box, seams, beside)
  const { columns, card, verdicts, legend, matters } = composed
  const row = { x: SAFE, y: 0, w: width - SAFE * 2, h: 0 }
  const tracks = tracksOf(verdicts.cells.perRow, verdicts.at, seams, beside)
  return {
    ...composed,
    seams,
    columns: columns.map(({ box, panels }) => ({
      box: clear(box),
      panels: panels.map(({ id, box: own }) => ({ id, box: clear(own) })),
    })),
    card: card && clear(card),
    verdicts: { ...verdicts, at: tracks ? verdicts.at : clear(verdicts.at), tracks },
    centre: clear(composed.centre),
    legend: legend && clear(legend),
    strip: tracksOf(matters + 1, row, seams, beside),
    bar: seams.length >= MANY ? tracksOf(seams.length + 1, row, seams, beside) : null,
  }
}
