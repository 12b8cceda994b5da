/** Seats people in a unit's offices so that shares of a room sum to 1 and most sit within the limit of their grade. */
import type { Grade, OrganLevel } from '#shared/housing/grades.ts'
import { GRADES } from '#shared/housing/grades.ts'
import { areaLimitOf } from '#shared/standards/officeArea.ts'
import { leadersOf } from './posts.ts'
import type { Rng } from './rng.ts'
import type { RoomDraft } from './rooms.ts'
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

/** How many must share an area so that nobody is over; with `tight` one fewer, which puts them over. */
const heads = (area: number, limit: number, tight: boolean): number =>
  Math.max(1, Math.ceil(area / limit - 1e-9) - (tight ? 1 : 0))

/** A room on the leaders' floor is taken before a larger one elsewhere if it has at least this share of its area. */
const NEAR_ENOUGH = 0.8

/** The largest room within the limit, else the smallest; for an over-standard leader the next one above the limit. */
const pickRoom = (free: readonly RoomDraft[], limit: number, over: boolean, leadersFloor: string): number => {
  const above = free.findIndex((room) => room.usableArea > limit)
  if (over && above >= 0 && free[above]!.usableArea < limit * 1.9) return above
  const best = Math.max(0, above < 0 ? free.length - 1 : above - 1)
  for (let i = best; i >= 0 && free[i]!.usableArea >= free[best]!.usableArea * NEAR_ENOUGH; i--)
    if (free[i]!.floor === leadersFloor) return i
  return best
}

/** Leaders sit together on a floor two thirds up in what their unit has. */
const leadersFloorOf = (rooms: readonly RoomDraft[]): string =>
  rooms[Math.floor(rooms.length * 0.66)]?.floor ?? ''

/** Leaders first, each alone or with equals, then staff into what is left. `over` is the share that sits above its limit. */
export const seat = (unit: UnitDraft, rooms: readonly RoomDraft[], over: number, rng: Rng): Seating[] => {
  const free = [...rooms].sort((a, b) => a.usableArea - b.usableArea || (a.id < b.id ? -1 : 1))
  const seatings: Seating[] = []
  const { level } = unit.record
  const staffLimit = limitOf(level, 'staff')
  const leadersFloor = leadersFloorOf(rooms)
  for (const [grade, count] of leadersOf(unit, rooms.length)) {
    const limit = limitOf(level, grade)
    for (let left = count; left > 0 && free.length > 0;) {
      const tooMuch = rng.chance(over)
      const [room] = free.splice(pickRoom(free, limit, tooMuch, leadersFloor), 1) as [RoomDraft]
      const wanted = tooMuch ? 1 : heads(room.usableArea, limit, false)
      const same = Math.min(left, wanted)
      const staff = same < wanted ? Math.max(0, heads(room.usableArea, staffLimit, false) - same) : 0
      seatings.push({
        room,
        grades: [...Array<Grade>(same).fill(grade), ...Array<Grade>(staff).fill('staff')],
      })
      left -= same
    }
  }
  for (const room of free) {
    const count = heads(room.usableArea, staffLimit, rng.chance(over))
    seatings.push({ room, grades: Array<Grade>(count).fill('staff') })
  }
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
