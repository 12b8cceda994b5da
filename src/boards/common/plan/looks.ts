import type { Interior, InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { namesIn } from '../../../i18n/names.ts'
import { roomClasses, roomClassOf, type RoomClass } from '../../../layers/interior/roomClasses.ts'
import type { Lang } from '../../../state/stores/index.ts'
import type { RoomLook } from '../../../widgets/plan/FloorPlan.vue'

/** What rooms are coloured by: an index, and what is in force. */
export type RoomsBy = Parameters<typeof roomClassOf>[2]
type Paint = Pick<RoomLook, 'hex' | 'edge' | 'isQuiet'>
/** What a room is drawn as: in its class's own colour, or darker and with a broad edge where it is a case. */
export type PlanPaint = 'solid' | 'edged'

/** What a legend of rooms says of a class. */
export interface DrawnClass extends Paint {
  readonly key: string
  readonly name: string
  readonly rooms: number
  readonly isHatched: boolean
}

const OFFICE: Paint = { hex: '#2f3f50' }
const SERVICE: Paint = { hex: '#1f2a36', isQuiet: true }
/** By a room's class: a case has a broad edge, what can be none is darker. */
const EDGED: Readonly<Record<string, Paint>> = {
  'over-red': { hex: '#54281d', edge: '#ff6a3d' },
  'over-yellow': { hex: '#4a3b25', edge: '#e39b2e' },
  within: OFFICE,
  office: OFFICE,
  service: SERVICE,
  auxiliary: SERVICE,
  technical: SERVICE,
  equipment: { hex: '#18212c', isQuiet: true },
}
const paintOf = ({ key, hex }: Pick<RoomClass, 'key' | 'hex'>, paint: PlanPaint): Paint =>
  (paint === 'edged' && EDGED[key]) || { hex }
/** Less than this above a limit is none in print, m². */
const LEAST_M2 = 0.05

/** What lies above a limit, in m², as it is printed; empty where that is nothing. */
export const excessText = (over: number, lang: Lang): string =>
  over < LEAST_M2 ? '' : `+${formatNumber(over, 1, lang)} m²`

interface Words {
  readonly lang: Lang
  readonly days: (n: string) => string
}

const lookOf = (
  room: InteriorRoomRow,
  floor: InteriorFloorRow,
  by: RoomsBy,
  { lang, days }: Words,
  paint: PlanPaint,
): RoomLook => {
  const own = roomClassOf(room, floor, by)
  const isIdle = room.state === 'idle'
  const drawn = paintOf(own, paint)
  const limit = own.key.startsWith('over-') ? room.limit : null
  const above = limit === null ? '' : excessText(room.usableArea - limit, lang)
  return {
    ...drawn,
    hatched: isIdle,
    name: drawn.isQuiet ? namesIn(room.use, lang) : room.number,
    amount: isIdle && room.idleDays !== null ? days(formatNumber(room.idleDays, 0, lang)) : above,
    limitShare: limit === null || above === '' || paint === 'solid' ? null : limit / room.usableArea,
  }
}

/** How each room of a floor is drawn, in their order. */
export const looksOf = (
  floor: InteriorFloorRow,
  by: RoomsBy,
  words: Words,
  paint: PlanPaint,
): readonly RoomLook[] => floor.rooms.map((room) => lookOf(room, floor, by, words, paint))

/** The legend of a floor, or of a whole building where `floor` is null: every class that is drawn with how many rooms are of it. */
export const classesOf = (
  interior: Interior,
  floor: string | null,
  by: RoomsBy,
  lang: Lang,
  paint: PlanPaint,
): readonly DrawnClass[] =>
  roomClasses({ ...by, interior, view: floor === null ? null : ({ kind: 'floor', id: floor } as never) }).map(
    (one) => ({
      key: one.key,
      name: one.name[lang],
      rooms: one.rooms,
      isHatched: one.key.startsWith('idle'),
      ...paintOf(one, paint),
    }),
  )
