import { atOnce, type Steps } from '../../kernel/language/steps.ts'
import { makeGrid, type FenceGrid } from './grid.ts'
import { packFencesSteps } from './pack.ts'
import type { FenceShape } from './shape.ts'

/** Number of a set of fences: equal numbers are equal sets, 0 is none. */
export type FenceSet = number

/** Answers which fences hold a point, out of thousands, in well below a microsecond. */
export interface FenceIndex {
  readonly count: number
  at(lon: number, lat: number): FenceSet
  /** The fences of a set by their place in the list, rising. */
  members(set: FenceSet): Int32Array
  has(set: FenceSet, fence: number): boolean
  /** The cell of a point where every point has the same fences; -1 near a border or off the ground of all fences. */
  plainCell(lon: number, lat: number): number
  setOfCell(cell: number): FenceSet
}

/** A mask of a cell's fences fits a whole number with the cell's own. */
const MASK_BITS = 30
const MASKS = 2 ** MASK_BITS
/** Seen combinations that are kept: far more than borders cross each other. */
const MOST_SEEN = 1 << 20
const HASH_PARTS = 64
/** Cells that are numbered between two pauses. */
const CELLS_A_STEP = 1 << 10

/** Gives every list of fences its number. */
const makeSets = () => {
  const lists: Int32Array[] = [new Int32Array(0)]
  /** In parts: a map that grows is made anew, and none of these is large. */
  const byHash = Array.from({ length: HASH_PARTS }, () => new Map<number, number[]>())
  const same = (list: Int32Array, from: Int32Array, start: number, end: number): boolean => {
    if (list.length !== end - start) return false
    for (let i = 0; i < list.length; i++) if (list[i] !== from[start + i]) return false
    return true
  }
  const numberOf = (from: Int32Array, start: number, end: number): FenceSet => {
    if (start === end) return 0
    let hash = 17
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (from[i] as number)) | 0
    const part = byHash[hash & (HASH_PARTS - 1)] as Map<number, number[]>
    const known = part.get(hash) ?? []
    for (const set of known) if (same(lists[set] as Int32Array, from, start, end)) return set
    const set = lists.push(from.slice(start, end)) - 1
    part.set(hash, [...known, set])
    return set
  }
  return { lists, numberOf }
}

/** The set of each cell's fences that hold it wholly. */
function* setsOfCells(
  { columns, rows, insideAt, inside }: FenceGrid,
  numberOf: ReturnType<typeof makeSets>['numberOf'],
): Steps<Int32Array> {
  const sets = new Int32Array(columns * rows)
  for (let cell = 0; cell < sets.length; cell++) {
    sets[cell] = numberOf(inside, insideAt[cell] as number, insideAt[cell + 1] as number)
    if (cell % CELLS_A_STEP === 0) yield
  }
  return sets
}

export const makeFenceIndex = (shapes: readonly FenceShape[]): FenceIndex => atOnce(fenceIndexSteps(shapes))

/** The same with pauses: 10,000 fences of 500 corners take seconds in all. */
export function* fenceIndexSteps(shapes: readonly FenceShape[]): Steps<FenceIndex> {
  const packed = yield* packFencesSteps(shapes)
  const grid = yield* makeGrid(packed)
  const { west, south, columns, rows, perLon, perLat, borderAt, border } = grid
  const { lists, numberOf } = makeSets()
  const cellSets = yield* setsOfCells(grid, numberOf)
  const seen = new Map<number, FenceSet>()

  const join = (cell: number, more: readonly number[]): FenceSet => {
    const list = Int32Array.from([...(lists[cellSets[cell] as number] as Int32Array), ...more]).sort()
    return numberOf(list, 0, list.length)
  }
  /** Where more borders meet than a mask has bits. */
  const atCrowded = (cell: number, lon: number, lat: number): FenceSet => {
    const found: number[] = []
    for (let i = borderAt[cell] as number; i < (borderAt[cell + 1] as number); i++)
      if (packed.holds(border[i] as number, lon, lat)) found.push(border[i] as number)
    return join(cell, found)
  }
  const fromMask = (cell: number, from: number, mask: number): FenceSet => {
    const key = cell * MASKS + mask
    const known = seen.get(key)
    if (known !== undefined) return known
    const found: number[] = []
    for (let bit = 0; bit < MASK_BITS; bit++) if (mask & (1 << bit)) found.push(border[from + bit] as number)
    if (seen.size >= MOST_SEEN) seen.clear()
    const set = join(cell, found)
    seen.set(key, set)
    return set
  }
  const cellAt = (lon: number, lat: number): number => {
    const column = Math.floor((lon - west) * perLon)
    const row = Math.floor((lat - south) * perLat)
    if (column < 0 || row < 0 || column > columns || row > rows || !(lon === lon && lat === lat)) return -1
    return Math.min(row, rows - 1) * columns + Math.min(column, columns - 1)
  }
  return {
    count: packed.count,
    at: (lon, lat) => {
      const cell = cellAt(lon, lat)
      if (cell < 0) return 0
      const from = borderAt[cell] as number
      const to = borderAt[cell + 1] as number
      if (from === to) return cellSets[cell] as number
      if (to - from > MASK_BITS) return atCrowded(cell, lon, lat)
      let mask = 0
      for (let i = from; i < to; i++) if (packed.holds(border[i] as number, lon, lat)) mask |= 1 << (i - from)
      return mask === 0 ? (cellSets[cell] as number) : fromMask(cell, from, mask)
    },
    members: (set) => lists[set] ?? (lists[0] as Int32Array),
    has: (set, fence) => (lists[set] ?? (lists[0] as Int32Array)).includes(fence),
    plainCell: (lon, lat) => {
      const cell = cellAt(lon, lat)
      return cell >= 0 && borderAt[cell] === borderAt[cell + 1] ? cell : -1
    },
    setOfCell: (cell) => cellSets[cell] ?? 0,
  }
}
