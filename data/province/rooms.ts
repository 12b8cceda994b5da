/** Rooms of a county with their use and state, and which unit has which. Occupants come afterwards. */
import type { RoomState } from '#shared/housing/rooms.ts'
import type { CountyContext } from './context.ts'
import { ringOf, type FloorWork } from './floors.ts'
import { round } from './geo.ts'
import type { PlannedRoom } from './floorPlan.ts'
import type { Rng } from './rng.ts'
import { TIERS, type Tier } from './scales.ts'
import { spread } from './spread.ts'
import type { UnitDraft } from './units.ts'
import { usesOf, type RoomUse } from './uses.ts'

/** A room before its occupants. */
export interface RoomDraft extends RoomUse {
  readonly id: string
  readonly floor: string
  readonly number: string
  readonly tier: Tier
  readonly township: number | null
  readonly ring: [number, number][]
  readonly window: PlannedRoom['window']
  readonly usableArea: number
  readonly state: RoomState
  /** Days since its present state began. */
  readonly stateDays: number
  unit: UnitDraft | null
}

/** Walls take this much of a room's gross polygon. */
const WALL_SHARE = 0.06

/** A quarter of the buildings hold most of a county's vacancy, and in them some floors. */
const buildingVacancy = (context: CountyContext, rng: Rng): number =>
  Math.min(
    0.6,
    context.character.vacancy * (rng.chance(0.25) ? rng.between(1.5, 4.2) : rng.between(0.05, 0.6)),
  )

const stateOf = (use: RoomUse, vacancy: number, rng: Rng): { state: RoomState; stateDays: number } => {
  const lettable = use.category === 'office' || use.category === 'technical'
  if (lettable && rng.chance(vacancy)) {
    const state = (['idle', 'leased', 'lent', 'repair', 'disposal'] as const)[rng.weighted([86, 4, 4, 4, 2])]!
    return { state, stateDays: Math.round(12 + 520 * rng.next() ** 1.6) }
  }
  if (rng.chance(0.004)) return { state: 'repair', stateDays: rng.whole(3, 160) }
  return { state: 'in-use', stateDays: rng.whole(60, 3200) }
}

const numberOf = (level: number, ordinal: number): string =>
  `${level < 0 ? `B${-level}` : level}${String(ordinal).padStart(2, '0')}`

const roomsOfFloor = (floor: FloorWork, vacancy: number, rng: Rng): RoomDraft[] => {
  const uses = usesOf(floor, rng)
  const here = vacancy * (rng.chance(0.35) ? rng.between(1.4, 2.2) : rng.between(0.2, 0.7))
  return floor.rooms.map((room, i): RoomDraft => {
    const [, , width, height] = room.rect
    const number = numberOf(floor.level, i + 1)
    return {
      ...uses[i]!,
      ...stateOf(uses[i]!, here, rng),
      id: `${floor.record.id}R${String(i + 1).padStart(2, '0')}`,
      floor: floor.record.id,
      number,
      tier: floor.building.draft.tier,
      township: floor.building.draft.township,
      ring: ringOf(room.rect),
      window: room.window,
      usableArea: round((width * height * (1 - WALL_SHARE)) / 10_000, 2),
      unit: null,
    }
  })
}

/** Rooms floor by floor; every building has a stream of its own. */
export const draftRooms = (context: CountyContext, floors: readonly FloorWork[]): RoomDraft[] => {
  const rooms: RoomDraft[] = []
  let [building, vacancy, rng] = ['', 0, context.stream('rooms')]
  for (const floor of floors) {
    if (floor.record.building !== building) {
      building = floor.record.building
      rng = context.stream(`rooms/${building}`)
      vacancy = buildingVacancy(context, rng)
    }
    rooms.push(...roomsOfFloor(floor, vacancy, rng))
  }
  return rooms
}

/** Rooms that belong to whoever sits around them; toilets, machines, garages belong to the building. */
const isShared = (room: RoomDraft): boolean =>
  room.category === 'equipment' ||
  room.category === 'auxiliary' ||
  room.use === '卫生间' ||
  room.use === '开水间'

const give = (rooms: readonly RoomDraft[], units: readonly UnitDraft[]): void => {
  if (units.length === 0) return
  const low = rooms.length >= units.length ? 1 : 0
  const parts = spread(
    rooms.length,
    units.map((unit) => unit.size),
    () => ({ low, high: rooms.length }),
  )
  let at = 0
  parts.forEach((part, i) => {
    for (const room of rooms.slice(at, at + part)) room.unit = units[i]!
    at += part
  })
}

/** Shares a county's rooms out: each tier's in order over its units by size, a township's over its own. */
export const assignUnits = (rooms: readonly RoomDraft[], units: readonly UnitDraft[]): void => {
  const free = rooms.filter((room) => !isShared(room))
  for (const tier of TIERS) {
    const mine = free.filter((room) => room.tier === tier)
    const users = units.filter((unit) => unit.tier === tier)
    if (tier !== 'township') {
      give(mine, users)
      continue
    }
    for (const township of new Set(mine.map((room) => room.township)))
      give(
        mine.filter((room) => room.township === township),
        users.filter((unit) => unit.township === township),
      )
  }
}
