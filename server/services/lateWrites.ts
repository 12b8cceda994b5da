import type { DurationMs, EpochMs } from '#shared/units.ts'
import type { Cursors } from '../repositories/cursors.ts'
import type { Quarantine } from '../repositories/quarantine.ts'
import type { Spool } from '../spool/spool.ts'
import { makeLateRows, type Late } from './lateRows.ts'
import type { Rejected, SourceLog } from './liveTypes.ts'

const CURSOR_MS: DurationMs = 250
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
  const rows = makeLateRows<{ rejected: readonly Rejected[]; now: EpochMs }>({ what: 'quarantine', open, log, write: ({ rejected, now }) => quarantine.add(rejected, now), onWritten })
  return {
    ...quarantine,
    add: async (rejected, now) => {
      if (rejected.length > 0) await rows.add({ rejected, now })
    },
    resolve: async (source, collection, ids, now) => {
      await rows.written()
      return quarantine.resolve(source, collection, ids, now)
    },
    start: rows.start,
    stop: rows.stop,
  }
}
