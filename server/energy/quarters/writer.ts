import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { again, pause, serial } from '../../common/jobs.ts'
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

/** The newest registers of these meters, as far as they changed. */
const statesOf = (book: EnergyBook, meters: Iterable<number>): Omit<StateRow, 'ordinal'>[] => {
  const out: Omit<StateRow, 'ordinal'>[] = []
  for (const ordinal of meters) {
    const [meter, newest] = [book.roster().meters[ordinal], book.newest(ordinal)]
    if (meter && newest && book.states.has(ordinal))
      out.push({ meter: meter.id, at: newest.at, total: newest.total / 1000, kw: newest.kw })
  }
  return out
}

/** Marks are taken off before the rows are copied, so that what changes meanwhile is written again. */
const writeSome = async (
  { book, store, clock }: WriterDeps,
  sheet: DaySheet,
  dirty: Set<number>,
  meters: readonly number[],
): Promise<void> => {
  const states = statesOf(book, meters)
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

/** Meters in batches; \`between\` is waited for after each but the last. */
const writeBatches = async (
  deps: WriterDeps,
  sheet: DaySheet,
  dirty: Set<number>,
  meters: readonly number[],
  between?: () => Promise<void>,
): Promise<void> => {
  for (let i = 0; i < meters.length; i += BATCH) {
    await writeSome(deps, sheet, dirty, meters.slice(i, i + BATCH))
    if (i + BATCH < meters.length) await between?.()
  }
}

export const makeEnergyWriter = (deps: WriterDeps): EnergyWriter => {
  const { book, store, clock, log, appliedUpTo, written } = deps
  const stopping = new AbortController()
  const turn = serial()
  let covered = 0
  let stopPasses: (() => Promise<void>) | null = null

  const flush = async (between?: () => Promise<void>): Promise<void> => {
    const upTo = appliedUpTo()
    for (const { sheet, dirty } of book.heldDays())
      await writeBatches(deps, sheet, dirty, [...dirty], between)
    if (book.states.size > 0) {
      const rest = [...book.states]
      await store.write([], statesOf(book, rest), clock())
      for (const meter of rest) book.states.delete(meter)
    }
    if (upTo > covered) await written(upTo)
    covered = upTo
  }
  const gently = (): Promise<void> => pause(PAUSE_MS, stopping.signal)

  return {
    start: () => {
      if (stopping.signal.aborted) return
      stopPasses = again(EVERY_MS, () => turn(() => flush(gently)), {
        waits: [AGAIN_MS],
        failed: (error) => log.warn({ error: String(error) }, 'meter days wait for the database'),
      })
    },
    flush: () => turn(() => flush()),
    writeRows: (sheet, meters) =>
      writeBatches(deps, sheet, book.held(sheet.day)?.dirty ?? new Set<number>(), meters),
    flushDay: ({ sheet, dirty }) => writeBatches(deps, sheet, dirty, [...dirty]),
    stop: async () => {
      stopping.abort()
      await stopPasses?.()
    },
  }
}
