/**
 * Shapes of buildings, in whole centimetres so that a floor's parts meet exactly. A shell is corridors and strips of cells
 * beside them; a floor later joins or halves the cells into the rooms that it must have.
 */
import type { Rng } from '../made/rng.ts'
import type { Tier } from '../made/scales.ts'

/** x, y, width, height in centimetres. */
export type Rect = readonly [number, number, number, number]

/** What a cell is for on a usual floor; the lobby's cells are rooms above the ground floor. */
export type CellRole = 'room' | 'core' | 'toilet' | 'lobby'

/** A row of cells along x or y, all as deep as the strip. */
export interface Strip {
  readonly x: number
  readonly y: number
  readonly along: 'x' | 'y'
  readonly depth: number
  /** The corridor lies on this side of the strip, as seen along it: windows are on the other. */
  readonly corridor: 'low' | 'high'
  readonly cells: readonly { readonly width: number; readonly role: CellRole }[]
}

export interface Shell {
  readonly kind: 'slab' | 'L' | 'U' | 'tower'
  readonly width: number
  readonly height: number
  readonly outline: readonly (readonly [number, number])[]
  readonly strips: readonly Strip[]
  readonly corridors: readonly Rect[]
  /** Stairs and lifts that lie outside the strips. */
  readonly cores: readonly Rect[]
  /** Toilets and shafts that lie outside the strips: always rooms. */
  readonly fixed: readonly { readonly rect: Rect; readonly use: string }[]
}

interface Module {
  readonly bay: number
  readonly depth: number
  readonly corridor: number
}

/** Bays of 3.0–3.9 m, 4.8–6.3 m deep: 14–24 m² of gross room, which the limits then divide among people. */
const moduleOf = (tier: Tier, rng: Rng): Module => ({
  bay: rng.pick(tier === 'township' ? [300, 330, 330] : [320, 330, 330, 340, 360]),
  depth: rng.pick(tier === 'township' ? [480, 510, 540] : [510, 540, 540, 560, 600]),
  corridor: rng.pick(tier === 'township' ? [180, 200] : [210, 220, 240]),
})

const plain = (n: number, width: number): { width: number; role: CellRole }[] =>
  Array.from({ length: n }, () => ({ width, role: 'room' as const }))

/** A length in n cells that differ by a centimetre at most. */
const even = (n: number, length: number): { width: number; role: CellRole }[] =>
  Array.from({ length: n }, (_, i) => ({
    width: Math.floor((length * (i + 1)) / n) - Math.floor((length * i) / n),
    role: 'room' as const,
  }))

/** Marks cells: stairs at the given places, toilets beside the first of them. */
const withCores = (
  cells: { width: number; role: CellRole }[],
  at: readonly number[],
): { width: number; role: CellRole }[] =>
  cells.map((cell, i) => ({
    width: cell.width,
    role: at.includes(i) ? 'core' : i === at[0]! + 1 ? 'toilet' : cell.role,
  }))

const withLobby = (cells: { width: number; role: CellRole }[]): { width: number; role: CellRole }[] => {
  const middle = Math.floor(cells.length / 2)
  return cells.map((cell, i) => ({
    width: cell.width,
    role: i === middle || (i === middle - 1 && cells.length > 6) ? 'lobby' : cell.role,
  }))
}

const rectangle = (width: number, height: number): [number, number][] => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
]

/** Rooms both sides of one corridor. `cells` is how many the floor wants beside stairs, toilets. */
const slab = (cells: number, { bay, depth, corridor }: Module): Shell => {
  const perSide = Math.max(4, Math.ceil((cells + 3) / 2))
  const cores = perSide > 9 ? [1, perSide - 2] : [1]
  const width = perSide * bay
  const height = depth * 2 + corridor
  return {
    kind: 'slab',
    width,
    height,
    outline: rectangle(width, height),
    strips: [
      { x: 0, y: 0, along: 'x', depth, corridor: 'high', cells: withLobby(plain(perSide, bay)) },
      {
        x: 0,
        y: depth + corridor,
        along: 'x',
        depth,
        corridor: 'low',
        cells: withCores(plain(perSide, bay), cores),
      },
    ],
    corridors: [[0, depth, width, corridor]],
    cores: [],
    fixed: [],
  }
}

/** Counter-clockwise from the south-west corner. */
const wingedOutline = (wings: 1 | 2, width: number, deep: number, top: number): [number, number][] => {
  const east: [number, number][] = [
    [0, 0],
    [width, 0],
    [width, top],
    [width - deep, top],
    [width - deep, deep],
  ]
  return wings === 1 ? [...east, [0, deep]] : [...east, [deep, deep], [deep, top], [0, top]]
}

