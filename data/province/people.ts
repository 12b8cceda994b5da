import type { Grade } from '#shared/housing/grades.ts'
import type { PersonRecord, RoomRecord, UnitRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from './context.ts'
import { placeDesks } from './desks.ts'
import { round } from './geo.ts'
import { mobile, personName } from './names.ts'
import { countGrades, seat, type Seating } from './occupy.ts'
import { postOf } from './posts.ts'
import type { Rng } from './rng.ts'
import type { RoomDraft } from './rooms.ts'
import { daysAgo, stamp } from './stamp.ts'
import type { UnitDraft } from './units.ts'

export interface Housed {
  readonly units: UnitRecord[]
  readonly people: PersonRecord[]
  readonly rooms: RoomRecord[]
}

/** Of a hundred people 1.2 were transferred and 0.9 retired while their room is still theirs, 0.6 are seconded. */
const STATUS = {
  of: ['serving', 'transferred', 'retired', 'seconded'],
  weights: [97.3, 1.2, 0.9, 0.6],
} as const
/** One unit in so many lends a leader a second room in the next. */
const CONCURRENT_CHANCE = 0.12

const statusOf = (context: CountyContext, rng: Rng): Pick<PersonRecord, 'status' | 'statusSince'> => {
  const status = STATUS.of[rng.weighted(STATUS.weights)]!
  const days = status === 'serving' ? rng.between(100, 6000) : rng.between(3, 260)
  return { status, statusSince: daysAgo(context, days) }
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
    for (const seating of seat(unit, offices.get(unit) ?? [], over, rng)) settle(unit, seating)
    const head = people[first]
    guest = head?.status === 'serving' && rng.chance(CONCURRENT_CHANCE) ? head : null
    return withEstablishment(unit, people.slice(first), rng)
  })
  return { units, people, rooms: [...records.values()] }
}

/** 编制 a little above or below who is there; 用能人数 adds the staff outside it. */
const withEstablishment = (unit: UnitDraft, mine: readonly PersonRecord[], rng: Rng): UnitRecord => {
  const counts = countGrades(mine.map((person) => person.grade))
  const staff = counts.staff ?? 0
  const establishment = {
    ...counts,
    staff: Math.max(1, staff + Math.round(staff * rng.between(-0.03, 0.12)) + rng.int(2)),
  }
  return {
    ...unit.record,
    establishment,
    energyUsers: Math.round(mine.length * rng.between(1.06, 1.28)) + rng.int(3),
  }
}
