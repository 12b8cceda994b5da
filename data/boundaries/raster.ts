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
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  /** 0 outside, else 1 + index of the county. */
  readonly cells: Uint8Array
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
const paintPolygon = (grid: Grid, polygon: readonly Position[][], value: number): void => {
  const crossings = new Map<number, number[]>()
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i++) {
      const [p, q] = [ring[i]!, ring[(i + 1) % ring.length]!].sort((a, b) => a[1]! - b[1]!) as [
        Position,
        Position,
      ]
      const [x0, y0, x1, y1] = [
        p[0]! * CELLS - grid.west,
        p[1]! * CELLS - grid.south,
        q[0]! * CELLS - grid.west,
        q[1]! * CELLS - grid.south,
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

/** Calls back for every part of one value that hangs together by its sides, with its cells. */
const eachPart = (grid: Grid, visit: (value: number, cells: readonly number[]) => void): void => {
  const seen = new Uint8Array(grid.cells.length)
  const steps = [1, -1, grid.columns, -grid.columns]
  for (let start = 0; start < grid.cells.length; start++) {
    if (seen[start]) continue
    const value = grid.cells[start]!
    const part = [start]
    seen[start] = 1
    for (let k = 0; k < part.length; k++) {
      for (const step of steps) {
        const next = part[k]! + step
        if (next < 0 || next >= grid.cells.length || seen[next] || grid.cells[next] !== value) continue
        seen[next] = 1
        part.push(next)
      }
    }
    visit(value, part)
  }
}

/** Gaps between counties and loose crumbs of a county go to the value that borders them most. Returns how many cells changed. */
export const mend = (grid: Grid): number => {
  let changed = 0
  const parts: number[][] = []
  eachPart(grid, (value, cells) => {
    if (value === 0 ? cells[0] !== 0 : cells.length < SMALLEST_PART) parts.push([...cells])
  })
  for (const part of parts) {
    const own = grid.cells[part[0]!]!
    const borders = new Map<number, number>()
    for (const cell of part) {
      for (const step of [1, -1, grid.columns, -grid.columns]) {
        const value = grid.cells[cell + step]!
        if (value !== own) borders.set(value, (borders.get(value) ?? 0) + 1)
      }
    }
    const winner = [...borders].sort((a, b) => b[1] - a[1])[0]![0]
    for (const cell of part) grid.cells[cell] = winner
    changed += part.length
  }
  return changed
}

/** Where one value touches itself across a corner, the cell beside it joins it: no border then meets itself in a point. */
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

const insideRing = (x: number, y: number, ring: readonly Position[]): boolean => {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [p, q] = [ring[i]!, ring[j]!]
    if (p[1]! > y !== q[1]! > y && x < ((q[0]! - p[0]!) * (y - p[1]!)) / (q[1]! - p[1]!) + p[0]!)
      inside = !inside
  }
  return inside
}

/** Unit edges of a value with its paint on their left: from a corner to the corners that one may go to next. */
const edgesOf = (grid: Grid, cells: readonly number[]): Map<number, number[]> => {
  const { columns } = grid
  const wide = columns + 1
  const value = grid.cells[cells[0]!]!
  const edges = new Map<number, number[]>()
  const add = (from: number, to: number): void => {
    const list = edges.get(from)
    if (list) list.push(to)
    else edges.set(from, [to])
  }
  for (const cell of cells) {
    const [row, column] = [Math.floor(cell / columns), cell % columns]
    const corner = row * wide + column
    if (grid.cells[cell - columns] !== value) add(corner, corner + 1)
    if (grid.cells[cell + 1] !== value) add(corner + 1, corner + 1 + wide)
    if (grid.cells[cell + columns] !== value) add(corner + 1 + wide, corner + wide)
    if (grid.cells[cell - 1] !== value) add(corner + wide, corner)
  }
  return edges
}

/** Follows edges into rings; where two meet at a corner it turns left, so that parts touching by a corner stay apart. */
const ringsFrom = (edges: Map<number, number[]>, wide: number): number[][] => {
  const left = new Map([
    [1, wide],
    [wide, -1],
    [-1, -wide],
    [-wide, 1],
  ])
  const rings: number[][] = []
  for (const [start, outs] of edges) {
    while (outs.length > 0) {
      const ring = [start]
      let [from, to] = [start, outs.pop()!]
      while (to !== start) {
        ring.push(to)
        const next = edges.get(to)!
        const wanted = to + left.get(to - from)!
        const i = next.length > 1 ? Math.max(0, next.indexOf(wanted)) : 0
        const [chosen] = next.splice(i, 1) as [number]
        ;[from, to] = [to, chosen]
      }
      rings.push([...ring, start])
    }
  }
  return rings
}

const signedArea = (ring: readonly Position[]): number =>
  ring.reduce(
    (sum, point, i) => (i === 0 ? 0 : sum + ring[i - 1]![0]! * point[1]! - point[0]! * ring[i - 1]![1]!),
    0,
  ) / 2

/** The counties as the grid now has them, in the source's degrees, by their index. */
export const trace = (grid: Grid, count: number): MultiPolygon[] => {
  const wide = grid.columns + 1
  const out = Array.from({ length: count }, (): MultiPolygon => ({ type: 'MultiPolygon', coordinates: [] }))
  const at = (corner: number): Position => [
    (grid.west + (corner % wide)) / CELLS,
    (grid.south + Math.floor(corner / wide)) / CELLS,
  ]
  eachPart(grid, (value, cells) => {
    if (value === 0) return
    const rings = ringsFrom(edgesOf(grid, cells), wide).map((ring) => ring.map(at))
    const outers = rings.filter((ring) => signedArea(ring) > 0)
    const holes = rings.filter((ring) => signedArea(ring) < 0)
    const inner = (hole: Position[]): Position => [
      hole[0]![0]! + (hole[1]![0]! - hole[0]![0]!) / 2,
      hole[0]![1]! + (hole[1]![1]! - hole[0]![1]!) / 2,
    ]
    for (const outer of outers)
      out[value - 1]!.coordinates.push([
        outer,
        ...holes.filter(
          (hole) => outers.length === 1 || insideRing(...(inner(hole) as [number, number]), outer),
        ),
      ])
  })
  return out
}
