import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import { boxOf, cleanRing, insideRing, type Box, type Ring } from '../shapes/rings.ts'
import { outset } from './SolidWriter.ts'

/** x, y, width, depth; metres in the compound's frame. */
export type Rect = readonly [x: number, y: number, width: number, depth: number]
export interface Spot {
  readonly x: number
  readonly y: number
  /** Radians from the frame's x axis. */
  readonly turn: number
}

export interface PlannedBuilding {
  readonly id: string
  readonly ordinal: number
  readonly ring: Ring
  readonly box: Box
  readonly heightM: number
  readonly storeys: number
  readonly occupancy: number
}

/** Where everything of a compound lies: what the layer says, and the dress that is made up around it. */
export interface CompoundPlan {
  readonly boundary: Ring
  readonly box: Box
  /** Half of its diagonal. */
  readonly radius: number
  readonly buildings: readonly PlannedBuilding[]
  /** Middle of the gate on the boundary's −y side. */
  readonly gate: readonly [number, number]
  readonly bays: readonly Spot[]
  /** Beds of grass; open ones have trees at their edges alone. */
  readonly lawns: readonly { readonly rect: Rect; readonly open: boolean }[]
  readonly paths: readonly Rect[]
  readonly problems: readonly string[]
}

const MIN_CORNERS = 3
/** What a storey and what a parapet are, metres. */
const STOREY = { ground: 4.5, usual: 3.6, parapet: 0.9 } as const
export const GATE_HALF_M = 9
const WALL_BED_M = 4
const BAY = { wide: 2.7, deep: 5.3, aisle: 6.4 } as const
/** The grid on which free ground is looked for. */
const CELL_M = 2
const BEDS = { most: 14, leastM: 8, apronM: 7, wayM: 8 } as const

