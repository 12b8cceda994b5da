/**
 * The source rounds its borders to 1/1024°, which leaves spikes of no width and borders that touch themselves. Painting the
 * counties on a grid twice as fine and tracing the paint gives each place to exactly one county and every border to its two
 * neighbours, point by point.
 */
import type { MultiPolygon, Position } from 'geojson'

/** Cells per degree. */
const CELLS = 2048
/** A county's loose part smaller than this many cells (about 0.27 km²) goes to the neighbour that surrounds it most. */
const SMALLEST_PART = 100

export interface Grid {
  /** Cells per degree; 2048 where it is left out. */
  readonly perDegree?: number
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  /** 0 outside, else 1 + index of the county. */
  readonly cells: Uint8Array | Uint16Array
}

const ringsOf = (geometry: MultiPolygon): Position[][] => geometry.coordinates.flat()

export const paint = (counties: readonly MultiPolygon[]): Grid => {
  const points = counties.flatMap((county) => ringsOf(county).flat())
  const edge = (axis: 0 | 1, of: (a: number, b: number) => number, start: number): number =>
    points.reduce((all, point) => of(all, point[axis]!), start)
  const west = Math.floor(edge(0, Math.min, Infinity) * CELLS) - 2
  const south = Math.floor(edge(1, Math.min, Infinity) * CELLS) - 2
  const columns = Math.ceil(edge(0, Math.max, -Infinity) * CELLS) + 2 - west
  const rows = Math.ceil(edge(1, Math.max, -Infinity) * CELLS) + 2 - south
  const grid: Grid = { west, south, columns, rows, cells: new Uint8Array(columns * rows) }
  counties.forEach((county, i) => county.coordinates.forEach((polygon) => paintPolygon(grid, polygon, i + 1)))
  return grid
}

/** Even-odd along the middle of every row of cells. */
export const paintPolygon = (grid: Grid, polygon: readonly (readonly Position[])[], value: number): void => {
  const perDegree = grid.perDegree ?? CELLS
  const crossings = new Map<number, number[]>()
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i++) {
      const [p, q] = [ring[i]!, ring[(i + 1) % ring.length]!].sort((a, b) => a[1]! - b[1]!) as [
        Position,
        Position,
      ]
      const [x0, y0, x1, y1] = [
        p[0]! * perDegree - grid.west,
        p[1]! * perDegree - grid.south,
        q[0]! * perDegree - grid.west,
        q[1]! * perDegree - grid.south,
      ]
      for (let row = Math.ceil(y0 - 0.5); row + 0.5 < y1; row++) {
        const x = x0 + ((row + 0.5 - y0) / (y1 - y0)) * (x1 - x0)
        const list = crossings.get(row)
        if (list) list.push(x)
        else crossings.set(row, [x])
      }
    }
  }
  for (const [row, xs] of crossings) {
    xs.sort((a, b) => a - b)
    for (let i = 0; i + 1 < xs.length; i += 2)
      grid.cells.fill(
        value,
        row * grid.columns + Math.ceil(xs[i]! - 0.5),
        row * grid.columns + Math.ceil(xs[i + 1]! - 0.5),
      )
  }
}

/** Cells of one value beside each other in a row: their indices from `start` up to, not including, `end`. */
interface Run {
  readonly value: number
  readonly start: number
  readonly end: number
}

const nextRun = ({ cells, columns }: Grid, start: number): Run => {
  const value = cells[start]!
  const rowEnd = start - (start % columns) + columns
  let end = start + 1
  while (end < rowEnd && cells[end] === value) end++
  return { value, start, end }
}

/** The parts of one value that hang together by their sides, each as its runs; parts and runs by their first cell. */
const partsOf = (grid: Grid): Run[][] => {
  const runs: Run[] = []
  const parents: number[] = []
  const rootOf = (run: number): number => {
    let root = run
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!
    return root
  }
  let below = 0
  for (let start = 0; start < grid.cells.length; start = runs.at(-1)!.end) {
    const run = nextRun(grid, start)
    const mine = runs.push(run) - 1
    parents.push(mine)
    while (runs[below]!.end + grid.columns <= run.start) below++
    for (let other = below; runs[other]!.start + grid.columns < run.end; other++) {
      if (runs[other]!.value !== run.value) continue
      const [one, two] = [rootOf(mine), rootOf(other)]
      parents[Math.max(one, two)] = Math.min(one, two)
    }
  }
  const parts = Map.groupBy(runs.keys(), rootOf)
  return [...parts.values()].map((part) => part.map((run) => runs[run]!))
}

