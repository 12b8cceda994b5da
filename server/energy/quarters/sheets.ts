import { QUARTERS_PER_DAY, QUARTER_MS, type QuarterMark } from '#shared/energy/series/quarters.ts'
import type { MilliUnits, Register } from '#shared/energy/series/registers.ts'
import { startOfDay, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'

/** Instants are kept to 15 ms: a quarter hour is 60,000 of them. */
export const STEP_MS: DurationMs = 15
export const NO_VALUE = -2_147_483_648
const EMPTY = 0xffff
const WIDE = NO_VALUE
const FARTHEST = 2_147_483_647

/**
 * One civil day of meters as columns, a row a meter, 96 cells a row: the first and last register of every quarter hour,
 * its value (Wh) and mark. 17 bytes a cell: a day of 79,000 meters is 129 MB, of which only touched pages are real memory.
 */
export interface DaySheet {
  readonly day: DayString
  readonly start: EpochMs
  /** Meters with a row, in the order in which they came. */
  readonly meters: readonly number[]
  /** The meter's row; −1 when it has none. */
  row(meter: number): number
  /** The meter's row, a new one where there was none. */
  ensure(meter: number): number
  /** Values in Wh, NO_VALUE for none; marks as character codes. By row × 96 + quarter. */
  values(): Int32Array
  marks(): Uint8Array
  /** The registers of a quarter that matter, in order of time. */
  chain(cell: number): readonly Register[]
  setChain(cell: number, registers: readonly Register[]): void
  /** A later reading of the newest quarter: only its last register moves. False when that cannot be said shortly. */
  extend(cell: number, at: EpochMs, total: MilliUnits): MilliUnits
  /** Next quarter with registers from here in a direction; −1 when there is none. */
  filled(row: number, from: number, step: 1 | -1): number
  /** Sum of a row's values, Wh. */
  sum(row: number): number
  /** The registers nearest before and after this day. */
  before(row: number): Register | null
  after(row: number): Register | null
  setBefore(row: number, register: Register): void
  setAfter(row: number, register: Register): void
}

const columns = (rows: number) => ({
  base: new Float64Array(rows).fill(Number.NaN),
  beforeAt: new Float64Array(rows).fill(Number.NaN),
  beforeTotal: new Float64Array(rows),
  afterAt: new Float64Array(rows).fill(Number.NaN),
  afterTotal: new Float64Array(rows),
  first: new Int32Array(rows * QUARTERS_PER_DAY),
  last: new Int32Array(rows * QUARTERS_PER_DAY),
  firstAt: new Uint16Array(rows * QUARTERS_PER_DAY),
  lastAt: new Uint16Array(rows * QUARTERS_PER_DAY),
  values: new Int32Array(rows * QUARTERS_PER_DAY),
  marks: new Uint8Array(rows * QUARTERS_PER_DAY),
})
type Columns = ReturnType<typeof columns>

const grown = (old: Columns, rows: number): Columns => {
  const next = columns(rows)
  for (const name of Object.keys(old) as (keyof Columns)[]) next[name].set(old[name] as never)
  return next
}

/** What a sheet holds: its columns, and what does not fit into them. */
interface Held {
  readonly start: EpochMs
  readonly rows: Map<number, number>
  readonly meters: number[]
  /** Quarters with registers about a fall, and totals too far from the row's base. */
  readonly falls: Map<number, readonly Register[]>
  readonly wide: Map<number, MilliUnits>
  /** Grows as meters come. */
  c: Columns
}

const rowBase = (held: Held, cell: number): number =>
  held.c.base[Math.floor(cell / QUARTERS_PER_DAY)] as number

const near = (held: Held, column: 'first' | 'last', cell: number): MilliUnits => {
  const { wide } = held
  const value = held.c[column][cell] as number
  return value === WIDE
    ? (wide.get(cell * 2 + (column === 'first' ? 0 : 1)) as number)
    : rowBase(held, cell) + value
}

const put = (held: Held, column: 'first' | 'last', cell: number, total: MilliUnits): void => {
  const { wide } = held
  const row = Math.floor(cell / QUARTERS_PER_DAY)
  if (Number.isNaN(held.c.base[row])) held.c.base[row] = total
  const value = total - rowBase(held, cell)
  const isWide = Math.abs(value) > FARTHEST
  if (isWide) wide.set(cell * 2 + (column === 'first' ? 0 : 1), total)
  held.c[column][cell] = isWide ? WIDE : value
}

const at = ({ start }: Held, cell: number, step: number): EpochMs =>
  start + (cell % QUARTERS_PER_DAY) * QUARTER_MS + step * STEP_MS

const stepOf = ({ start }: Held, cell: number, instant: EpochMs): number =>
  (instant - start - (cell % QUARTERS_PER_DAY) * QUARTER_MS) / STEP_MS

const has = (held: Held, cell: number): boolean => held.c.marks[cell] !== 0 && held.c.firstAt[cell] !== EMPTY

const ensure = (held: Held, meter: number): number => {
  const { rows, meters } = held
  const known = rows.get(meter)
  if (known !== undefined) return known
  const row = meters.length
  if (row >= held.c.base.length) held.c = grown(held.c, row * 2)
  rows.set(meter, row)
  meters.push(meter)
  const from = row * QUARTERS_PER_DAY
  held.c.values.fill(NO_VALUE, from, from + QUARTERS_PER_DAY)
  held.c.marks.fill(DOT, from, from + QUARTERS_PER_DAY)
  held.c.firstAt.fill(EMPTY, from, from + QUARTERS_PER_DAY)
  return row
}

const chainOf = (held: Held, cell: number): readonly Register[] => {
  const { falls } = held
  if (!has(held, cell)) return []
  const first = { at: at(held, cell, held.c.firstAt[cell] as number), total: near(held, 'first', cell) }
  const last = { at: at(held, cell, held.c.lastAt[cell] as number), total: near(held, 'last', cell) }
  if (first.at === last.at) return [first]
  return falls.size > 0 && falls.has(cell)
    ? [first, ...(falls.get(cell) as readonly Register[]), last]
    : [first, last]
}

const setChain = (held: Held, cell: number, registers: readonly Register[]): void => {
  const { falls } = held
  const [first, last] = [registers[0] as Register, registers.at(-1) as Register]
  put(held, 'first', cell, first.total)
  put(held, 'last', cell, last.total)
  held.c.firstAt[cell] = stepOf(held, cell, first.at)
  held.c.lastAt[cell] = stepOf(held, cell, last.at)
  if (registers.length > 2) falls.set(cell, registers.slice(1, -1))
  else if (falls.size > 0) falls.delete(cell)
}

const extendCell = (held: Held, cell: number, instant: EpochMs, total: MilliUnits): MilliUnits => {
  const { falls } = held
  if (held.c.last[cell] === WIDE || (falls.size > 0 && falls.has(cell))) return Number.NaN
  const value = total - rowBase(held, cell)
  const used = value - (held.c.last[cell] as number)
  if (used < 0 || value > FARTHEST) return Number.NaN
  held.c.last[cell] = value
  held.c.lastAt[cell] = stepOf(held, cell, instant)
  return used
}

const filledFrom = (held: Held, row: number, from: number, step: 1 | -1): number => {
  for (let quarter = from; quarter >= 0 && quarter < QUARTERS_PER_DAY; quarter += step)
    if (held.c.firstAt[row * QUARTERS_PER_DAY + quarter] !== EMPTY) return quarter
  return -1
}

const sumRow = (held: Held, row: number): number => {
  let sum = 0
  for (let cell = row * QUARTERS_PER_DAY; cell < (row + 1) * QUARTERS_PER_DAY; cell++)
    if (held.c.values[cell] !== NO_VALUE) sum += held.c.values[cell] as number
  return sum
}

const beforeRow = (held: Held, row: number): Register | null =>
  Number.isNaN(held.c.beforeAt[row])
    ? null
    : { at: held.c.beforeAt[row] as number, total: held.c.beforeTotal[row] as number }

const afterRow = (held: Held, row: number): Register | null =>
  Number.isNaN(held.c.afterAt[row])
    ? null
    : { at: held.c.afterAt[row] as number, total: held.c.afterTotal[row] as number }

export const makeDaySheet = (day: DayString, capacity = 1024): DaySheet => {
  const held: Held = {
    start: startOfDay(day),
    rows: new Map(),
    meters: [],
    falls: new Map(),
    wide: new Map(),
    c: columns(capacity),
  }

  return {
    day,
    start: held.start,
    meters: held.meters,
    row: (meter) => held.rows.get(meter) ?? -1,
    ensure: (meter) => ensure(held, meter),
    values: () => held.c.values,
    marks: () => held.c.marks,
    chain: (cell) => chainOf(held, cell),
    setChain: (cell, registers) => setChain(held, cell, registers),
    extend: (cell, instant, total) => extendCell(held, cell, instant, total),
    filled: (row, from, step) => filledFrom(held, row, from, step),
    sum: (row) => sumRow(held, row),
    before: (row) => beforeRow(held, row),
    after: (row) => afterRow(held, row),
    setBefore: (row, register) => {
      held.c.beforeAt[row] = register.at
      held.c.beforeTotal[row] = register.total
    },
    setAfter: (row, register) => {
      held.c.afterAt[row] = register.at
      held.c.afterTotal[row] = register.total
    },
  }
}

const DOT = '.'.charCodeAt(0)
const MARK_NAMES = new Map<number, QuarterMark>(
  [...'.meropbxg'].map((mark) => [mark.charCodeAt(0), mark as QuarterMark]),
)
export const markOf = (code: number): QuarterMark => MARK_NAMES.get(code) ?? '.'

/** A row's registers as bytes: before and after, then each filled quarter with its own. Fixed little-endian. */
export const packRegisters = (sheet: DaySheet, row: number): Uint8Array => {
  const quarters: [number, readonly Register[]][] = []
  for (let quarter = sheet.filled(row, 0, 1); quarter >= 0; quarter = sheet.filled(row, quarter + 1, 1))
    quarters.push([quarter, sheet.chain(row * QUARTERS_PER_DAY + quarter)])
  const view = new DataView(
    new ArrayBuffer(32 + quarters.reduce((sum, [, registers]) => sum + 2 + registers.length * 10, 0)),
  )
  const [before, after] = [sheet.before(row), sheet.after(row)]
  ;[before?.at ?? Number.NaN, before?.total ?? 0, after?.at ?? Number.NaN, after?.total ?? 0].forEach(
    (value, i) => view.setFloat64(i * 8, value, true),
  )
  let offset = 32
  for (const [quarter, registers] of quarters) {
    view.setUint8(offset, quarter)
    view.setUint8(offset + 1, registers.length)
    offset += 2
    for (const register of registers) {
      view.setUint16(offset, (register.at - sheet.start - quarter * QUARTER_MS) / STEP_MS, true)
      view.setFloat64(offset + 2, register.total, true)
      offset += 10
    }
  }
  return new Uint8Array(view.buffer)
}

export const unpackRegisters = (sheet: DaySheet, row: number, bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const four = [0, 8, 16, 24].map((offset) => view.getFloat64(offset, true)) as [
    number,
    number,
    number,
    number,
  ]
  if (!Number.isNaN(four[0])) sheet.setBefore(row, { at: four[0], total: four[1] })
  if (!Number.isNaN(four[2])) sheet.setAfter(row, { at: four[2], total: four[3] })
  for (let offset = 32; offset < view.byteLength;) {
    const quarter = view.getUint8(offset)
    const count = view.getUint8(offset + 1)
    offset += 2
    const registers: Register[] = []
    for (let i = 0; i < count; i++, offset += 10)
      registers.push({
        at: sheet.start + quarter * QUARTER_MS + view.getUint16(offset, true) * STEP_MS,
        total: view.getFloat64(offset + 2, true),
      })
    sheet.setChain(row * QUARTERS_PER_DAY + quarter, registers)
  }
}
