import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { faultWords, writeFaultOf } from '../../db/faults.ts'
import type { Cursors } from '../cursorRows.ts'
import { every } from '../jobs.ts'
import type { Late } from './lateRows.ts'
import type { SourceLog } from '../directory/types.ts'

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

  const writeOne = async (
    key: string,
    entry: { source: string; stream: string; value: string; now: EpochMs },
  ): Promise<void> => {
    try {
      await cursors.set(entry.source, entry.stream, entry.value, entry.now)
    } catch (error) {
      if (writeFaultOf(error) === 'away') throw error
      log.error(
        { source: entry.source, reason: faultWords(error) },
        'a cursor can never be written: its stream will be read again from the one before',
      )
    }
    if (waiting.get(key) === entry) waiting.delete(key)
  }
  const write = async (): Promise<void> => {
    for (const [key, entry] of waiting) await writeOne(key, entry)
    failing = false
  }
  const tell = (error: unknown): void => {
    if (!failing) log.warn({ error: String(error) }, 'cursors wait for the database')
    failing = true
  }
  /** One writing at a time, and none stands in line behind it: what came meanwhile is the next one's. */
  const stop = every(CURSOR_MS, () => (waiting.size > 0 ? write() : undefined), { failed: tell })

  return {
    get: async (source, stream) => waiting.get(`${source}|${stream}`)?.value ?? cursors.get(source, stream),
    set: async (source, stream, value, now) => {
      if (isAtOnce(stream)) return cursors.set(source, stream, value, now)
      waiting.set(`${source}|${stream}`, { source, stream, value, now })
    },
    forgetDeliveries: cursors.forgetDeliveries,
    stop: async () => {
      await stop()
      await write().catch(tell)
    },
  }
}
