import type { z } from 'zod'
import type { Sitter } from '#shared/housing/facts.ts'
import { isFresh, type Quality } from '#shared/housing/quality.ts'
import { keyParts, type Collection } from '#shared/kernel/collection.ts'
import type { CollectionName, SeriesName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Schema } from '../db/schema.ts'

export type Row = Readonly<Record<string, unknown>>
type SqlType = 'text' | 'bool' | 'int2' | 'int4' | 'int8' | 'float8' | 'float4[]' | 'int8[]' | 'jsonb'
type Types = Readonly<Record<string, SqlType>>

/** How a bulk statement reads one table's rows out of JSON: its key, and each column with its SQL type. */
export interface TableShape {
  readonly table: keyof Schema & string
  readonly key: readonly string[]
  readonly columns: Types
}

/** What a child takes over from its parent. */
export interface Parent {
  readonly id: string
  readonly county: string
  readonly compound: string
  readonly building: string
}
/** The places and owners above a row; `level` is a unit's organ level. */
export interface Link {
  readonly id: string
  readonly floor: string | null
  readonly building: string | null
  readonly compound: string | null
  readonly region: string | null
  readonly unit: string | null
  readonly level: string | null
}

/** Who handed a batch over, and when. */
export interface Arrival {
  readonly source: string
  readonly now: EpochMs
  /** 时效性: how long a record counts as fresh. */
  readonly freshMs?: number
  /** 市科级直属机构 keep to limits of their own. */
  readonly sectionOrgans?: 'off' | 'on'
}
/** What a row is made of beside its record. */
export interface Given {
  readonly arrival: Arrival
  /** A parent that was found; nothing is made of a record that waits for one. */
  parent(id: string): Parent
  /** The people who sit in the batch's rooms. */
  readonly sitters: ReadonlyMap<string, Sitter>
}

/** Columns that one look at the record fills together. */
interface Made<R> {
  readonly columns: Types
  of(record: R, given: Given): Row
}

/** How a region, unit, compound or building is found. */
export interface Findable {
  readonly kind: 'region' | 'unit' | 'compound' | 'building'
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly region: string
  readonly place: string
  readonly lon: number | null
  readonly lat: number | null
}

/**
 * What listens for records of a collection, by a word of its own. The module that listens says its word beside its
 * definition: `declare module '../common/plan.ts' { interface Afters { meetings: true } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface Afters {}
export type After = keyof Afters

/** A collection of the ledger: all but the series. */
export type LedgerCollection = Exclude<CollectionName, SeriesName>

/** Rows of a second table, which a record carries: they are replaced with it. */
interface Carried<R> {
  /** The first column of its key names the record. */
  readonly shape: TableShape
  of(record: R): readonly Row[]
}

interface Uses<R> {
  readonly carries?: Carried<R>
  /** Its entry in the search, for collections that are found by name. */
  found?(record: R, given: Given): Findable
  /** The columns that its children take over. */
  readonly gives?: Readonly<Partial<Record<Exclude<keyof Parent, 'id'>, string>>>
  /** The columns that say what its rows hang on, for roll-ups to follow. */
  readonly links?: Readonly<Partial<Record<Exclude<keyof Link, 'id'>, string>>>
  /** To whom its codes are handed down when it moves: the children's table, their column that names it, the codes. */
  readonly hands?: { readonly to: LedgerCollection; readonly by: string; readonly columns: readonly string[] }
  /** Roll-ups read it; `months`: what comes in may make a month whole. */
  readonly sums?: 'roll-ups' | 'months'
  readonly after?: readonly After[]
}

/** How one collection becomes rows of one table, and who reads them. */
export interface Plan<R = object> extends Uses<R> {
  readonly of: Collection
  readonly shape: TableShape
  row(record: R, given: Given): Row
}

type RecordIn<S extends z.ZodObject> = z.infer<S> & { readonly updatedAt: EpochMs }
interface Wanted<S extends z.ZodObject> extends Uses<RecordIn<S>> {
  readonly of: Collection<string, S>
  readonly table: TableShape['table']
  /** Fields that stand in a column of their own name; one that a platform does not send is null. */
  readonly fields: { readonly [F in keyof z.infer<S> & string]?: SqlType }
  readonly columns?: Readonly<
    Record<string, readonly [SqlType, (record: RecordIn<S>, given: Given) => unknown]>
  >
  readonly made?: readonly Made<RecordIn<S>>[]
}

const PROVENANCE: Types = { source: 'text', source_id: 'text', updated_at: 'int8', received_at: 'int8' }
const QUALITY: Types = {
  q_required: 'int2',
  q_filled: 'int2',
  q_checks: 'int2',
  q_failed: 'int2',
  fresh: 'bool',
}

/** The columns that say how good a record is. */
export const qualityRow = (quality: Quality): Row => ({
  q_required: quality.required,
  q_filled: quality.filled,
  q_checks: quality.checks,
  q_failed: quality.failed,
})
export const qualityOf = <R extends { readonly updatedAt: EpochMs }>(
  assess: (record: R, given: Given) => Quality,
): Made<R> => ({
  columns: QUALITY,
  of: (record, given) => ({
    ...qualityRow(assess(record, given)),
    fresh: isFresh(record.updatedAt, given.arrival.now, given.arrival.freshMs),
  }),
})

/** The key as the ledger keeps it. */
export const ledgerKeyOf = (of: Pick<Collection, 'key'>, record: object): string =>
  keyParts(of, record).join('/')

/** Defines how a collection is kept; its table's shape, its rows and their provenance follow from that. */
export const plan = <S extends z.ZodObject>(wanted: Wanted<S>): Plan<RecordIn<S>> => {
  const { of, table, fields, columns = {}, made = [], ...uses } = wanted
  const types = Object.fromEntries(Object.entries(columns).map(([name, [type]]) => [name, type]))
  const own = Object.keys(fields)
  const told = Object.entries(columns).map(([name, [, tell]]) => [name, tell] as const)
  return {
    ...uses,
    of: of as unknown as Collection,
    shape: {
      table,
      key: of.key,
      columns: Object.assign({}, fields as Types, types, ...made.map((one) => one.columns), PROVENANCE),
    },
    row: (record, given) => {
      const row: Record<string, unknown> = {}
      for (const field of own) row[field] = (record as Row)[field] ?? null
      for (const [name, tell] of told) row[name] = tell(record, given)
      for (const one of made) Object.assign(row, one.of(record, given))
      row['source'] = given.arrival.source
      row['source_id'] = ledgerKeyOf(of, record)
      row['updated_at'] = record.updatedAt
      row['received_at'] = given.arrival.now
      return row
    },
  }
}
