import { addDays } from '#shared/energy/series/quarters.ts'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { faultWords, writeFaultOf } from '../../db/faults.ts'
import type { EnergyStore } from './quarterRows.ts'
import type { Spool } from '../../spool/spool.ts'
import type { EnergyBook } from './book.ts'
import type { EnergyCloser } from './close.ts'
import { readColumns, type ReadingColumns } from './columns.ts'
import { applyLate, loadDay, type LateItem } from './days.ts'
import { OLDEST_MS, SPREAD_MS } from '../live/roster.ts'
import type { EnergyWriter } from './writer.ts'
import type { SourceLog } from '../../common/directory/types.ts'

export interface KeeperDeps {
  readonly book: EnergyBook
  readonly store: EnergyStore
  readonly closer: EnergyCloser
  readonly writer: EnergyWriter
  readonly spool: Spool
  readonly clock: () => EpochMs
  readonly log: SourceLog
  readonly progress: Progress
  /** Takes late readings that can never be written, with the reason. */
  refuse(items: readonly LateItem[], reason: string): Promise<void>
}

/** Days in memory, days that close, and what came too late for memory. */
export interface EnergyKeeper {
  /** Reads today and yesterday and what the spool still holds; then closes days that an earlier run left open. */
  load(): Promise<void>
  /** Takes spooled readings into the sheets; what belongs to older days waits for the database. */
  apply(columns: ReadingColumns, sequence: number): void
  /** Resolves once the late ones are few enough to take more. */
  room(): Promise<void>
  /** Sets values of the platform into a day that memory does not hold; resolves when they stand in the database. */
  applyOld(items: readonly LateItem[]): Promise<void>
  /** Turns the page when the civil day changed. */
  turn(): void
  /** Resolves when all that waited for older days is done. */
  settled(): Promise<void>
  stop(): void
}

/** Which spooled batches are wholly in the sheets. */
export const makeProgress = () => {
  const waiting = new Set<number>()
  let newest = 0
  return {
    came: (sequence: number): void => void (newest = Math.max(newest, sequence)),
    waits: (sequence: number): void => void waiting.add(sequence),
    done: (sequence: number): void => void waiting.delete(sequence),
    upTo: (): number => (waiting.size === 0 ? newest : Math.min(...waiting) - 1),
  }
}
type Progress = ReturnType<typeof makeProgress>

