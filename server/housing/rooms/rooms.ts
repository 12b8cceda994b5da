import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import { maskName } from '#shared/access/masks.ts'
import { areAdjacent, pointsOf } from '#shared/housing/geometry.ts'
import { gradeName, type Grade, type LimitLevel } from '#shared/housing/grades.ts'
import { remediesFor, type RemedyRoom, type RemedySeat } from '#shared/housing/remedies.ts'
import { shareOut } from '#shared/housing/shares.ts'
import { daysSince, seatLimitDm2, verdictOf, type Seat } from '#shared/housing/verdict.ts'
import type { RoomCard } from '#shared/protocol/http.ts'
import type { RoomChanges } from '#shared/housing/answers/lists.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { toSquareMetres, type SquareDecimetres } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { FloorRow, PlacesRepository } from '../places/placeRows.ts'
import type { OccupantRow, OfficeRow, RoomRow, RoomsRepository, SeatRow } from './roomRows.ts'
import type { UnitsRepository } from '../units/unitRows.ts'
import { regionRef } from '../places/placeShapes.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'

export interface RoomsDeps {
  readonly rooms: RoomsRepository
  readonly places: PlacesRepository
  readonly units: UnitsRepository
  readonly tree: RegionTree
  readonly scope: Scope
  readonly rules: Rules
  readonly clock: Clock
}
export interface RoomsService {
  /** Use, unit, occupants, verdict with its rule, neighbours and remedies. Names stand masked by role. */
  card(viewer: Viewer, id: string): Promise<RoomCard>
  changes(viewer: Viewer, id: string): Promise<RoomChanges>
  /** The room, if it lies in the viewer's scope; throws `not-found` otherwise. */
  require(viewer: Viewer, id: string): Promise<RoomRow>
}

const CHANGES_SHOWN = 200

/** An occupant whose person and unit are known, as the rules read it. */
type KnownSeat = SeatRow & { grade: Grade; level: LimitLevel; status: RemedySeat['status'] }
const isKnownSeat = (row: SeatRow): row is KnownSeat => row.grade !== null && row.level !== null
type Visible = (other: { readonly unit: string | null }) => boolean
type Known = OccupantRow & { grade: Grade; level: LimitLevel; status: RemedySeat['status'] }
const isKnown = (row: OccupantRow): row is Known => row.grade !== null && row.level !== null

const seatOf = (row: Known): Seat => ({
  grade: row.grade,
  level: row.level,
  share: row.share,
  since: row.since,
})
const remedyRoom = (row: OfficeRow, seats: readonly SeatRow[]): RemedyRoom => ({
  id: row.id,
  number: row.number,
  floor: row.floor,
  unit: row.unit,
  state: row.state,
  usableDm2: row.usable_dm2,
  seats: seats
    .filter(isKnownSeat)
    .map(({ grade, level, share, status }) => ({ grade, level, share, status })),
})

const limitOf = (row: OccupantRow, room: RoomRow): SquareDecimetres | null =>
  isKnown(row) && room.category === 'office' ? seatLimitDm2(row) : null

const occupantCard = (
  row: OccupantRow,
  room: RoomRow,
  areaDm2: SquareDecimetres,
  masked: boolean,
): RoomCard['occupants'][number] => {
  const known = isKnown(row)
  const limit = limitOf(row, room)
  const name = row.name ?? row.person
  return {
    person: row.person,
    name: masked ? maskName(name) : name,
    masked,
    grade: known ? row.grade : 'staff',
    gradeName: known ? gradeName(row.level, row.grade) : '未知',
    post: row.post ?? '',
    share: row.share,
    since: row.since,
    limit: limit === null ? null : toSquareMetres(limit),
    area: toSquareMetres(areaDm2),
    workstation: room.workstations.find((desk) => desk.person === row.person)?.id ?? null,
  }
}

const requireRoom = async (
  { rooms, scope }: Pick<RoomsDeps, 'rooms' | 'scope'>,
  viewer: Viewer,
  id: string,
): Promise<RoomRow> => {
  const room = await rooms.byId(id)
  if (!room) throw notFound(`room ${id}`)
  scope.requireRegion(viewer, room.county, `room ${id}`)
  const unit = scope.unit(viewer)
  if (unit !== null && room.unit !== unit) throw notFound(`room ${id}`)
  return room
}

const pathOf = (tree: RoomsDeps['tree'], room: RoomRow, floor: FloorRow): RoomCard['path'] => [
  ...tree.path(room.county).map(regionRef),
  { id: floor.compound, kind: 'compound', name: floor.compound_name },
  { id: floor.building, kind: 'building', name: floor.building_name },
  { id: floor.id, kind: 'floor', name: floor.label },
  { id: room.id, kind: 'room', name: room.number },
]

