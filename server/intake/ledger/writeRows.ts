import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import { sql, type RawBuilder } from 'kysely'
import type { Grade, LimitLevel, OrganLevel } from '#shared/housing/grades.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import type { Db } from '../../db/open.ts'
import { countPersons, roomsSharingPeople } from '../../housing/rooms/seatRows.ts'
import type { Link, Parent, Plan, Row, TableShape } from '../../common/plan.ts'
import { FACTS } from '../../housing/collections/rooms.ts'
import { PLANS, type LedgerCollection } from './plans.ts'
import { OCCUPANTS } from './shapes.ts'

/** The first key column of each row that was written; a row older than the stored one is in neither list. */
export interface Written {
  readonly inserted: readonly string[]
  readonly updated: readonly string[]
}
interface Person {
  readonly id: string
  readonly grade: Grade
  readonly level: LimitLevel
}
/** A record that waits for its parent. */
interface Parked {
  readonly collection: string
  readonly source: string
  readonly body: Record<string, unknown>
}
/** The ledger's only writer: bulk statements over JSON, one a batch. */
export interface LedgerWrites {
  upsert(shape: TableShape, rows: readonly Row[]): Promise<Written>
  replaceOccupants(updatedRooms: readonly string[], rows: readonly Row[]): Promise<void>
  /** Ids that exist, with what their children take over. */
  parents(of: LedgerCollection, ids: readonly string[]): Promise<Map<string, Parent>>
  sitters(people: readonly string[]): Promise<Map<string, Person>>
  park(rows: readonly Row[]): Promise<void>
  /** The records that wait for one of these parents. */
  parkedFor(parents: readonly string[]): Promise<Parked[]>
  /** Forgets what waited for these parents; what waits for another parent by now stays. */
  unpark(parents: readonly string[]): Promise<void>
  /** What a row hung on before it was written, so that what it leaves is summed again too. */
  links(of: LedgerCollection, ids: readonly string[]): Promise<Link[]>
  /** Hands a moved parent's codes down to what hangs on it. */
  cascade(collection: LedgerCollection, updated: readonly string[]): Promise<void>
  writeFacts(rows: readonly Row[]): Promise<void>
  markStale(rooms: readonly string[]): Promise<void>
  unitsOnFloors(floors: readonly string[]): Promise<string[]>
  /** These rooms and the others of the people in them, where somebody holds more than one. */
  sharing(rooms: readonly string[]): Promise<string[]>
  countPersons(rooms: readonly string[]): Promise<void>
  /** 市科级直属机构 keep to a table of their own from now on, or no longer; true where any room's limits change by it. */
  chooseSectionOrgans(choice: 'off' | 'on'): Promise<boolean>
}

/** The column by which records of a collection are named. */
const keyOf = (of: LedgerCollection) => sql.raw(PLANS[of].shape.key[0] as string)
const giving = ({ shape, gives = {} }: Plan): string =>
  [
    `${shape.key[0]} as id`,
    ...(['county', 'compound', 'building'] as const).map((name) => `${gives[name] ?? "''"} as ${name}`),
  ].join(', ')
const linking = ({ links = {} }: Plan): string =>
  (['floor', 'building', 'compound', 'region', 'unit', 'level'] as const)
    .map((name) => `${links[name] ?? 'null::text'} as ${name}`)
    .join(', ')
const listed = (of: string, columns: readonly string[]): string =>
  `(${columns.map((name) => `${of}.${name}`).join(', ')})`

const FACT_SET = Object.keys(FACTS)
  .map((name) => `${name} = r.${name}`)
  .join(', ')
const FACT_RECORD = `id text, ${Object.entries(FACTS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')}`

