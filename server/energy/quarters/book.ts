import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { isFuture } from '#shared/kernel/time/age.ts'
import { QUARTERS_PER_DAY, QUARTER_MS } from '#shared/energy/series/quarters.ts'
import { judgeFall, type Register } from '#shared/energy/series/registers.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { ReadingColumns } from './columns.ts'
import { makeCountyDay, sumCounties, weightOf, type CountyDay } from '../live/counties.ts'
import { makeMerge, setPlatformCell, type CellListener, type Merge, type Shelf } from './merge.ts'
import { EMPTY_ROSTER, type Roster, type RosterMeter } from '../live/roster.ts'
import { STEP_MS, makeDaySheet, type DaySheet } from './sheets.ts'

/** A civil day in memory: its meters, its county sums, and which meters changed since they were written. */
export interface HeldDay {
  readonly sheet: DaySheet
  county: CountyDay
  dirty: Set<number>
}

export interface BookDeps {
  /** Energy that a meter's quarter gained or lost, kWh in thousandths. */
  readonly onUse: (meter: RosterMeter, day: DayString, wh: number) => void
  /** A register that fell below `newest` is held until the next reading. */
  readonly onFall: (meter: RosterMeter, newest: Register, reading: Register) => void
}

/** Today's and yesterday's meters in memory, with the newest register of each: readings change every level at once. */
export interface EnergyBook {
  readonly roster: () => Roster
  /** New registers: the held days' sums are made anew. */
  setRoster(roster: Roster): void
  /** Takes readings in; answers those that touch a day that is not held. A register kept of a time to come is no newest: what comes now takes its place. */
  apply(columns: ReadingColumns, now: EpochMs): number[]
  applyPlatform(meter: RosterMeter, day: DayString, quarter: number, wh: number): void
  held(day: DayString): HeldDay | undefined
  /** The held day if readings still go into it. */
  isOpen(day: DayString): HeldDay | undefined
  heldDays(): readonly HeldDay[]
  /** Holds a day from now on; `sheet` where it was read from the database. */
  hold(day: DayString, sheet?: DaySheet): HeldDay
  /** From now on no reading goes into it; it can still be read until it is let go. */
  freeze(day: DayString): void
  release(day: DayString): void
  newest(meter: number): { readonly at: EpochMs; readonly total: number; readonly kw: number } | null
  setNewest(meter: number, at: EpochMs, total: number, kw: number): void
  /** The held days as a shelf for merging, with a listener of one's own for other days. */
  shelf(
    more?: (day: DayString) => DaySheet | null,
    onOther?: { cell: CellListener; row: (sheet: DaySheet, meter: number) => void },
  ): Shelf
  /** Meters whose newest register changed since it was written. */
  readonly states: Set<number>
}

const columns = (size: number) => ({
  at: new Float64Array(size),
  total: new Float64Array(size),
  kw: new Float32Array(size),
  slot: new Float64Array(size),
})

/** What the book holds. */
interface Book extends BookDeps {
  roster: Roster
  /** The newest register of each meter, by ordinal. */
  newest: ReturnType<typeof columns>
  readonly days: Map<DayString, HeldDay>
  readonly frozen: Set<DayString>
  readonly states: Set<number>
  /** Registers that fell and are not believed yet, by meter. Lost at a restart: the next reading tells the same. */
  readonly doubts: Map<number, Register>
}

const reach = (book: Book, meter: number): void => {
  if (meter < book.newest.at.length) return
  const next = columns(Math.max(meter + 1, book.newest.at.length * 2))
  for (const name of Object.keys(book.newest) as (keyof typeof book.newest)[])
    next[name].set(book.newest[name] as never)
  book.newest = next
}

const setNewest = (book: Book, meter: number, at: EpochMs, total: number, kw: number): void => {
  reach(book, meter)
  book.newest.at[meter] = at
  book.newest.total[meter] = total
  book.newest.kw[meter] = kw
  book.newest.slot[meter] = Math.floor((at + CST_OFFSET_MS) / QUARTER_MS)
}

const newestOf = (book: Book, meter: number): Register | null =>
  meter < book.newest.at.length && book.newest.at[meter]
    ? { at: book.newest.at[meter] as number, total: book.newest.total[meter] as number }
    : null