const cellsOf = (part: readonly Run[]): number[] =>
  part.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))

const isMended = (part: readonly Run[], smallest: number): boolean =>
  part[0]!.value === 0
    ? part[0]!.start === 0
    : part.reduce((size, run) => size + run.end - run.start, 0) >= smallest

/**
 * Gaps between counties and loose crumbs of a county go to the value that borders them most, again and again until there
 * are none: a gap may have gone to a crumb, all around it even. Returns how many cells changed.
 */
export const mend = (grid: Grid, smallest = SMALLEST_PART): number => {
  const parts = partsOf(grid).filter((part) => !isMended(part, smallest))
  let changed = 0
  for (const part of parts.map(cellsOf)) {
    const own = grid.cells[part[0]!]!
    const borders = new Map<number, number>()
    for (const cell of part) {
      for (const step of [1, -1, grid.columns, -grid.columns]) {
        const value = grid.cells[cell + step]
        if (value !== undefined && value !== own) borders.set(value, (borders.get(value) ?? 0) + 1)
      }
    }
    const [winner] = [...borders].sort((a, b) => b[1] - a[1])[0] ?? [own]
    if (winner === own) continue
    for (const cell of part) grid.cells[cell] = winner
    changed += part.length
  }
  return changed === 0 ? 0 : changed + mend(grid, smallest)
}

/**
 * Where one value touches itself across a corner, the cell beside it joins it: no border then meets itself in a point. A
 * cell that changes takes the value of the next row's, so it ends.
 */
export const uncross = (grid: Grid): void => {
  const { cells, columns } = grid
  for (let changed = true; changed;) {
    changed = false
    for (let i = 0; i + columns + 1 < cells.length; i++) {
      const [a, b, c, d] = [cells[i]!, cells[i + 1]!, cells[i + columns]!, cells[i + columns + 1]!]
      if (a === d && b !== a && c !== a) cells[i + 1] = a
      else if (b === c && a !== b && d !== b) cells[i] = b
      else continue
      changed = true
    }
  }
}

/** Unit edges of a part with its paint on their left: from each corner to the next. */
const edgesOf = ({ cells, columns }: Grid, part: readonly Run[]): Map<number, number> => {
  const wide = columns + 1
  const edges = new Map<number, number>()
  const add = (from: number, to: number): void => {
    if (edges.has(from)) throw new Error(`paint touches itself at corner ${from}, expected it uncrossed`)
    edges.set(from, to)
  }
  for (const { value, start, end } of part) {
    const row = Math.floor(start / columns)
    for (let cell = start; cell < end; cell++) {
      const corner = cell + row
      if (cells[cell - columns] !== value) add(corner, corner + 1)
      if (cells[cell + columns] !== value) add(corner + 1 + wide, corner + wide)
    }
    add(end + row, end + row + wide)
    add(start + row + wide, start + row)
  }
  return edges
}

const ringsFrom = (edges: Map<number, number>): number[][] => {
  const rings: number[][] = []
  for (const start of edges.keys()) {
    const ring = [start]
    for (let at = start; at !== start || ring.length === 1;) {
      const next = edges.get(at)!
      edges.delete(at)
      ring.push(next)
      at = next
    }
    rings.push(ring)
  }
  return rings
}

/**
 * The counties as an uncrossed grid has them, in the source's degrees, by their index. A part's first edge is its lowest:
 * its first ring is the outer one, counterclockwise, and all others are holes.
 */
export const trace = (grid: Grid, count: number): MultiPolygon[] => {
  const wide = grid.columns + 1
  const perDegree = grid.perDegree ?? CELLS
  const out = Array.from({ length: count }, (): MultiPolygon => ({ type: 'MultiPolygon', coordinates: [] }))
  const at = (corner: number): Position => [
    (grid.west + (corner % wide)) / perDegree,
    (grid.south + Math.floor(corner / wide)) / perDegree,
  ]
  for (const part of partsOf(grid)) {
    const county = out[part[0]!.value - 1]
    county?.coordinates.push(ringsFrom(edgesOf(grid, part)).map((ring) => ring.map(at)))
  }
  return out
}
