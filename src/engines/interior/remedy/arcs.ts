import { Vector3, type PerspectiveCamera } from 'three'
import type { Metres } from '#shared/kernel/units.ts'
import type { InteriorRemedy } from '#shared/scene/layers.ts'
import type { Vec } from '../../framing.ts'
import type { Box, Project, Stand } from '../labels/LabelBoard.ts'
import type { BuildingModel, RoomModel } from '../shapes/model.ts'

/** Arrows leave above the walls, rise by a share of their way, and end just above a floor. */
const LEAVES_M = 1.5
const ENDS_M = 0.12
const RISES = 0.2
const STEPS = 24
/** From where it leaves: how far an arrow goes whose end is not to be seen, shares of the room's diagonal, and how far to either side of its way. */
const AROUND = {
  shares: [0.8, 0.95, 0.66, 0.56, 1.1, 1.3],
  sidesDeg: [0, 10, 20, 32, 46, 62, 80, 100, 125, 150],
} as const
/** So steep an arrow comes to its words from below or from above, not from a side. */
const STEEP = 0.62

/** What an arrow leads to: from above the chosen room, and to the named one, (east, up, north) in the building's frame. */
export interface Aim {
  readonly room: string
  readonly text: string
  readonly from: Vec
  readonly to: Vec
  /** The chosen room's diagonal. */
  readonly sizeM: Metres
}

/** The arrows of a chosen room; a remedy that names no room of the model has none. */
export const aimsOf = (
  model: BuildingModel,
  room: RoomModel | null,
  remedies: readonly InteriorRemedy[],
): readonly Aim[] => {
  const floor = room && model.floorOf.get(room.id)
  if (!room || !floor) return []
  const { minX, minY, maxX, maxY } = room.box
  const from: Vec = [room.anchor[0], floor.spec.elevationM + LEAVES_M, room.anchor[1]]
  return remedies.flatMap(({ room: id, text }) => {
    const [end, on] = [model.roomOf.get(id), model.floorOf.get(id)]
    if (!end || !on || end === room) return []
    const to: Vec = [end.anchor[0], on.spec.elevationM + ENDS_M, end.anchor[1]]
    return [{ room: id, text, from, to, sizeM: Math.hypot(maxX - minX, maxY - minY) }]
  })
}

/** The points of an arrow, which rises over what stands between. */
export const arcOf = (a: Vec, b: Vec): readonly Vec[] => {
  const by = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]) * RISES
  return Array.from({ length: STEPS + 1 }, (_, k) => {
    const t = k / STEPS
    const lift = 4 * t * (1 - t) * by
    const [x, y, z] = [0, 1, 2].map((i) => a[i]! * (1 - t) + b[i]! * t) as unknown as Vec
    return [x, y + lift, z]
  })
}

/** Whether one sees the whole of an arrow, before the camera and beside what covers the picture. */
const isOpen = (points: readonly Vec[], project: Project, covered: readonly Box[]): boolean =>
  points.every((point) => {
    const at = project(point)
    return (
      at !== null &&
      covered.every(
        ({ left, right, low, high }) => at[0] < left || at[0] > right || at[1] < low || at[1] > high,
      )
    )
  })

const hangOf = (x: number, y: number): Stand['hang'] => {
  if (Math.abs(y) > STEEP * Math.hypot(x, y)) return y > 0 ? 'above' : 'below'
  return x > 0 ? 'right' : 'left'
}

/** Which way one sees an arrow leave, as an angle on the screen from the right, counter-clockwise; it needs no end that is before the camera. */
const headingOf = ({ from, to }: Aim, project: Project): number => {
  const near = from.map((at, k) => at + (to[k]! - at) * 0.02) as unknown as Vec
  const [a, b] = [project(from), project(near)]
  return a && b ? Math.atan2(b[1] - a[1], b[0] - a[0]) : 0
}

/** Where the words of an arrow may stand: at its end, else around the room on the way to it, in the picture's own plane. */
export const standsOf = (
  aim: Aim,
  camera: PerspectiveCamera,
  project: Project,
  covered: readonly Box[],
): readonly Stand[] => {
  const { from, to, sizeM } = aim
  const heading = headingOf(aim, project)
  const [right, up] = [new Vector3(), new Vector3()]
  camera.matrixWorld.extractBasis(right, up, new Vector3())
  const around = AROUND.shares.flatMap((share) =>
    AROUND.sidesDeg.flatMap((side) =>
      (side === 0 ? [0] : [side, -side]).map((turn) => {
        const angle = heading + (turn * Math.PI) / 180
        const [x, y] = [Math.cos(angle) * share * sizeM, Math.sin(angle) * share * sizeM]
        const at: Vec = [
          from[0] + right.x * x + up.x * y,
          from[1] + right.y * x + up.y * y,
          from[2] - right.z * x - up.z * y,
        ]
        return { at, hang: hangOf(x, y), turn: Math.abs(turn) }
      }),
    ),
  )
  const end: Stand = { at: to, hang: hangOf(Math.cos(heading), Math.sin(heading)) }
  return [end, ...around.sort((a, b) => a.turn - b.turn)].filter(({ at }) =>
    isOpen(arcOf(from, at), project, covered),
  )
}