const neighboursOf = async (
  rooms: RoomsDeps['rooms'],
  room: RoomRow,
  visible: Visible,
): Promise<RoomCard['neighbours']> => {
  const ring = pointsOf(room.ring)
  const beside = (await rooms.drawnOnFloor(room.floor)).filter(
    (other) => other.id !== room.id && visible(other) && areAdjacent(ring, pointsOf(other.ring)),
  )
  return beside.map(({ id, number, use, state, usable_dm2, unit_name }) => ({
    id,
    number,
    use,
    state,
    usableArea: toSquareMetres(usable_dm2),
    unitName: unit_name,
  }))
}

const remediesOf = async (
  rooms: RoomsDeps['rooms'],
  room: RoomRow,
  seats: readonly OccupantRow[],
  visible: Visible,
): Promise<RoomCard['remedies']> => {
  if (
    room.category !== 'office' ||
    (room.state !== 'idle' && !room.over_room && seats.every((seat) => seat.status === 'serving'))
  )
    return []
  const [offices, sitting] = await Promise.all([rooms.officesOf(room.building), rooms.seatsOf(room.building)])
  const byRoom = Map.groupBy(sitting, (seat) => seat.room)
  return remediesFor(
    remedyRoom(room, seats),
    offices.filter(visible).map((other) => remedyRoom(other, byRoom.get(other.id) ?? [])),
  )
}

interface Around {
  readonly floor: FloorRow
  readonly seats: readonly OccupantRow[]
  readonly unit: Awaited<ReturnType<RoomsDeps['units']['byId']>>
  readonly neighbours: RoomCard['neighbours']
  readonly remedies: RoomCard['remedies']
}

/** What stands around a room, as far as the viewer may see it. */
const readAround = async (
  { rooms, places, units, scope }: RoomsDeps,
  viewer: Viewer,
  room: RoomRow,
): Promise<Around> => {
  const own = scope.unit(viewer)
  const visible: Visible = (other) => own === null || other.unit === own
  const [floor, seats, unit] = await Promise.all([
    places.floor(room.floor),
    rooms.occupants([room.id]),
    room.unit === null ? null : units.byId(room.unit),
  ])
  if (!floor) throw notFound(`floor ${room.floor}`)
  const [neighbours, remedies] = await Promise.all([
    neighboursOf(rooms, room, visible),
    remediesOf(rooms, room, seats, visible),
  ])
  return { floor, seats, unit, neighbours, remedies }
}

const verdictFor = (
  room: RoomRow,
  seats: readonly OccupantRow[],
  over: ReturnType<RoomsDeps['rules']>['over'],
): RoomCard['verdict'] => {
  const known = seats.filter(isKnown)
  if (!room.office_room || known.length !== seats.length) return null
  const verdict = verdictOf(room.usable_dm2, room.state_since, known.map(seatOf), over)
  return verdict && { ...verdict, rule: { ...verdict.rule } }
}

const cardOf = (
  { tree, rules, clock }: RoomsDeps,
  room: RoomRow,
  { floor, seats, unit, neighbours, remedies }: Around,
  masked: boolean,
): RoomCard => {
  const { partsDm2 } = shareOut(
    room.usable_dm2,
    seats.map((seat) => ({ share: seat.share, limitDm2: limitOf(seat, room) })),
  )
  const now = clock()
  return {
    id: room.id,
    number: room.number,
    path: pathOf(tree, room, floor),
    category: room.category,
    use: room.use,
    state: room.state,
    stateSince: room.state_since,
    idleDays: room.state === 'idle' ? daysSince(room.state_since, now) : null,
    usableArea: toSquareMetres(room.usable_dm2),
    unit: unit && { id: unit.id, name: unit.name, level: unit.level },
    occupants: seats.map((seat, i) => occupantCard(seat, room, partsDm2[i] as number, masked)),
    workstations: room.workstations.map(({ id: desk, code, person }) => ({ id: desk, code, person })),
    verdict: verdictFor(room, seats, rules().over),
    neighbours,
    remedies,
    provenance: {
      source: room.source,
      sourceId: room.source_id,
      updatedAt: room.updated_at,
      receivedAt: room.received_at,
    },
    asOf: now,
  }
}

export const makeRooms = (deps: RoomsDeps): RoomsService => {
  const card = async (viewer: Viewer, id: string): Promise<RoomCard> => {
    const room = await requireRoom(deps, viewer, id)
    const around = await readAround(deps, viewer, room)
    return cardOf(deps, room, around, masksByDefault(viewer.role))
  }
  return {
    require: (viewer, id) => requireRoom(deps, viewer, id),
    card,
    changes: async (viewer, id) => {
      await requireRoom(deps, viewer, id)
      return { changes: await deps.rooms.changes(id, CHANGES_SHOWN) }
    },
  }
}