/** A number from 0 to 1 that always is the same for the same numbers. */
export const chance = (...of: readonly number[]): number => {
  let hash = 0x811c9dc5
  for (const value of of) {
    hash = Math.imul(hash ^ Math.round(value * 64), 0x01000193)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Storeys of a building that is so high. */
const storeysOf = (heightM: number): number =>
  Math.max(1, Math.round((heightM - STOREY.parapet - STOREY.ground) / STOREY.usual) + 1)

export const planOf = (layer: CompoundLayer): CompoundPlan => {
  const problems: string[] = []
  const buildings = layer.buildings.flatMap((one, ordinal): PlannedBuilding[] => {
    const ring = cleanRing(one.ring)
    if (ring.length < MIN_CORNERS || one.heightM <= 0) {
      problems.push(`building ${one.id}: ${ring.length} distinct corners and ${one.heightM} m high`)
      return []
    }
    const { id, heightM } = one
    const occupancy = Math.min(1, Math.max(0, one.occupancy))
    return [{ id, ordinal, ring, box: boxOf([ring]), heightM, storeys: storeysOf(heightM), occupancy }]
  })
  const boundary = boundaryOf(layer, buildings)
  const box = boxOf([boundary])
  const yard = yardOf(box, buildings)
  return {
    boundary,
    box,
    radius: Math.hypot(box.maxX - box.minX, box.maxY - box.minY) / 2,
    buildings,
    gate: [(box.minX + box.maxX) / 2, box.minY],
    ...yard,
    lawns: [...yard.lawns, ...bedsOf(boundary, box, buildings, yard.backY)],
    problems,
  }
}

/** A compound without a boundary takes the box around its buildings and a yard before them. */
const boundaryOf = (layer: CompoundLayer, buildings: readonly PlannedBuilding[]): Ring => {
  const ring = cleanRing(layer.boundary)
  if (ring.length >= MIN_CORNERS) return ring
  if (buildings.length === 0) return []
  const { minX, minY, maxX, maxY } = boxOf(buildings.map((one) => one.ring))
  return [
    [minX - 16, minY - 40],
    [maxX + 16, minY - 40],
    [maxX + 16, maxY + 16],
    [minX - 16, maxY + 16],
  ]
}

interface Yard extends Pick<CompoundPlan, 'bays' | 'lawns' | 'paths'> {
  /** Where what lies before the buildings ends. */
  readonly backY: number
}

/** Before the buildings: bays along the wall, a way, and two lawns beside the path from the gate. */
const yardOf = (box: Box, buildings: readonly PlannedBuilding[]): Yard => {
  const front = Math.min(...buildings.map((one) => one.box.minY), box.maxY)
  const [middle, wide] = [(box.minX + box.maxX) / 2, box.maxX - box.minX]
  const deep = front - box.minY
  const bayY = box.minY + WALL_BED_M + BAY.deep / 2
  const bays: Spot[] = []
  const along = (y: number, from: number, to: number): void => {
    for (let x = from + BAY.wide / 2; x + BAY.wide / 2 <= to; x += BAY.wide)
      bays.push({ x, y, turn: Math.PI / 2 })
  }
  const row = (y: number): void => {
    along(y, box.minX + WALL_BED_M + 3, middle - GATE_HALF_M - 2)
    along(y, middle + GATE_HALF_M + 2, box.maxX - WALL_BED_M - 3)
  }
  if (deep > WALL_BED_M + BAY.deep + BAY.aisle) row(bayY)
  const bedFrom = box.minY + WALL_BED_M + BAY.deep + BAY.aisle
  const bedDeep = front - BEDS.apronM - bedFrom
  const half = Math.min(26, wide / 2 - WALL_BED_M - 8)
  const lawns =
    bedDeep > 6 && half > 9
      ? [middle - half, middle + 4].map((x) => ({
          rect: [x, bedFrom + 1, half - 4, bedDeep - 1] as Rect,
          open: true,
        }))
      : []
  if (lawns.length > 0 && wide / 2 - half > 16) {
    along(bedFrom + 1 + BAY.deep / 2, box.minX + WALL_BED_M + 3, middle - half - 4)
    along(bedFrom + 1 + BAY.deep / 2, middle + half + 4, box.maxX - WALL_BED_M - 3)
  }
  const paths: Rect[] = lawns.length > 0 ? [[middle - 4, bedFrom + 1, 8, bedDeep - 1]] : []
  return { bays, lawns, paths, backY: Math.max(bedFrom, front - 3) }
}

/** Beds of grass along the walls, and in the largest free rectangles between the buildings. */
const bedsOf = (
  boundary: Ring,
  box: Box,
  buildings: readonly PlannedBuilding[],
  fromY: number,
): CompoundPlan['lawns'] => {
  const { minX, minY, maxX, maxY } = box
  const [middle, gap] = [(minX + maxX) / 2, GATE_HALF_M + 3]
  const edges: Rect[] = [
    [minX + 0.8, minY + 0.8, middle - gap - minX - 0.8, WALL_BED_M - 1.2],
    [middle + gap, minY + 0.8, maxX - 0.8 - middle - gap, WALL_BED_M - 1.2],
    [minX + 0.8, maxY - WALL_BED_M + 0.4, maxX - minX - 1.6, WALL_BED_M - 1.2],
    [minX + 0.8, minY + WALL_BED_M, WALL_BED_M - 1.2, maxY - minY - 2 * WALL_BED_M],
    [maxX - WALL_BED_M + 0.4, minY + WALL_BED_M, WALL_BED_M - 1.2, maxY - minY - 2 * WALL_BED_M],
  ]
  const square = boundary.length === 4
  const aprons = buildings.map((one) => outset(one.ring, BEDS.apronM))
  const isFree = (x: number, y: number): boolean =>
    y > fromY + 2 &&
    x > minX + BEDS.wayM &&
    x < maxX - BEDS.wayM &&
    y < maxY - BEDS.wayM &&
    insideRing(boundary, x, y) &&
    !aprons.some((ring) => insideRing(ring, x, y))
  const beds = freeRects(box, isFree).map((rect) => ({ rect, open: facesGate(rect, middle, maxY) }))
  return [
    ...(square ? edges.filter((r) => r[2] > 2 && r[3] > 2).map((rect) => ({ rect, open: false })) : []),
    ...beds,
  ]
}

/** Beds on the way from the gate to the middle stay open, so that what stands behind them is seen. */
const facesGate = ([x, y, wide, deep]: Rect, gateX: number, backY: number): boolean =>
  Math.abs(x + wide / 2 - gateX) < 24 && wide > 10 && deep > 10 && y + deep < backY - 12

/** The largest rectangles of free cells, one after another. */
const freeRects = (box: Box, isFree: (x: number, y: number) => boolean): Rect[] => {
  const columns = Math.min(200, Math.floor((box.maxX - box.minX) / CELL_M))
  const rows = Math.min(200, Math.floor((box.maxY - box.minY) / CELL_M))
  const at = (i: number, j: number) => [box.minX + (i + 0.5) * CELL_M, box.minY + (j + 0.5) * CELL_M] as const
  const free = Array.from({ length: rows }, (_, j) =>
    Array.from({ length: columns }, (__, i) => isFree(...at(i, j))),
  )
  const found: Rect[] = []
  const least = BEDS.leastM / CELL_M
  for (let k = 0; k < BEDS.most; k++) {
    const best = largest(free, columns)
    if (!best || best.wide < least || best.deep < least) break
    for (let j = best.j; j < best.j + best.deep; j++) free[j]!.fill(false, best.i, best.i + best.wide)
    const split = Math.max(1, Math.round(best.wide / 18))
    for (let part = 0; part < split; part++)
      found.push([
        box.minX + (best.i + (best.wide * part) / split) * CELL_M + 0.8,
        box.minY + best.j * CELL_M + 0.8,
        (best.wide / split) * CELL_M - 1.6,
        best.deep * CELL_M - 1.6,
      ])
  }
  return found
}

interface Cells {
  readonly i: number
  readonly j: number
  readonly wide: number
  readonly deep: number
}

/** The largest rectangle of free cells, by how far each column reaches down. */
const largest = (free: readonly (readonly boolean[])[], columns: number): Cells | null => {
  const depth = Array.from({ length: columns }, () => 0)
  let best: Cells | null = null
  free.forEach((row, j) => {
    row.forEach((is, i) => (depth[i] = is ? depth[i]! + 1 : 0))
    for (let i = 0; i < columns; i++) {
      let deep = depth[i]!
      for (let wide = 1; deep > 0 && i + wide <= columns; wide++) {
        deep = Math.min(deep, depth[i + wide - 1]!)
        if (deep * wide > (best ? best.wide * best.deep : 0) && deep > 0)
          best = { i, j: j - deep + 1, wide, deep }
      }
    }
  })
  return best
}
