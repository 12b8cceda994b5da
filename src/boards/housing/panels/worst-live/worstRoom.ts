import type { IndexDefinition } from '#shared/indices/indices.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'

/** The room that a person would go to first by an index: farthest over its limit, or longest idle; null where none is a case. */
export const worstRoom = (
  { rooms }: Pick<InteriorFloorRow, 'rooms'>,
  by: IndexDefinition['rooms'],
): InteriorRoomRow | null => {
  const amount = (room: InteriorRoomRow): number =>
    by === 'over-limit'
      ? room.state === 'idle' || room.limitUse === null
        ? 0
        : room.limitUse - 1
      : by === 'days-idle' && room.state === 'idle'
        ? (room.idleDays ?? 0)
        : 0
  return rooms.reduce<InteriorRoomRow | null>(
    (worst, room) => (amount(room) > (worst === null ? 0 : amount(worst)) ? room : worst),
    null,
  )
}
