import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { EnergyStore, RowToWrite, StateRow } from './quarterRows.ts'
import type { EnergyBook, HeldDay } from './book.ts'
import { rowOf } from './lines.ts'
import { packRegisters, type DaySheet } from './sheets.ts'
import type { SourceLog } from '../../common/directory/types.ts'

/** Looks for changed meter days so often. */
const EVERY_MS: DurationMs = 2_000
/** Meter days in one statement, and how long one may take at most of the thread: a province's pass never crowds out its screens. */
const BATCH = 120
const PAUSE_MS: DurationMs = 30
const AGAIN_MS: DurationMs = 1_000

export interface WriterDeps {
  readonly book: EnergyBook
  readonly store: EnergyStore
  readonly clock: () => EpochMs
  readonly log: SourceLog
  /** Up to which sequence all readings are in the sheets. */
  readonly appliedUpTo: () => number
  /** All of these stand in the database. */
  readonly written: (upTo: number) => Promise<void>
}

/** Writes changed meter days behind the readings: a pass over what is dirty, then what the pass covered is forgotten by the spool. */
export interface EnergyWriter {
  start(): void
  /** One pass now; throws when the database is away, and then everything stays dirty. */
  flush(): Promise<void>
  /** These rows now. */
  writeRows(sheet: DaySheet, meters: readonly number[]): Promise<void>
  /** What of a held day is still unwritten. */
  flushDay(held: HeldDay): Promise<void>
  stop(): Promise<void>
}

export const toWrite = (sheet: DaySheet, meter: number): RowToWrite => ({
  ...rowOf(sheet, meter),
  packed: packRegisters(sheet, sheet.row(meter)),
})
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const makeEnergyWriter = ({
  book,
  store,
  clock,
  log,
  appliedUpTo,
  written,
}: WriterDeps): EnergyWriter => {
  let timer: NodeJS.Timeout | null = null
  let stopping = false
  let running: Promise<void> | null = null
  let covered = 0

  const statesOf = (meters: Iterable<number>): Omit<StateRow, 'ordinal'>[] => {
    const out: Omit<StateRow, 'ordinal'>[] = []
    for (const ordinal of meters) {
      const [meter, newest] = [book.roster().meters[ordinal], book.newest(ordinal)]
      if (meter && newest && book.states.has(ordinal))
        out.push({ meter: meter.id, at: newest.at, total: newest.total / 1000, kw: newest.kw })
    }
    return out
  }

  /** Marks are taken off before the rows are copied, so that what changes meanwhile is written again. */
  const writeSome = async (sheet: DaySheet, dirty: Set<number>, meters: readonly number[]): Promise<void> => {
    const states = statesOf(meters)
    const rows = meters.map((meter) => toWrite(sheet, meter))
    for (const meter of meters) {
      dirty.delete(meter)
      book.states.delete(meter)
    }
    try {
      await store.write(rows, states, clock())
    } catch (error) {
      for (const meter of meters) {
        dirty.add(meter)
        book.states.add(meter)
      }
      throw error
    }
  }

  const flushDay = async ({ sheet, dirty }: HeldDay, gently = false): Promise<void> => {
    const meters = [...dirty]
    for (let i = 0; i < meters.length; i += BATCH) {
      await writeSome(sheet, dirty, meters.slice(i, i + BATCH))
      if (gently && !stopping && i + BATCH < meters.length) await pause(PAUSE_MS)
    }
  }

  const flush = async (gently = false): Promise<void> => {
    const upTo = appliedUpTo()
    for (const held of book.heldDays()) await flushDay(held, gently)
    if (book.states.size > 0) {
      const rest = [...book.states]
      await store.write([], statesOf(rest), clock())
      for (const meter of rest) book.states.delete(meter)
    }
    if (upTo > covered) await written(upTo)
    covered = upTo
  }

  const pass = async (): Promise<void> => {
    try {
      await flush(true)
      schedule(EVERY_MS)
    } catch (error) {
      log.warn({ error: String(error) }, 'meter days wait for the database')
      schedule(AGAIN_MS)
    }
  }
  const schedule = (ms: DurationMs): void => {
    if (stopping) return
    timer = setTimeout(() => {
      running = pass().finally(() => {
        running = null
      })
    }, ms)
  }

  return {
    start: () => schedule(EVERY_MS),
    flush: async () => {
      await running
      await flush()
    },
    writeRows: async (sheet, meters) => {
      const dirty = book.held(sheet.day)?.dirty ?? new Set<number>()
      for (let i = 0; i < meters.length; i += BATCH) await writeSome(sheet, dirty, meters.slice(i, i + BATCH))
    },
    flushDay: (held) => flushDay(held),
    stop: async () => {
      stopping = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
