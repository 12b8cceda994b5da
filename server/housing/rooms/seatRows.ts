import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/open.ts'

/** Rooms whose unit's people use them: `holderOf` of #shared/energy/holders gives such a room to its unit. */
export const SEATED = `unit is not null and usable_dm2 > 0
  and category not in ('equipment', 'auxiliary') and state not in ('idle', 'disposal')`

/** Whole numbers by largest remainder, so that a unit's shares sum to what it has. */
const shared = (has: string): string => `(${has} * area / whole + (rank_${has} <= ${has} - base_${has})::int)`
const ranked = (has: string): string =>
  `row_number() over (partition by unit order by ${has} * area % whole desc, building collate "C") as rank_${has},
   sum(${has} * area / whole) over (partition by unit) as base_${has}`

/**
 * 用能人数 and 编制 of units by the building where their people sit, by usable area of the rooms that they use. Of these
 * buildings, or of all. [D]
 */
export const seatsByBuilding = (buildings: readonly string[] | null): RawBuilder<unknown> => {
  const some =
    buildings === null
      ? sql``
      : sql`and unit in (select unit from rooms where building = any(${buildings}) and ${sql.raw(SEATED)})`
  return sql`(with areas as (
      select unit, building, sum(usable_dm2)::int8 as area from rooms where ${sql.raw(SEATED)} ${some} group by 1, 2),
    parts as (
      select a.unit, a.building, a.area, (sum(a.area) over (partition by a.unit))::int8 as whole,
        u.energy_users as users, u.establishment_total as posts from areas a join units u on u.id = a.unit),
    ranks as (select *, ${sql.raw(ranked('users'))}, ${sql.raw(ranked('posts'))} from parts)
    select building, sum(${sql.raw(shared('users'))})::int8 as "energyUsers",
      sum(${sql.raw(shared('posts'))})::int8 as establishment from ranks group by building)`
}

/** Buildings in which these units' people sit. */
export const buildingsSeating = async (db: Db, units: Iterable<string>): Promise<string[]> => {
  const found = await sql<{ building: string }>`select distinct building from rooms
    where unit = any(${[...units]}) and ${sql.raw(SEATED)}`.execute(db)
  return found.rows.map((row) => row.building)
}

/** Who holds two rooms is one person, where the room was held longest. */
const FIRST = `select room, (row_number() over (partition by person order by since, room collate "C") = 1)::int as own
  from occupants`

/** These rooms and the others of the people in them. */
export const roomsSharingPeople = async (db: Db, rooms: readonly string[]): Promise<string[]> => {
  if (rooms.length === 0) return []
  const found = await sql<{ room: string }>`select distinct room from occupants
    where room = any(${rooms}) or person in (select person from occupants where room = any(${rooms}))`.execute(
    db,
  )
  return found.rows.map((row) => row.room)
}

/** Sets how many persons are counted at each of these rooms, or at all. */
export const countPersons = async (db: Db, rooms: readonly string[] | null): Promise<void> => {
  const some =
    rooms === null ? sql`` : sql`where person in (select person from occupants where room = any(${rooms}))`
  const only = rooms === null ? sql`` : sql`and r.id = any(${rooms})`
  await sql`update rooms set persons = coalesce(n.persons, 0) from (
      select r.id, c.persons from rooms r
      left join (select room, sum(own)::int2 as persons from (${sql.raw(FIRST)} ${some}) f group by room) c on c.room = r.id
      where r.persons is distinct from coalesce(c.persons, 0) ${only}) n where n.id = rooms.id`.execute(db)
}
