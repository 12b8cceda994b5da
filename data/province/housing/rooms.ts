/** Rooms of a county with their use and state, and which unit has which. Occupants come afterwards. */
import type { RoomState } from '#shared/housing/rooms.ts'
import { IDLE_LONG, IDLE_SHORT } from '../calibration.ts'
import type { CountyContext } from './context.ts'
import { ringOf, type FloorWork } from './floors.ts'
import { round } from '../ground/geo.ts'
import type { PlannedRoom } from './floorPlan.ts'
import type { Rng } from '../made/rng.ts'
import type { Tier } from '../made/scales.ts'
import type { UnitDraft } from '../people/units.ts'
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
  state: RoomState
  /** Days since its present state began. */
  stateDays: number
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

const IDLE_LOTS = [IDLE_SHORT.aim, 97 - IDLE_SHORT.aim - 7, 7, IDLE_LONG.aim] as const
const IDLE_SPANS = [
  [4, 89],
  [91, 179],
  [181, 364],
  [366, 1100],
] as const
/** Most stand empty between two users, few for more than a year. */
const idleDays = (rng: Rng): number => {
  const [least, most] = IDLE_SPANS[rng.weighted(IDLE_LOTS)]!
  return rng.whole(least, most)
}

const stateOf = (use: RoomUse, vacancy: number, rng: Rng): { state: RoomState; stateDays: number } => {
  const lettable = use.category === 'office' || use.category === 'technical'
  if (lettable && rng.chance(vacancy)) {
    const state = (['idle', 'leased', 'lent', 'repair', 'disposal'] as const)[rng.weighted([86, 4, 4, 4, 2])]!
    return { state, stateDays: idleDays(rng) }
  }
  if (rng.chance(0.004)) return { state: 'repair', stateDays: rng.whole(3, 160) }
  return { state: 'in-use', stateDays: rng.whole(60, 3200) }
}

const numberOf = (level: number, ordinal: number): string =>
  `${level < 0 ? `B${-level}` : level}${String(ordinal).padStart(2, '0')}`

/** A service room whose ledger does not say what its drawing shows. */
const SLIPPED = [
  [0.6, 0.76],
  [1.24, 1.4],
] as const

const roomsOfFloor = (floor: FloorWork, vacancy: number, slips: number, rng: Rng): RoomDraft[] => {
  const uses = usesOf(floor, rng)
  const here = vacancy * (rng.chance(0.35) ? rng.between(1.4, 2.2) : rng.between(0.2, 0.7))
  return floor.rooms.map((room, i): RoomDraft => {
    const [, , width, height] = room.rect
    const [least, most] = uses[i]!.category === 'service' && rng.chance(slips) ? rng.pick(SLIPPED) : [1, 1]
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
      usableArea: round((width * height * (1 - WALL_SHARE) * rng.between(least, most)) / 10_000, 2),
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
    rooms.push(...roomsOfFloor(floor, vacancy, context.character.slips, rng))
  }
  return rooms
}
