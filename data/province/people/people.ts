import type { Grade } from '#shared/housing/grades.ts'
import type { PersonRecord, RoomRecord, UnitRecord } from '#shared/protocol/platform.ts'
import { approvedArea } from '#shared/standards/officeArea.ts'
import { BUREAU_POSTS, TOWNSHIP_POSTS } from '../calibration.ts'
import type { CountyContext } from '../housing/context.ts'
import { placeDesks } from '../housing/desks.ts'
import { round } from '../ground/geo.ts'
import { mobile, personName } from '../made/names.ts'
import { countGrades, seat, type Seating } from './occupy.ts'
import { postOf } from './posts.ts'
import type { Rng } from '../made/rng.ts'
import type { RoomDraft } from '../housing/rooms.ts'
import { daysAgo, stamp } from '../made/stamp.ts'
import type { UnitDraft } from './units.ts'

export interface Housed {
  readonly units: UnitRecord[]
  readonly people: PersonRecord[]
  readonly rooms: RoomRecord[]
}

/** 借调, and how many of those who left were transferred; the others retired. */
const SECONDED = 0.006
const TRANSFERRED = 0.57
/** One unit in so many lends a leader a second room in the next. */
const CONCURRENT_CHANCE = 0.03
/** Days since somebody left: within the month that the room may be kept and the one after; where nobody follows it up, up to years. */
const LEFT = {
  usual: [[3, 55]],
  lax: [
    [3, 30],
    [31, 200],
    [200, 700],
    [700, 2000],
  ],
  weights: { usual: [1], lax: [25, 35, 25, 15] },
} as const

const leftDays = ({ isLax }: CountyContext['character'], rng: Rng): number => {
  const spans: readonly (readonly [number, number])[] = isLax ? LEFT.lax : LEFT.usual
  return rng.between(...spans[rng.weighted(isLax ? LEFT.weights.lax : LEFT.weights.usual)]!)
}

const statusOf = (context: CountyContext, rng: Rng): Pick<PersonRecord, 'status' | 'statusSince'> => {
  const lot = rng.next()
  const { leavers } = context.character
  if (lot < leavers)
    return {
      status: lot < leavers * TRANSFERRED ? 'transferred' : 'retired',
      statusSince: daysAgo(context, leftDays(context.character, rng)),
    }
  const isSeconded = lot < leavers + SECONDED
  return {
    status: isSeconded ? 'seconded' : 'serving',
    statusSince: daysAgo(context, isSeconded ? rng.between(3, 260) : rng.between(100, 6000)),
  }
}

const roomRecord = (context: CountyContext, room: RoomDraft, rng: Rng): RoomRecord => ({
  id: room.id,
  floor: room.floor,
  number: room.number,
  category: room.category,
  use: room.use,
  state: room.state,
  stateSince: daysAgo(context, room.stateDays),
  usableArea: room.usableArea,
  ring: room.ring,
  unit: room.unit?.record.id ?? null,
  occupants: [],
  workstations: [],
  updatedAt: stamp(rng, context),
})

/** Equal shares to four decimals; the last takes what is left so that they sum to 1. */
const sharesOf = (count: number): number[] => {
  const each = Math.floor(10_000 / count) / 10_000
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? each : round(1 - each * (count - 1), 4)))
}