const MOST_LATE = 200_000
const AT_ONCE = 5_000
const AGAIN_MS: DurationMs = 1_000
const REPLAY_ROWS = 64
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const makeEnergyKeeper = ({
  book,
  store,
  closer,
  writer,
  spool,
  clock,
  log,
  progress,
  refuse,
}: KeeperDeps): EnergyKeeper => {
  const late: { items: LateItem[]; sequence: number }[] = []
  const open = new Set<DayString>()
  let lateCount = 0
  let stopped = false
  let today = ''
  let line: Promise<unknown> = Promise.resolve()

  /**
   * Work on days that memory does not hold stands in line. It is repeated while the database is away; any other error is
   * told once and the work left, so that what stands behind it goes on.
   */
  const inLine = (what: string, work: () => Promise<void>): Promise<void> => {
    const persist = async (): Promise<void> => {
      while (!stopped) {
        try {
          return await work()
        } catch (error) {
          if (writeFaultOf(error) !== 'away')
            return log.error(
              { error: String(error), stack: (error as Error).stack },
              `${what}; it failed and is left until the next start`,
            )
          log.warn({ error: String(error) }, what)
          await wait(AGAIN_MS)
        }
      }
    }
    const result = line.then(persist, persist)
    line = result
    return result
  }
  const days = { book, store, closer, clock, isOpen: (day: DayString) => open.has(day) }

  /** Applies what can be applied; a list that fails for what it holds is halved until what spoils it stands alone. */
  const applySome = async (items: readonly LateItem[]): Promise<void> => {
    try {
      await applyLate(days, items)
    } catch (error) {
      if (writeFaultOf(error) === 'away') throw error
      if (items.length === 1) return refuse(items, faultWords(error))
      const middle = items.length >> 1
      await applySome(items.slice(0, middle))
      await applySome(items.slice(middle))
    }
  }

  const drainLate = async (): Promise<void> => {
    while (late.length > 0) {
      const taken: typeof late = []
      for (let n = 0; late[taken.length] && n < AT_ONCE; n += taken.at(-1)?.items.length ?? 0)
        taken.push(late[taken.length] as (typeof late)[number])
      await applySome(taken.flatMap(({ items }) => items))
      late.splice(0, taken.length)
      for (const { items, sequence } of taken) {
        lateCount -= items.length
        progress.done(sequence)
      }
    }
  }

  /** What came after a drain had failed is drained by the next. */
  const drainSoon = async (): Promise<void> => {
    await inLine('late readings wait for the database', drainLate)
    if (late.length > 0 && !stopped) {
      await wait(AGAIN_MS)
      void drainSoon()
    }
  }

  const apply = (columns: ReadingColumns, sequence: number): void => {
    const indices = book.apply(columns, clock())
    if (indices.length > 0) {
      progress.waits(sequence)
      late.push({
        sequence,
        items: indices.map((i) => ({
          kind: 'reading',
          meter: columns.meter[i] as number,
          at: Math.floor((columns.at[i] as number) / 15) * 15,
          total: columns.total[i] as number,
        })),
      })
      lateCount += indices.length
      if (late.length === 1) void drainSoon()
    }
    progress.came(sequence)
  }

  const closeDay = async (day: DayString): Promise<void> => {
    const held = book.held(day)
    if (held) await writer.flushDay(held)
    await closer.close(day, 'all', held?.sheet)
    await store.closed(day)
    book.release(day)
    open.delete(day)
  }

  const holdDay = async (day: DayString, sheet?: Awaited<ReturnType<typeof loadDay>>): Promise<void> => {
    book.hold(day, sheet)
    open.add(day)
  }

  const turn = (): void => {
    const now = dayOf(clock())
    if (now === today || today === '') return
    const follows = addDays(today, 1) === now
    today = now
    const yesterday = addDays(now, -1)
    if (follows) void holdDay(now)
    for (const { sheet } of book.heldDays()) {
      if (sheet.day === now || sheet.day === yesterday) continue
      book.freeze(sheet.day)
      void inLine(`the day ${sheet.day} waits to be closed`, () => closeDay(sheet.day))
    }
    void inLine('the new day waits for the database', async () => {
      for (const day of [yesterday, now]) if (!book.held(day)) await holdDay(day, await loadDay(store, day))
      for (const day of [yesterday, now]) await store.open(day)
      await store.dropRegisters(addDays(dayOf(clock() - OLDEST_MS - SPREAD_MS), -2))
    })
  }

  const replay = async (): Promise<void> => {
    for (let after = 0; ;) {
      const records = await spool.read(after, REPLAY_ROWS)
      for (const { sequence, bytes } of records) apply(readColumns(bytes), sequence)
      if (records.length < REPLAY_ROWS) return
      after = records.at(-1)?.sequence ?? after
    }
  }

  return {
    apply,
    turn,
    load: async () => {
      today = dayOf(clock())
      for (const state of await store.states())
        book.setNewest(state.ordinal, state.at, Math.round(state.total * 1000), state.kw)
      for (const day of await store.openDays()) open.add(day)
      for (const day of [addDays(today, -1), today]) {
        await holdDay(day, await loadDay(store, day))
        await store.open(day)
      }
      await replay()
      for (const day of [...open].filter((other) => !book.held(other)))
        void inLine(`the day ${day} waits to be closed`, () => closeDay(day))
    },
    room: async () => {
      while (lateCount > MOST_LATE && !stopped) await wait(100)
    },
    applyOld: (items) => {
      const result = line.then(() => applyLate(days, items))
      line = result.catch(() => undefined)
      return result
    },
    settled: async () => {
      await line
    },
    stop: () => {
      stopped = true
    },
  }
}
