import type { z } from 'zod'

/** The Chinese and the English words for one thing. */
interface Words {
  readonly zh: string
  readonly en: string
}

type Field<S extends z.ZodObject> = keyof z.infer<S> & string

/** One record type of the contract: all that is the same wherever its records go. */
export interface Collection<N extends string = string, S extends z.ZodObject = z.ZodObject> {
  /** As it stands in the path `/v1/{name}`. */
  readonly name: N
  readonly title: Words
  readonly schema: S
  /** The fields that name a record among its like, in the order in which its key says them. */
  readonly key: readonly Field<S>[]
  /** The collections that it hangs on, by the field that names them: what comes before its parent waits for it. */
  readonly parents: Readonly<Partial<Record<Field<S>, string>>>
  /**
   * A series over time, which goes to tables of its own and is never edited. `history` is large and no screen waits for it:
   * it is pulled piece by piece after all others.
   */
  readonly series?: 'current' | 'history'
  /** Who decides what is true where two differ: the platform that sent it, or this system. */
  readonly master: 'platform' | 'here'
}

/**
 * Every record type by its name. Each says its own in its own file, so that types know of it wherever it is defined:
 * `declare module '../../kernel/collection.ts' { interface Collections { depots: typeof depots } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface Collections {}

/** Defines a record type; the definition keeps the literal types that `CollectionName` and `RecordOf` are derived from. */
export const collection = <const N extends string, S extends z.ZodObject, const D extends Collection<N, S>>(
  definition: Collection<N, S> & D,
): D => definition

/** Of a record, the parts of its key, as they stand there: whatever was not checked yet may hold anything. */
export const keyParts = (of: Pick<Collection, 'key'>, record: object): readonly unknown[] =>
  of.key.map((field) => (record as Readonly<Record<string, unknown>>)[field])

/** What names a record within its collection, as it stands in the path of `PATCH /v1/{collection}/{id}`. */
export const keyOf = (of: Pick<Collection, 'key'>, record: object): string => keyParts(of, record).join(':')

/** The name that a list of these records has as a member of an object: `roadLimits` of `road-limits`. */
export type MemberName<N extends string> = N extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<MemberName<Rest>>}`
  : N
export const memberName = <N extends string>(name: N): MemberName<N> =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as MemberName<N>
