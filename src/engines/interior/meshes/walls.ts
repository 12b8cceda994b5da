import { BufferGeometry, Float32BufferAttribute } from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Fields, Rows } from './Instances.ts'
import type { RoomModel } from '../shapes/model.ts'
import { inward, type Ring } from '../shapes/rings.ts'
import type { Door } from '../shapes/roomPlan.ts'

/** A stretch of wall: its ends outside and inside, and the row of its room, its floor and which of its ends are seen. */
export const WALL_FIELDS: Fields = { outside: 4, inside: 4, owner: 3 }
export const WALL_M: Metres = 0.11
/** Which ends of a stretch are seen: those beside a door. */
const SEEN = { start: 1, end: 2 } as const

/** Sides of a stretch, as the wall's shader names them. */
export const SIDE = { top: 0, outside: 1, inside: 2, start: 3, end: 4 } as const

/** Corners counter-clockwise from the front: 0 and 1 outside, 2 and 3 inside; above or below. */
const QUADS = [
  [SIDE.top, [0, 1, 3, 2], [1, 1, 1, 1]],
  [SIDE.outside, [0, 1, 1, 0], [0, 0, 1, 1]],
  [SIDE.inside, [3, 2, 2, 3], [0, 0, 1, 1]],
  [SIDE.start, [2, 0, 0, 2], [0, 0, 1, 1]],
  [SIDE.end, [1, 3, 3, 1], [0, 0, 1, 1]],
] as const

/** The shape of every stretch: corner, above, side. */
export const wallShape = (): BufferGeometry => {
  const parts = QUADS.flatMap(([side, corners, above]) =>
    corners.flatMap((corner, k) => [corner, above[k]!, side]),
  )
  const indices = QUADS.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((k) => i * 4 + k))
  return new BufferGeometry().setAttribute('part', new Float32BufferAttribute(parts, 3)).setIndex(indices)
}

/** The walls of a room around its inner face, open where its door is. */
export const writeWalls = (rows: Rows, room: RoomModel, inner: Ring, floor: number): void => {
  const { ring, door, ordinal } = room
  const write = (a: LocalXY, b: LocalXY, c: LocalXY, d: LocalXY, ends: number): void =>
    rows.push(a[0], -a[1], b[0], -b[1], c[0], -c[1], d[0], -d[1], ordinal, floor, ends)
  ring.forEach((a, edge) => {
    const j = (edge + 1) % ring.length
    const [b, c, d] = [ring[j]!, inner[edge]!, inner[j]!]
    if (door?.edge !== edge) return write(a, b, c, d, 0)
    const [from, to] = openingOf(door, a, b)
    write(a, from.outside, c, from.inside, SEEN.end)
    write(to.outside, b, to.inside, d, SEEN.start)
  })
}

const openingOf = (door: Door, a: LocalXY, b: LocalXY) => {
  const [nx, ny] = inward(a, b)
  return [door.from, door.to].map((t) => {
    const outside: LocalXY = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
    return { outside, inside: [outside[0] + nx * WALL_M, outside[1] + ny * WALL_M] as LocalXY }
  }) as [{ outside: LocalXY; inside: LocalXY }, { outside: LocalXY; inside: LocalXY }]
}
