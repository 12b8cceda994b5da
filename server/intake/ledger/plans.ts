import type { Collection } from '#shared/kernel/collection.ts'
import { COLLECTION_NAMES, DEFINITION_OF, isSeries, type CollectionName } from '#shared/protocol/platform.ts'
import { readDefinitions } from '../../common/definitions.ts'
import type { After, LedgerCollection, Plan } from '../../common/plan.ts'

const LEDGER: readonly LedgerCollection[] = COLLECTION_NAMES.filter(
  (name): name is LedgerCollection => !isSeries(name),
)

const IS_PLAN = /^[^\\/]+[\\/](?:[^\\/]+[\\/])*collections[\\/][^\\/]+\.ts$/
const isPlan = (value: unknown): value is Plan =>
  typeof value === 'object' && value !== null && 'shape' in value

/** Every plan in `server/<subject>/**\/collections/`. Throws where a collection of the ledger has none, or more than one. */
const readPlans = async (): Promise<Readonly<Record<LedgerCollection, Plan>>> => {
  const plans = (await readDefinitions(IS_PLAN, isPlan)).flatMap(({ found }) => found)
  return Object.fromEntries(
    LEDGER.map((name) => {
      const found = plans.filter((plan) => plan.of.name === name)
      if (found.length !== 1) throw new Error(`${name}: one plan was expected, ${found.length} found`)
      return [name, found[0]!]
    }),
  ) as Record<LedgerCollection, Plan>
}
export const PLANS = await readPlans()

const planOf = (collection: CollectionName): Plan | undefined =>
  isSeries(collection) ? undefined : PLANS[collection]

/** What listens for the collection's records. */
export const afterOf = (collection: CollectionName): readonly After[] => planOf(collection)?.after ?? []

const parentsIn = (name: LedgerCollection): (string | undefined)[] =>
  Object.values((DEFINITION_OF[name] as Collection).parents)
const PARENTS: ReadonlySet<string | undefined> = new Set(LEDGER.flatMap(parentsIn))
/** Whether records of others wait for these. */
export const frees = (collection: LedgerCollection): boolean => PARENTS.has(collection)

/** What must be there first: the collection and the id; `null` hangs on nothing. */
export const parentsOf = (
  { of }: Pick<Plan, 'of'>,
  record: object,
): readonly (readonly [LedgerCollection, string | null])[] =>
  Object.entries(of.parents).map(
    ([field, parent]) =>
      [parent as LedgerCollection, (record as Record<string, string | null>)[field] ?? null] as const,
  )
