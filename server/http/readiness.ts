import { setTimeout as delay } from 'node:timers/promises'
import { AppError, errorMessage } from '#shared/kernel/errors.ts'
import type { Health, Making, OpsHealth, Readiness, SourceStatus } from '#shared/protocol/http.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'

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
  /** What an operator should mend, in words. */
  readonly risks?: () => readonly string[]
  /** What is being made after a load. */
  readonly making?: () => Making
}

export interface HealthService {
  /** Answers whatever is away: that it answers says that the process lives. */
  health(): Promise<Health>
  /** Throws `unavailable` (503) while a part is away; which one is told to those who run the house. */
  readiness(): Promise<Readiness>
  /** All parts with their errors: these name inner addresses, and are for operators and the launcher. */
  detail(): Promise<OpsHealth>
}

type Part = OpsHealth['parts']['database']
/** A part that takes longer is away. */
const PROBE_MS: DurationMs = 2000

const probe = async (ask: () => Promise<unknown>, away: string): Promise<Part> => {
  const late = new AbortController()
  try {
    await Promise.race([
      ask(),
      delay(PROBE_MS, null, { signal: late.signal, ref: false }).then(() =>
        Promise.reject(new Error(`no answer within ${PROBE_MS} ms`)),
      ),
    ])
    return { ok: true, error: null }
  } catch (error) {
    return { ok: false, error: `${away}: ${errorMessage(error)}` }
  } finally {
    late.abort()
  }
}

export const makeHealth = ({
  version,
  clock,
  askDatabase,
  askTracks,
  statuses,
  hasStarted,
  risks,
  making,
}: HealthDeps): HealthService => {
  const database = (): Promise<Part> =>
    probe(askDatabase, '数据库暂不可用,正在重连 / the database is away, reconnecting')
  const allParts = async (): Promise<OpsHealth['parts']> => {
    const [data, tracks] = await Promise.all([
      database(),
      probe(askTracks, '轨迹存储已停止 / the store of positions has stopped'),
    ])
    return {
      database: data,
      tracks,
      start: hasStarted() ? { ok: true, error: null } : { ok: false, error: '正在启动 / starting' },
    }
  }
  const isReady = (parts: OpsHealth['parts']): boolean => Object.values(parts).every(({ ok }) => ok)
  return {
    health: async () => ({ ok: (await database()).ok }),
    readiness: async () => {
      if (isReady(await allParts())) return { ready: true }
      throw new AppError('unavailable', '暂未就绪 / not ready')
    },
    detail: async () => {
      const parts = await allParts()
      return {
        ok: parts.database.ok,
        ready: isReady(parts),
        version,
        parts,
        sources: statuses().map((source) => ({
          ...source,
          ageMs: source.lastAt === null ? null : clock() - source.lastAt,
        })),
        risks: [...(risks?.() ?? [])],
        making: making?.() ?? null,
      }
    },
  }
}
