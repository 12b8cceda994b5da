import type { RecordOf } from '#shared/protocol/platform.ts'
import type { Batch, BatchOutcome } from '../../common/ports/summing.ts'
import type { LedgerStore } from './store.ts'
import {
  ledgerKeyOf,
  type Arrival,
  type Given,
  type LedgerCollection,
  type Parent,
  type Plan,
  type Row,
} from '../../common/plan.ts'
import type { Written } from './writeRows.ts'
import { PLANS, parentsOf } from './plans.ts'
import { SEARCH_PLACES, searchRow } from './shapes.ts'

type Found = Map<LedgerCollection, Map<string, Parent>>
const keyOf = (plan: Plan, record: object): string => ledgerKeyOf(plan.of, record)

/** The newest of each record: a repeated or shuffled batch must not meet itself. */
const newest = <R extends { updatedAt: number }>(plan: Plan, items: readonly R[]): R[] => {
  const byKey = new Map<string, R>()
  for (const item of items) {
    const key = keyOf(plan, item)
    const known = byKey.get(key)
    if (!known || item.updatedAt > known.updatedAt) byKey.set(key, item)
  }
  return [...byKey.values()]
}

const findParents = async (store: LedgerStore, plan: Plan, items: readonly object[]): Promise<Found> => {
  const wanted = new Map<LedgerCollection, Set<string>>()
  for (const item of items) {
    for (const [of, id] of parentsOf(plan, item)) {
      if (id === null) continue
      const ids = wanted.get(of) ?? wanted.set(of, new Set()).get(of)
      ids?.add(id)
    }
  }
  const found: Found = new Map()
  for (const [of, ids] of wanted) found.set(of, await store.writes.parents(of, [...ids]))
  return found
}

const missingOf = (plan: Plan, item: object, found: Found): string | null =>
  parentsOf(plan, item).find(([of, id]) => id !== null && !found.get(of)?.has(id))?.[1] ?? null

const writeRows = async (
  store: LedgerStore,
  plan: Plan,
  items: readonly object[],
  given: Given,
): Promise<Written> => {
  const written = await store.writes.upsert(
    plan.shape,
    items.map((item) => plan.row(item, given)),
  )
  const { found, carries } = plan
  if (!found && !carries) return written
  const changed = new Set([...written.inserted, ...written.updated])
  const kept = items.filter((item) => changed.has(keyOf(plan, item)))
  if (found)
    await store.writes.upsert(
      SEARCH_PLACES,
      kept.map((item) => searchRow(found(item, given))),
    )
  if (carries)
    await store.writes.replaceCarried(
      carries.shape,
      written.updated,
      kept.flatMap((item) => carries.of(item)),
    )
  return written
}

/** Writes what can be written and parks what waits for a parent. Runs in the caller's transaction. */
export const writeBatch = async (
  store: LedgerStore,
  batch: Batch,
  arrival: Arrival,
  first: boolean,
): Promise<BatchOutcome> => {
  const plan = PLANS[batch.collection]
  const items = newest(plan, batch.items as readonly RecordOf<'units'>[])
  const found = await findParents(store, plan, items)
  const waiting: Row[] = []
  const ready = items.filter((item) => {
    const parent = missingOf(plan, item, found)
    if (parent === null) return true
    waiting.push({
      collection: batch.collection,
      record_id: keyOf(plan, item),
      parent,
      source: arrival.source,
      updated_at: item.updatedAt,
      body: item,
    })
    return false
  })
  await store.writes.park(waiting)
  if (ready.length === 0) return { written: [], before: [], affectedRooms: [], shared: [] }
  const ids = ready.map((item) => keyOf(plan, item))
  const before =
    plan.links && (!first || batch.collection === 'units')
      ? await store.writes.links(batch.collection, ids)
      : []
  const shared = first ? [] : await store.summing.sharing(batch.collection, ids)
  /* Where two parents have one id, the one that is named first is taken over from. */
  const named = Object.values(plan.of.parents).toReversed() as LedgerCollection[]
  const parents = new Map(named.flatMap((of) => [...(found.get(of) ?? [])]))
  const taken = { collection: batch.collection, items: ready } as unknown as Batch
  const written = await writeRows(store, plan, ready, {
    arrival,
    sitters: await store.summing.sitters(taken),
    parent: (id) => parents.get(id) as Parent,
  })
  const kept = [...written.inserted, ...written.updated]
  if (written.updated.length > 0) await store.writes.cascade(batch.collection, written.updated)
  /* In a first load what is new changes no limits: rooms come after their people. */
  const moved = first ? written.updated : kept
  const affectedRooms =
    moved.length === 0 ? [] : await store.summing.affectedBy(batch, moved, before, arrival)
  const changed = new Set(kept)
  return { written: kept, before: before.filter((link) => changed.has(link.id)), affectedRooms, shared }
}
