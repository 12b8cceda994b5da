import { reckon, withReading } from '#shared/energy/insight/dayLine.ts'
import { QUARTERS_PER_DAY, addDays, quarterOf } from '#shared/energy/series/quarters.ts'
import {
  METER_LIMITS,
  type MeterRule,
  type MilliUnits,
  type Register,
} from '#shared/energy/series/registers.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { NO_VALUE, markOf, type DaySheet } from './sheets.ts'

/** A quarter of a meter whose value or mark became another. */
export type CellListener = (
  sheet: DaySheet,
  meter: number,
  quarter: number,
  before: { wh: number; mark: string },
  after: { wh: number; mark: string },
) => void

export interface Shelf {
  /** The day's sheet; null when it is not at hand. */
  sheet(day: DayString): DaySheet | null
  /** Newest register of a meter that is known anywhere. */
  newest(meter: number): Register | null
  rule(meter: number): MeterRule
  onCell: CellListener
  /** Registers of a row changed, with or without its values. */
  onRow(sheet: DaySheet, meter: number): void
}

/** How far readings are joined over empty days. */
const FARTHEST_DAYS = 8
const registersOf = (sheet: DaySheet, row: number, quarter: number): readonly Register[] =>
  quarter < 0 ? [] : sheet.chain(row * QUARTERS_PER_DAY + quarter)
const firstOf = (sheet: DaySheet, row: number): Register | null =>
  registersOf(sheet, row, sheet.filled(row, 0, 1))[0] ?? null
const lastOf = (sheet: DaySheet, row: number): Register | null =>
  registersOf(sheet, row, sheet.filled(row, QUARTERS_PER_DAY - 1, -1)).at(-1) ?? null

/** Takes readings into the sheets, each in its place: the quarters between its neighbours are reckoned anew, over midnight too. */
export interface Merge {
  /**
   * True when all that the reading touches was at hand; false when a day was not: merge it again with that day. `relink`
   * joins the neighbouring days even where the reading was known.
   */
  (meter: number, at: EpochMs, total: MilliUnits, relink?: boolean): boolean
}

/** Where a meter reads as seldom as this, an interval is judged by those beside it: see `isRegular`. */
const SELDOM_MS = METER_LIMITS.gapMs * (1 - METER_LIMITS.regularShare)
const isSeldom = (a: Register | null | undefined, b: Register | null | undefined): boolean =>
  Boolean(a && b && b.at - a.at > SELDOM_MS)

/** Filled quarters on one side that this one has a say in, in order: the next one, and where the meter reads seldom the one beyond, whose interval is judged by its neighbours. */
const reachOf = (
  sheet: DaySheet,
  row: number,
  next: number,
  step: 1 | -1,
  seldom: boolean,
): readonly number[] => {
  if (next < 0) return []
  const beyond = seldom ? sheet.filled(row, next + step, step) : -1
  if (beyond < 0) return [next]
  return step < 0 ? [beyond, next] : [next, beyond]
}

/** Registers before or behind a filled quarter, two where there are, so that one alone may be a stray value; a day's end has one. */
const around = (sheet: DaySheet, row: number, quarter: number, step: 1 | -1): readonly Register[] => {
  const edge = step < 0 ? sheet.before(row) : sheet.after(row)
  const outside = edge ? [edge] : []
  const next = quarter < 0 ? -1 : sheet.filled(row, quarter + step, step)
  if (next < 0) return outside
  const near = registersOf(sheet, row, next)
  if (near.length >= 2) return step < 0 ? near.slice(-2) : near.slice(0, 2)
  const beyond = sheet.filled(row, next + step, step)
  const far = beyond < 0 ? outside : registersOf(sheet, row, beyond)
  return step < 0 ? [...far.slice(-1), ...near] : [...near, ...far.slice(0, 1)]
}