/** Seats every unit of a county and writes its people, rooms and establishments. */
export const house = (
  context: CountyContext,
  drafts: readonly UnitDraft[],
  rooms: readonly RoomDraft[],
): Housed => {
  const rng = context.stream('people')
  const people: PersonRecord[] = []
  const records = new Map(rooms.map((room) => [room.id, roomRecord(context, room, rng)]))
  const offices = Map.groupBy(
    rooms.filter((room) => room.unit !== null && room.category === 'office' && room.state === 'in-use'),
    (room) => room.unit!,
  )
  const used = usedBy(rooms)
  let guest: PersonRecord | null = null
  const hire = (unit: UnitDraft, grade: Grade): PersonRecord => {
    const person: PersonRecord = {
      id: `P${context.county.code}${String(people.length + 1).padStart(5, '0')}`,
      name: personName(rng),
      unit: unit.record.id,
      grade,
      post: postOf(unit, grade, rng),
      ...statusOf(context, rng),
      phone: rng.chance(context.character.gaps) ? null : mobile(rng),
      updatedAt: stamp(rng, context),
    }
    people.push(person)
    return person
  }
  const settle = (unit: UnitDraft, { room, grades }: Seating): void => {
    const sitting = grades.map((grade) => hire(unit, grade))
    if (guest && grades.length > 1 && grades[0] === 'staff') {
      guest.status = 'concurrent'
      sitting[sitting.length - 1] = guest
      people.pop()
      guest = null
    }
    const record = records.get(room.id)!
    const shares = sharesOf(sitting.length)
    record.occupants = sitting.map((person, i) => ({
      person: person.id,
      share: shares[i]!,
      since: daysAgo(context, Math.min(room.stateDays, rng.between(20, 2400))),
    }))
    record.workstations = placeDesks(
      room,
      sitting.map((person) => person.id),
      rng,
    )
  }
  const units = drafts.map((unit): UnitRecord => {
    const first = people.length
    const over = context.character.over * (rng.chance(0.3) ? rng.between(1.4, 3) : rng.between(0.1, 0.7))
    const crowding = context.character.crowding * rng.between(0.6, 1.4)
    for (const seating of seat(unit, offices.get(unit) ?? [], { over, crowding }, rng)) settle(unit, seating)
    const head = people[first]
    guest = head?.status === 'serving' && rng.chance(CONCURRENT_CHANCE) ? head : null
    return withEstablishment(unit, people.slice(first), used.get(unit) ?? 0, rng)
  })
  return { units, people, rooms: [...records.values()] }
}

const COUNTED: readonly RoomRecord['category'][] = ['office', 'service', 'equipment']
/** m² of offices, service and equipment rooms of each unit. */
const usedBy = (rooms: readonly RoomDraft[]): Map<UnitDraft, number> => {
  const used = new Map<UnitDraft, number>()
  for (const { unit, category, usableArea } of rooms)
    if (unit && COUNTED.includes(category)) used.set(unit, (used.get(unit) ?? 0) + usableArea)
  return used
}

/** Posts that its kind of unit has; the province's and the cities' organs have as many as they need. */
const postsOf = ({ tier, record }: UnitDraft): { readonly low: number; readonly high: number } => {
  if (tier === 'province' || tier === 'city') return { low: BUREAU_POSTS.low, high: Number.MAX_SAFE_INTEGER }
  return tier === 'township' && record.nature !== 'institution' ? TOWNSHIP_POSTS : BUREAU_POSTS
}
/** So many posts at most are vacant, against who is there. */
const VACANT = 0.3

/** 编制 a little above or below who is there, more where the unit has much area; 用能人数 adds the staff outside it. */
const withEstablishment = (
  unit: UnitDraft,
  mine: readonly PersonRecord[],
  usedM2: number,
  rng: Rng,
): UnitRecord => {
  const counts = countGrades(mine.map((person) => person.grade))
  const leaders = mine.length - (counts.staff ?? 0)
  const { low, high } = postsOf(unit)
  const within = (posts: number): number => Math.min(high, Math.max(low, posts))
  const approvedFor = (posts: number): number =>
    approvedArea(unit.record.level, { ...counts, staff: posts - leaders }, false).basic
  const wanted = rng.between(0.98, 1.14)
  let posts = within(Math.round(mine.length * rng.between(0.97, 1.06)))
  const most = within(Math.round(mine.length * (1 + VACANT)))
  while (posts < most && usedM2 > approvedFor(posts) * wanted) posts++
  return {
    ...unit.record,
    establishment: { ...counts, staff: Math.max(1, posts - leaders) },
    energyUsers: Math.round(mine.length * rng.between(0.98, 1.1)) + rng.int(2),
  }
}