const onHeldCell = (
  book: Book,
  ...[sheet, ordinal, quarter, before, after]: Parameters<CellListener>
): void => {
  const { days, onUse } = book
  const meter = book.roster.meters[ordinal]
  const open = days.get(sheet.day)
  if (!meter || !open) return
  const [old, now] = [weightOf(before.wh, before.mark), weightOf(after.wh, after.mark)]
  open.county.add(meter, quarter, now.wh - old.wh, now.estimated - old.estimated, now.have - old.have)
  if (now.wh !== old.wh) onUse(meter, sheet.day, now.wh - old.wh)
}

const onHeldRow = ({ days }: Book, sheet: DaySheet, meter: number): void =>
  void days.get(sheet.day)?.dirty.add(meter)

const shelfOf = (book: Book, ...[more, onOther]: Parameters<EnergyBook['shelf']>): Shelf => {
  const { days, frozen } = book
  const isHeld = (sheet: DaySheet): boolean => days.get(sheet.day)?.sheet === sheet
  return {
    sheet: (day) => (frozen.has(day) && !more ? null : (days.get(day)?.sheet ?? more?.(day) ?? null)),
    newest: (meter) => newestOf(book, meter),
    rule: (meter) => (book.roster.meters[meter] as RosterMeter).rule,
    onCell: (sheet, ...rest) =>
      isHeld(sheet) ? onHeldCell(book, sheet, ...rest) : onOther?.cell(sheet, ...rest),
    onRow: (sheet, meter) => (isHeld(sheet) ? onHeldRow(book, sheet, meter) : onOther?.row(sheet, meter)),
  }
}

/** The newest quarter's register moves on: only its last reading, its value and the sums change. */
const extend = (book: Book, meter: RosterMeter, at: EpochMs, total: number, slot: number): boolean => {
  const { days, frozen, onUse } = book
  const o = meter.ordinal
  if (slot !== book.newest.slot[o] || at <= (book.newest.at[o] as number)) return false
  const day = dayOfSlot(slot)
  const held = days.get(day)
  const row = held && !frozen.has(day) ? held.sheet.row(o) : -1
  if (!held || row < 0) return false
  const quarter = slot % QUARTERS_PER_DAY
  const cell = row * QUARTERS_PER_DAY + quarter
  const [values, mark] = [held.sheet.values(), held.sheet.marks()[cell] as number]
  if (
    (mark !== MEASURED && mark !== ESTIMATED) ||
    (values[cell] as number) + total - (book.newest.total[o] as number) > meter.ceiling
  )
    return false
  const used = held.sheet.extend(cell, at, total)
  if (Number.isNaN(used)) return false
  held.dirty.add(o)
  if (used === 0) return true
  values[cell] = (values[cell] as number) + used
  held.county.add(meter, quarter, used, mark === ESTIMATED ? used : 0, 0)
  onUse(meter, day, used)
  return true
}

/** False while a register that fell is held. Whichever way readings came, they come through here. */
const settle = (book: Book, merge: Merge, meter: RosterMeter, reading: Register): boolean => {
  const { doubts, onFall } = book
  const o = meter.ordinal
  const newestOne = newestOf(book, o)
  const doubted = doubts.get(o) ?? null
  const verdict = judgeFall(newestOne, doubted, reading, meter.rule)
  if (verdict === 'again') return false
  if (verdict === 'hold') {
    doubts.set(o, reading)
    onFall(meter, newestOne as Register, reading)
    return false
  }
  if (newestOne && reading.at > newestOne.at) doubts.delete(o)
  if (verdict === 'both' && doubted) {
    merge(o, doubted.at, doubted.total)
    setNewest(book, o, doubted.at, doubted.total, Number.NaN)
  }
  return true
}

const powerOf = (book: Book, o: number, at: EpochMs, total: number, kw: number): number => {
  if (!Number.isNaN(kw)) return kw
  const hours = (at - (book.newest.at[o] as number)) / HOUR_MS
  const used = total - (book.newest.total[o] as number)
  return book.newest.at[o] && hours > 0 && used >= 0 ? used / 1000 / hours : Number.NaN
}

