import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { pointsOf } from '#shared/housing/geometry.ts'
import type { RoomRecord } from '#shared/protocol/platform.ts'
import { toSquareMetres } from '#shared/kernel/units.ts'
import type { RoomChange } from '../../common/ports/summing.ts'
import type { Db } from '../../db/open.ts'
import type { RoomsTable } from '../../db/tables/ledger.ts'

export type RoomRow = Selectable<RoomsTable>
/** A room without its drawing. */
export type PlainRoomRow = Omit<RoomRow, 'ring' | 'workstations'>
/** A room of the same floor, to be found beside another. */
interface FloorRoom extends Pick<
  RoomRow,
  'id' | 'number' | 'use' | 'state' | 'usable_dm2' | 'ring' | 'unit'
> {
  readonly unit_name: string | null
}
/** An office of a building, and who sits there: what remedies are looked for in. */
export type OfficeRow = Pick<RoomRow, 'id' | 'number' | 'floor' | 'unit' | 'state' | 'usable_dm2'>
export type SeatRow = Pick<OccupantRow, 'room' | 'share' | 'grade' | 'status' | 'level'>

/** An occupant as a card shows it, before masking. */
export interface OccupantRow {
  readonly room: string
  readonly person: string
  readonly share: number
  readonly since: string
  readonly name: string | null
  readonly grade: string | null
  readonly post: string | null
  readonly status: string | null
  readonly level: string | null
}
interface ChangeRow {
  readonly seq: number
  readonly at: number
  readonly account: string
  readonly reason: string
  readonly before: Record<string, unknown>
  readonly after: Record<string, unknown>
}

const PLAIN = [
  'id',
  'floor',
  'building',
  'county',
  'number',
  'category',
  'use',
  'state',
  'state_since',
  'usable_dm2',
  'unit',
  'occupants',
  'persons',
  'desks',
  'desks_used',
  'office_room',
  'over_room',
  'limit_dm2',
  'over_dm2',
  'limit_use',
  'stale',
  'q_required',
  'q_filled',
  'q_checks',
  'q_failed',
  'fresh',
  'source',
  'source_id',
  'updated_at',
  'received_at',
] as const

/** A room's row as the platform's record: what the pure rules read. */
const recordOf = (row: RoomRow, occupants: RoomRecord['occupants']): RoomRecord => ({
  id: row.id,
  floor: row.floor,
  number: row.number,
  category: row.category,
  use: row.use,
  state: row.state,
  stateSince: row.state_since,
  usableArea: toSquareMetres(row.usable_dm2),
  ring: pointsOf(row.ring),
  unit: row.unit,
  occupants,
  workstations: row.workstations,
  updatedAt: row.updated_at,
})

export interface RoomsRepository {
  byId(id: string): Promise<RoomRow | null>
  rows(ids: readonly string[]): Promise<RoomRow[]>
  records(ids: readonly string[]): Promise<RoomRecord[]>
  ofFloor(floor: string): Promise<PlainRoomRow[]>
  drawnOnFloor(floor: string): Promise<FloorRoom[]>
  officesOf(building: string): Promise<OfficeRow[]>
  seatsOf(building: string): Promise<SeatRow[]>
  ofBuilding(building: string): Promise<RoomRow[]>
  occupants(rooms: readonly string[]): Promise<OccupantRow[]>
  changes(room: string, limit: number): Promise<ChangeRow[]>
  logChange(change: RoomChange): Promise<void>
}

const roomsById = (db: Db, ids: readonly string[]): Promise<RoomRow[]> =>
  sql<RoomRow>`select * from rooms where id = any(${ids})`.execute(db).then((found) => found.rows)

/** Rooms with who sits in them, and what was changed in them. */
const records = (
  db: Db,
): Pick<RoomsRepository, 'byId' | 'rows' | 'records' | 'occupants' | 'changes' | 'logChange'> => ({
  byId: async (id) => (await roomsById(db, [id]))[0] ?? null,
  rows: (ids) => roomsById(db, ids),
  records: async (ids) => {
    const [found, seats] = await Promise.all([
      roomsById(db, ids),
      sql<{
        room: string
        person: string
        share: number
        since: string
      }>`select room, person, share, since from occupants where room = any(${ids})`.execute(db),
    ])
    const byRoom = Map.groupBy(seats.rows, (seat) => seat.room)
    return found.map((row) =>
      recordOf(
        row,
        (byRoom.get(row.id) ?? []).map(({ person, share, since }) => ({ person, share, since })),
      ),
    )
  },
  occupants: async (rooms) =>
    (
      await sql<OccupantRow>`select o.room, o.person, o.share, o.since, p.name, p.grade, p.post, p.status, u.limit_level as level
          from occupants o left join people p on p.id = o.person left join units u on u.id = p.unit where o.room = any(${rooms}) order by o.share desc, o.person`.execute(
        db,
      )
    ).rows,
  changes: async (room, limit) =>
    db
      .selectFrom('room_changes')
      .select(['seq', 'at', 'account', 'reason', 'before', 'after'])
      .where('room', '=', room)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute(),
  logChange: async ({ room, at, account, reason, before, after }) => {
    await sql`insert into room_changes (room, at, account, reason, before, after)
        values (${room}, ${at}, ${account}, ${reason}, ${JSON.stringify(before)}::jsonb, ${JSON.stringify(after)}::jsonb)`.execute(
      db,
    )
  },
})

/** The rooms of a floor or a building. */
const ofPlace = (
  db: Db,
): Pick<RoomsRepository, 'ofFloor' | 'drawnOnFloor' | 'officesOf' | 'seatsOf' | 'ofBuilding'> => ({
  ofFloor: (floor) =>
    db.selectFrom('rooms').select(PLAIN).where('floor', '=', floor).orderBy('number').execute(),
  drawnOnFloor: async (floor) =>
    (
      await sql<FloorRoom>`select r.id, r.number, r.use, r.state, r.usable_dm2, r.ring, r.unit, u.name as unit_name
          from rooms r left join units u on u.id = r.unit where r.floor = ${floor} order by r.number`.execute(
        db,
      )
    ).rows,
  officesOf: (building) =>
    db
      .selectFrom('rooms')
      .select(['id', 'number', 'floor', 'unit', 'state', 'usable_dm2'])
      .where('building', '=', building)
      .where('category', '=', 'office')
      .execute(),
  seatsOf: async (building) =>
    (
      await sql<SeatRow>`select o.room, o.share, p.grade, p.status, u.limit_level as level from rooms r join occupants o on o.room = r.id
          left join people p on p.id = o.person left join units u on u.id = p.unit where r.building = ${building} and r.category = 'office'`.execute(
        db,
      )
    ).rows,
  ofBuilding: (building) =>
    db.selectFrom('rooms').selectAll().where('building', '=', building).orderBy('number').execute(),
})

export const makeRoomsRepository = (db: Db): RoomsRepository => ({
  ...records(db),
  ...ofPlace(db),
})
