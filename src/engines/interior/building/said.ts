import { ROOM_MARKS, type InteriorLayer, type InteriorRemark } from '#shared/scene/layers.ts'
import type { BarCell } from '../labels/floorBar.ts'
import { hexAt } from '../palette.ts'
import type { RoomModel } from '../shapes/model.ts'

/** Of a room that nothing is said of. */
export const NOTHING_SAID: InteriorRemark = { mark: ROOM_MARKS.none, text: '', withinLimit: 1 }

const RANK = { [ROOM_MARKS.over]: 0, [ROOM_MARKS.idle]: 1, [ROOM_MARKS.none]: 2 } as const

/** The rooms of a floor by what they are coloured: what is over first, then idle ones, then the others, the most of each first. */
export const cellsOf = (
  rooms: readonly RoomModel[],
  { fill, remarks }: Pick<InteriorLayer, 'fill' | 'remarks'>,
): readonly BarCell[] => {
  const cells = new Map<string, { hex: string; rooms: number; hatched: boolean; rank: number }>()
  for (const { ordinal } of rooms) {
    const { mark } = remarks?.values[ordinal] ?? NOTHING_SAID
    const hex = hexAt(fill.values, ordinal)
    const cell = cells.get(hex) ?? { hex, rooms: 0, hatched: mark === ROOM_MARKS.idle, rank: RANK[mark] }
    cell.rooms++
    cells.set(hex, cell)
  }
  return [...cells.values()].sort((a, b) => a.rank - b.rank || b.rooms - a.rooms || (a.hex < b.hex ? -1 : 1))
}
