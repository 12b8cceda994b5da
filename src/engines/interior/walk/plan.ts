import type { Degrees, LocalXY, Metres } from '#shared/kernel/units.ts'
import type { FloorModel, RoomModel } from '../shapes/model.ts'
import { boxOf, cleanRing, insideRing, signedArea, type Ring } from '../shapes/rings.ts'

/** How near to a wall one comes. */
const BODY_M = 0.26
/** A way is looked at in steps no longer than this. */
const STEP_M = 0.12
/** From the wall with the door, where one stands as one comes in; and how far from a desk, where there is a choice. */
const INSIDE_M = 1
const FROM_DESK_M = 1.2

type Wall = readonly [a: LocalXY, b: LocalXY]

/** Where one may walk on a floor: within its outline, between the walls of its rooms, through their doors. */
export interface WalkPlan {
  readonly floor: FloorModel
  readonly walls: readonly Wall[]
}

/** A place on a floor and where one looks there, clockwise from the frame's y axis. */
export interface Standing {
  readonly at: LocalXY
  readonly headingDeg: Degrees
}

const ringWalls = (ring: Ring): Wall[] => ring.map((a, i) => [a, ring[(i + 1) % ring.length]!])
const along = ([a, b]: Wall, t: number): LocalXY => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

const roomWalls = ({ ring, door }: RoomModel): Wall[] =>
  ringWalls(ring).flatMap((wall, edge) =>
    door?.edge === edge
      ? [[wall[0], along(wall, door.from)] as const, [along(wall, door.to), wall[1]] as const]
      : [wall],
  )

export const walkPlan = (floor: FloorModel): WalkPlan => ({
  floor,
  walls: [
    ...ringWalls(floor.outline),
    ...floor.rooms.flatMap(roomWalls),
    ...floor.spec.cores.map(cleanRing).flatMap(ringWalls),
  ],
})

const distanceTo = ([a, b]: Wall, [x, y]: LocalXY): Metres => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
}

const side = (a: LocalXY, b: LocalXY, p: LocalXY): number =>
  (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
const crosses = ([a, b]: Wall, p: LocalXY, q: LocalXY): boolean =>
  side(a, b, p) * side(a, b, q) < 0 && side(p, q, a) * side(p, q, b) < 0

/** Whether nothing stands between two places. */
export const seesFrom = ({ walls }: WalkPlan, p: LocalXY, q: LocalXY): boolean =>
  !walls.some((wall) => crosses(wall, p, q))

/** Whether one may stand there. */
export const isFree = ({ floor, walls }: WalkPlan, at: LocalXY): boolean =>
  insideRing(floor.outline, at[0], at[1]) && walls.every((wall) => distanceTo(wall, at) >= BODY_M)

/** One short step; along the wall where one stands in its way, null where there is no going on. */
const step = (plan: WalkPlan, from: LocalXY, [dx, dy]: LocalXY): LocalXY | null => {
  const to: LocalXY = [from[0] + dx, from[1] + dy]
  if (isFree(plan, to) && seesFrom(plan, from, to)) return to
  for (const [a, b] of plan.walls.filter((wall) => distanceTo(wall, to) < BODY_M)) {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    const by = dx * ux + dy * uy
    const slid: LocalXY = [from[0] + ux * by, from[1] + uy * by]
    if (Math.abs(by) > 1e-4 && isFree(plan, slid) && seesFrom(plan, from, slid)) return slid
  }
  return null
}

/** How far one comes by going these metres from a place. */
export const goFrom = (plan: WalkPlan, from: LocalXY, [dx, dy]: LocalXY): LocalXY => {
  const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / STEP_M))
  let at = from
  for (let k = 0; k < steps; k++) {
    const next = step(plan, at, [dx / steps, dy / steps])
    if (!next) return at
    at = next
  }
  return at
}

const headingOf = ([x, y]: LocalXY): Degrees => (Math.atan2(x, y) * 180) / Math.PI

/** In a room: by its door, looking to its windows, beside the desks. */
export const standIn = (plan: WalkPlan, room: RoomModel): Standing => {
  const { from, towards, lengthM } = room.depth
  const across: LocalXY = [-towards[1], towards[0]]
  const [anchorDeep, wide] = [
    (room.anchor[0] - from[0]) * towards[0] + (room.anchor[1] - from[1]) * towards[1],
    Math.max(
      ...room.ring.map((p) =>
        Math.abs((p[0] - room.anchor[0]) * across[0] + (p[1] - room.anchor[1]) * across[1]),
      ),
    ),
  ]
  const spots = [0, -0.35, 0.35, -0.6, 0.6].flatMap((share) =>
    [INSIDE_M, INSIDE_M * 1.6, INSIDE_M * 0.6].map((inside): LocalXY => {
      const deep = lengthM - inside - anchorDeep
      return [
        room.anchor[0] + towards[0] * deep + across[0] * share * wide,
        room.anchor[1] + towards[1] * deep + across[1] * share * wide,
      ]
    }),
  )
  const free = [...spots, room.anchor].filter((at) => insideRing(room.ring, at[0], at[1]) && isFree(plan, at))
  const beside = (at: LocalXY): Metres =>
    Math.min(FROM_DESK_M, ...plan.floor.spec.desks.map((desk) => Math.hypot(desk.x - at[0], desk.y - at[1])))
  const [first = room.anchor] = free
  const at = free.reduce((best, one) => (beside(one) > beside(best) + 0.05 ? one : best), first)
  const window: LocalXY = [
    room.anchor[0] - towards[0] * anchorDeep - at[0],
    room.anchor[1] - towards[1] * anchorDeep - at[1],
  ]
  return { at, headingDeg: headingOf(window) }
}

/** On a floor without a chosen room: at an end of its largest corridor, looking along it; in its largest room where it has none. */
export const standOn = (plan: WalkPlan): Standing => {
  const { corridors, rooms, outline } = plan.floor
  const largest = [...corridors].sort((a, b) => signedArea(b) - signedArea(a))[0]
  const room = [...rooms].sort((a, b) => signedArea(b.ring) - signedArea(a.ring))[0]
  if (!largest) return room ? standIn(plan, room) : { at: outline[0]!, headingDeg: 0 }
  const { minX, minY, maxX, maxY } = boxOf([largest])
  const isWide = maxX - minX >= maxY - minY
  const spots = Array.from({ length: 9 }, (_, k): LocalXY => {
    const t = 0.06 + k * 0.1
    return isWide
      ? [minX + (maxX - minX) * t, (minY + maxY) / 2]
      : [(minX + maxX) / 2, minY + (maxY - minY) * t]
  })
  const at = spots.find((spot) => insideRing(largest, spot[0], spot[1]) && isFree(plan, spot))
  if (!at) return room ? standIn(plan, room) : { at: spots[4]!, headingDeg: 0 }
  return { at, headingDeg: isWide ? 90 : 0 }
}

/** The room that one stands in; null in a corridor. */
export const roomAt = ({ floor }: WalkPlan, [x, y]: LocalXY): RoomModel | null =>
  floor.rooms.find(({ ring }) => insideRing(ring, x, y)) ?? null
