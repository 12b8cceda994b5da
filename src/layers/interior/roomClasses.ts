import { classOf, classRange } from '#shared/indices/indices.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '#shared/protocol/http.ts'
import { OVER_STANDARD } from '#shared/standards/overStandard.ts'
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

/** What the class of a room is told by. */
export type ToldRoom = Pick<
  InteriorRoomRow,
  'category' | 'state' | 'idleDays' | 'limitUse' | 'usableArea' | 'limit'
>
type Summed = Pick<InteriorFloorRow, 'measures'>

const CATEGORY_ORDER = Object.keys(CATEGORIES) as (keyof typeof CATEGORIES)[]
/** Classes as numbers, for pictures of very many rooms: a category, or one of these; from the last two on a class of the ramp each. */
const CODE = {
  idle: 5,
  inUse: 6,
  nothing: 7,
  within: 8,
  overYellow: 9,
  overRed: 10,
  idleDays: 11,
  value: 16,
} as const
/** How many classes there are at most. */
export const CODES = CODE.value + 5

/** The class of a value of the index, of whatever it is. */
export const codeOfValue = (index: SceneInput['index'], value: number | null): number => {
  const klass = classOf(index, value)
  return klass < 0 ? CODE.nothing : CODE.value + klass
}

/** Above the limit is amber, above the red band red, by the occupant who is worst off, as on the room's card. */
const overCode = (room: ToldRoom, over: NonNullable<Wanted['over']>): number => {
  if (room.state === 'idle') return CODE.idle
  if (room.limitUse === null) return CATEGORY_ORDER.indexOf(room.category)
  if (room.limitUse > over.red) return CODE.overRed
  return room.limitUse > over.yellow ? CODE.overYellow : CODE.within
}

const idleDaysCode = (room: ToldRoom): number => {
  if (room.state !== 'idle')
    return room.category === 'office' ? CODE.inUse : CATEGORY_ORDER.indexOf(room.category)
  return CODE.idleDays + IDLE_DAY_BREAKS.filter((days) => (room.idleDays ?? 0) >= days).length
}

/**
 * The one rule of a room's colour: its own class for the index; where a room has no such figure its floor's stands, that
 * of its building where a picture shows whole buildings, or 无数据. `classOfCode` has the words and the colour.
 */
export const roomCodeOf = (
  room: ToldRoom,
  floor: Summed | null,
  input: Wanted,
  building: Summed | null = null,
): number => {
  const by = input.index.rooms
  if (by === 'over-limit') return overCode(room, input.over ?? OVER_STANDARD)
  if (by === 'days-idle') return idleDaysCode(room)
  const summed = by === 'floor' ? floor : building
  if (by === 'floor' || by === undefined)
    return summed ? codeOfValue(input.index, valueOf(summed, input)) : CODE.nothing
  if (room.state === 'idle') return CODE.idle
  const value = by(room)
  return value === null ? CATEGORY_ORDER.indexOf(room.category) : codeOfValue(input.index, value)
}

const overClass = (code: number, { index, over = OVER_STANDARD }: Wanted): RoomClass => {
  const percent = (band: number): string => String(Number(((band - 1) * 100).toFixed(1)))
  const [from, to] = [percent(over.yellow), percent(over.red)]
  if (code === CODE.overRed)
    return {
      key: 'over-red',
      name: { zh: `超 ${to}% 以上`, en: `over by more than ${to}%` },
      hex: colour(index, 4),
    }
  if (code === CODE.overYellow)
    return {
      key: 'over-yellow',
      name: { zh: `超 ${from}–${to}%`, en: `over by ${from}–${to}%` },
      hex: colour(index, 3),
    }
  return { key: 'within', name: { zh: '达标', en: 'within the limit' }, hex: colour(index, 0) }
}

const idleDaysClass = (klass: number, { index }: Wanted): RoomClass => {
  const [low, high] = [IDLE_DAY_BREAKS[klass - 1], IDLE_DAY_BREAKS[klass]]
  const days = low === undefined ? `< ${high}` : high === undefined ? `≥ ${low}` : `${low}–${high - 1}`
  return {
    key: `idle-${klass}`,
    name: { zh: `闲置 ${days} 天`, en: `idle ${days} d` },
    hex: colour(index, klass),
  }
}

const valueClass = (klass: number, { index }: Wanted): RoomClass => {
  const label = classRange(index, klass, String)
  return { key: `class-${klass}`, name: { zh: label, en: label }, hex: colour(index, klass) }
}

/** What a class that `roomCodeOf` tells is called, and its colour; vacancy is violet in every view. */
export const classOfCode = (code: number, input: Wanted): RoomClass => {
  const category = CATEGORY_ORDER[code]
  if (category) return { key: category, name: CATEGORIES[category], hex: CATEGORY_HEX[category] }
  if (code >= CODE.value) return valueClass(code - CODE.value, input)
  if (code >= CODE.idleDays) return idleDaysClass(code - CODE.idleDays, input)
  if (code >= CODE.within) return overClass(code, input)
  if (code === CODE.idle)
    return { key: 'idle', name: { zh: '闲置', en: 'Idle' }, hex: colour('vacancy', IDLE_CLASS) }
  if (code === CODE.inUse)
    return { key: 'in-use', name: { zh: '在用办公室', en: 'Offices in use' }, hex: CATEGORY_HEX.office }
  return NOTHING
}

/** A room's class on its floor. */
export const roomClassOf = (room: InteriorRoomRow, floor: InteriorFloorRow, input: Wanted): RoomClass =>
  classOfCode(roomCodeOf(room, floor, input), input)

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

/** As a legend lists them. */
export const inLegendOrder = <C extends RoomClass>(classes: readonly C[]): readonly C[] =>
  sortedCopy(classes, (a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))

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
  return inLegendOrder([...counted.values()])
}
