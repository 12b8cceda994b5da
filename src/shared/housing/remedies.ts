import { toSquareMetres, type SquareDecimetres } from '../kernel/units.ts'
import type { Grade, LimitLevel } from './grades.ts'
import type { RoomState } from './rooms.ts'
import { gradeName } from './grades.ts'
import { shareOut } from './shares.ts'
import { seatAreas, seatLimitDm2 } from './verdict.ts'

export interface RemedySeat {
  readonly grade: Grade
  readonly level: LimitLevel
  readonly share: number
  readonly status: 'serving' | 'transferred' | 'retired' | 'seconded' | 'concurrent'
}
/** An office of the same building. */
export interface RemedyRoom {
  readonly id: string
  readonly number: string
  readonly floor: string
  readonly unit: string | null
  readonly state: RoomState
  readonly usableDm2: SquareDecimetres
  readonly seats: readonly RemedySeat[]
}
export interface Remedy {
  readonly kind: 'swap' | 'share' | 'partition' | 'return' | 'assign' | 'none-found'
  readonly room: string | null
  readonly number: string | null
  readonly text: { readonly zh: string; readonly en: string }
}

/** A part smaller than this cannot be walled off and used, m² × 100. 本系统口径. */
const LEAST_PART_DM2 = 400
/** Nobody is sent below this share of the limit while a better room is there. 本系统口径. */
const LEAST_SHARE_OF_LIMIT = 0.5
const PER_KIND = 2
/** More than this many moving in together is no remedy but a reorganisation. 本系统口径. */
const MOST_JOINING = 5

const fits = (usableDm2: SquareDecimetres, seats: readonly RemedySeat[]): boolean =>
  seatAreas(usableDm2, seats).every(({ areaDm2, limitDm2 }) => areaDm2 <= limitDm2)
const roomyEnough = (usableDm2: SquareDecimetres, seats: readonly RemedySeat[]): boolean =>
  seatAreas(usableDm2, seats).every(({ areaDm2, limitDm2 }) => areaDm2 >= limitDm2 * LEAST_SHARE_OF_LIMIT)
const overDm2 = (room: RemedyRoom): SquareDecimetres =>
  shareOut(
    room.usableDm2,
    room.seats.map((seat) => ({ share: seat.share, limitDm2: seatLimitDm2(seat) })),
  ).overDm2
const m2 = (dm2: SquareDecimetres): string => toSquareMetres(dm2).toFixed(2)

/** Same unit first, then same floor, then the largest that fits. */
const nearness =
  (room: RemedyRoom) =>
  (a: RemedyRoom, b: RemedyRoom): number =>
    Number(b.unit === room.unit) - Number(a.unit === room.unit) ||
    Number(b.floor === room.floor) - Number(a.floor === room.floor) ||
    b.usableDm2 - a.usableDm2

const moves = (room: RemedyRoom, others: readonly RemedyRoom[]): Remedy[] =>
  others
    .filter(
      (other) =>
        other.state === 'idle' &&
        fits(other.usableDm2, room.seats) &&
        roomyEnough(other.usableDm2, room.seats),
    )
    .sort(nearness(room))
    .slice(0, PER_KIND)
    .map((other) => ({
      kind: 'assign',
      room: other.id,
      number: other.number,
      text: {
        zh: `迁入闲置的 ${other.number} 室(${m2(other.usableDm2)} m²)即达标`,
        en: `a move into the idle room ${other.number} (${m2(other.usableDm2)} m²) would clear it`,
      },
    }))

const swaps = (room: RemedyRoom, others: readonly RemedyRoom[]): Remedy[] =>
  others
    .filter(
      (other) =>
        other.state === 'in-use' &&
        other.seats.length > 0 &&
        fits(other.usableDm2, room.seats) &&
        roomyEnough(other.usableDm2, room.seats) &&
        fits(room.usableDm2, other.seats),
    )
    .sort(nearness(room))
    .slice(0, PER_KIND)
    .map((other) => ({
      kind: 'swap',
      room: other.id,
      number: other.number,
      text: {
        zh: `与 ${other.number} 室(${m2(other.usableDm2)} m²)互换,两室均达标`,
        en: `a swap with room ${other.number} (${m2(other.usableDm2)} m²) would clear it, and both comply`,
      },
    }))

