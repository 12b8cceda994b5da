import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { UnitsTable } from '../../db/tables/ledger.ts'
import { measuresOf } from '../measures/measureRows.ts'
import { literal } from '../../db/pieces.ts'

export type UnitDbRow = Selectable<UnitsTable>
export interface UnitListRow extends Pick<UnitDbRow, 'id' | 'name' | 'region' | 'role' | 'level'> {
  readonly measures: readonly number[]
}
interface UnitFilter {
  /** `null` for the whole province. */
  readonly regions: readonly string[] | null
  readonly unit: string | null
  readonly name: string | null
  readonly role?: UnitDbRow['role'] | undefined
}

export interface UnitsRepository {
  byId(id: string): Promise<UnitDbRow | null>
  names(ids: readonly string[]): Promise<Map<string, string>>
  buildingsOf(unit: string): Promise<{ id: string; name: string; rooms: number; usable_dm2: number }[]>
  list(filter: UnitFilter, offset: number, limit: number): Promise<UnitListRow[]>
  count(filter: UnitFilter): Promise<number>
  countByRole(filter: UnitFilter): Promise<{ departments: number; users: number }>
  /** Of these people the ones that there are in some regions, everywhere for null, and of one unit where one is named. */
  peopleIn(
    ids: readonly string[],
    where: { readonly regions: readonly string[] | null; readonly unit: string | null },
  ): Promise<Set<string>>
}

const where = ({ regions, unit, name, role }: UnitFilter): RawBuilder<unknown> =>
  sql`where true ${regions === null ? sql`` : sql`and u.region = any(${regions})`} ${unit === null ? sql`` : sql`and u.id = ${unit}`}
    ${name === null ? sql`` : sql`and u.name like ${`%${literal(name)}%`}`} ${role === undefined ? sql`` : sql`and u.role = ${role}`}`

export const makeUnitsRepository = (db: Db): UnitsRepository => ({
  byId: async (id) =>
    (await db.selectFrom('units').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
  names: async (ids) => {
    if (ids.length === 0) return new Map()
    const found = await sql<{
      id: string
      name: string
    }>`select id, name from units where id = any(${[...new Set(ids)]})`.execute(db)
    return new Map(found.rows.map((row) => [row.id, row.name]))
  },
  buildingsOf: async (unit) =>
    (
      await sql<{
        id: string
        name: string
        rooms: number
        usable_dm2: number
      }>`select b.id, b.name, r.rooms, r.usable_dm2 from
        (select building, count(*) as rooms, sum(usable_dm2) as usable_dm2 from rooms where unit = ${unit} group by building) r
        join buildings b on b.id = r.building order by r.usable_dm2 desc, b.id`.execute(db)
    ).rows,
  list: async (filter, offset, limit) =>
    (
      await sql<UnitListRow>`select u.id, u.name, u.region, u.role, u.level, ${measuresOf('m', true)}
        from (select u.* from units u ${where(filter)} order by u.region, u.id offset ${offset} limit ${limit}) u
        left join unit_measures m on m.id = u.id order by u.region, u.id`.execute(db)
    ).rows,
  count: async (filter) =>
    (await sql<{ count: number }>`select count(*) as count from units u ${where(filter)}`.execute(db)).rows[0]
      ?.count ?? 0,
  countByRole: async (filter) => {
    const found = await sql<{
      departments: number
      users: number
    }>`select count(*) filter (where role = 'department') as departments,
      count(*) filter (where role = 'user') as users from units u ${where(filter)}`.execute(db)
    return found.rows[0] ?? { departments: 0, users: 0 }
  },
  peopleIn: async (ids, { regions, unit }) => {
    const found = await sql<{
      id: string
    }>`select id from people where id = any(${ids}) ${regions === null ? sql`` : sql`and region = any(${regions})`} ${unit === null ? sql`` : sql`and unit = ${unit}`}`.execute(
      db,
    )
    return new Set(found.rows.map((row) => row.id))
  },
})