const applyReadings = (book: Book, merge: Merge, readings: ReadingColumns, now: EpochMs): number[] => {
  const { doubts, states } = book
  const late: number[] = []
  for (let i = 0; i < readings.length; i++) {
    const meter = book.roster.meters[readings.meter[i] as number]
    if (!meter) continue
    const o = meter.ordinal
    const at = Math.floor((readings.at[i] as number) / STEP_MS) * STEP_MS
    const total = readings.total[i] as number
    if (
      (total < (book.newest.total[o] as number) || doubts.has(o)) &&
      !settle(book, merge, meter, { at, total })
    )
      continue
    if (
      !extend(book, meter, at, total, Math.floor((at + CST_OFFSET_MS) / QUARTER_MS)) &&
      !merge(o, at, total)
    )
      late.push(i)
    if (at <= (book.newest.at[o] as number) && !isFuture(book.newest.at[o] as number, now)) continue
    setNewest(book, o, at, total, powerOf(book, o, at, total, readings.kw[i] as number))
    states.add(o)
  }
  return late
}

const holdDay = (book: Book, day: DayString, sheet: DaySheet): HeldDay => {
  const { days } = book
  const held: HeldDay = {
    sheet,
    county:
      sheet.meters.length > 0
        ? sumCounties(sheet, book.roster)
        : makeCountyDay(day, book.roster.counties.length),
    dirty: new Set(),
  }
  days.set(day, held)
  return held
}

const newestWithPower = (book: Book, meter: number): ReturnType<EnergyBook['newest']> =>
  newestOf(book, meter)
    ? {
        at: book.newest.at[meter] as number,
        total: book.newest.total[meter] as number,
        kw: book.newest.kw[meter] as number,
      }
    : null

const setRoster = (book: Book, next: Roster): void => {
  const { days } = book
  book.roster = next
  reach(book, next.meters.length)
  for (const held of days.values()) held.county = sumCounties(held.sheet, next)
}

const releaseDay = ({ days, frozen }: Book, day: DayString): void => {
  days.delete(day)
  frozen.delete(day)
}

const setPlatform = (
  book: Book,
  ...[meter, day, quarter, wh]: Parameters<EnergyBook['applyPlatform']>
): void => {
  const held = book.days.get(day) as HeldDay
  const onCell: CellListener = (...cell) => onHeldCell(book, ...cell)
  if (setPlatformCell(held.sheet, meter.ordinal, quarter, wh, onCell)) held.dirty.add(meter.ordinal)
}

export const makeEnergyBook = (deps: BookDeps): EnergyBook => {
  const book: Book = {
    ...deps,
    roster: EMPTY_ROSTER,
    newest: columns(1024),
    days: new Map(),
    frozen: new Set(),
    states: new Set(),
    doubts: new Map(),
  }
  const merge = makeMerge(shelfOf(book))
  return {
    roster: () => book.roster,
    setRoster: (next) => setRoster(book, next),
    apply: (readings, now) => applyReadings(book, merge, readings, now),
    applyPlatform: (...value) => setPlatform(book, ...value),
    held: (day) => book.days.get(day),
    isOpen: (day) => (book.frozen.has(day) ? undefined : book.days.get(day)),
    heldDays: () => [...book.days.values()],
    hold: (day, sheet = makeDaySheet(day)) => holdDay(book, day, sheet),
    freeze: (day) => void book.frozen.add(day),
    release: (day) => releaseDay(book, day),
    newest: (meter) => newestWithPower(book, meter),
    setNewest: (...newest) => setNewest(book, ...newest),
    shelf: (...more) => shelfOf(book, ...more),
    states: book.states,
  }
}

const MEASURED = 'm'.charCodeAt(0)
const ESTIMATED = 'e'.charCodeAt(0)
let named = { number: -1, day: '' }
/** The civil day of a quarter hour counted from the epoch in UTC+8. */
const dayOfSlot = (slot: number): DayString => {
  const number = Math.floor(slot / QUARTERS_PER_DAY)
  if (named.number !== number)
    named = { number, day: dayOf(number * QUARTERS_PER_DAY * QUARTER_MS - CST_OFFSET_MS) }
  return named.day
}
