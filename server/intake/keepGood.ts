import { faultWords, writeFaultOf } from '../db/faults.ts'
import { recordIdOf } from '../sources/door.ts'
import type { Rejected, SourceLog } from '../common/directory/types.ts'

export interface KeepGood<T> {
  readonly source: string
  readonly collection: string
  readonly items: readonly T[]
  /** Writes a list whole or not at all; writing one twice changes nothing. */
  write(items: readonly T[]): Promise<void>
  /** Takes what can never be written, with the reason, in one go: a page may hold thousands of them. */
  refuse(rejected: readonly Rejected[]): Promise<void>
  readonly log?: Pick<SourceLog, 'error'>
}

/**
 * Writes what can be written: a list that the database refuses for what it holds is halved until the records that spoil it
 * stand alone, and they are handed to `refuse`. Answers those that were not written. Rejects only while the database is away:
 * the same list is then to come again.
 */
export const keepGood = async <T>({
  source,
  collection,
  items,
  write,
  refuse,
  log,
}: KeepGood<T>): Promise<readonly Rejected[]> => {
  const left: Rejected[] = []
  let told = false
  const turnAway = (item: T, error: unknown): void => {
    const what =
      writeFaultOf(error) === 'data' ? 'the database cannot hold it' : 'this system could not take it in'
    left.push({
      source,
      collection,
      recordId: recordIdOf(collection, item),
      field: null,
      reason: `${what}: ${faultWords(error)}`,
      body: item,
    })
  }
  const keep = async (part: readonly T[]): Promise<void> => {
    if (part.length === 0) return
    try {
      await write(part)
    } catch (error) {
      const fault = writeFaultOf(error)
      if (fault === 'away') throw error
      if (fault === 'own' && !told)
        log?.error(
          { source, collection, records: part.length, error: String(error), stack: (error as Error).stack },
          'records could not be taken in',
        )
      told = true
      if (part.length === 1) return turnAway(part[0] as T, error)
      const middle = part.length >> 1
      await keep(part.slice(0, middle))
      await keep(part.slice(middle))
    }
  }
  await keep(items)
  if (left.length > 0) await refuse(left)
  return left
}
