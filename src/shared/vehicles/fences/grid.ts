import type { Steps } from '../../kernel/language/steps.ts'
import type { PackedFences } from './pack.ts'

/** Fences by cells of a level grid: which hold a whole cell, and which have their border in it. */
export interface FenceGrid {
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  /** Cells a degree. */
  readonly perLon: number
  readonly perLat: number
  /** Cell c is wholly inside `inside[insideAt[c] … insideAt[c + 1]]`, rising. */
  readonly insideAt: Int32Array
  readonly inside: Int32Array
  /** Fences that must be asked in cell c: `border[borderAt[c] … borderAt[c + 1]]`, rising. */
  readonly borderAt: Int32Array
  readonly border: Int32Array
}

const LEAST_CELLS = 1 << 16
const MOST_CELLS = 1 << 20
const CELLS_PER_FENCE = 128
/** Fences that lie over each other stand in each cell of their ground: many of them get a coarser grid. */
const MOST_PAIRS = 1 << 22
/** An edge marks cells a little beyond itself: rounding never leaves a cell that it enters unmarked. */
const SLACK = 1e-6
const PIECE = 1 << 16

/** Pairs of cell and fence in the order in which they came; fences rise. In pieces: growing copies nothing. */
class Pairs {
  length = 0
  private readonly pieces: Int32Array[] = []

  push(cell: number, fence: number): void {
    const at = (this.length++ % PIECE) * 2
    if (at === 0) this.pieces.push(new Int32Array(PIECE * 2))
    const piece = this.pieces[this.pieces.length - 1] as Int32Array
    piece[at] = cell
    piece[at + 1] = fence
  }

  *byCell(cells: number): Steps<{ at: Int32Array; list: Int32Array }> {
    const at = new Int32Array(cells + 1)
    for (const [p, piece] of this.pieces.entries()) {
      const end = this.endOf(p)
      for (let i = 0; i < end; i += 2) at[(piece[i] as number) + 1]!++
      yield
    }
    for (let i = 1; i <= cells; i++) at[i] = (at[i] as number) + (at[i - 1] as number)
    yield
    const next = at.slice(0, cells)
    const list = new Int32Array(this.length)
    for (const [p, piece] of this.pieces.entries()) {
      const end = this.endOf(p)
      for (let i = 0; i < end; i += 2) list[next[piece[i] as number]!++] = piece[i + 1] as number
      yield
    }
    return { at, list }
  }

  private endOf(piece: number): number {
    return Math.min(PIECE, this.length - piece * PIECE) * 2
  }
}

const extent = ({ bounds, count }: PackedFences): readonly [number, number, number, number] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < count * 4; i += 4) {
    west = Math.min(west, bounds[i] as number)
    south = Math.min(south, bounds[i + 1] as number)
    east = Math.max(east, bounds[i + 2] as number)
    north = Math.max(north, bounds[i + 3] as number)
  }
  return count === 0
    ? [0, 0, 1, 1]
    : [west, south, Math.max(east, west + 1e-6), Math.max(north, south + 1e-6)]
}

interface Frame {
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  readonly perLon: number
  readonly perLat: number
}

/** How many fences' bounds lie over a point of the ground, on average. */
const depthOf = ({ bounds, count }: PackedFences, ground: number): number => {
  let covered = 0
  for (let i = 0; i < count * 4; i += 4)
    covered +=
      ((bounds[i + 2] as number) - (bounds[i] as number)) *
      ((bounds[i + 3] as number) - (bounds[i + 1] as number))
  return covered / ground
}

const frameOf = (fences: PackedFences): Frame => {
  const [west, south, east, north] = extent(fences)
  const wanted = Math.max(LEAST_CELLS, Math.min(MOST_CELLS, fences.count * CELLS_PER_FENCE))
  const cells = Math.min(wanted, MOST_PAIRS / Math.max(1, depthOf(fences, (east - west) * (north - south))))
  const columns = Math.max(
    1,
    Math.min(4096, Math.round(Math.sqrt((cells * (east - west)) / (north - south)))),
  )
  const rows = Math.max(1, Math.min(4096, Math.round(cells / columns)))
  return { west, south, columns, rows, perLon: columns / (east - west), perLat: rows / (north - south) }
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.floor(value)))

