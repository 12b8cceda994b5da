import type { DurationMs } from '#shared/units.ts'
import type { Spool } from '../spool/spool.ts'
import type { SourceLog } from './liveTypes.ts'

/** Something that is written once the database takes it. */
export interface Late {
  /** Writes what waits; for the end of the process. */
  stop(): Promise<void>
}

/** Rows that are durable on the local disk at once and in the database as soon as it takes them. */
export interface LateRows<Row> extends Late {
  /** Durable when it resolves. */
  add(row: Row): Promise<void>
  /** Resolves when what was added before is in the database; at once while it does not run. */
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
  onWritten?(): void
}

const RETRY_MS: DurationMs = 1_000
const ROWS = 200

export const makeLateRows = <Row extends object>({ what, log, open, write, onWritten }: LateRowsDeps<Row>): LateRows<Row> => {
  let opened: Spool | null = null
  const spool = (): Spool => (opened ??= open())
  let stopped = false
  /** What a process before this one left is written first. */
  let fresh = true
  let wake: (() => void) | null = null
  const waiting: (() => void)[] = []

  const drain = async (): Promise<number> => {
    const records = await spool().read(0, ROWS)
    for (const { sequence, bytes } of records) {
      await write(JSON.parse(Buffer.from(bytes).toString()) as Row)
      await spool().forget(sequence)
    }
    return records.length
  }
  const rest = (ms: DurationMs | null): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) return resolve()
      const timer = ms === null ? null : setTimeout(resolve, ms)
      wake = () => {
        if (timer) clearTimeout(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        fresh = false
        if ((await drain()) > 0) {
          fresh = true
          onWritten?.()
        } else if (!fresh) {
          for (const go of waiting.splice(0)) go()
          await rest(null)
        }
      } catch (error) {
        fresh = true
        log.warn({ error: String(error) }, `${what}: waits for the database`)
        await rest(RETRY_MS)
      }
    }
  }
  let running: Promise<void> | null = null

  return {
    add: async (row) => {
      await spool().append(Buffer.from(JSON.stringify(row)))
      fresh = true
      wake?.()
    },
    written: async () => {
      if (fresh && running !== null && !stopped) await new Promise<void>((go) => waiting.push(go))
    },
    start: () => void (running ??= run()),
    stop: async () => {
      stopped = true
      for (const go of waiting.splice(0)) go()
      wake?.()
      await running
      await opened?.close()
    },
  }
}
