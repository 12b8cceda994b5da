import { sql } from 'kysely'
import type { Grade, LimitLevel, OrganLevel } from '#shared/housing/grades.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import type { Row } from '../../common/plan.ts'
import type { Db } from '../../db/open.ts'
import { FACTS } from '../collections/rooms.ts'

interface Person {
  readonly id: string
  readonly grade: Grade
  readonly level: LimitLevel
}

/** What the rules say of rooms, and the people by whom they say it. */
export interface RoomFactRows {
  sitters(people: readonly string[]): Promise<Map<string, Person>>
  writeFacts(rows: readonly Row[]): Promise<void>
  markStale(rooms: readonly string[]): Promise<void>
  /** Rooms whose facts are to be made anew, in the order of their ids. */
  staleRooms(limit: number, after: string): Promise<string[]>
  roomsOfPeople(people: readonly string[]): Promise<string[]>
  peopleOfUnits(units: readonly string[]): Promise<string[]>
  unitsOnFloors(floors: readonly string[]): Promise<string[]>
  /** See `Summing`. */
  chooseSectionOrgans(choice: 'off' | 'on'): Promise<boolean>
}

const FACT_SET = Object.keys(FACTS)
  .map((name) => `${name} = r.${name}`)
  .join(', ')
const FACT_RECORD = `id text, ${Object.entries(FACTS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')}`

/** Who sits where. */
const people = (
  db: Db,
): Pick<RoomFactRows, 'sitters' | 'roomsOfPeople' | 'peopleOfUnits' | 'unitsOnFloors'> => ({
  sitters: async (ids) => {
    if (ids.length === 0) return new Map()
    const found =
      await sql<Person>`select p.id, p.grade, u.limit_level as level from people p join units u on u.id = p.unit where p.id = any(${ids})`.execute(
        db,
      )
    return new Map(found.rows.map((row) => [row.id, row]))
  },
  roomsOfPeople: async (ids) => {
    const found = await sql<{
      room: string
    }>`select distinct room from occupants where person = any(${ids})`.execute(db)
    return found.rows.map((row) => row.room)
  },
  peopleOfUnits: async (units) => {
    const found = await sql<{ id: string }>`select id from people where unit = any(${units})`.execute(db)
    return found.rows.map((row) => row.id)
  },
  unitsOnFloors: async (floors) =>
    (
      await sql<{
        unit: string
      }>`select distinct unit from rooms where floor = any(${floors}) and unit is not null`.execute(db)
    ).rows.map((row) => row.unit),
})

/** The facts themselves, and which of them are old. */
const facts = (
  db: Db,
): Pick<RoomFactRows, 'writeFacts' | 'markStale' | 'staleRooms' | 'chooseSectionOrgans'> => ({
  writeFacts: async (rows) => {
    if (rows.length === 0) return
    await sql`update rooms set ${sql.raw(FACT_SET)} from json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.raw(FACT_RECORD)}) where rooms.id = r.id`.execute(
      db,
    )
  },
  markStale: async (rooms) => {
    if (rooms.length > 0) await sql`update rooms set stale = true where id = any(${rooms})`.execute(db)
  },
  staleRooms: async (limit, after) => {
    const found = await db
      .selectFrom('rooms')
      .select('id')
      .where('stale', '=', true)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return found.map((row) => row.id)
  },
  chooseSectionOrgans: async (choice) => {
    const units = await sql<{
      id: string
      level: OrganLevel
      limit_level: LimitLevel
      establishment: Partial<Record<Grade, number>>
    }>`select id, level, limit_level, establishment from units where level = 'city'`.execute(db)
    const moved = units.rows.flatMap((unit) => {
      const next = limitLevelOf(unit.level, unit.establishment, choice)
      return next === unit.limit_level ? [] : [{ id: unit.id, next }]
    })
    if (moved.length === 0) return false
    await sql`update units set limit_level = m.next from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m(id text, next text) where units.id = m.id`.execute(
      db,
    )
    await sql`update rooms set stale = true where id in (select o.room from occupants o join people p on p.id = o.person where p.unit = any(${moved.map(({ id }) => id)}))`.execute(
      db,
    )
    return true
  },
})

export const makeRoomFacts = (db: Db): RoomFactRows => ({ ...people(db), ...facts(db) })