/** Equal shares once colleagues of the same unit move in: as few as it takes, from rooms of their own. */
const shares = (room: RemedyRoom, others: readonly RemedyRoom[]): Remedy[] => {
  const colleagues = others
    .filter(
      (other) =>
        other.state === 'in-use' &&
        other.seats.length === 1 &&
        other.unit === room.unit &&
        overDm2(other) === 0,
    )
    .sort(nearness(room))
  const joining: RemedyRoom[] = []
  for (const colleague of colleagues.slice(0, MOST_JOINING)) {
    joining.push(colleague)
    const together = [room, ...joining].flatMap((one) => one.seats)
    if (
      !fits(
        room.usableDm2,
        together.map((seat) => ({ ...seat, share: 1 / together.length })),
      )
    )
      continue
    const numbers = joining.map((one) => one.number)
    const text = {
      zh: `与 ${numbers.join('、')} 室的同事合用本室,腾出 ${numbers.length} 间`,
      en: `sharing this room with the colleagues of ${numbers.join(', ')} would clear it and free ${numbers.length}`,
    }
    return [{ kind: 'share', room: colleague.id, number: colleague.number, text }]
  }
  return []
}

const part = (over: SquareDecimetres): Remedy[] =>
  over < LEAST_PART_DM2
    ? []
    : [
        {
          kind: 'partition',
          room: null,
          number: null,
          text: {
            zh: `隔出并交回超出的 ${m2(over)} m²`,
            en: `walling off and returning the ${m2(over)} m² above the limit`,
          },
        },
      ]

const vacate = (room: RemedyRoom): Remedy[] =>
  room.seats
    .filter((seat) => seat.status === 'retired' || seat.status === 'transferred')
    .map((seat) => ({
      kind: 'return',
      room: null,
      number: null,
      text: {
        zh: `${gradeName(seat.level, seat.grade)}${seat.status === 'retired' ? '已退休' : '已调离'},应在办理手续后 1 个月内收回(管理办法第十九条)`,
        en: `an occupant has ${seat.status === 'retired' ? 'retired' : 'moved on'}: the room is to be taken back within a month (Measures, art. 19)`,
      },
    }))

const reuse = (room: RemedyRoom, others: readonly RemedyRoom[]): Remedy[] => {
  const takers = others.filter(
    (other) =>
      other.state === 'in-use' &&
      overDm2(other) > 0 &&
      fits(room.usableDm2, other.seats) &&
      roomyEnough(room.usableDm2, other.seats),
  )
  const found = takers
    .sort(nearness(room))
    .slice(0, PER_KIND)
    .map((other): Remedy => ({
      kind: 'assign',
      room: other.id,
      number: other.number,
      text: {
        zh: `可分配给超标的 ${other.number} 室使用人,其超标随之消除`,
        en: `could go to the occupants of room ${other.number}, who would then comply`,
      },
    }))
  return [
    ...found,
    {
      kind: 'return',
      room: null,
      number: null,
      text: {
        zh: '交回机关事务管理部门统一调剂(条例第二十二条)',
        en: 'hand back to the managing department for reallocation (Regulation, art. 22)',
      },
    },
  ]
}

/** What would clear a room's case, best first; empty when nothing needs clearing. `others` are the offices of its building. */
export const remediesFor = (room: RemedyRoom, others: readonly RemedyRoom[]): Remedy[] => {
  const rest = others.filter((other) => other.id !== room.id)
  if (room.state === 'idle') return reuse(room, rest)
  const over = overDm2(room)
  const leaving = vacate(room)
  if (over === 0) return leaving
  const found = [...leaving, ...swaps(room, rest), ...moves(room, rest), ...shares(room, rest), ...part(over)]
  if (found.length > 0) return found
  return [
    {
      kind: 'none-found',
      room: null,
      number: null,
      text: {
        zh: '本楼内未找到可互换、迁入或合用的房间,需跨楼调剂',
        en: 'no room of this building would clear it; look beyond the building',
      },
    },
  ]
}
