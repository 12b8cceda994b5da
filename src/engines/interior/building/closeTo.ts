import { cornersOf } from '../../framing.ts'
import { DESK } from '../shapes/desks.ts'
import type { FloorModel, RoomModel } from '../shapes/model.ts'
import type { StageView } from '../StageThing.ts'

/** In a room and at a desk: how steeply one looks, and how much around it is seen, a share of its diagonal. */
const CLOSE = { pitchDeg: 40, aroundRoom: 0.14, aroundDesk: 0.75, wallM: 1.1 } as const

/** What is seen of a chosen room, or of the desk in it that is chosen: up to the top of its walls. */
export const closeTo = (room: RoomModel, { spec }: FloorModel, selected: string | null): StageView => {
  const desk = spec.desks.find(({ id }) => id === selected)
  const reach = DESK.widthM / 2
  const { minX, minY, maxX, maxY } = desk
    ? { minX: desk.x - reach, minY: desk.y - reach, maxX: desk.x + reach, maxY: desk.y + reach }
    : room.box
  const more = Math.hypot(maxX - minX, maxY - minY) * (desk ? CLOSE.aroundDesk : CLOSE.aroundRoom)
  const up = spec.elevationM
  const points = cornersOf({
    min: [minX - more, up, minY - more],
    max: [maxX + more, up + CLOSE.wallM, maxY + more],
  })
  return { points, pitchDeg: CLOSE.pitchDeg }
}
