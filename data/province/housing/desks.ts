import type { RoomRecord } from '#shared/protocol/platform.ts'
import { round } from '../ground/geo.ts'
import type { Rng } from '../made/rng.ts'
import type { RoomDraft } from './rooms.ts'

type Workstation = RoomRecord['workstations'][number]

/** A desk with its chair takes about this much, metres. */
const DESK = { wide: 1.6, deep: 1.5, wall: 0.35 } as const

/** Desks in rows along the window wall, facing across the room: as many as there are people, and now and then a free one. */
export const placeDesks = (room: RoomDraft, people: readonly string[], rng: Rng): Workstation[] => {
  const [low, , high] = room.ring as [[number, number], [number, number], [number, number], [number, number]]
  const [width, depth] = [high[0] - low[0] - DESK.wall * 2, high[1] - low[1] - DESK.wall * 2]
  const spare = rng.chance(0.16) && room.usableArea > 8 ? 1 : 0
  const count = people.length + spare
  const columns = Math.max(1, Math.min(count, Math.floor(width / DESK.wide)))
  const rows = Math.ceil(count / columns)
  const fromTop = room.window === 'north' || room.window === 'east'
  const step = Math.min(depth / rows, 2.4)
  return Array.from({ length: count }, (_, i): Workstation => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const x = low[0] + DESK.wall + ((column + 0.5) * width) / columns
    const along = (row + 0.5) * step
    const y = fromTop ? high[1] - DESK.wall - along : low[1] + DESK.wall + along
    return {
      id: `${room.id}W${String(i + 1).padStart(2, '0')}`,
      code: `${room.number}-${String(i + 1).padStart(2, '0')}`,
      x: round(x, 2),
      y: round(y, 2),
      rotation: columns > 1 && column % 2 === 1 ? 270 : 90,
      person: people[i] ?? null,
    }
  })
}
