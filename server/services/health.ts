import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import type { Health, Readiness, SourceStatus } from '#shared/protocol/http.ts'
import type { DurationMs } from '#shared/units.ts'
import type { Clock } from '../clock.ts'

export interface HealthDeps {
  readonly version: string
  readonly clock: Clock
  /** Rejects while the database does not answer. */
  readonly askDatabase: () => Promise<unknown>
  /** Rejects when the threads that keep positions have ended. */
  readonly askTracks: () => Promise<unknown>
  readonly statuses: () => readonly SourceStatus[]
  /** Whether the newest state was read and the sources run. */
  readonly hasStarted: () => boolean
}

export interface HealthService {
  /** Answers whatever is away: that it answers says that the process lives. */
  health(): Promise<Health>
  /** Throws `unavailable` (503) with all parts in its details while one is away. */
  readiness(): Promise<Readiness>
}

type Part = Health['database']
/** A part that takes longer is away. */
const PROBE_MS: DurationMs = 2000

const probe = async (ask: () => Promise<unknown>, away: string): Promise<Part> => {
  const late = new AbortController()
  try {
    await Promise.race([ask(), delay(PROBE_MS, null, { signal: late.signal, ref: false }).then(() => Promise.reject(new Error(`no answer within ${PROBE_MS} ms`)))])
    return { ok: true, error: null }
  } catch (error) {
    return { ok: false, error: `${away}: ${(error as Error).message}` }
  } finally {
    late.abort()
  }
}

export const makeHealth = ({ version, clock, askDatabase, askTracks, statuses, hasStarted }: HealthDeps): HealthService => {
  const database = (): Promise<Part> => probe(askDatabase, '数据库暂不可用,正在重连 / the database is away, reconnecting')
  return {
    health: async () => {
      const state = await database()
      return { ok: state.ok, version, database: state, sources: statuses().map((source) => ({ ...source, ageMs: source.lastAt === null ? null : clock() - source.lastAt })) }
    },
    readiness: async () => {
      const [data, tracks] = await Promise.all([database(), probe(askTracks, '轨迹存储已停止 / the store of positions has stopped')])
      const start: Part = hasStarted() ? { ok: true, error: null } : { ok: false, error: '正在启动 / starting' }
      const parts = { database: data, tracks, start }
      const away = Object.values(parts).flatMap(({ error }) => (error === null ? [] : [error]))
      if (away.length > 0) throw new AppError('unavailable', away.join('; '), { details: { ready: false, parts } })
      return { ready: true, parts }
    },
  }
}
