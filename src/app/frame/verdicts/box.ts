import type { WallFrame } from '../../../theme/wall.ts'

/** How large the verdicts stand on this wall, CSS pixels. */
export interface VerdictBox {
  /** Cells beside each other; more of them go into a second row. */
  readonly perRow: number
  readonly figurePx: number
  readonly cellPx: number
  /** Lines of the question and of the foot: two where either may not fit in one. */
  readonly lines: number
  /** Where the twelve months stand: beside the figure or beneath it; nowhere where it is left out. */
  readonly year?: 'beside' | 'beneath' | null
  /** Of all rows together. */
  readonly heightPx: number
}

const MOST = 4
/** Characters across below which four cells do not fit beside each other. */
const EM_FOR_ONE_ROW = 58
/** The figure in u: of a region on a wall of one column a side and of more, and of what lies within a county. */
const FIGURE_U = { wall: 9, wide: 11, within: 5, compact: 7.4 } as const
const LEAST_EM = 2.2
const LINE = 1.35
/** Beside the figure: the change, or that last month was not kept and since when months are, the line, and what moved since the last look. A small screen lends it the second lines of head and foot. */
const LINES_BESIDE = { whole: 4, compact: 3 } as const
const PADDING_U = 1.6
const GAP_U = 0.9

const headPx = ({ titlePx, textPx }: WallFrame, lines: number): number =>
  Math.max(titlePx * 0.9, textPx) * LINE * lines

/** The figure of a cell in which its twelve months stand: as large as is wanted, or what question, one row of words and foot leave of the cell. */
export const yearFigurePx = (wall: WallFrame, cellPx: number, wantedPx: number): number => {
  const { uPx, textPx } = wall
  const leftPx = cellPx - uPx * PADDING_U - headPx(wall, 1) - textPx * LINE * 2.1
  return Math.max(textPx * LEAST_EM, Math.min(wantedPx, leftPx))
}

/** `isLarge`: of the province or a city; smaller places have smaller verdicts. No cells take no room. */
export const verdictBox = (wall: WallFrame, isLarge: boolean, cells: number): VerdictBox => {
  const { uPx, textPx, compact, columnsPerSide, emAcross } = wall
  const size = compact ? 'compact' : !isLarge ? 'within' : columnsPerSide > 1 ? 'wide' : 'wall'
  const figurePx = Math.max(uPx * FIGURE_U[size], textPx * LEAST_EM)
  const perRow = Math.min(cells, compact && emAcross < EM_FOR_ONE_ROW ? 2 : MOST)
  const lines = compact ? 2 : 1
  const cellPx =
    uPx * PADDING_U +
    headPx(wall, lines) +
    Math.max(figurePx, textPx * LINE * LINES_BESIDE[compact ? 'compact' : 'whole']) +
    textPx * LINE * (lines + 0.1)
  const rows = Math.ceil(cells / Math.max(perRow, 1))
  const heightPx = rows === 0 ? 0 : rows * cellPx + (rows - 1) * uPx * GAP_U
  return { perRow, figurePx, cellPx, lines, heightPx }
}
