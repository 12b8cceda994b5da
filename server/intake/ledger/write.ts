import { roomFacts } from '#shared/housing/facts.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import type { LedgerStore } from './storeRows.ts'
import {
  ledgerKeyOf,
  type Arrival,
  type Given,
  type Link,
  type Parent,
  type Plan,
  type Row,
} from '../../common/plan.ts'
import { factsRow, occupantRows } from '../../housing/collections/rooms.ts'
import type { Written } from './writeRows.ts'
import { PLANS, parentsOf, type LedgerCollection } from './plans.ts'
import { SEARCH_PLACES, searchRow } from './shapes.ts'

/** What one batch wrote, what its rows hung on before, and whose facts must be made again. */
export interface BatchOutcome {
  readonly written: readonly string[]
  readonly before: readonly Link[]
  /** Rooms whose limits changed because a person or a unit did. */
  readonly affectedRooms: readonly string[]
  /** Rooms that had people in common with those written, before they were written. */
  readonly shared: readonly string[]
}

export interface Batch<C extends LedgerCollection = LedgerCollection> {
  readonly collection: C
  readonly items: readonly RecordOf<C>[]
}

type Found = Map<LedgerCollection, Map<string, Parent>>
type Sitters = Given['sitters']
const NOBODY: Sitters = new Map()
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
  parents: ReadonlyMap<string, Parent>,
  arrival: Arrival,
  sitters: Sitters = NOBODY,
): Promise<Written> => {
  const given: Given = { arrival, sitters, parent: (id) => parents.get(id) as Parent }
  const written = await store.writes.upsert(
    plan.shape,
    items.map((item) => plan.row(item, given)),
  )
  const { found } = plan
  if (found) {
    const kept = new Set([...written.inserted, ...written.updated])
    await store.writes.upsert(
      SEARCH_PLACES,
      items.filter((item) => kept.has(keyOf(plan, item))).map((item) => searchRow(found(item, given))),
    )
  }
  return written
}

const writeRooms = async (
  store: LedgerStore,
  items: readonly RecordOf<'rooms'>[],
  floors: ReadonlyMap<string, Parent>,
  arrival: Arrival,
): Promise<Written> => {
  const sitters = await store.writes.sitters(items.flatMap((room) => room.occupants.map((one) => one.person)))
  const written = await writeRows(store, PLANS.rooms, items, floors, arrival, sitters)
  const kept = new Set([...written.inserted, ...written.updated])
  await store.writes.replaceOccupants(
    written.updated,
    items.filter((room) => kept.has(room.id)).flatMap(occupantRows),
  )
  return written
}

/** People whose grade or unit may have changed, and units whose level did, decide limits of rooms elsewhere. */
const affectedBy = async (
  store: LedgerStore,
  batch: Batch,
  written: Written,
  before: readonly Link[],
  arrival: Arrival,
): Promise<string[]> => {
  if (batch.collection === 'people')
    return store.state.roomsOfPeople([...written.updated, ...written.inserted])
  if (batch.collection !== 'units') return []
  const levels = new Map(
    (batch.items as readonly RecordOf<'units'>[]).map((unit) => [
      unit.id,
      limitLevelOf(unit.level, unit.establishment, arrival.sectionOrgans ?? 'off'),
    ]),
  )
  const moved = before
    .filter((link) => link.level !== null && link.level !== levels.get(link.id))
    .map((link) => link.id)
  if (moved.length === 0) return []
  return store.state.roomsOfPeople(await store.state.peopleOfUnits(moved))
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
  const shared = batch.collection === 'rooms' && !first ? await store.writes.sharing(ids) : []
  const all = new Map([...found.values()].flatMap((parents) => [...parents]))
  const written =
    batch.collection === 'rooms'
      ? await writeRooms(
          store,
          ready as unknown as RecordOf<'rooms'>[],
          found.get('floors') ?? new Map(),
          arrival,
        )
      : await writeRows(store, plan, ready, all, arrival)
  const kept = [...written.inserted, ...written.updated]
  if (written.updated.length > 0) await store.writes.cascade(batch.collection, written.updated)
  const affectedRooms =
    (first ? written.updated : kept).length === 0
      ? []
      : await affectedBy(
          store,
          batch,
          first ? { inserted: [], updated: written.updated } : written,
          before,
          arrival,
        )
  const changed = new Set(kept)
  return { written: kept, before: before.filter((link) => changed.has(link.id)), affectedRooms, shared }
}

/** Makes the facts of these rooms again from what is stored. */
export const remakeFacts = async (store: LedgerStore, rooms: readonly string[]): Promise<void> => {
  const records = await store.rooms.records(rooms)
  const sitters = await store.writes.sitters(
    records.flatMap((room) => room.occupants.map((one) => one.person)),
  )
  await store.writes.writeFacts(
    records.map((record) => {
      const facts = roomFacts(record, sitters)
      return { id: record.id, ...factsRow(facts) }
    }),
  )
}
