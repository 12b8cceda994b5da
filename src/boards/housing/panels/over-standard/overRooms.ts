import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'

export interface OverRoom {
  readonly floor: InteriorFloorRow
  readonly room: InteriorRoomRow
  /** Above the limit, m². */
  readonly over: number
}

/** Occupied offices above their limit, the farthest above it first; of the open floor alone where one is. */
export const overRoomsOf = (
  floors: readonly InteriorFloorRow[],
  open: string | null,
  band: number,
): readonly OverRoom[] => {
  const all = floors
    .filter(({ id }) => open === null || id === open)
    .flatMap((floor) =>
      floor.rooms.flatMap((room): OverRoom[] =>
        room.state !== 'idle' && room.limit !== null && (room.limitUse ?? 0) > band
          ? [{ floor, room, over: room.usableArea - room.limit }]
          : [],
      ),
    )
  return sortedCopy(all, (a, b) => b.over - a.over)
}
