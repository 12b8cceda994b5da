import { sql, type RawBuilder } from 'kysely'
import { MEASURES } from '#shared/indices/measures.ts'
import type { Db } from '../../db/open.ts'

/** A node's roll-up, in wire order. */
interface NodeMeasures {
  readonly id: string
  readonly kind: string
  readonly parent: string | null
  readonly measures: readonly number[]
}

/**
 * The measure columns of a table, as one JSON array in wire order named `measures`: one value to parse a row instead of
 * 38, which is four times cheaper for a list of thousands. `outer`: zero where an outer join found no row.
 */
export const measuresOf = (alias: string, outer = false): RawBuilder<unknown> => {
  const columns = MEASURES.map((name) => (outer ? `coalesce(${alias}."${name}", 0)` : `${alias}."${name}"`))
  return sql.raw(`array_to_json(array[${columns.join(', ')}]) as measures`)
}

export interface MeasuresRepository {
  place(id: string): Promise<NodeMeasures | null>
  places(ids: readonly string[]): Promise<NodeMeasures[]>
  childrenOf(id: string): Promise<NodeMeasures[]>
  units(ids: readonly string[]): Promise<NodeMeasures[]>
}

export const makeMeasuresRepository = (db: Db): MeasuresRepository => {
  const select = sql`select m.id, m.kind, m.parent, ${measuresOf('m')} from place_measures m`
  const places = async (ids: readonly string[]): Promise<NodeMeasures[]> =>
    (await sql<NodeMeasures>`${select} where m.id = any(${ids})`.execute(db)).rows
  return {
    places,
    place: async (id) => (await places([id]))[0] ?? null,
    childrenOf: async (id) => (await sql<NodeMeasures>`${select} where m.parent = ${id}`.execute(db)).rows,
    units: async (ids) =>
      (
        await sql<NodeMeasures>`select m.id, 'unit' as kind, m.region as parent, ${measuresOf('m')} from unit_measures m where m.id = any(${ids})`.execute(
          db,
        )
      ).rows,
  }
}
