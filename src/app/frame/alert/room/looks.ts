import type { Interior, InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { namesIn } from '../../../../i18n/names.ts'
import { roomClasses, roomClassOf, type RoomClass } from '../../../../layers/interior/roomClasses.ts'
import type { RoomLook } from '../../../../widgets/plan/FloorPlan.vue'

type Wanted = Parameters<typeof roomClassOf>[2]
type Paint = Pick<RoomLook, 'hex' | 'edge' | 'isQuiet'>

const OFFICE: Paint = { hex: '#2f3f50' }
const SERVICE: Paint = { hex: '#1f2a36', isQuiet: true }
/** By a room's class: a case has a broad edge, what can be none is darker. */
const PAINT: Readonly<Record<string, Paint>> = {
  'over-red': { hex: '#54281d', edge: '#ff6a3d' },
  'over-yellow': { hex: '#4a3b25', edge: '#e39b2e' },
  within: OFFICE,
  office: OFFICE,
  service: SERVICE,
  auxiliary: SERVICE,
  technical: SERVICE,
  equipment: { hex: '#18212c', isQuiet: true },
}
const paintOf = ({ key, hex }: Pick<RoomClass, 'key' | 'hex'>): Paint => PAINT[key] ?? { hex }
/** Less than this above a limit is none in print, m². */
const LEAST_M2 = 0.05

interface Words {
  readonly lang: 'zh' | 'en'
  readonly over: (area: string) => string
  readonly days: (n: string) => string
}

const limitOf = ({ usableArea, limit }: InteriorRoomRow): number | null =>
  limit !== null && usableArea - limit >= LEAST_M2 ? limit : null

const lookOf = (
  room: InteriorRoomRow,
  floor: InteriorFloorRow,
  wanted: Wanted,
  { lang, over, days }: Words,
): RoomLook => {
  const own = roomClassOf(room, floor, wanted)
  const isIdle = room.state === 'idle'
  const paint = paintOf(own)
  const limit = own.key.startsWith('over-') ? limitOf(room) : null
  const above = limit === null ? '' : over(formatNumber(room.usableArea - limit, 1, lang))
  return {
    ...paint,
    hatched: isIdle,
    name: paint.isQuiet ? namesIn(room.use, lang) : room.number,
    amount: isIdle && room.idleDays !== null ? days(formatNumber(room.idleDays, 0, lang)) : above,
    limitShare: limit === null ? null : limit / room.usableArea,
  }
}

/** How each room of a floor is drawn by what it is of its limit, and the legend of it with how many are of each kind. */
export const looksOf = (floor: InteriorFloorRow, interior: Interior, wanted: Wanted, words: Words) => ({
  looks: floor.rooms.map((room) => lookOf(room, floor, wanted, words)),
  classes: roomClasses({ ...wanted, interior, view: { kind: 'floor', id: floor.id } as never }).map(
    (one) => ({
      key: one.key,
      name: one.name[words.lang],
      rooms: one.rooms,
      isHatched: one.key === 'idle',
      ...paintOf(one),
    }),
  ),
})
