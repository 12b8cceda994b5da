import { sql } from 'kysely'
import { MEASURES, type Measure } from '#shared/indices/measures.ts'
import type { Db } from '../db/open.ts'

type Row = Record<Measure, number> & { id: string; kind: string; parent: string | null }

/** A node's roll-up, in wire order. */
export interface NodeMeasures {
  readonly id: string
  readonly kind: string
  readonly parent: string | null
  readonly measures: readonly number[]
}

export const arrayOf = (row: Readonly<Record<Measure, number>>): number[] => MEASURES.map((name) => row[name] ?? 0)
const node = (row: Row): NodeMeasures => ({ id: row.id, kind: row.kind, parent: row.parent, measures: arrayOf(row) })

export interface MeasuresRepository {
  place(id: string): Promise<NodeMeasures | null>
  places(ids: readonly string[]): Promise<NodeMeasures[]>
  childrenOf(id: string): Promise<NodeMeasures[]>
  ofKind(kinds: readonly string[]): Promise<NodeMeasures[]>
  units(ids: readonly string[]): Promise<NodeMeasures[]>
}

export const makeMeasuresRepository = (db: Db): MeasuresRepository => {
  const places = async (ids: readonly string[]): Promise<NodeMeasures[]> =>
    (await sql<Row>`select * from place_measures where id = any(${ids})`.execute(db)).rows.map(node)
  return {
    places,
    place: async (id) => (await places([id]))[0] ?? null,
    childrenOf: async (id) => (await sql<Row>`select * from place_measures where parent = ${id}`.execute(db)).rows.map(node),
    ofKind: async (kinds) => (await sql<Row>`select * from place_measures where kind = any(${kinds})`.execute(db)).rows.map(node),
    units: async (ids) => (await sql<Row>`select *, 'unit' as kind, region as parent from unit_measures where id = any(${ids})`.execute(db)).rows.map(node),
  }
}
