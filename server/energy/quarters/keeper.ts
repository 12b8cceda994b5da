import { addDays } from '#shared/energy/series/quarters.ts'
import { dayOf, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { pause, retry, serial, soon, type Serial } from '../../common/jobs.ts'
import { faultWords, writeFaultOf } from '../../db/faults.ts'
import type { EnergyStore } from './quarterRows.ts'
import type { Spool } from '../../spool/spool.ts'
import type { EnergyBook } from './book.ts'
import type { EnergyCloser } from './close.ts'
import { readColumns, type ReadingColumns } from './columns.ts'
import { applyLate, loadDay, type DaysDeps, type LateItem } from './days.ts'
import { STEP_MS, type DaySheet } from './sheets.ts'
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
/** Whoever waits for room looks again so often. */
const LOOK_MS: DurationMs = 100
/** Days in the database: their work stands in one line. */
interface OldDays {
  readonly turn: Serial
  /** Does the work when its turn comes, again and again while the database is away; another error is told and the work left, so that what stands behind it goes on. */
  untilDone(what: string, work: () => Promise<void>): Promise<void>
}

const makeOldDays = (log: SourceLog, signal: AbortSignal): OldDays => {
  const turn = serial()
  const persist = async (what: string, work: () => Promise<void>): Promise<void> => {
    const again = (error: unknown): boolean => {
      const isAway = writeFaultOf(error) === 'away'
      if (isAway) log.warn({ error: String(error) }, what)
      return isAway
    }
    try {
      await retry(work, { wait: () => AGAIN_MS, again, signal })
    } catch (error) {
      log.error(
        { error: String(error), stack: (error as Error).stack },
        `${what}; it failed and is left until the next start`,
      )
    }
  }
  return { turn, untilDone: (what, work) => turn(() => persist(what, work)) }
}

/** Late readings of one spooled batch. */
interface Late {
  readonly items: readonly LateItem[]
  readonly sequence: number
}

/** Applies what can be applied; a list that fails for what it holds is halved until what spoils it stands alone. */
const applySome = async (
  days: DaysDeps,
  refuse: KeeperDeps['refuse'],
  items: readonly LateItem[],
): Promise<void> => {
  try {
    await applyLate(days, items)
  } catch (error) {
    if (writeFaultOf(error) === 'away') throw error
    if (items.length === 1) return refuse(items, faultWords(error))
    const middle = items.length >> 1
    await applySome(days, refuse, items.slice(0, middle))
    await applySome(days, refuse, items.slice(middle))
  }
}

/** Readings that came too late for memory wait here for the database. */
const makeLatePile = (
  { progress, refuse, log }: Pick<KeeperDeps, 'progress' | 'refuse' | 'log'>,
  days: DaysDeps,
  old: OldDays,
  signal: AbortSignal,
) => {
  const late: Late[] = []
  let count = 0

  const drain = async (): Promise<void> => {
    while (late.length > 0) {
      const taken: Late[] = []
      for (let n = 0; late[taken.length] && n < AT_ONCE; n += taken.at(-1)?.items.length ?? 0)
        taken.push(late[taken.length] as Late)
      await applySome(
        days,
        refuse,
        taken.flatMap(({ items }) => items),
      )
      late.splice(0, taken.length)
      for (const { items, sequence } of taken) {
        count -= items.length
        progress.done(sequence)
      }
    }
  }
  /** What came after a drain had failed is drained by the next. */
  const drainInLine = async (): Promise<void> => {
    await old.untilDone('late readings wait for the database', drain)
    if (late.length > 0 && !signal.aborted) next.start()
  }
  const next = soon(AGAIN_MS, drainInLine, {
    failed: (error) => log.error({ error: String(error) }, 'late readings could not be drained'),
  })
  return {
    add: (one: Late): void => {
      progress.waits(one.sequence)
      late.push(one)
      count += one.items.length
      if (late.length === 1) void drainInLine()
    },
    room: async (): Promise<void> => {
      while (count > MOST_LATE && !signal.aborted) await pause(LOOK_MS, signal)
    },
    stop: next.stop,
  }
}

/** The keeper at work: `open` are days whose roll-ups are still to be made, `today` the page that is turned to. */
interface Keeper extends KeeperDeps {
  readonly old: OldDays
  readonly late: ReturnType<typeof makeLatePile>
  readonly open: Set<DayString>
  today: DayString
}

const apply = ({ book, clock, late, progress }: Keeper, columns: ReadingColumns, sequence: number): void => {
  const indices = book.apply(columns, clock())
  if (indices.length > 0)
    late.add({
      sequence,
      items: indices.map((i) => ({
        kind: 'reading',
        meter: columns.meter[i] as number,
        at: Math.floor((columns.at[i] as number) / STEP_MS) * STEP_MS,
        total: columns.total[i] as number,
      })),
    })
  progress.came(sequence)
}

const closeDay = async ({ book, writer, closer, store, open }: Keeper, day: DayString): Promise<void> => {
  const held = book.held(day)
  if (held) await writer.flushDay(held)
  await closer.close(day, 'all', held?.sheet)
  await store.closed(day)
  book.release(day)
  open.delete(day)
}

const holdDay = ({ book, open }: Keeper, day: DayString, sheet?: DaySheet): void => {
  book.hold(day, sheet)
  open.add(day)
}

const closeInLine = (keeper: Keeper, day: DayString): void =>
  void keeper.old.untilDone(`the day ${day} waits to be closed`, () => closeDay(keeper, day))

const turnPage = (keeper: Keeper): void => {
  const { book, store, clock, old } = keeper
  const now = dayOf(clock())
  if (now === keeper.today || keeper.today === '') return
  const follows = addDays(keeper.today, 1) === now
  keeper.today = now
  const yesterday = addDays(now, -1)
  if (follows) holdDay(keeper, now)
  for (const { sheet } of book.heldDays()) {
    if (sheet.day === now || sheet.day === yesterday) continue
    book.freeze(sheet.day)
    closeInLine(keeper, sheet.day)
  }
  void old.untilDone('the new day waits for the database', async () => {
    for (const day of [yesterday, now]) if (!book.held(day)) holdDay(keeper, day, await loadDay(store, day))
    for (const day of [yesterday, now]) await store.open(day)
    await store.dropRegisters(addDays(dayOf(clock() - OLDEST_MS - SPREAD_MS), -2))
  })
}

const replay = async (keeper: Keeper): Promise<void> => {
  for (let after = 0; ;) {
    const records = await keeper.spool.read(after, REPLAY_ROWS)
    for (const { sequence, bytes } of records) apply(keeper, readColumns(bytes), sequence)
    if (records.length < REPLAY_ROWS) return
    after = records.at(-1)?.sequence ?? after
  }
}

const load = async (keeper: Keeper): Promise<void> => {
  const { book, store, clock, open } = keeper
  keeper.today = dayOf(clock())
  for (const state of await store.states())
    book.setNewest(state.ordinal, state.at, Math.round(state.total * 1000), state.kw)
  for (const day of await store.openDays()) open.add(day)
  for (const day of [addDays(keeper.today, -1), keeper.today]) {
    holdDay(keeper, day, await loadDay(store, day))
    await store.open(day)
  }
  await replay(keeper)
  for (const day of [...open].filter((other) => !book.held(other))) closeInLine(keeper, day)
}

export const makeEnergyKeeper = (deps: KeeperDeps): EnergyKeeper => {
  const { book, store, closer, clock, log } = deps
  const stopping = new AbortController()
  const open = new Set<DayString>()
  const days: DaysDeps = { book, store, closer, clock, isOpen: (day) => open.has(day) }
  const old = makeOldDays(log, stopping.signal)
  const late = makeLatePile(deps, days, old, stopping.signal)
  const keeper: Keeper = { ...deps, old, late, open, today: '' }
  return {
    apply: (columns, sequence) => apply(keeper, columns, sequence),
    turn: () => turnPage(keeper),
    load: () => load(keeper),
    room: late.room,
    applyOld: (items) => old.turn(() => applyLate(days, items)),
    settled: () => old.turn(async () => undefined),
    stop: () => {
      stopping.abort()
      late.stop()
    },
  }
}
