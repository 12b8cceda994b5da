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
  const cells = new Map<number, { hex: string; rooms: number; hatched: boolean; rank: number }>()
  for (const { ordinal } of rooms) {
    const at = ordinal * 4
    const rgb = (fill.values[at]! << 16) | (fill.values[at + 1]! << 8) | fill.values[at + 2]!
    const known = cells.get(rgb)
    if (known) {
      known.rooms++
      continue
    }
    const { mark } = remarks?.values[ordinal] ?? NOTHING_SAID
    cells.set(rgb, {
      hex: hexAt(fill.values, ordinal),
      rooms: 1,
      hatched: mark === ROOM_MARKS.idle,
      rank: RANK[mark],
    })
  }
  return [...cells.values()].sort((a, b) => a.rank - b.rank || b.rooms - a.rooms || (a.hex < b.hex ? -1 : 1))
}

/** As on drawings: `±0.00`, `+3.60 m`, `−3.90 m`. */
export const heightText = (m: number): string =>
  Math.abs(m) < 0.005 ? '±0.00' : `${m > 0 ? '+' : '−'}${Math.abs(m).toFixed(2)} m`
