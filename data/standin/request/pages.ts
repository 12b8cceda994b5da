import type { CollectionName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { sliceBlock } from './block.ts'
import type { Block } from './block.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { Edit, Edits } from './edits.ts'
import type { Shelf, Walk } from './shelf.ts'

interface PageRequest {
  readonly cursor: string | null
  readonly since: EpochMs | null
  readonly limit: number
}
/** A page whose items are already JSON. */
export interface RawPage {
  /** Comma-separated JSON records, in pieces. */
  readonly items: readonly Buffer[]
  readonly next: string | null
  readonly watermark: EpochMs
  readonly total: number
}

export interface Pages {
  page(collection: CollectionName, request: PageRequest, now: EpochMs): Promise<RawPage>
  /** How many records the collection has; waits until every county is made. */
  total(collection: CollectionName, now: EpochMs): Promise<number>
  /** The record as it stands now, and where it is served; null when there is none. */
  find(
    collection: CollectionName,
    key: string,
    now: EpochMs,
  ): Promise<{ readonly place: string; readonly record: Record<string, unknown> } | null>
}

/** A block with the edits that lie over it, by index, and the records that came since behind it. */
interface View {
  readonly block: Block
  readonly over: ReadonlyMap<number, Edit>
  readonly count: number
}

const viewOf = (block: Block, edits: ReadonlyMap<string, Edit>): View => {
  const over = new Map<number, Edit>()
  let count = block.count
  for (const edit of edits.values()) over.set(block.keys().get(edit.key) ?? count++, edit)
  return { block, over, count }
}
const changedAt = (view: View, index: number): number =>
  view.over.get(index)?.updatedAt ?? view.block.updatedAt[index]!
const jsonAt = (view: View, index: number): Buffer => {
  const edit = view.over.get(index)
  return edit ? Buffer.from(JSON.stringify(edit.record)) : sliceBlock(view.block, index, index + 1)
}

/** Records from `offset` on that changed at or after `since`, at most `room`; and the offset to go on from. */
const takeFrom = (
  view: View,
  offset: number,
  since: number | null,
  room: number,
): { pieces: Buffer[]; taken: number; offset: number } => {
  const { block, over, count } = view
  if (since === null && over.size === 0) {
    const end = Math.min(block.count, offset + room)
    return {
      pieces: end > offset ? [sliceBlock(block, offset, end)] : [],
      taken: Math.max(0, end - offset),
      offset: end,
    }
  }
  const pieces: Buffer[] = []
  let index = offset
  for (; index < count && pieces.length < room; index++) {
    if (since === null || changedAt(view, index) >= since) pieces.push(jsonAt(view, index))
  }
  return { pieces, taken: pieces.length, offset: index }
}

const countSince = (view: View, since: number): number => {
  let count = 0
  for (let index = 0; index < view.count; index++) if (changedAt(view, index) >= since) count++
  return count
}

interface Book {
  readonly shelfOf: (collection: CollectionName) => Shelf
  readonly edits: Edits
}

const isQuiet = async (
  { edits }: Book,
  shelf: Shelf,
  collection: CollectionName,
  place: string,
  walk: Walk,
): Promise<boolean> => {
  const { count, newest } = await shelf.summary(place, walk)
  if (count === 0 && edits.inCounty(collection, place).size === 0) return true
  if (walk.since === null || newest >= walk.since) return false
  return ![...edits.inCounty(collection, place).values()].some((edit) => edit.updatedAt >= walk.since!)
}

const view = async (
  { edits }: Book,
  shelf: Shelf,
  collection: CollectionName,
  place: string,
  walk: Walk,
): Promise<View> => viewOf(await shelf.block(place, walk), edits.inCounty(collection, place))

const totalOf = async (book: Book, shelf: Shelf, collection: CollectionName, walk: Walk): Promise<number> => {
  const { edits } = book
  let total = 0
  for (const place of shelf.places) {
    if (walk.since === null && edits.inCounty(collection, place).size === 0)
      total += (await shelf.summary(place, walk)).count
    else if (!(await isQuiet(book, shelf, collection, place, walk)))
      total += countSince(await view(book, shelf, collection, place, walk), walk.since ?? 0)
  }
  return total
}

const beginning = async (
  book: Book,
  shelf: Shelf,
  collection: CollectionName,
  walk: Walk,
): Promise<Cursor> => ({
  edition: shelf.edition,
  place: 0,
  offset: 0,
  since: walk.since,
  watermark: walk.watermark,
  total: await totalOf(book, shelf, collection, walk),
})

const start = async (
  book: Book,
  shelf: Shelf,
  collection: CollectionName,
  request: PageRequest,
  now: EpochMs,
): Promise<Cursor> => {
  const given = request.cursor === null ? null : decodeCursor(request.cursor)
  if (given?.edition === shelf.edition) return given
  return beginning(
    book,
    shelf,
    collection,
    given ? { watermark: given.watermark, since: given.since } : { watermark: now, since: request.since },
  )
}

const pageOf = async (
  book: Book,
  collection: CollectionName,
  request: PageRequest,
  now: EpochMs,
): Promise<RawPage> => {
  const { shelfOf } = book
  const shelf = shelfOf(collection)
  const at = await start(book, shelf, collection, request, now)
  const items: Buffer[] = []
  let { place, offset } = at
  let taken = 0
  while (place < shelf.places.length && taken < request.limit) {
    const code = shelf.places[place]!
    if (!(await isQuiet(book, shelf, collection, code, at))) {
      const seen = await view(book, shelf, collection, code, at)
      const part = takeFrom(seen, offset, at.since, request.limit - taken)
      items.push(...part.pieces)
      taken += part.taken
      offset = part.offset
      if (offset < seen.count) break
    }
    place++
    offset = 0
  }
  const next = place < shelf.places.length ? encodeCursor({ ...at, place, offset }) : null
  return { items, next, watermark: at.watermark, total: at.total }
}

const find = async (
  { edits, shelfOf }: Book,
  collection: CollectionName,
  key: string,
  now: EpochMs,
): ReturnType<Pages['find']> => {
  const edit = edits.of(collection, key)
  if (edit) return { place: edit.county, record: { ...edit.record } }
  const shelf = shelfOf(collection)
  for (const place of likelyFirst(shelf.places, key)) {
    const block = await shelf.block(place, { watermark: now, since: null })
    const index = block.keys().get(key)
    if (index !== undefined)
      return {
        place,
        record: JSON.parse(sliceBlock(block, index, index + 1).toString()) as Record<string, unknown>,
      }
  }
  return null
}

export const makePages = (shelfOf: Book['shelfOf'], edits: Edits): Pages => {
  const book: Book = { shelfOf, edits }
  return {
    page: (collection, request, now) => pageOf(book, collection, request, now),
    total: (collection, now) =>
      totalOf(book, shelfOf(collection), collection, { watermark: now, since: null }),
    find: (collection, key, now) => find(book, collection, key, now),
  }
}

/** Many keys happen to carry their county's code: a hint where to look first, never more. */
const likelyFirst = (places: readonly string[], key: string): string[] =>
  places.toSorted((a, b) => Number(key.includes(b)) - Number(key.includes(a)))
