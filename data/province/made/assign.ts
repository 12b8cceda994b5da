/** Which unit has which rooms: offices by the seats that it needs, all others to whoever around them lacks area most. */
import { BUREAU_POSTS, TOWNSHIP_POSTS } from '../calibration.ts'
import type { Rng } from './rng.ts'
import type { RoomDraft } from '../housing/rooms.ts'
import { TIERS, type ByTier, type Tier } from './scales.ts'
import { spread } from '../ground/spread.ts'
import type { UnitDraft } from '../people/units.ts'

/** m² that a seat may have, offices, service and equipment rooms together: by the limits of who sits in such a unit. */
const PER_SEAT: ByTier<number> = { province: 25, city: 24, county: 22, township: 22 }
/** A person of the staff has about so much of an office. */
const SEAT_M2 = 9
/** Leaders sit alone: they leave so much of the seats. */
const LEADERS_LEAVE = 0.85
/** Of a unit's offices at most so many are not in use: nobody is left without a seat. */
const NOT_IN_USE = 0.3

const seatsOf = (room: RoomDraft): number => Math.ceil(room.usableArea / SEAT_M2 - 1e-9)
const isOffice = (room: RoomDraft): boolean => room.category === 'office'
/**
 * Machines, garages, canteens and toilets serve the building; one who lacks area may still have the use of
 * toilets and machine rooms put down to it.
 */
const isShared = (room: RoomDraft): boolean =>
  room.category === 'equipment' ||
  room.category === 'auxiliary' ||
  room.use === '卫生间' ||
  room.use === '开水间'

/** Seats of a unit, 编制 and what its leaders take; the bounds give way where a small province cannot keep them. */
const boundsOf = (unit: UnitDraft, mean: number): { low: number; high: number } => {
  const { low, high } = unit.tier === 'township' ? TOWNSHIP_POSTS : BUREAU_POSTS
  if (unit.tier === 'province' || unit.tier === 'city')
    return { low: Math.floor(Math.min(low / LEADERS_LEAVE, mean * 0.4)), high: Number.MAX_SAFE_INTEGER }
  const isStation = unit.tier === 'township' && unit.record.nature === 'institution'
  return {
    low: Math.floor(Math.min((isStation ? BUREAU_POSTS.low : low) / LEADERS_LEAVE + 2, mean * 0.75)),
    high: Math.ceil(Math.max(high / LEADERS_LEAVE, mean * 1.25)),
  }
}

/** Offices in their order, so many that each unit has its seats. */
const giveOffices = (rooms: readonly RoomDraft[], units: readonly UnitDraft[]): void => {
  const seats = rooms.reduce((sum, room) => sum + seatsOf(room), 0)
  const parts = spread(
    seats,
    units.map(({ size }) => size),
    (i) => boundsOf(units[i]!, seats / units.length),
  )
  let [unit, due, had] = [0, parts[0]!, 0]
  rooms.forEach((room, i) => {
    const here = seatsOf(room)
    const mustLeave = rooms.length - i <= units.length - 1 - unit
    if (unit < units.length - 1 && had > 0 && (mustLeave || had + here / 2 > due)) {
      due += parts[++unit]! - had
      had = 0
    }
    room.unit = units[unit]!
    had += here
  })
}

/** Offices beyond the share that may be empty are in use again. */
const reopen = (rooms: readonly RoomDraft[]): void => {
  for (const mine of Map.groupBy(rooms, ({ unit }) => unit).values()) {
    const empty = mine.filter(({ state }) => state !== 'in-use')
    for (const room of empty.slice(0, Math.max(0, empty.length - Math.floor(mine.length * NOT_IN_USE)))) {
      room.state = 'in-use'
      room.stateDays += 60
    }
  }
}

interface Need {
  readonly unit: UnitDraft
  /** m² that it may have, and may come to. */
  readonly approved: number
  readonly most: number
  used: number
}

const needsOf = (offices: readonly RoomDraft[], tier: Tier, rng: Rng): Map<UnitDraft, Need> =>
  new Map(
    [...Map.groupBy(offices, (room) => room.unit!)].map(([unit, mine]): [UnitDraft, Need] => {
      const seats = mine.reduce((sum, room) => sum + (room.state === 'in-use' ? seatsOf(room) : 0), 0)
      const used = mine.reduce((sum, room) => sum + room.usableArea, 0)
      return [
        unit,
        { unit, approved: seats * LEADERS_LEAVE * PER_SEAT[tier], most: rng.between(0.97, 1.2), used },
      ]
    }),
  )

/** Who has so much of what it may have leaves a room to others in the building. */
const CONTENT = 0.88
const buildingOf = (room: RoomDraft): string => room.floor.replace(/[FB]\d+$/, '')

/** Every other room to the neediest of those who sit on its floor, else in its building; what nobody needs stays the building's. */
const giveOthers = (
  rooms: readonly RoomDraft[],
  offices: readonly RoomDraft[],
  needs: ReadonlyMap<UnitDraft, Need>,
): void => {
  const around = (key: (room: RoomDraft) => string): Map<string, Set<UnitDraft>> => {
    const sitting = new Map<string, Set<UnitDraft>>()
    for (const office of offices)
      sitting.set(key(office), (sitting.get(key(office)) ?? new Set()).add(office.unit!))
    return sitting
  }
  const [onFloor, inBuilding] = [around(({ floor }) => floor), around(buildingOf)]
  const shareOf = ({ used, approved }: Need): number => used / approved
  const neediestOf = (units: ReadonlySet<UnitDraft> | undefined): Need | null =>
    [...(units ?? [])]
      .map((unit) => needs.get(unit)!)
      .reduce<Need | null>((best, one) => (best === null || shareOf(one) < shareOf(best) ? one : best), null)
  for (const shared of [false, true]) {
    for (const room of rooms.filter((one) => isShared(one) === shared && one.category !== 'auxiliary')) {
      const beside = neediestOf(onFloor.get(room.floor))
      const neediest =
        beside && shareOf(beside) < CONTENT ? beside : neediestOf(inBuilding.get(buildingOf(room)))
      if (!neediest) continue
      const isTechnical = room.category === 'technical'
      if (!isTechnical && (neediest.used + room.usableArea) / neediest.approved > neediest.most) continue
      neediest.used += isTechnical ? 0 : room.usableArea
      room.unit = neediest.unit
    }
  }
}

const assign = (rooms: readonly RoomDraft[], units: readonly UnitDraft[], tier: Tier, rng: Rng): void => {
  const offices = rooms.filter(isOffice)
  if (units.length === 0 || offices.length === 0) return
  giveOffices(offices, units)
  reopen(offices)
  giveOthers(
    rooms.filter((room) => !isOffice(room)),
    offices,
    needsOf(offices, tier, rng),
  )
}

/** Shares a county's rooms out: each tier's in order over its units by size, a township's over its own. */
export const assignUnits = (rooms: readonly RoomDraft[], units: readonly UnitDraft[], rng: Rng): void => {
  for (const tier of TIERS) {
    const mine = rooms.filter((room) => room.tier === tier)
    const users = units.filter((unit) => unit.tier === tier)
    if (tier !== 'township') {
      assign(mine, users, tier, rng)
      continue
    }
    for (const [township, part] of Map.groupBy(mine, (room) => room.township))
      assign(
        part,
        users.filter((unit) => unit.township === township),
        tier,
        rng,
      )
  }
}
