/** Read in Node alone: screens know no platform, and take from the contract its types. See docs/adr/0021. */
import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import type { Collection, Collections } from '../../kernel/collection.ts'
import { inOrder } from '../../kernel/order.ts'

export type CollectionName = keyof Collections
type Definition = Collections[CollectionName]

const SHARED = join(import.meta.dirname, '../..')
const isCollection = (value: unknown): value is Collection =>
  typeof value === 'object' && value !== null && 'schema' in value && 'parents' in value

interface Found {
  readonly name: string
  readonly needs: readonly string[]
  readonly subject: string
  readonly of: Collection
}
const readOne = async (file: string): Promise<Found> => {
  const values: object = await import(pathToFileURL(join(SHARED, file)).href)
  const [of, ...more] = Object.values(values).filter(isCollection)
  if (!of || more.length > 0)
    throw new Error(`src/shared/${file}: one collection was expected, ${of ? more.length + 1 : 0} found`)
  const needs = Object.values(of.parents).filter((parent) => parent !== undefined && parent !== of.name)
  return { name: of.name, needs: needs as string[], subject: file.split(sep)[0]!, of }
}

const LATER = ['current', 'history']
const rankOf = ({ of }: Found): number => LATER.indexOf(of.series ?? '')

/**
 * Every `src/shared/<subject>/**\/collections/<name>.ts`: parents before children, a subject after the other,
 * series after all others and history last.
 */
const readCollections = async (): Promise<readonly Collection[]> => {
  const files = readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
    .filter((path) => /[\\/]collections[\\/][^\\/]+\.ts$/.test(path))
    .sort()
  const found = await Promise.all(files.map(readOne))
  const twice = found.find(({ name }, i) => found.findIndex((one) => one.name === name) !== i)
  if (twice) throw new Error(`the collection ${twice.name} is defined twice`)
  const ranked = found.toSorted((a, b) => rankOf(a) - rankOf(b))
  return inOrder(ranked, [], (one, last) => one.subject === last.subject && rankOf(one) === rankOf(last)).map(
    ({ of }) => of,
  )
}

/** The record types of the contract, in the order in which parents come before children: the only list of them. */
const DEFINITIONS = (await readCollections()) as readonly (Collection & Definition)[]

export const COLLECTION_NAMES: CollectionName[] = DEFINITIONS.map(({ name }) => name)
export const DEFINITION_OF = Object.fromEntries(
  DEFINITIONS.map((one) => [one.name, one]),
) as unknown as Collections
/** The schemas of the collections of the request way. */
export const COLLECTIONS = Object.fromEntries(DEFINITIONS.map(({ name, schema }) => [name, schema])) as {
  readonly [C in CollectionName]: Collections[C]['schema']
}
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>

export type SeriesName = Extract<Definition, { readonly series: string }>['name']
export const isSeries = (name: CollectionName): name is SeriesName => 'series' in DEFINITION_OF[name]

export type HistoryName = Extract<Definition, { readonly series: 'history' }>['name']
export const isHistory = (name: CollectionName): name is HistoryName =>
  (DEFINITION_OF[name] as Collection).series === 'history'
export const HISTORY: readonly HistoryName[] = COLLECTION_NAMES.filter(isHistory)