/** The corner room and the two rows of a wing that begins at `start`, and the corridor between them. */
const wingAt = (
  start: number,
  width: number,
  perWing: number,
  { bay, depth, corridor }: Module,
): { strips: Strip[]; corridor: Rect } => {
  const [deep, north] = [depth * 2 + corridor, depth + corridor]
  const row = { y: deep, along: 'y', depth, cells: plain(perWing, bay) } as const
  return {
    strips: [
      {
        x: start === 0 ? 0 : width - depth,
        y: north,
        along: 'x',
        depth,
        corridor: 'low',
        cells: plain(1, depth),
      },
      { ...row, x: start, corridor: 'high' },
      { ...row, x: start + depth + corridor, corridor: 'low' },
    ],
    corridor: [start + depth, north, corridor, depth + perWing * bay],
  }
}

/** A slab with one wing (L) or two (U) standing north of its ends. */
const winged = (cells: number, module: Module, wings: 1 | 2): Shell => {
  const { bay, depth, corridor } = module
  const deep = depth * 2 + corridor
  const perWing = Math.max(wings === 1 ? 2 : 3, Math.round(cells / (wings === 1 ? 7 : 9)))
  const main = Math.max(wings === 1 ? 7 : 12, Math.ceil((cells - perWing * 2 * wings + 3 + wings * 1.5) / 2))
  const width = main * bay
  const x = wings === 1 ? 0 : depth + corridor
  const length = width - depth - corridor - x
  const count = Math.max(3, Math.round(length / bay))
  const middle = withCores(even(count, length), count > 9 ? [1, count - 2] : [1])
  const parts = (wings === 1 ? [width - deep] : [0, width - deep]).map((start) =>
    wingAt(start, width, perWing, module),
  )
  const top = deep + perWing * bay
  return {
    kind: wings === 1 ? 'L' : 'U',
    width,
    height: top,
    outline: wingedOutline(wings, width, deep, top),
    strips: [
      { x: 0, y: 0, along: 'x', depth, corridor: 'high', cells: withLobby(plain(main, bay)) },
      { x, y: depth + corridor, along: 'x', depth, corridor: 'low', cells: middle },
      ...parts.flatMap((part) => part.strips),
    ],
    corridors: [[0, depth, width, corridor], ...parts.map((part) => part.corridor)],
    cores: [],
    fixed: [],
  }
}

/** Rooms round a corridor round a core that holds lifts, stairs, toilets and shafts. Corner cells reach past the corridor's corner. */
const tower = (cells: number, { bay, depth, corridor }: Module): Shell => {
  const corner = depth + 150
  const sideCells = Math.max(2, Math.round((cells - 4) / 5))
  const longCells = Math.max(2, Math.round((cells - 4 - sideCells * 2) / 2))
  const width = corner * 2 + longCells * bay
  const height = depth * 2 + sideCells * bay + 2 * (corridor + 100)
  const long = [...plain(1, corner), ...plain(longCells, bay), ...plain(1, corner)]
  const side = even(sideCells, height - 2 * depth)
  const inner: Rect = [
    depth + corridor,
    depth + corridor,
    width - 2 * (depth + corridor),
    height - 2 * (depth + corridor),
  ]
  const wet = Math.round(inner[2] * 0.28)
  const half = Math.round(inner[3] / 2)
  return {
    kind: 'tower',
    width,
    height,
    outline: rectangle(width, height),
    strips: [
      { x: 0, y: 0, along: 'x', depth, corridor: 'high', cells: withLobby(long) },
      { x: 0, y: height - depth, along: 'x', depth, corridor: 'low', cells: long },
      { x: 0, y: depth, along: 'y', depth, corridor: 'high', cells: side },
      { x: width - depth, y: depth, along: 'y', depth, corridor: 'low', cells: side },
    ],
    corridors: [
      [depth, depth, width - 2 * depth, corridor],
      [depth, height - depth - corridor, width - 2 * depth, corridor],
      [depth, depth + corridor, corridor, inner[3]],
      [width - depth - corridor, depth + corridor, corridor, inner[3]],
    ],
    cores: [[inner[0] + wet, inner[1], inner[2] - wet, inner[3]]],
    fixed: [
      { rect: [inner[0], inner[1], wet, half], use: '卫生间' },
      { rect: [inner[0], inner[1] + half, wet, inner[3] - half], use: '卫生间' },
    ],
  }
}

/** A shell whose usual floor holds about so many rooms; high ones with many storeys become towers. */
export const shellFor = (tier: Tier, storeys: number, roomsPerFloor: number, rng: Rng): Shell => {
  const module = moduleOf(tier, rng)
  const cells = Math.max(5, Math.round((roomsPerFloor - 2) * rng.between(1.02, 1.16)))
  if (storeys >= 11 && cells >= 14) return tower(cells, module)
  if (cells >= 27 || (cells >= 22 && rng.chance(0.4))) return winged(cells, module, 2)
  if (cells >= 13 && rng.chance(0.4)) return winged(cells, module, 1)
  return slab(cells, module)
}
