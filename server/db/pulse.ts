import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '#shared/kernel/errors.ts'
import type { DurationMs } from '#shared/kernel/units.ts'

export interface PulseOptions {
  /** Asks the database once; rejects when it does not answer. */
  readonly ask: () => Promise<unknown>
  /** Without an answer for so long the database is away. */
  readonly limitMs?: DurationMs
  /** While anything waits, the database is asked so often. */
  readonly everyMs?: DurationMs
}

/**
 * Whether the database answers at all, asked on a connection of its own while a request waits for it. A slow question
 * on a database that lives goes on; on one that is frozen, or cut off without a word, nobody waits longer than 2 s.
 */
export interface Pulse {
  /** Throws AppError `unavailable` at once while the database is away, and as soon as it goes away; the work itself is not undone then. */
  whileAlive<T>(work: () => Promise<T>): Promise<T>
  isAway(): boolean
  close(): void
}

const LIMIT_MS: DurationMs = 1400
const EVERY_MS: DurationMs = 300
const RETRY_MS: DurationMs = 150
/** After a pause of this process an answer may lie unread: it is read before anybody judges. */
const GRACE_MS: DurationMs = 60

const AWAY = '数据库暂不可用 / the database is away'

export const makePulse = ({ ask, limitMs = LIMIT_MS, everyMs = EVERY_MS }: PulseOptions): Pulse => {
  const waiting = new Set<(error: AppError) => void>()
  let away = false
  let beating = false
  let closed = false
  let heardAt = Number.NEGATIVE_INFINITY
  let ticking: NodeJS.Timeout | null = null

  const goAway = (): void => {
    away = true
    const left = [...waiting]
    waiting.clear()
    for (const leave of left) leave(new AppError('unavailable', AWAY, { details: { inDoubt: true } }))
  }
  const untilHeard = async (): Promise<void> => {
    while (!closed) {
      try {
        await ask()
        return
      } catch {
        await delay(RETRY_MS)
      }
    }
  }
  const beat = (): void => {
    if (beating || closed || performance.now() - heardAt < everyMs / 2) return
    beating = true
    let judging = setTimeout(() => (judging = setTimeout(goAway, GRACE_MS)), limitMs)
    void untilHeard().then(() => {
      clearTimeout(judging)
      beating = false
      away = false
      heardAt = performance.now()
    })
  }
  const tick = (): void => {
    if (waiting.size > 0) return beat()
    if (ticking) clearInterval(ticking)
    ticking = null
  }

  return {
    whileAlive: <T>(work: () => Promise<T>): Promise<T> => {
      if (away) return Promise.reject(new AppError('unavailable', AWAY))
      beat()
      ticking ??= setInterval(tick, everyMs).unref()
      return new Promise<T>((resolve, reject) => {
        waiting.add(reject)
        void (async () => work())()
          .then(resolve, reject)
          .finally(() => waiting.delete(reject))
      })
    },
    isAway: () => away,
    close: () => {
      closed = true
      if (ticking) clearInterval(ticking)
    },
  }
}

/** A connection on which nothing came for so long is given up for a new one. */
const HUNG_MS: DurationMs = 10_000

/** Asks on a connection of its own. A refusal for want of room is an answer too. */
export const askOn = (url: string): { ask(): Promise<void>; close(): Promise<void> } => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'guanlan-pulse',
    connectionTimeoutMillis: HUNG_MS,
    query_timeout: HUNG_MS,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const ask = async (): Promise<void> => {
    const client = await pool.connect()
    try {
      await client.query('select 1')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  return {
    ask: () =>
      ask().catch((error: { code?: string }) =>
        error.code?.startsWith('53') ? undefined : Promise.reject(error),
      ),
    close: () => pool.end(),
  }
}
