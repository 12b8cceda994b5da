import { roomFacts } from '#shared/housing/facts.ts'
import { limitLevelOf } from '#shared/standards/officeArea.ts'
import type { RecordOf } from '#shared/protocol/platform.ts'
import type { LedgerStore } from './storeRows.ts'
import type { Link, Parent, ParentTable, Row, Written } from './writeRows.ts'
import { PLANS, ROOM_PARENTS, type LedgerCollection, type Plan } from './plans.ts'
import { factsRow, occupantRows, roomRow, searchRow, type Arrival } from './shaped.ts'

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

const keyOf = (collection: LedgerCollection, record: unknown): string =>
  collection === 'rooms'
    ? (record as RecordOf<'rooms'>).id
    : (PLANS[collection] as Plan<'units'>).key(record as RecordOf<'units'>)
const parentsOf = (
  collection: LedgerCollection,
  record: unknown,
): readonly (readonly [ParentTable, string | null])[] =>
  collection === 'rooms'
    ? ROOM_PARENTS(record as RecordOf<'rooms'>)
    : (PLANS[collection] as Plan<'units'>).parents(record as RecordOf<'units'>)

/** The newest of each record: a repeated or shuffled batch must not meet itself. */
const newest = <R extends { updatedAt: number }>(collection: LedgerCollection, items: readonly R[]): R[] => {
  const byKey = new Map<string, R>()
  for (const item of items) {
    const key = keyOf(collection, item)
    const known = byKey.get(key)
    if (!known || item.updatedAt > known.updatedAt) byKey.set(key, item)
  }
  return [...byKey.values()]
}

const findParents = async (
  store: LedgerStore,
  collection: LedgerCollection,
  items: readonly unknown[],
): Promise<Map<ParentTable, Map<string, Parent>>> => {
  const wanted = new Map<ParentTable, Set<string>>()
  for (const item of items) {
    for (const [table, id] of parentsOf(collection, item)) {
      if (id === null) continue
      const ids = wanted.get(table) ?? wanted.set(table, new Set()).get(table)
      ids?.add(id)
    }
  }
  const found = new Map<ParentTable, Map<string, Parent>>()
  for (const [table, ids] of wanted) found.set(table, await store.writes.parents(table, [...ids]))
  return found
}

const missingOf = (
  collection: LedgerCollection,
  item: unknown,
  found: ReadonlyMap<ParentTable, ReadonlyMap<string, Parent>>,
): string | null =>
  parentsOf(collection, item).find(([table, id]) => id !== null && !found.get(table)?.has(id))?.[1] ?? null

const writeRooms = async (
  store: LedgerStore,
  items: readonly RecordOf<'rooms'>[],
  floors: ReadonlyMap<string, Parent>,
  arrival: Arrival,
): Promise<Written> => {
  const sitters = await store.writes.sitters(items.flatMap((room) => room.occupants.map((one) => one.person)))
  const written = await store.writes.upsert(
    'rooms',
    items.map((room) => roomRow(room, floors.get(room.floor) as Parent, sitters, arrival)),
  )
  const kept = new Set([...written.inserted, ...written.updated])
  await store.writes.replaceOccupants(
    written.updated,
    items.filter((room) => kept.has(room.id)).flatMap(occupantRows),
  )
  return written
}

const writeOthers = async (
  store: LedgerStore,
  batch: Batch,
  parents: ReadonlyMap<string, Parent>,
  arrival: Arrival,
): Promise<Written> => {
  const plan = PLANS[batch.collection as 'units'] as Plan<'units'>
  const items = batch.items as readonly RecordOf<'units'>[]
  const written = await store.writes.upsert(
    plan.shape,
    items.map((item) => plan.row(item, parents, arrival)),
  )
  const { found } = plan
  if (found) {
    const kept = new Set([...written.inserted, ...written.updated])
    await store.writes.upsert(
      'search_places',
      items.filter((item) => kept.has(plan.key(item))).map((item) => searchRow(found(item, parents))),
    )
  }
  return written
}

const LINKED = new Set(['rooms', 'vehicles', 'units', 'compounds', 'buildings', 'floors'])

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
  const items = newest(batch.collection, batch.items as readonly RecordOf<'units'>[])
  const found = await findParents(store, batch.collection, items)
  const waiting: Row[] = []
  const ready = items.filter((item) => {
    const parent = missingOf(batch.collection, item, found)
    if (parent === null) return true
    waiting.push({
      collection: batch.collection,
      record_id: keyOf(batch.collection, item),
      parent,
      source: arrival.source,
      updated_at: item.updatedAt,
      body: item,
    })
    return false
  })
  await store.writes.park(waiting)
  if (ready.length === 0) return { written: [], before: [], affectedRooms: [], shared: [] }
  const ids = ready.map((item) => keyOf(batch.collection, item))
  const before =
    LINKED.has(batch.collection) && (!first || batch.collection === 'units')
      ? await store.writes.links(batch.collection as 'rooms', ids)
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
      : await writeOthers(store, { collection: batch.collection, items: ready } as Batch, all, arrival)
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
      const { required, filled, checks, failed } = facts.quality
      return {
        id: record.id,
        ...factsRow(facts),
        q_required: required,
        q_filled: filled,
        q_checks: checks,
        q_failed: failed,
      }
    }),
  )
}
