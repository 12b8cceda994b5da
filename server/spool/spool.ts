import { Worker } from 'node:worker_threads'
import type { SpoolAnswer, SpoolQuestion } from './spoolCalls.ts'
import type { SpoolPending, SpoolRecord } from './spoolFile.ts'

export type { SpoolPending, SpoolRecord } from './spoolFile.ts'

export interface SpoolOptions {
  /** The SQLite file; its folder is made. One process at a time. */
  readonly file: string
  readonly log: { error(detail: object, message: string): void }
}

/**
 * A durable queue on the local disk: what was appended survives `kill -9` and loss of power, and waits there until it
 * is forgotten. It stands between a source, which may be acknowledged at once, and a database that may be away.
 */
export interface Spool {
  /** Durable when it resolves with the record's sequence; rejects when the disk is full, and then nothing was kept. The bytes are copied. */
  append(bytes: Uint8Array): Promise<number>
  /** Up to `limit` records after this sequence, oldest first; `0` begins at the oldest. */
  read(after: number, limit: number): Promise<SpoolRecord[]>
  /** Takes away all records up to and including this sequence. */
  forget(upTo: number): Promise<void>
  pending(): Promise<SpoolPending>
  /** Ends the thread once all that waits is on the disk. */
  close(): Promise<void>
}

interface Asked {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Opens the spool in a thread of its own: the caller's thread never waits for the disk. */
export const openSpool = ({ file, log }: SpoolOptions): Spool => {
  const worker = new Worker(new URL('./spool.worker.ts', import.meta.url), {
    workerData: { file },
    execArgv: [],
  })
  const asked = new Map<number, Asked>()
  let next = 1
  let ended: Error | null = null

  const end = (error: Error): void => {
    ended ??= error
    for (const { reject } of asked.values()) reject(ended)
    asked.clear()
  }
  worker.on('error', (error) => {
    log.error({ error: String(error) }, `the spool ${file} ended`)
    end(error as Error)
  })
  worker.on('exit', () => end(new Error(`spool ${file} is closed`)))
  worker.on('message', (answer: SpoolAnswer) => {
    answer.ids.forEach((id, i) => {
      const waiting = asked.get(id)
      asked.delete(id)
      if ('error' in answer) waiting?.reject(new Error(answer.error))
      else waiting?.resolve('first' in answer ? answer.first + i : answer.value)
    })
  })

  const ask = <T>(question: SpoolQuestion): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (ended) return reject(ended)
      const id = next++
      asked.set(id, { resolve: resolve as Asked['resolve'], reject })
      worker.postMessage({ ...question, id })
    })

  return {
    append: (bytes) => ask({ kind: 'append', bytes }),
    read: (after, limit) => ask({ kind: 'read', after, limit }),
    forget: (upTo) => ask({ kind: 'forget', upTo }),
    pending: () => ask({ kind: 'pending' }),
    close: async () => {
      if (ended) return
      const gone = new Promise((resolve) => worker.once('exit', resolve))
      await ask({ kind: 'close' })
      await gone
    },
  }
}