const columnsOf = (shape: TableShape): string => Object.keys(shape.columns).join(', ')
const recordset = (shape: TableShape): string =>
  Object.entries(shape.columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')

const insertOf = (shape: TableShape, json: string): RawBuilder<unknown> =>
  sql`insert into ${sql.raw(shape.table)} (${sql.raw(columnsOf(shape))}) select ${sql.raw(columnsOf(shape))} from json_to_recordset(${json}::json) as r(${sql.raw(recordset(shape))})`

/** A stamp further than that ahead of its own arrival is no time: whatever comes next takes its place. `on conflict` keeps the newer record; where the table has no time, the last one wins. */
const conflictOf = (shape: TableShape): string => {
  const set = Object.keys(shape.columns)
    .filter((name) => !shape.key.includes(name))
    .map((name) => `${name} = excluded.${name}`)
  const newer =
    'updated_at' in shape.columns
      ? ` where excluded.updated_at > ${shape.table}.updated_at or ${shape.table}.updated_at > ${shape.table}.received_at + ${AHEAD_MS}`
      : ''
  return `on conflict (${shape.key.join(', ')}) do update set ${set.join(', ')}${newer} returning ${shape.key[0]} as id, (xmax = 0) as fresh_row`
}

const upsertRows = async (db: Db, shape: TableShape, rows: readonly Row[]): Promise<Written> => {
  if (rows.length === 0) return { inserted: [], updated: [] }
  const statement = sql<{
    id: string
    fresh_row: boolean
  }>`${insertOf(shape, JSON.stringify(rows))} ${sql.raw(conflictOf(shape))}`
  const { rows: written } = await statement.execute(db)
  return {
    inserted: written.filter((row) => row.fresh_row).map((row) => row.id),
    updated: written.filter((row) => !row.fresh_row).map((row) => row.id),
  }
}

/** Records as they come, and those that wait for a parent. */
const recordWrites = (
  db: Db,
): Pick<LedgerWrites, 'upsert' | 'replaceOccupants' | 'park' | 'parkedFor' | 'unpark' | 'cascade'> => ({
  upsert: (shape, rows) => upsertRows(db, shape, rows),
  replaceOccupants: async (updatedRooms, rows) => {
    if (updatedRooms.length > 0)
      await sql`delete from occupants where room = any(${updatedRooms})`.execute(db)
    if (rows.length > 0) await insertOf(OCCUPANTS, JSON.stringify(rows)).execute(db)
  },
  park: async (rows) => {
    if (rows.length === 0) return
    await sql`insert into parked (collection, record_id, parent, source, updated_at, body)
      select collection, record_id, parent, source, updated_at, body
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(collection text, record_id text, parent text, source text, updated_at int8, body jsonb)
      on conflict (collection, record_id) do update set parent = excluded.parent, body = excluded.body, updated_at = excluded.updated_at
      where excluded.updated_at >= parked.updated_at`.execute(db)
  },
  parkedFor: async (parents) =>
    (
      await sql<Parked>`select collection, source, body from parked where parent = any(${parents}) order by collection, record_id`.execute(
        db,
      )
    ).rows,
  unpark: async (parents) => {
    await sql`delete from parked where parent = any(${parents})`.execute(db)
  },
  /** Step by step: each statement reads what the one before it wrote. */
  cascade: async (collection, updated) => {
    let ids = updated
    for (let of = collection; ids.length > 0;) {
      const { hands, shape } = PLANS[of]
      if (!hands) return
      const child = PLANS[hands.to].shape.table
      const set = hands.columns.map((name) => `${name} = p.${name}`).join(', ')
      const moved = await sql<{
        id: string
      }>`update ${sql.raw(child)} set ${sql.raw(set)} from ${sql.raw(shape.table)} p
        where ${sql.raw(`${child}.${hands.by}`)} = p.id and p.id = any(${ids})
        and ${sql.raw(listed(child, hands.columns))} <> ${sql.raw(listed('p', hands.columns))} returning ${sql.raw(child)}.id`.execute(
        db,
      )
      ids = moved.rows.map((row) => row.id)
      of = hands.to
    }
  },
})

/** What hangs on what. */
const linkReads = (
  db: Db,
): Pick<LedgerWrites, 'parents' | 'sitters' | 'links' | 'unitsOnFloors' | 'sharing'> => ({
  parents: async (of, ids) => {
    const plan = PLANS[of]
    const found =
      await sql<Parent>`select ${sql.raw(giving(plan))} from ${sql.raw(plan.shape.table)} where ${keyOf(of)} = any(${[...new Set(ids)]})`.execute(
        db,
      )
    return new Map(found.rows.map((row) => [row.id, row]))
  },
  sitters: async (people) => {
    if (people.length === 0) return new Map()
    const found =
      await sql<Person>`select p.id, p.grade, u.limit_level as level from people p join units u on u.id = p.unit where p.id = any(${people})`.execute(
        db,
      )
    return new Map(found.rows.map((row) => [row.id, row]))
  },
  links: async (of, ids) =>
    (
      await sql<Link>`select ${keyOf(of)} as id, ${sql.raw(linking(PLANS[of]))} from ${sql.raw(PLANS[of].shape.table)}
        where ${keyOf(of)} = any(${ids})`.execute(db)
    ).rows,
  unitsOnFloors: async (floors) =>
    (
      await sql<{
        unit: string
      }>`select distinct unit from rooms where floor = any(${floors}) and unit is not null`.execute(db)
    ).rows.map((row) => row.unit),
  sharing: (rooms) => roomsSharingPeople(db, rooms),
})

/** What the rules say of rooms, and who is counted in them. */
const factWrites = (
  db: Db,
): Pick<LedgerWrites, 'writeFacts' | 'chooseSectionOrgans' | 'markStale' | 'countPersons'> => ({
  writeFacts: async (rows) => {
    if (rows.length === 0) return
    await sql`update rooms set ${sql.raw(FACT_SET)} from json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.raw(FACT_RECORD)}) where rooms.id = r.id`.execute(
      db,
    )
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
  markStale: async (rooms) => {
    if (rooms.length > 0) await sql`update rooms set stale = true where id = any(${rooms})`.execute(db)
  },
  countPersons: (rooms) => countPersons(db, rooms),
})

export const makeLedgerWrites = (db: Db): LedgerWrites => ({
  ...recordWrites(db),
  ...linkReads(db),
  ...factWrites(db),
})
