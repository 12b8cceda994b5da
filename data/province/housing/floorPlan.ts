import type { CellRole, Rect, Shell, Strip } from './shell.ts'
import { spread } from '../ground/spread.ts'
import type { Rng } from '../made/rng.ts'

export type FloorKind = 'ground' | 'typical' | 'basement'

export interface PlannedRoom {
  readonly rect: Rect
  /** Set where the plan itself says what it is. */
  readonly use: '卫生间' | null
  /** Cells that the room spans; ½ for a halved cell. */
  readonly cells: number
  /** The side, in the building's frame, on which its windows are. */
  readonly window: 'south' | 'north' | 'west' | 'east' | 'none'
}

export interface FloorPlan {
  readonly rooms: readonly PlannedRoom[]
  readonly corridors: readonly Rect[]
  readonly cores: readonly Rect[]
}

interface Piece {
  readonly start: number
  readonly width: number
}
/** Neighbouring cells of one strip that may become rooms. */
interface Run {
  readonly strip: Strip
  readonly cells: readonly Piece[]
}

const roleOn = (kind: FloorKind, role: CellRole): CellRole => {
  if (role === 'lobby' && kind !== 'ground') return 'room'
  if (role === 'toilet' && kind === 'basement') return 'room'
  return role
}

const rectOf = (strip: Strip, start: number, width: number): Rect =>
  strip.along === 'x'
    ? [strip.x + start, strip.y, width, strip.depth]
    : [strip.x, strip.y + start, strip.depth, width]

const windowOf = (strip: Strip): PlannedRoom['window'] => {
  if (strip.along === 'x') return strip.corridor === 'high' ? 'south' : 'north'
  return strip.corridor === 'high' ? 'west' : 'east'
}

/** A cell as two rooms side by side. */
const halfCells = (strip: Strip, cell: Piece): PlannedRoom[] => {
  const half = Math.floor(cell.width / 2)
  const pieces = [
    [cell.start, half],
    [cell.start + half, cell.width - half],
  ] as const
  return pieces.map(([start, width]) => ({
    rect: rectOf(strip, start, width),
    use: null,
    cells: 0.5,
    window: windowOf(strip),
  }))
}

interface Sorted {
  readonly runs: readonly Run[]
  readonly toilets: readonly PlannedRoom[]
  readonly cores: readonly Rect[]
  readonly lobbies: readonly Rect[]
}

/** Parts every strip into runs of room cells, cores, lobbies and toilets (a toilet cell is two rooms). */
const sortCells = (shell: Shell, kind: FloorKind): Sorted => {
  const runs: Run[] = []
  const [toilets, cores, lobbies]: [PlannedRoom[], Rect[], Rect[]] = [[], [], []]
  for (const strip of shell.strips) {
    let start = 0
    let run: Piece[] = []
    const close = (): void => {
      if (run.length > 0) runs.push({ strip, cells: run })
      run = []
    }
    for (const { width, role } of strip.cells) {
      const now = roleOn(kind, role)
      if (now === 'room') run.push({ start, width })
      else close()
      if (now === 'core') cores.push(rectOf(strip, start, width))
      if (now === 'lobby') lobbies.push(rectOf(strip, start, width))
      if (now === 'toilet')
        toilets.push(
          ...halfCells(strip, { start, width }).map((room) => ({ ...room, use: '卫生间' as const })),
        )
      start += width
    }
    close()
  }
  return { runs, toilets, cores, lobbies }
}

/** Fewest and most rooms that a floor of this kind can have in a shell. */
export const roomBounds = (shell: Shell, kind: FloorKind): { low: number; high: number } => {
  const { runs, toilets } = sortCells(shell, kind)
  const fixed = toilets.length + shell.fixed.length
  const cells = runs.reduce((sum, run) => sum + run.cells.length, 0)
  return { low: fixed + runs.length, high: fixed + cells * 2 }
}

/** Joins the cells of a run into so many rooms, most of one or two cells. */
const joinRun = (run: Run, rooms: number, rng: Rng): PlannedRoom[] => {
  const sizes = spread(
    run.cells.length,
    Array.from({ length: rooms }, () => rng.between(0.6, 1.6)),
    () => ({ low: 1, high: run.cells.length }),
  )
  let at = 0
  return sizes.map((size) => {
    const cells = run.cells.slice(at, at + size)
    at += size
    const width = cells.reduce((sum, cell) => sum + cell.width, 0)
    return {
      rect: rectOf(run.strip, cells[0]!.start, width),
      use: null,
      cells: size,
      window: windowOf(run.strip),
    }
  })
}

/** Halves cells of a run until it has so many rooms. */
const halveRun = (run: Run, rooms: number, rng: Rng): PlannedRoom[] => {
  const parts = spread(
    rooms,
    run.cells.map(() => rng.between(0.2, 1.8)),
    () => ({ low: 1, high: 2 }),
  )
  return run.cells.flatMap((cell, i): PlannedRoom[] =>
    parts[i] === 2
      ? halfCells(run.strip, cell)
      : [
          {
            rect: rectOf(run.strip, cell.start, cell.width),
            use: null,
            cells: 1,
            window: windowOf(run.strip),
          },
        ],
  )
}

/**
 * Halves one cell of the longest run where the floor's number allows it: every floor wants a small room for
 * hot water and one for wiring.
 */
const setAside = (
  runs: readonly Run[],
  wanted: number,
): { small: readonly PlannedRoom[]; rest: readonly Run[] } => {
  const longest = runs.reduce((best, run) => (run.cells.length > best.cells.length ? run : best))
  if (longest.cells.length < 3 || wanted - 2 < runs.length) return { small: [], rest: runs }
  const rest = runs.map((run) =>
    run === longest ? { strip: run.strip, cells: run.cells.slice(0, -1) } : run,
  )
  return { small: halfCells(longest.strip, longest.cells.at(-1)!), rest }
}

/**
 * A floor with exactly `rooms` rooms. Rooms, corridors and cores together are the outline, without gap or overlap.
 * Throws a RangeError outside `roomBounds`.
 */
export const planFloor = (shell: Shell, kind: FloorKind, rooms: number, rng: Rng): FloorPlan => {
  const { runs, toilets, cores, lobbies } = sortCells(shell, kind)
  const fixed = shell.fixed.map(({ rect }): PlannedRoom => ({
    rect,
    use: '卫生间',
    cells: 0.5,
    window: 'none',
  }))
  const wanted = rooms - toilets.length - fixed.length
  const { small, rest } = kind === 'basement' ? { small: [], rest: runs } : setAside(runs, wanted)
  const left = wanted - small.length
  const cells = rest.reduce((sum, run) => sum + run.cells.length, 0)
  const halved = left > cells
  const counts = spread(
    left,
    rest.map((run) => run.cells.length),
    (i) => ({ low: halved ? rest[i]!.cells.length : 1, high: rest[i]!.cells.length * (halved ? 2 : 1) }),
  )
  const made = rest.flatMap((run, i) =>
    halved ? halveRun(run, counts[i]!, rng) : joinRun(run, counts[i]!, rng),
  )
  return {
    rooms: [...made, ...small, ...toilets, ...fixed],
    corridors: [...shell.corridors, ...lobbies],
    cores: [...shell.cores, ...cores],
  }
}
