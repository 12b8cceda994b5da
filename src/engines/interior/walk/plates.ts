import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Vec } from '../../framing.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import { PRIORITY, type LabelLook } from '../labels/labels.ts'
import { inward } from '../shapes/rings.ts'
import type { RoomModel } from '../shapes/model.ts'
import { seesFrom } from './plan.ts'
import type { Walk } from './Walk.ts'

/** Plates hang over their doors, and what a room says on its window wall; read from so far at most. */
const PLATE = { upM: 2.3, beforeM: 0.3, farM: 22, nearM: 0.8 } as const
const WALL_UP_M = 2.15

interface Said {
  readonly remark: string
  readonly isChosen: boolean
}

/** Before the middle of a room's door, outside; null where it has none. */
const beforeDoor = ({ ring, door }: RoomModel): LocalXY | null => {
  if (!door) return null
  const [a, b] = [ring[door.edge]!, ring[(door.edge + 1) % ring.length]!]
  const [t, n] = [(door.from + door.to) / 2, inward(a, b)]
  return [a[0] + (b[0] - a[0]) * t - n[0] * PLATE.beforeM, a[1] + (b[1] - a[1]) * t - n[1] * PLATE.beforeM]
}

/** On the wall opposite the door, a little before it. */
const onWall = ({ anchor, depth }: RoomModel): LocalXY => {
  const deep = (anchor[0] - depth.from[0]) * depth.towards[0] + (anchor[1] - depth.from[1]) * depth.towards[1]
  const back = deep - PLATE.beforeM
  return [anchor[0] - depth.towards[0] * back, anchor[1] - depth.towards[1] * back]
}

const isSeen = (walk: Walk, at: LocalXY): boolean => {
  const far = Math.hypot(at[0] - walk.at[0], at[1] - walk.at[1])
  return far > PLATE.nearM && far < PLATE.farM && seesFrom(walk.plan, walk.at, at)
}

/** What rooms say to one who walks: the room that one is in on its wall, the others over their doors, as far as they are seen. A click on a plate chooses its room. */
export const walkPlate = (
  room: RoomModel,
  walk: Walk,
  floorM: Metres,
  { palette, sizePx, ratio }: LabelLook,
  { remark, isChosen }: Said,
): LabelSpec => {
  const door = beforeDoor(room)
  const wall = onWall(room)
  const line = (text: string, scale: number, weight: number, color: string) => ({
    text,
    sizePx: Math.round(sizePx * scale * ratio),
    weight,
    color,
  })
  const says = [line(remark || room.label, remark ? 1.3 : 1, remark ? 600 : 400, palette.text)].filter(
    ({ text }) => text,
  )
  const number = line(room.number, 1.2, 600, isChosen ? palette.accentCss : palette.text)
  const place = (): Vec => {
    const [[x, y], up] = walk.room === room.id ? [wall, WALL_UP_M] : [door ?? wall, PLATE.upM]
    return [x, floorM + up, y]
  }
  return {
    pickId: room.id,
    signs: [
      {
        lines: [number, ...says],
        chip: { plate: palette.halo, border: isChosen ? palette.accentCss : palette.textDim, leaderPx: 0 },
      },
      { lines: [number], chip: { plate: palette.halo, border: palette.textDim, leaderPx: 0 } },
    ],
    priority: (isChosen ? PRIORITY.chosen : remark ? PRIORITY.remark : PRIORITY.room) - room.ordinal / 1e6,
    hang: 'centre',
    place,
    stands: () => {
      const isInside = walk.room === room.id
      const at = isInside ? wall : door
      return at && isSeen(walk, at) ? [{ at: place(), hang: 'centre' }] : []
    },
    avoid: null,
    room: null,
  }
}
