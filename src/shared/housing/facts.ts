import type { Measures } from '../indices/measures.ts'
import type { RoomRecord } from './collections/rooms.ts'
import { areaLimitOf } from '../standards/officeArea.ts'
import { toSquareDecimetres, type SquareDecimetres } from '../kernel/units.ts'
import type { Grade, LimitLevel } from './grades.ts'
import { roomQuality, type Quality } from './quality.ts'
import { shareOut } from './shares.ts'
import type { RoomCategory, RoomState } from './rooms.ts'

/** What decides an occupant's limit: the grade, and the table of the organ served in. */
export interface Sitter {
  readonly grade: Grade
  readonly level: LimitLevel
}

/** What a room adds to every place and unit above it. */
export interface RoomFacts {
  readonly occupants: number
  readonly desks: number
  readonly desksUsed: number
  /** 在用办公室: an office in use with known occupants, the base of 超标率. */
  readonly officeRoom: boolean
  readonly overRoom: boolean
  /** Sum of the occupants' limits; null where no limit applies or an occupant is unknown. */
  readonly limitDm2: SquareDecimetres | null
  /** What the shares lie above their limits, summed. */
  readonly overDm2: SquareDecimetres
  /** Part ÷ limit of the occupant who is worst off; null where `limitDm2` is. It decides the colour. */
  readonly limitUse: number | null
  /** An occupant was unknown. */
  readonly stale: boolean
  readonly quality: Quality
}

type Room = RoomRecord

interface Sums {
  limit: SquareDecimetres
  over: SquareDecimetres
  use: number | null
  unknown: number
}

/** Area of a shared room falls to each by share; a room is over as soon as one share lies above that person's limit (办公用房建设标准 表3). */
const weigh = (room: Room, sitters: ReadonlyMap<string, Sitter>): Sums => {
  const seats = room.occupants.map(({ person, share }) => {
    const sitter = sitters.get(person)
    return {
      share,
      limitDm2: sitter ? toSquareDecimetres(areaLimitOf(sitter.level, sitter.grade).limit) : null,
    }
  })
  const { overDm2, limitUse } = shareOut(toSquareDecimetres(room.usableArea), seats)
  return {
    limit: seats.reduce((sum, { limitDm2 }) => sum + (limitDm2 ?? 0), 0),
    over: overDm2,
    use: limitUse,
    unknown: seats.filter(({ limitDm2 }) => limitDm2 === null).length,
  }
}

export const roomFacts = (room: Room, sitters: ReadonlyMap<string, Sitter>): RoomFacts => {
  const occupied = room.category === 'office' && room.state === 'in-use' && room.occupants.length > 0
  const sums = weigh(room, sitters)
  const officeRoom = occupied && sums.unknown === 0
  return {
    occupants: room.occupants.length,
    desks: room.workstations.length,
    desksUsed: room.workstations.filter((desk) => desk.person !== null).length,
    officeRoom,
    overRoom: officeRoom && sums.over > 0,
    limitDm2: officeRoom ? sums.limit : null,
    overDm2: officeRoom ? sums.over : 0,
    limitUse: officeRoom ? sums.use : null,
    stale: sums.unknown > 0,
    quality: roomQuality(room, sums.unknown),
  }
}

const AREA_OF: Record<
  RoomCategory,
  'officeTotalDm2' | 'serviceDm2' | 'equipmentDm2' | 'auxiliaryDm2' | 'technicalDm2'
> = {
  office: 'officeTotalDm2',
  service: 'serviceDm2',
  equipment: 'equipmentDm2',
  auxiliary: 'auxiliaryDm2',
  technical: 'technicalDm2',
}

/**
 * The measures of one room. The database sums the same facts in the same way; a test compares the two. `persons`: its
 * occupants without those who are counted at another room of theirs, so that nobody is counted twice (实有人数).
 */
export const roomMeasures = (
  room: {
    readonly category: RoomCategory
    readonly state: RoomState
    readonly usableDm2: SquareDecimetres
    readonly fresh: boolean
    readonly persons?: number
  },
  facts: RoomFacts,
): Partial<Measures> => ({
  rooms: 1,
  officeRooms: Number(facts.officeRoom),
  overRooms: Number(facts.overRoom),
  idleRooms: Number(room.state === 'idle'),
  workstations: facts.desks,
  workstationsUsed: facts.desksUsed,
  people: room.persons ?? facts.occupants,
  officeAreaDm2: facts.officeRoom ? room.usableDm2 : 0,
  officeLimitDm2: facts.limitDm2 ?? 0,
  overAreaDm2: facts.overDm2,
  [AREA_OF[room.category]]: room.usableDm2,
  idleDm2: room.state === 'idle' ? room.usableDm2 : 0,
  usableDm2: room.usableDm2,
  fieldsRequired: facts.quality.required,
  fieldsFilled: facts.quality.filled,
  checks: facts.quality.checks,
  checksFailed: facts.quality.failed,
  records: 1,
  recordsFresh: Number(room.fresh),
})
