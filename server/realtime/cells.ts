import { CELL_ZOOMS, FINEST, cellX, cellY, parseCell, type Cell } from '#shared/protocol/cells.ts'
import type { Places } from '../common/feed.ts'

/** The cell of every row as of the last tick, and what moved between cells in that tick. */
export interface CellIndex {
  /** Once a tick, with all that changed since the last. */
  move(changed: readonly number[]): void
  /** What changed and is in the cell. */
  inside(cell: string): readonly number[]
  /** What was in the cell before this tick and is no more. */
  left(cell: string): readonly number[]
  /** All that were in the cell at the last tick; one pass over everything serves all who ask before the next. */
  everyone(cell: string): readonly number[]
  /** Whether a row was in the cell at the last tick. */
  holds(cell: string): (ordinal: number) => boolean
}

const NONE: readonly number[] = []
/** No cell has this number: x and y take 11 bits each. */
const NOWHERE = -1
const BITS = FINEST

/** A cell as one number that is unlike any other of its zoom. */
const keyOf = ({ x, y }: Pick<Cell, 'x' | 'y'>): number => (y << BITS) | x
/** The key of the coarser cell around a finest one. */
const around = (key: number, zoom: number): number => {
  const shift = FINEST - zoom
  return key === NOWHERE ? NOWHERE : (((key >> BITS) >> shift) << BITS) | ((key & ((1 << BITS) - 1)) >> shift)
}

/** The northern edge of each row of the finest zoom: a vehicle seldom changes its row, and comparing is cheap. */
const NORTH_OF = Float64Array.from(
  { length: 2 ** FINEST + 1 },
  (_, y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** FINEST))) * 180) / Math.PI,
)

const push = (lists: Map<number, number[]>, key: number, ordinal: number): void => {
  const list = lists.get(key)
  if (list) list.push(ordinal)
  else lists.set(key, [ordinal])
}

interface Level {
  readonly zoom: number
  readonly inside: Map<number, number[]>
  readonly left: Map<number, number[]>
  /** Everyone by cell; null until somebody asks. */
  all: Map<number, number[]> | null
}

/** The finest cell that a row stands in now; most stay in the row of cells where they were. */
const finestOf = (places: Places, ordinal: number, was: number): number => {
  const lat = places.latE6(ordinal) / 1e6
  const row = was >> BITS
  const isInRow = was !== NOWHERE && lat <= (NORTH_OF[row] as number) && lat > (NORTH_OF[row + 1] as number)
  return keyOf({ x: cellX(places.lonE6(ordinal) / 1e6, FINEST), y: isInRow ? row : cellY(lat, FINEST) })
}

/** One pass over what changed serves every cell group, however many there are. */
export const makeCellIndex = (places: Places): CellIndex => {
  let finest = new Int32Array(1024).fill(NOWHERE)
  const levels: Level[] = CELL_ZOOMS.map((zoom) => ({ zoom, inside: new Map(), left: new Map(), all: null }))

  const grow = (needed: number): void => {
    const next = new Int32Array(Math.max(needed + 1, finest.length * 2)).fill(NOWHERE)
    next.set(finest)
    finest = next
  }
  const levelOf = (cell: string): { level: Level; key: number } => {
    const parsed = parseCell(cell)
    const level = levels.find(({ zoom }) => zoom === parsed?.zoom)
    if (!parsed || !level) throw new Error(`expected a cell of the grid; found ${cell}`)
    return { level, key: keyOf(parsed) }
  }

  return {
    move: (changed) => {
      for (const level of levels) {
        level.inside.clear()
        level.left.clear()
        level.all = null
      }
      for (const ordinal of changed) {
        if (ordinal >= finest.length) grow(ordinal)
        const was = finest[ordinal] as number
        const is = finestOf(places, ordinal, was)
        finest[ordinal] = is
        for (const { zoom, inside, left } of levels) {
          const [before, now] = [around(was, zoom), around(is, zoom)]
          push(inside, now, ordinal)
          if (before !== now && before !== NOWHERE) push(left, before, ordinal)
        }
      }
    },
    inside: (cell) => {
      const { level, key } = levelOf(cell)
      return level.inside.get(key) ?? NONE
    },
    left: (cell) => {
      const { level, key } = levelOf(cell)
      return level.left.get(key) ?? NONE
    },
    everyone: (cell) => {
      const { level, key } = levelOf(cell)
      if (level.all === null) {
        level.all = new Map()
        for (let ordinal = 0; ordinal < finest.length; ordinal++)
          if (finest[ordinal] !== NOWHERE)
            push(level.all, around(finest[ordinal] as number, level.zoom), ordinal)
      }
      return level.all.get(key) ?? NONE
    },
    holds: (cell) => {
      const { level, key } = levelOf(cell)
      return (ordinal) => ordinal < finest.length && around(finest[ordinal] as number, level.zoom) === key
    },
  }
}