const revalue = (shelf: Shelf, sheet: DaySheet, meter: number, row: number, quarter: number): void => {
  const p = quarter < 0 ? -1 : sheet.filled(row, quarter - 1, -1)
  const n = quarter < 0 ? -1 : sheet.filled(row, quarter + 1, 1)
  const own = registersOf(sheet, row, quarter)
  const previous = registersOf(sheet, row, p).at(-1) ?? sheet.before(row)
  const next = registersOf(sheet, row, n)[0] ?? sheet.after(row)
  /* The quarter may have been empty: then one interval went from the reading before it to the one behind. */
  const before = reachOf(sheet, row, p, -1, isSeldom(previous, next ?? own.at(-1)))
  const behind = reachOf(sheet, row, n, 1, isSeldom(previous ?? own[0], next))
  const [first, last] = [before[0] ?? -1, behind.at(-1) ?? -1]
  const left = around(sheet, row, first, -1)
  const right = around(sheet, row, last, 1)
  const chain = [
    ...left,
    ...[...before, quarter, ...behind].flatMap((each) => registersOf(sheet, row, each)),
    ...right,
  ]
  const [isFirst, isLast] = [
    first >= 0 && quarter - first > 1 && sheet.filled(row, first - 1, -1) < 0,
    last >= 0 && last - quarter > 1 && sheet.filled(row, last + 1, 1) < 0,
  ]
  const from =
    first >= 0 && !(isFirst && left.length > 0) ? first : left.length > 0 || quarter < 0 ? 0 : quarter
  const to =
    last >= 0 && !(isLast && right.length > 0)
      ? last
      : right.length > 0 || quarter < 0
        ? QUARTERS_PER_DAY - 1
        : quarter
  const line = reckon(chain, sheet.start, from, to, shelf.rule(meter))
  for (let i = from; i <= to; i++)
    setCell(shelf, sheet, meter, row, i, line.values[i - from] as number, line.marks[i - from] as string)
}

const setCell = (
  shelf: Shelf,
  sheet: DaySheet,
  meter: number,
  row: number,
  quarter: number,
  value: number,
  mark: string,
): void => {
  const cell = row * QUARTERS_PER_DAY + quarter
  const [values, marks] = [sheet.values(), sheet.marks()]
  const before = { wh: values[cell] as number, mark: markOf(marks[cell] as number) as string }
  if (before.mark === 'p') return
  const wh = mark === '.' || (mark === 'g' && value === 0) ? NO_VALUE : value
  if (before.wh === wh && before.mark === mark) return
  values[cell] = wh
  marks[cell] = mark.charCodeAt(0)
  shelf.onCell(sheet, meter, quarter, before, { wh, mark })
}

const neighbourBefore = (shelf: Shelf, meter: number, day: DayString, start: EpochMs): Register | null => {
  for (let back = 1; back <= FARTHEST_DAYS; back++) {
    const sheet = shelf.sheet(addDays(day, -back))
    const row = sheet?.row(meter) ?? -1
    if (!sheet) break
    if (row >= 0) return lastOf(sheet, row) ?? sheet.before(row)
  }
  const newest = shelf.newest(meter)
  if (newest && newest.at < start) return newest
  for (let on = 1; on <= FARTHEST_DAYS; on++) {
    const sheet = shelf.sheet(addDays(day, on))
    const row = sheet?.row(meter) ?? -1
    const known = sheet && row >= 0 ? sheet.before(row) : null
    if (known) return known.at < start ? known : null
  }
  return null
}

const neighbourAfter = (shelf: Shelf, meter: number, day: DayString): Register | null => {
  for (let on = 1; on <= FARTHEST_DAYS; on++) {
    const sheet = shelf.sheet(addDays(day, on))
    const row = sheet?.row(meter) ?? -1
    if (sheet && row >= 0) return firstOf(sheet, row) ?? sheet.after(row)
  }
  return null
}

const rowFor = (shelf: Shelf, sheet: DaySheet, meter: number): number => {
  const known = sheet.row(meter)
  if (known >= 0) return known
  const before = neighbourBefore(shelf, meter, sheet.day, sheet.start)
  const after = neighbourAfter(shelf, meter, sheet.day)
  const row = sheet.ensure(meter)
  if (before) sheet.setBefore(row, before)
  if (after) sheet.setAfter(row, after)
  return row
}

