import type { BufferGeometry } from 'three'
import type { LocalXY } from '#shared/kernel/units.ts'
import { corner, FACE, MeshWriter } from './MeshWriter.ts'
import type { FloorModel, RoomModel } from './model.ts'
import { cleanRing, insetRing, inward, type Ring } from './rings.ts'
import { depthAt, type Door } from './roomPlan.ts'

/** Metres. */
export const SLAB_M = 0.32
const WALL_M = 0.11
/** Stairs, lifts and shafts are solid, with a light rim around a dark hatched top. */
const CORE_RIM_M = 0.28
/** How far the soft shade reaches from a wall. */
const SHADE_M = 0.9
const SHADE_AT_WALL = 0.72
/** Layers of one floor stand this far above each other. */
const CORRIDOR_Z = 0.02
const ROOM_Z = 0.04

/** One floor as one mesh: slab, corridors, rooms with low walls and door openings, cores. */
export const floorGeometry = (floor: FloorModel): BufferGeometry => {
  const mesh = new MeshWriter()
  mesh.area(floor.outline, 0, -1, FACE.slab)
  mesh.sides(floor.outline, -SLAB_M, 0, -1, FACE.slabSide)
  for (const ring of floor.corridors) mesh.area(ring, CORRIDOR_Z, -1, FACE.corridor)
  for (const room of floor.rooms) writeRoom(mesh, room)
  for (const core of floor.spec.cores) writeCore(mesh, cleanRing(core))
  return mesh.build()
}

const writeCore = (mesh: MeshWriter, ring: Ring): void => {
  if (ring.length < 3) return
  const rim = insetRing(ring, CORE_RIM_M)
  if (rim) mesh.band(ring, rim, 0, -1, FACE.core, 1, 1)
  mesh.area(rim ?? ring, 0, -1, rim ? FACE.shaft : FACE.core, 1)
  mesh.sides(ring, 0, 0, -1, FACE.core, 1)
}

/** A floor with its depth and how far each point lies from the walls, then the walls with an opening for the door. */
const writeRoom = (mesh: MeshWriter, room: RoomModel): void => {
  const inner = insetRing(room.ring, WALL_M)
  const ground = inner ?? room.ring
  const reach = [SHADE_M, SHADE_M / 3].find((one) => insetRing(ground, one)) ?? 0
  const soft = reach > 0 ? insetRing(ground, reach)! : null
  const face = room.finish === 'planks' ? FACE.planks : FACE.tiles
  const plan = { depth: (p: LocalXY) => depthAt(room.depth, p), reachM: reach }
  if (soft) mesh.band(ground, soft, ROOM_Z, room.ordinal, face, SHADE_AT_WALL, 0, plan)
  mesh.area(soft ?? ground, ROOM_Z, room.ordinal, face, 0, plan)
  if (!inner) return
  room.ring.forEach((_, i) => writeWall(mesh, room, inner, i, room.door))
}

const writeWall = (mesh: MeshWriter, room: RoomModel, inner: Ring, edge: number, door: Door | null): void => {
  const j = (edge + 1) % room.ring.length
  const [a, b, c, d] = [room.ring[edge]!, room.ring[j]!, inner[edge]!, inner[j]!]
  if (door?.edge !== edge) return writePiece(mesh, room.ordinal, a, b, c, d, false, false)
  const [n, outFrom, outTo] = [inward(a, b), along(a, b, door.from), along(a, b, door.to)]
  const [inFrom, inTo] = [push(outFrom, n), push(outTo, n)]
  writePiece(mesh, room.ordinal, a, outFrom, c, inFrom, false, true)
  writePiece(mesh, room.ordinal, outTo, b, inTo, d, true, false)
}

const along = (a: LocalXY, b: LocalXY, t: number): LocalXY => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
]
const push = (p: LocalXY, n: LocalXY): LocalXY => [p[0] + n[0] * WALL_M, p[1] + n[1] * WALL_M]

/** A stretch of wall from a to b outside and from c to d inside, with end faces at a door. */
const writePiece = (
  mesh: MeshWriter,
  room: number,
  a: LocalXY,
  b: LocalXY,
  c: LocalXY,
  d: LocalXY,
  startFace: boolean,
  endFace: boolean,
): void => {
  const [nx, ny] = inward(a, b)
  const up = (p: LocalXY) => corner(p, 0, 1)
  const down = (p: LocalXY) => corner(p, 0)
  const shades = [0.7, 0.7, 1, 1] as const
  mesh.quad([up(a), up(b), up(d), up(c)], [0, 0, 1], room, FACE.wallTop)
  mesh.quad([down(a), down(b), up(b), up(a)], [-nx, -ny, 0], room, FACE.wallSide, shades)
  mesh.quad([down(d), down(c), up(c), up(d)], [nx, ny, 0], room, FACE.wallSide, shades)
  if (startFace) mesh.quad([down(c), down(a), up(a), up(c)], [-ny, nx, 0], room, FACE.wallSide, shades)
  if (endFace) mesh.quad([down(b), down(d), up(d), up(b)], [ny, -nx, 0], room, FACE.wallSide, shades)
}
