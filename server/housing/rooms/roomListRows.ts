import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { RoomRow } from './roomRows.ts'

export type RoomListName = 'over' | 'idle' | 'all'
interface RoomFilter {
  /** `null` for the whole province. */
  readonly regions: readonly string[] | null
  readonly unit: string | null
  readonly list: RoomListName
}
type Columns =
  | 'id'
  | 'number'
  | 'floor'
  | 'building'
  | 'county'
  | 'category'
  | 'use'
  | 'state'
  | 'state_since'
  | 'unit'
  | 'occupants'
  | 'usable_dm2'
  | 'limit_dm2'
  | 'over_dm2'
  | 'limit_use'
export interface RoomListRow extends Pick<RoomRow, Columns> {
  readonly building_name: string
  readonly compound_name: string
  readonly unit_name: string | null
}

export interface RoomListsRepository {
  page(filter: RoomFilter, offset: number, limit: number): Promise<RoomListRow[]>
}

const CONDITION: Record<RoomListName, string> = { over: 'r.over_room', idle: `r.state = 'idle'`, all: 'true' }
const ORDER: Record<RoomListName, string> = {
  over: 'r.over_dm2 desc, r.id',
  idle: 'r.state_since, r.id',
  all: 'r.building, r.floor, r.id',
}

export const makeRoomListsRepository = (db: Db): RoomListsRepository => ({
  page: async ({ regions, unit, list }, offset, limit) => {
    const order: RawBuilder<unknown> = sql.raw(ORDER[list])
    const { rows } = await sql<RoomListRow>`with r as (
        select r.* from rooms r where ${sql.raw(CONDITION[list])} ${regions === null ? sql`` : sql`and r.county = any(${regions})`} ${unit === null ? sql`` : sql`and r.unit = ${unit}`}
        order by ${order} offset ${offset} limit ${limit})
      select r.id, r.number, r.floor, r.building, r.county, r.category, r.use, r.state, r.state_since, r.unit, r.occupants, r.usable_dm2, r.limit_dm2, r.over_dm2, r.limit_use,
        b.name as building_name, c.name as compound_name, u.name as unit_name
      from r join buildings b on b.id = r.building join compounds c on c.id = b.compound left join units u on u.id = r.unit order by ${order}`.execute(
      db,
    )
    return rows
  },
})