/** Days from the one of the neighbour to the one next to this reading, or only the neighbour's where the silence was too long. */
const daysBetween = (from: DayString, to: DayString, gap: number): DayString[] => {
  if (gap > METER_LIMITS.spreadMs) return [from]
  const days = [from]
  for (let day = addDays(from, 1); day < to && days.length < FARTHEST_DAYS; day = addDays(day, 1))
    days.push(day)
  return days
}

const linkBack = (
  shelf: Shelf,
  meter: number,
  day: DayString,
  reading: Register,
  previous: Register,
  relink: boolean,
): boolean => {
  let whole = true
  for (const other of daysBetween(dayOf(previous.at), day, reading.at - previous.at)) {
    const sheet = shelf.sheet(other)
    if (!sheet) {
      whole = false
      continue
    }
    const isNew = sheet.row(meter) < 0
    const row = rowFor(shelf, sheet, meter)
    const known = sheet.after(row)
    if (!isNew && known && known.at <= reading.at && !(relink && known.at === reading.at)) continue
    sheet.setAfter(row, reading)
    shelf.onRow(sheet, meter)
    revalue(shelf, sheet, meter, row, sheet.filled(row, QUARTERS_PER_DAY - 1, -1))
  }
  return whole
}

const linkOn = (
  shelf: Shelf,
  meter: number,
  day: DayString,
  reading: Register,
  next: Register,
  relink: boolean,
): boolean => {
  let whole = true
  const last = dayOf(next.at)
  const days =
    next.at - reading.at > METER_LIMITS.spreadMs ? [last] : daysBetween(addDays(day, 1), last, 0).concat(last)
  for (const other of new Set(days)) {
    const sheet = shelf.sheet(other)
    if (!sheet) {
      whole = false
      continue
    }
    const isNew = sheet.row(meter) < 0
    const row = rowFor(shelf, sheet, meter)
    const known = sheet.before(row)
    if (!isNew && known && known.at >= reading.at && !(relink && known.at === reading.at)) continue
    sheet.setBefore(row, reading)
    shelf.onRow(sheet, meter)
    revalue(shelf, sheet, meter, row, sheet.filled(row, 0, 1))
  }
  return whole
}

export const makeMerge = (shelf: Shelf): Merge => {
  return (meter, at, total, relink = false) => {
    const day = dayOf(at)
    const sheet = shelf.sheet(day)
    if (!sheet) return false
    const row = rowFor(shelf, sheet, meter)
    const quarter = quarterOf(at)
    const cell = row * QUARTERS_PER_DAY + quarter
    const known = sheet.chain(cell)
    const registers = withReading(known, { at, total })
    if (registers !== known) {
      sheet.setChain(cell, registers)
      shelf.onRow(sheet, meter)
      revalue(shelf, sheet, meter, row, quarter)
    } else if (!relink) return true
    const [first, last] = [firstOf(sheet, row), lastOf(sheet, row)]
    const [previous, next] = [sheet.before(row), sheet.after(row)]
    const back =
      first?.at === at && previous
        ? linkBack(shelf, meter, day, { at, total: first.total }, previous, relink)
        : true
    const on =
      last?.at === at && next ? linkOn(shelf, meter, day, { at, total: last.total }, next, relink) : true
    return back && on
  }
}

/** Sets a quarter to what the platform itself recorded; nothing measured here overrides it. */
export const setPlatformCell = (
  sheet: DaySheet,
  meter: number,
  quarter: number,
  wh: number,
  onCell: CellListener,
): boolean => {
  const cell = sheet.ensure(meter) * QUARTERS_PER_DAY + quarter
  const [values, marks] = [sheet.values(), sheet.marks()]
  const before = { wh: values[cell] as number, mark: markOf(marks[cell] as number) as string }
  if (before.wh === wh && before.mark === 'p') return false
  values[cell] = wh
  marks[cell] = 'p'.charCodeAt(0)
  onCell(sheet, meter, quarter, before, { wh, mark: 'p' })
  return true
}

/** The earliest day whose sheets a reading of this day can touch, and the latest. */
export const windowOf = (day: DayString): { from: DayString; to: DayString } => ({
  from: addDays(day, -FARTHEST_DAYS),
  to: addDays(day, FARTHEST_DAYS),
})