/** Marks every cell that an edge enters, row by row. */
const markEdge = (
  f: Frame,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  mark: (cell: number) => void,
): void => {
  const [x0, y0, x1, y1] =
    ay <= by
      ? [
          (ax - f.west) * f.perLon,
          (ay - f.south) * f.perLat,
          (bx - f.west) * f.perLon,
          (by - f.south) * f.perLat,
        ]
      : [
          (bx - f.west) * f.perLon,
          (by - f.south) * f.perLat,
          (ax - f.west) * f.perLon,
          (ay - f.south) * f.perLat,
        ]
  const slope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0
  for (let row = clamp(y0 - SLACK, f.rows - 1); row <= clamp(y1 + SLACK, f.rows - 1); row++) {
    const low = y1 > y0 ? x0 + slope * (Math.max(y0, Math.min(y1, row - SLACK)) - y0) : x0
    const high = y1 > y0 ? x0 + slope * (Math.max(y0, Math.min(y1, row + 1 + SLACK)) - y0) : x1
    const last = clamp(Math.max(low, high) + SLACK, f.columns - 1)
    for (let column = clamp(Math.min(low, high) - SLACK, f.columns - 1); column <= last; column++)
      mark(row * f.columns + column)
  }
}

/** A polygon's cells along its edges; a round shape is asked in every cell of its bounds. */
const borderCells = (f: Frame, fences: PackedFences, fence: number, mark: (cell: number) => void): void => {
  const shape = fences.shapes[fence]
  if (shape?.type === 'polygon')
    return fences.edges(fence, (ax, ay, bx, by) => markEdge(f, ax, ay, bx, by, mark))
  const b = fence * 4
  const [west, south, east, north] = [
    fences.bounds[b],
    fences.bounds[b + 1],
    fences.bounds[b + 2],
    fences.bounds[b + 3],
  ] as [number, number, number, number]
  for (
    let row = clamp((south - f.south) * f.perLat, f.rows - 1);
    row <= clamp((north - f.south) * f.perLat, f.rows - 1);
    row++
  ) {
    for (
      let column = clamp((west - f.west) * f.perLon, f.columns - 1);
      column <= clamp((east - f.west) * f.perLon, f.columns - 1);
      column++
    )
      mark(row * f.columns + column)
  }
}

export function* makeGrid(fences: PackedFences): Steps<FenceGrid> {
  const frame = frameOf(fences)
  const cells = frame.columns * frame.rows
  const stamps = new Int32Array(cells)
  const [inside, border] = [new Pairs(), new Pairs()]
  for (let fence = 0; fence < fences.count; fence++) {
    borderCells(frame, fences, fence, (cell) => {
      if (stamps[cell] === fence + 1) return
      stamps[cell] = fence + 1
      border.push(cell, fence)
    })
    if (fences.shapes[fence]?.type === 'polygon') fill(frame, fences, fence, stamps, inside)
    yield
  }
  const [whole, partly] = [yield* inside.byCell(cells), yield* border.byCell(cells)]
  return { ...frame, insideAt: whole.at, inside: whole.list, borderAt: partly.at, border: partly.list }
}

/** Cells off the border are in or out as a whole: one test for each run of them in a row. */
const fill = (f: Frame, fences: PackedFences, fence: number, stamps: Int32Array, into: Pairs): void => {
  const b = fence * 4
  const [from, to] = [
    clamp(((fences.bounds[b] as number) - f.west) * f.perLon, f.columns - 1),
    clamp(((fences.bounds[b + 2] as number) - f.west) * f.perLon, f.columns - 1),
  ]
  const last = clamp(((fences.bounds[b + 3] as number) - f.south) * f.perLat, f.rows - 1)
  for (
    let row = clamp(((fences.bounds[b + 1] as number) - f.south) * f.perLat, f.rows - 1);
    row <= last;
    row++
  ) {
    let state: boolean | null = null
    for (let column = from; column <= to; column++) {
      const cell = row * f.columns + column
      if (stamps[cell] === fence + 1) {
        state = null
        continue
      }
      state ??= fences.holds(fence, f.west + (column + 0.5) / f.perLon, f.south + (row + 0.5) / f.perLat)
      if (state) into.push(cell, fence)
    }
  }
}
