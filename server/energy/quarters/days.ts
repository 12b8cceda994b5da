import { QUARTERS_PER_DAY, addDays } from '#shared/energy/series/quarters.ts'
import type { MilliUnits } from '#shared/energy/series/registers.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import { dayOf } from '#shared/kernel/units.ts'
import type { EnergyStore, StoredRow } from './quarterRows.ts'
import type { EnergyBook } from './book.ts'
import type { EnergyCloser } from './close.ts'
import { makeMerge, setPlatformCell, windowOf } from './merge.ts'
import { NO_VALUE, makeDaySheet, unpackRegisters, type DaySheet } from './sheets.ts'
import { toWrite } from './writer.ts'

/** A reading, or the platform's value of a quarter, that belongs to a day that memory does not hold. */
export type LateItem =
  | { readonly kind: 'reading'; readonly meter: number; readonly at: EpochMs; readonly total: MilliUnits }
  | {
      readonly kind: 'platform'
      readonly meter: number
      readonly day: DayString
      readonly quarter: number
      readonly wh: number
    }

/** Puts a stored row into a sheet. */
const fillRow = (sheet: DaySheet, stored: StoredRow): void => {
  const row = sheet.ensure(stored.meter)
  const [values, marks, from] = [sheet.values(), sheet.marks(), row * QUARTERS_PER_DAY]
  for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
    values[from + quarter] = stored.wh[quarter] ?? NO_VALUE
    marks[from + quarter] = stored.marks === null ? M : stored.marks.charCodeAt(quarter)
  }
  if (stored.packed) unpackRegisters(sheet, row, stored.packed)
}
const M = 'm'.charCodeAt(0)

const PAGE = 4_000
/** A whole day out of the database, page by page. */
export const loadDay = async (store: EnergyStore, day: DayString): Promise<DaySheet> => {
  const sheet = makeDaySheet(day)
  for (let after = -1; ;) {
    const rows = await store.page(day, after, PAGE)
    for (const row of rows) fillRow(sheet, row)
    if (rows.length < PAGE) return sheet
    after = (rows.at(-1) as StoredRow).meter
  }
}

export interface DaysDeps {
  readonly book: EnergyBook
  readonly store: EnergyStore
  readonly closer: EnergyCloser
  readonly clock: () => EpochMs
  /** Days whose roll-ups will be made by their closing: nothing is to be done for them now. */
  readonly isOpen: (day: DayString) => boolean
}

const dayOfItem = (item: LateItem): DayString => (item.kind === 'reading' ? dayOf(item.at) : item.day)
const BATCH = 500

/** Every day that readings of these days can touch, in order; what lies between two far ones is none of them. */
export const daysAround = (days: Iterable<DayString>): DayString[] => {
  const around = new Set<DayString>()
  for (const day of new Set(days)) {
    const { from, to } = windowOf(day)
    for (let other = from; other <= to; other = addDays(other, 1)) around.add(other)
  }
  return [...around].sort()
}

/** The days around late readings as far as memory does not hold them, only the meters that speak. */
const loadAround = async (
  store: EnergyStore,
  book: EnergyBook,
  items: readonly LateItem[],
): Promise<Map<DayString, DaySheet>> => {
  const days = daysAround(items.map(dayOfItem))
  const [from, to] = [days[0] as DayString, days.at(-1) as DayString]
  const sheets = new Map<DayString, DaySheet>()
  for (const day of days) if (!book.held(day)) sheets.set(day, makeDaySheet(day, 64))
  for (const row of await store.rows([...new Set(items.map(({ meter }) => meter))], from, to, true)) {
    const sheet = sheets.get(row.day)
    if (sheet) fillRow(sheet, row)
  }
  return sheets
}

/**
 * Sets late readings into days that memory has let go: the meters' rows around them are read, reckoned anew and written,
 * then the roll-ups of their counties. Doing it again comes to the same, so it is simply repeated when the database fails.
 */
export const applyLate = async (
  { book, store, closer, clock, isOpen }: DaysDeps,
  items: readonly LateItem[],
): Promise<void> => {
  const sheets = await loadAround(store, book, items)
  const changed = new Map<DayString, Set<number>>()
  const touch = (sheet: DaySheet, meter: number): void =>
    void changed.set(sheet.day, (changed.get(sheet.day) ?? new Set()).add(meter))
  const shelf = book.shelf((day) => sheets.get(day) ?? null, {
    cell: (sheet, meter) => touch(sheet, meter),
    row: touch,
  })
  const merge = makeMerge(shelf)
  const known = items.filter(({ meter }) => book.roster().meters[meter])
  for (const item of known) {
    if (item.kind === 'reading') merge(item.meter, item.at, item.total, true)
    const sheet = sheets.get(dayOfItem(item))
    if (item.kind === 'platform' && sheet)
      setPlatformCell(sheet, item.meter, item.quarter, item.wh, shelf.onCell)
    if (sheet) touch(sheet, item.meter)
  }
  for (const [day, meters] of changed) {
    const list = [...meters].filter((meter) => (sheets.get(day) as DaySheet).row(meter) >= 0)
    for (let i = 0; i < list.length; i += BATCH)
      await store.write(
        list.slice(i, i + BATCH).map((meter) => toWrite(sheets.get(day) as DaySheet, meter)),
        [],
        clock(),
      )
  }
  for (const [day, meters] of changed) {
    if (!isOpen(day))
      await closer.close(day, new Set([...meters].map((meter) => book.roster().meters[meter]?.county ?? -1)))
  }
}
