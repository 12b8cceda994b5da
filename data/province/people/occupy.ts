/** Seats people in a unit's offices so that shares of a room sum to 1 and most sit within the limit of their grade. */
import type { Grade, OrganLevel } from '#shared/housing/grades.ts'
import { GRADES } from '#shared/housing/grades.ts'
import { areaLimitOf } from '#shared/standards/officeArea.ts'
import { leadersOf } from './posts.ts'
import type { Rng } from '../made/rng.ts'
import type { RoomDraft } from '../housing/rooms.ts'
import type { UnitDraft } from './units.ts'

export interface Seating {
  readonly room: RoomDraft
  readonly grades: readonly Grade[]
}

const LIMITS = new Map<string, number>()
const limitOf = (level: OrganLevel, grade: Grade): number => {
  const key = `${level}/${grade}`
  let limit = LIMITS.get(key)
  if (limit === undefined) LIMITS.set(key, (limit = areaLimitOf(level, grade).limit))
  return limit
}

/** How many must share an area so that nobody is over. */
const heads = (area: number, limit: number): number => Math.max(1, Math.ceil(area / limit - 1e-9))

/** What decides how a unit fills its offices. */
export interface SeatingWays {
  /** Share of its offices that lie above their limit. */
  readonly over: number
  /** Share of its offices in which one more sits. */
  readonly crowding: number
}

/** A room is left over its limit the rarer the more it would be; so many in a hundred would be over by little with one fewer. */
const EXCESS = { least: 0.02, usual: 0.1, most: 0.35, ofRooms: 0.13, leader: [0.02, 0.12] } as const
/** Nobody sits on less, m². */
const LEAST_M2 = 4.6

/** Of a room of staff: one fewer than must share it, which puts them a little over; one more; else just enough. */
const staffIn = (area: number, limit: number, { over, crowding }: SeatingWays, rng: Rng): number => {
  const enough = heads(area, limit)
  const excess = enough > 1 ? area / ((enough - 1) * limit) - 1 : Infinity
  const [isOver, isCrowded] = [
    rng.chance(
      excess < EXCESS.least || excess > EXCESS.most
        ? 0
        : (over / EXCESS.ofRooms) * Math.exp(-excess / EXCESS.usual),
    ),
    rng.chance(crowding),
  ]
  if (isOver) return enough - 1
  return isCrowded && area / (enough + 1) >= LEAST_M2 ? enough + 1 : enough
}

/** A room on the leaders' floor is taken before a larger one elsewhere if it has at least this share of its area. */
const NEAR_ENOUGH = 0.8

/**
 * The largest room within the limit, else the smallest; for an over-standard leader the next one above the
 * limit, if it is not far above.
 */
const pickRoom = (free: readonly RoomDraft[], limit: number, over: number, leadersFloor: string): number => {
  const large = over > 0 ? free.findIndex((room) => room.usableArea > limit * (1 + over)) : -1
  if (large >= 0 && free[large]!.usableArea < limit * (1 + EXCESS.most)) return large
  const above = free.findIndex((room) => room.usableArea > limit)
  const best = Math.max(0, above < 0 ? free.length - 1 : above - 1)
  for (let i = best; i >= 0 && free[i]!.usableArea >= free[best]!.usableArea * NEAR_ENOUGH; i--)
    if (free[i]!.floor === leadersFloor) return i
  return best
}

/** Leaders sit together on a floor two thirds up in what their unit has. */
const leadersFloorOf = (rooms: readonly RoomDraft[]): string =>
  rooms[Math.floor(rooms.length * 0.66)]?.floor ?? ''

/** Leaders first, each alone or with equals, then staff into what is left. */
export const seat = (
  unit: UnitDraft,
  rooms: readonly RoomDraft[],
  ways: SeatingWays,
  rng: Rng,
): Seating[] => {
  const free = [...rooms].sort((a, b) => a.usableArea - b.usableArea || (a.id < b.id ? -1 : 1))
  const seatings: Seating[] = []
  const { level } = unit.record
  const staffLimit = limitOf(level, 'staff')
  const leadersFloor = leadersFloorOf(rooms)
  for (const [grade, count] of leadersOf(unit, rooms.length)) {
    const limit = limitOf(level, grade)
    for (let left = count; left > 0 && free.length > 0;) {
      const tooMuch = rng.chance(ways.over) ? rng.between(...EXCESS.leader) : 0
      const [room] = free.splice(pickRoom(free, limit, tooMuch, leadersFloor), 1) as [RoomDraft]
      const isOver = tooMuch > 0 && room.usableArea > limit && room.usableArea < limit * (1 + EXCESS.most)
      const wanted = isOver ? 1 : heads(room.usableArea, limit)
      const same = Math.min(left, wanted)
      const staff = same < wanted ? Math.max(0, heads(room.usableArea, staffLimit) - same) : 0
      seatings.push({
        room,
        grades: [...Array<Grade>(same).fill(grade), ...Array<Grade>(staff).fill('staff')],
      })
      left -= same
    }
  }
  for (const room of free)
    seatings.push({
      room,
      grades: Array<Grade>(staffIn(room.usableArea, staffLimit, ways, rng)).fill('staff'),
    })
  return seatings
}

/** Counts grades in the order of rank. */
export const countGrades = (grades: readonly Grade[]): Partial<Record<Grade, number>> => {
  const counts: Partial<Record<Grade, number>> = {}
  for (const grade of GRADES) {
    const count = grades.filter((each) => each === grade).length
    if (count > 0) counts[grade] = count
  }
  return counts
}
