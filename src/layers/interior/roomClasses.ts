import { classOf, classRange } from '#shared/indices/indices.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'
import { OVER_STANDARD } from '#shared/standards/officeArea.ts'
import { CATEGORY_HEX } from '../../theme/palette.ts'
import { NO_DATA_HEX, rampHex } from '../../theme/ramps.ts'
import type { SceneInput } from '../../projections/input.ts'
import { valueOf } from '../../projections/values.ts'

/** What a room is, in the words of the legend, and the colour that it is drawn in: both come from here alone. */
export interface RoomClass {
  readonly key: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly hex: string
}
export interface RoomClassCount extends RoomClass {
  readonly rooms: number
}

type Wanted = Pick<SceneInput, 'index' | 'basis' | 'coal' | 'over'>

const CATEGORIES: Record<InteriorRoomRow['category'], RoomClass['name']> = {
  office: { zh: '办公室(无核定)', en: 'Offices without a limit' },
  service: { zh: '服务用房', en: 'Service rooms' },
  equipment: { zh: '设备用房', en: 'Equipment' },
  auxiliary: { zh: '附属用房', en: 'Auxiliary' },
  technical: { zh: '技术业务用房', en: 'Technical' },
}
const NOTHING: RoomClass = { key: 'no-data', name: { zh: '无数据', en: 'no data' }, hex: NO_DATA_HEX }

/** Days idle that open each class of the violet ramp. */
const IDLE_DAY_BREAKS = [30, 90, 180, 365] as const
const IDLE_CLASS = 3
const colour = (index: SceneInput['index'] | 'vacancy', klass: number): string =>
  rampHex(index === 'vacancy' ? index : index.ramp)[klass] ?? NO_DATA_HEX

const categoryOf = (room: InteriorRoomRow): RoomClass => ({
  key: room.category,
  name: CATEGORIES[room.category],
  hex: CATEGORY_HEX[room.category],
})
/** Vacancy is violet in every view. */
const idleOf = (): RoomClass => ({
  key: 'idle',
  name: { zh: '闲置', en: 'Idle' },
  hex: colour('vacancy', IDLE_CLASS),
})

/** Above the limit is amber, above the red band red, by the occupant who is worst off, as on the room's card. */
const overOf = (room: InteriorRoomRow, { index, over = OVER_STANDARD }: Wanted): RoomClass => {
  if (room.state === 'idle') return idleOf()
  if (room.limitUse === null) return categoryOf(room)
  const share = room.limitUse
  const percent = (band: number): string => String(Number(((band - 1) * 100).toFixed(1)))
  const [from, to] = [percent(over.yellow), percent(over.red)]
  if (share > over.red)
    return {
      key: 'over-red',
      name: { zh: `超 ${to}% 以上`, en: `over by more than ${to}%` },
      hex: colour(index, 4),
    }
  if (share > over.yellow)
    return {
      key: 'over-yellow',
      name: { zh: `超 ${from}–${to}%`, en: `over by ${from}–${to}%` },
      hex: colour(index, 3),
    }
  return { key: 'within', name: { zh: '达标', en: 'within the limit' }, hex: colour(index, 0) }
}

const idleDaysOf = (room: InteriorRoomRow, { index }: Wanted): RoomClass => {
  if (room.state !== 'idle')
    return room.category === 'office'
      ? { key: 'in-use', name: { zh: '在用办公室', en: 'Offices in use' }, hex: CATEGORY_HEX.office }
      : categoryOf(room)
  const klass = IDLE_DAY_BREAKS.filter((days) => (room.idleDays ?? 0) >= days).length
  const [low, high] = [IDLE_DAY_BREAKS[klass - 1], IDLE_DAY_BREAKS[klass]]
  const days = low === undefined ? `< ${high}` : high === undefined ? `≥ ${low}` : `${low}–${high - 1}`
  return {
    key: `idle-${klass}`,
    name: { zh: `闲置 ${days} 天`, en: `idle ${days} d` },
    hex: colour(index, klass),
  }
}

const classAt = (index: SceneInput['index'], value: number | null): RoomClass => {
  const klass = classOf(index, value)
  if (klass < 0) return NOTHING
  const label = classRange(index, klass, String)
  return { key: `class-${klass}`, name: { zh: label, en: label }, hex: colour(index, klass) }
}

/** A room's own class for the index; where a room has no such figure its floor's stands, or 无数据. */
export const roomClassOf = (room: InteriorRoomRow, floor: InteriorFloorRow, input: Wanted): RoomClass => {
  const by = input.index.rooms
  if (by === 'over-limit') return overOf(room, input)
  if (by === 'days-idle') return idleDaysOf(room, input)
  if (by === 'floor') return classAt(input.index, valueOf(floor, input))
  if (by === undefined) return NOTHING
  if (room.state === 'idle') return idleOf()
  const value = by(room)
  return value === null ? categoryOf(room) : classAt(input.index, value)
}

const ORDER = [
  'within',
  'over-yellow',
  'over-red',
  'class',
  'in-use',
  'office',
  'service',
  'equipment',
  'auxiliary',
  'technical',
  'idle',
  'no-data',
]
const rank = ({ key }: RoomClass): number =>
  ORDER.findIndex((name) => key === name || key.startsWith(`${name}-`))

/** The legend indoors: every class that is drawn, in words, with how many rooms of the open floor or building are of it. */
export const roomClasses = (
  input: Pick<SceneInput, 'interior' | 'view'> & Wanted,
): readonly RoomClassCount[] => {
  const open = input.view?.kind === 'floor' ? input.view.id : null
  const counted = new Map<string, { -readonly [K in keyof RoomClassCount]: RoomClassCount[K] }>()
  for (const floor of input.interior?.floors ?? []) {
    if (open !== null && floor.id !== open) continue
    for (const room of floor.rooms) {
      const found = roomClassOf(room, floor, input)
      const known = counted.get(found.key)
      if (known) known.rooms++
      else counted.set(found.key, { ...found, rooms: 1 })
    }
  }
  return [...counted.values()].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
}
