import type { DurationMs, EpochMs } from '#shared/units.ts'
import type { Cursors } from '../repositories/cursors.ts'
import type { Quarantine } from '../repositories/quarantine.ts'
import type { Spool } from '../spool/spool.ts'
import type { Rejected, SourceLog } from './liveTypes.ts'

/** Something that is written once the database takes it. */
interface Late {
  /** Writes what waits; for the end of the process. */
  stop(): Promise<void>
}

const RETRY_MS: DurationMs = 1_000
const CURSOR_MS: DurationMs = 250
const ROWS = 200
/** Marks of deliveries refuse a repeat: they must stand before the answer. */
const isAtOnce = (stream: string): boolean => stream.startsWith('delivery:')

/**
 * Cursors that never hold up a source: the newest of each stream is written behind. A cursor that a crash leaves behind
 * makes the platform send again what is on record already, which changes nothing.
 */
export const makeLateCursors = (cursors: Cursors, log: SourceLog): Cursors & Late => {
  const waiting = new Map<string, { source: string; stream: string; value: string; now: EpochMs }>()
  let failing = false

  const write = async (): Promise<void> => {
    for (const [key, entry] of waiting) {
      await cursors.set(entry.source, entry.stream, entry.value, entry.now)
      if (waiting.get(key) === entry) waiting.delete(key)
    }
    failing = false
  }
  const tell = (error: unknown): void => {
    if (!failing) log.warn({ error: String(error) }, 'cursors wait for the database')
    failing = true
  }
  let busy: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    if (waiting.size > 0) busy = busy.then(write).catch(tell)
  }, CURSOR_MS)

  return {
    get: async (source, stream) => waiting.get(`${source}|${stream}`)?.value ?? cursors.get(source, stream),
    set: async (source, stream, value, now) => {
      if (isAtOnce(stream)) return cursors.set(source, stream, value, now)
      waiting.set(`${source}|${stream}`, { source, stream, value, now })
    },
    forgetDeliveries: cursors.forgetDeliveries,
    stop: async () => {
      clearInterval(timer)
      await busy
      await write().catch(tell)
    },
  }
}

/** Faults wait on the local disk until the database takes them: what fails at the door is never on the floor, and never holds up the door. */
export const makeLateQuarantine = (quarantine: Quarantine, open: () => Spool, log: SourceLog, onWritten: () => void): Quarantine & Late & { start(): void } => {
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
      const { rejected, now } = JSON.parse(Buffer.from(bytes).toString()) as { rejected: Rejected[]; now: EpochMs }
      await quarantine.add(rejected, now)
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
          onWritten()
        } else if (!fresh) {
          for (const go of waiting.splice(0)) go()
          await rest(null)
        }
      } catch (error) {
        fresh = true
        log.warn({ error: String(error) }, 'quarantine waits for the database')
        await rest(RETRY_MS)
      }
    }
  }
  let running: Promise<void> | null = null

  return {
    ...quarantine,
    add: async (rejected, now) => {
      if (rejected.length === 0) return
      await spool().append(Buffer.from(JSON.stringify({ rejected, now })))
      fresh = true
      wake?.()
    },
    resolve: async (source, collection, ids, now) => {
      if (fresh && running !== null && !stopped) await new Promise<void>((go) => waiting.push(go))
      return quarantine.resolve(source, collection, ids, now)
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
