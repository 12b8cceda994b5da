import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Rows } from '../meshes/Instances.ts'
import { FACE, type MeshWriter } from './MeshWriter.ts'
import type { FloorModel, RoomModel } from './model.ts'
import { cleanRing, insetRing, type Ring } from './rings.ts'
import { depthAt } from './roomPlan.ts'
import { WALL_M, writeWalls } from '../meshes/walls.ts'

export const SLAB_M: Metres = 0.32
/** Stairs, lifts and shafts are solid, with a light rim around a dark hatched top. */
const CORE_RIM_M = 0.28
/** How far the soft shade reaches from a wall. */
const SHADE_M = 0.9
const SHADE_AT_WALL = 0.72
/** Layers of one floor stand this far above each other. */
const CORRIDOR_Z = 0.02
const ROOM_Z = 0.04

/** Slab, corridors, floors of rooms and cores into the mesh, the walls of rooms into the rows. */
export const writeFloor = (mesh: MeshWriter, walls: Rows, floor: FloorModel): void => {
  mesh.floor = floor.rank
  mesh.area(floor.outline, 0, { room: -1, face: FACE.slab })
  mesh.sides(floor.outline, -SLAB_M, 0, { room: -1, face: FACE.slabSide })
  for (const ring of floor.corridors) mesh.area(ring, CORRIDOR_Z, { room: -1, face: FACE.corridor })
  for (const room of floor.rooms) writeRoom(mesh, walls, room, floor.rank)
  for (const core of floor.spec.cores) writeCore(mesh, cleanRing(core))
}

const writeCore = (mesh: MeshWriter, ring: Ring): void => {
  if (ring.length < 3) return
  const rim = insetRing(ring, CORE_RIM_M)
  const core = { room: -1, face: FACE.core, rise: 1 } as const
  if (rim) mesh.band(ring, rim, 0, core)
  mesh.area(rim ?? ring, 0, rim ? { ...core, face: FACE.shaft } : core)
  mesh.sides(ring, 0, 0, core)
}

/** A floor with its depth and how far each point lies from the walls, then the walls with an opening for the door. */
const writeRoom = (mesh: MeshWriter, walls: Rows, room: RoomModel, floor: number): void => {
  const inner = insetRing(room.ring, WALL_M)
  const ground = inner ?? room.ring
  const [reachM, soft] = softPart(ground)
  const face = room.finish === 'planks' ? FACE.planks : FACE.tiles
  const depth = (p: LocalXY): number => depthAt(room.depth, p)
  mesh.pool(ground, soft, ROOM_Z, { room: room.ordinal, face }, { depth, reachM, shadeAtWall: SHADE_AT_WALL })
  if (inner) writeWalls(walls, room, inner, floor)
}

const softPart = (ground: Ring): readonly [Metres, Ring | null] => {
  for (const reach of [SHADE_M, SHADE_M / 3]) {
    const soft = insetRing(ground, reach)
    if (soft) return [reach, soft]
  }
  return [0, null]
}
