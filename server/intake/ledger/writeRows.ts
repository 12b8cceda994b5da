import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { LedgerCollection, Link, Parent, Plan, Row, TableShape } from '../../common/plan.ts'
import { PLANS } from './plans.ts'

/** The first key column of each row that was written; a row older than the stored one is in neither list. */
export interface Written {
  readonly inserted: readonly string[]
  readonly updated: readonly string[]
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
  /** What records carry: the rows of those that were there are replaced, all others are new. */
  replaceCarried(shape: TableShape, updated: readonly string[], rows: readonly Row[]): Promise<void>
  /** Ids that exist, with what their children take over. */
  parents(of: LedgerCollection, ids: readonly string[]): Promise<Map<string, Parent>>
  park(rows: readonly Row[]): Promise<void>
  /** The records that wait for one of these parents. */
  parkedFor(parents: readonly string[]): Promise<Parked[]>
  /** Forgets what waited for these parents; what waits for another parent by now stays. */
  unpark(parents: readonly string[]): Promise<void>
  /** What a row hung on before it was written, so that what it leaves is summed again too. */
  links(of: LedgerCollection, ids: readonly string[]): Promise<Link[]>
  /** Hands a moved parent's codes down to what hangs on it. */
  cascade(collection: LedgerCollection, updated: readonly string[]): Promise<void>
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
): Pick<LedgerWrites, 'upsert' | 'replaceCarried' | 'park' | 'parkedFor' | 'unpark' | 'cascade'> => ({
  upsert: (shape, rows) => upsertRows(db, shape, rows),
  replaceCarried: async (shape, updated, rows) => {
    if (updated.length > 0)
      await sql`delete from ${sql.raw(shape.table)} where ${sql.raw(shape.key[0] as string)} = any(${updated})`.execute(
        db,
      )
    if (rows.length > 0) await insertOf(shape, JSON.stringify(rows)).execute(db)
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
const linkReads = (db: Db): Pick<LedgerWrites, 'parents' | 'links'> => ({
  parents: async (of, ids) => {
    const plan = PLANS[of]
    const found =
      await sql<Parent>`select ${sql.raw(giving(plan))} from ${sql.raw(plan.shape.table)} where ${keyOf(of)} = any(${[...new Set(ids)]})`.execute(
        db,
      )
    return new Map(found.rows.map((row) => [row.id, row]))
  },
  links: async (of, ids) =>
    (
      await sql<Link>`select ${keyOf(of)} as id, ${sql.raw(linking(PLANS[of]))} from ${sql.raw(PLANS[of].shape.table)}
        where ${keyOf(of)} = any(${ids})`.execute(db)
    ).rows,
})

export const makeLedgerWrites = (db: Db): LedgerWrites => ({
  ...recordWrites(db),
  ...linkReads(db),
})
