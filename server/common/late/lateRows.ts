import type { DurationMs } from '#shared/kernel/units.ts'
import { faultWords, writeFaultOf } from '../../db/faults.ts'
import type { Spool } from '../../spool/spool.ts'
import type { SourceLog } from '../directory/types.ts'

/** Something that is written once the database takes it. */
export interface Late {
  /** Writes what waits; for the end of the process. */
  stop(): Promise<void>
}

/** Rows that are durable on the local disk at once and in the database as soon as it takes them. */
export interface LateRows<Row> extends Late {
  /** Durable when it resolves. */
  add(row: Row): Promise<void>
  /** Resolves when what was added before is in the database, or was given up; at once while it does not run. */
  written(): Promise<void>
  start(): void
}
export interface LateRowsDeps<Row> {
  /** What waits, for the log. */
  readonly what: string
  readonly log: SourceLog
  /** Opened at the first use. */
  open(): Spool
  /** Writes one row; a repeat must change nothing, because a crash may come between writing and forgetting. */
  write(row: Row): Promise<void>
  /**
   * Takes a row that can never be written, so that what stands behind it goes on; it is told in the log as well. `reason`
   * quotes nothing of the row.
   */
  giveUp?(row: Row, reason: string): Promise<void>
  onWritten?(): void
}

const RETRY_MS: DurationMs = 1_000
const ROWS = 200
/** An error of this program's own is tried so often before its row is given up. */
const TRIES = 3

const rowIn = <Row>(bytes: Uint8Array): Row | null => {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as Row
  } catch {
    return null
  }
}

/** Who waits for the rows up to a sequence; for all that is there where it is null. */
const makeWaiters = () => {
  let waiting: { readonly upTo: number | null; go(): void }[] = []
  return {
    until: (upTo: number | null): Promise<void> => new Promise((go) => void waiting.push({ upTo, go })),
    release: (isDone: (upTo: number | null) => boolean): void => {
      const done = waiting.filter(({ upTo }) => isDone(upTo))
      if (done.length === 0) return
      waiting = waiting.filter(({ upTo }) => !isDone(upTo))
      for (const { go } of done) go()
    },
  }
}

/** A rest that ends by itself or when it is woken; none after the end. */
const makeRests = () => {
  let wake: (() => void) | null = null
  let ended = false
  return {
    rest: (ms: DurationMs | null): Promise<void> =>
      new Promise((resolve) => {
        if (ended) return resolve()
        const timer = ms === null ? null : setTimeout(resolve, ms)
        wake = () => {
          if (timer) clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => wake?.(),
    end: () => {
      ended = true
      wake?.()
    },
  }
}

/** One row is written, or given up; throws while it is worth another try. */
const makeSettle = <Row>({ what, log, write, giveUp }: LateRowsDeps<Row>) => {
  let tries = 0
  const leave = async (row: Row | null, sequence: number, error: unknown): Promise<void> => {
    const reason = faultWords(error)
    log.error(
      { sequence, reason },
      `${what}: a row can never be written and is given up; what stands behind it goes on`,
    )
    try {
      if (row !== null) await giveUp?.(row, reason)
    } catch (second) {
      if (writeFaultOf(second) === 'away') throw second
      log.error(
        { sequence, reason: faultWords(second) },
        `${what}: nor could it be written that it was given up`,
      )
    }
  }
  return async (row: Row | null, sequence: number): Promise<void> => {
    if (row === null) return leave(row, sequence, new SyntaxError('the row on the disk is no JSON'))
    try {
      await write(row)
    } catch (error) {
      const fault = writeFaultOf(error)
      if (fault === 'away' || (fault === 'own' && ++tries < TRIES)) throw error
      await leave(row, sequence, error)
    }
    tries = 0
  }
}

export const makeLateRows = <Row extends object>(deps: LateRowsDeps<Row>): LateRows<Row> => {
  const { what, log, open, onWritten } = deps
  let opened: Spool | null = null
  const spool = (): Spool => (opened ??= open())
  let stopped = false
  /** Nothing waits. What a process before this one left is written first. */
  let idle = false
  let added = 0
  /** Sequence of the newest row of this process. */
  let newest: number | null = null
  const waiters = makeWaiters()
  const rests = makeRests()
  const settle = makeSettle(deps)
  const drain = async (): Promise<number> => {
    const records = await spool().read(0, ROWS)
    for (const { sequence, bytes } of records) {
      await settle(rowIn<Row>(bytes), sequence)
      await spool().forget(sequence)
      waiters.release((upTo) => upTo !== null && upTo <= sequence)
    }
    return records.length
  }
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        const before = added
        if ((await drain()) > 0) onWritten?.()
        else if (added === before) {
          idle = true
          waiters.release(() => true)
          await rests.rest(null)
        }
      } catch (error) {
        log.warn({ error: String(error) }, `${what}: waits for the database`)
        await rests.rest(RETRY_MS)
      }
    }
  }
  let running: Promise<void> | null = null
  return {
    add: async (row) => {
      newest = await spool().append(Buffer.from(JSON.stringify(row)))
      added++
      idle = false
      rests.wake()
    },
    written: async () => {
      if (!idle && running !== null && !stopped) await waiters.until(newest)
    },
    start: () => void (running ??= run()),
    stop: async () => {
      stopped = true
      waiters.release(() => true)
      rests.end()
      await running
      await opened?.close()
    },
  }
}
