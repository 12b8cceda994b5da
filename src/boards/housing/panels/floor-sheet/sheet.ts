import { sortedCopy } from '#shared/kernel/language/lists.ts'

type Point = readonly [number, number]

/** A sheet's measures, CSS pixels. */
interface Paper {
  readonly width: number
  readonly height: number
  /** Over each plan. */
  readonly head: number
  readonly gap: number
  /** Below this width or height of its plan a floor says nothing. */
  readonly least: Point
}

/** Width by height of what a floor covers, its longer side across, as plans are drawn. */
export const aspectOf = (outline: readonly Point[]): number => {
  const span = (i: 0 | 1): number => {
    const all = outline.map((point) => point[i])
    return Math.max(...all) - Math.min(...all)
  }
  if (outline.length < 2) return 1
  const [a, b] = [span(0), span(1)]
  return Math.max(a, b) / Math.max(Math.min(a, b), 1)
}

/** In how many columns so many plans of this aspect are largest. */
const columnsOf = (n: number, aspect: number, { width, height, head, gap }: Paper) => {
  const sizes = Array.from({ length: n }, (_, i) => {
    const [columns, rows] = [i + 1, Math.ceil(n / (i + 1))]
    const w = (width - gap * (columns - 1)) / columns
    const h = (height - gap * (rows - 1)) / rows - head
    return { columns, rows, w, h, drawn: Math.min(w, h * aspect) }
  })
  return sizes.reduce((best, one) => (one.drawn > best.drawn ? one : best))
}

interface Sheet<T> {
  readonly columns: number
  readonly rows: number
  /** From the lowest, which stands at the left of the foot; rows and columns from 1. */
  readonly floors: readonly { readonly one: T; readonly row: number; readonly column: number }[]
}

/** As many floors as say something, those with the most cases before others, in their order from the lowest at the foot. */
export const sheetOf = <
  T extends { readonly level: number; readonly cases: number; readonly aspect: number },
>(
  floors: readonly T[],
  paper: Paper,
): Sheet<T> => {
  const worst = sortedCopy(floors, (a, b) => b.cases - a.cases || a.level - b.level)
  const aspect = Math.max(1, ...floors.map((one) => one.aspect))
  for (let n = worst.length; n > 0; n--) {
    const { columns, rows, w, h } = columnsOf(n, aspect, paper)
    if (n > 1 && (w < paper.least[0] || h < paper.least[1])) continue
    const up = sortedCopy(worst.slice(0, n), (a, b) => a.level - b.level)
    const placed = up.map((one, i) => ({
      one,
      row: rows - Math.floor(i / columns),
      column: (i % columns) + 1,
    }))
    return { columns, rows, floors: placed }
  }
  return { columns: 1, rows: 1, floors: [] }
}
