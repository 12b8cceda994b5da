import { groupBy, sortedCopy } from '#shared/kernel/language/lists.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'

/** What of a floor one unit has, what is idle, what is for all; m². */
export interface Slice {
  readonly key: string
  readonly kind: 'unit' | 'idle' | 'shared'
  /** Of a unit; null else. */
  readonly name: string | null
  readonly area: number
}

/** A unit's occupied offices against what its people's grades allow, m². */
export interface UnitShare {
  readonly unit: string
  readonly name: string
  readonly area: number
  readonly limit: number
}

const keyOf = (room: InteriorRoomRow): string =>
  room.state === 'idle' ? 'idle' : room.unit === null ? 'shared' : `unit ${room.unit}`
const ORDER = { unit: 0, idle: 1, shared: 2 } as const
const kindOf = (key: string): Slice['kind'] => (key === 'idle' || key === 'shared' ? key : 'unit')

const sumOf = (rooms: readonly InteriorRoomRow[], areaOf: (room: InteriorRoomRow) => number): number =>
  rooms.reduce((sum, room) => sum + areaOf(room), 0)

export const areaOf = (slices: readonly Slice[]): number => slices.reduce((sum, { area }) => sum + area, 0)

/** A floor's usable area by who has it: the largest unit first, then what is idle, then what is for all. */
export const slicesOf = ({ rooms }: Pick<InteriorFloorRow, 'rooms'>): readonly Slice[] => {
  const slices = [...groupBy(rooms, keyOf)].map(([key, own]): Slice => {
    const kind = kindOf(key)
    const area = sumOf(own, ({ usableArea }) => usableArea)
    return { key, kind, name: kind === 'unit' ? (own[0]?.unitName ?? '') : null, area }
  })
  return sortedCopy(slices, (a, b) => ORDER[a.kind] - ORDER[b.kind] || b.area - a.area)
}

/** Units with offices in these floors, by how far they are above what is approved. */
export const unitsOf = (floors: readonly Pick<InteriorFloorRow, 'rooms'>[]): readonly UnitShare[] => {
  const offices = floors.flatMap(({ rooms }) =>
    rooms.filter(({ unit, limit }) => unit !== null && limit !== null),
  )
  const units = [...groupBy(offices, ({ unit }) => unit ?? '')].map(([unit, own]): UnitShare => ({
    unit,
    name: own[0]?.unitName ?? '',
    area: sumOf(own, ({ usableArea }) => usableArea),
    limit: sumOf(own, ({ limit }) => limit ?? 0),
  }))
  return sortedCopy(units, (a, b) => b.area - b.limit - (a.area - a.limit) || b.area - a.area)
}
