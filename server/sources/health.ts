import type { SourceStatus } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** What of a log a source needs; pino fits. */
export interface SourceLog {
  info(detail: object, message: string): void
  warn(detail: object, message: string): void
  error(detail: object, message: string): void
}

/** The running account behind a source's `status()`. */
export interface Health {
  status(): SourceStatus
  state(state: SourceStatus['state'], error?: string): void
  kept(count: number, now: EpochMs): void
  rejected(count: number): void
}

export const makeHealth = (
  name: string,
  way: SourceStatus['way'],
  brings: SourceStatus['brings'],
): Health => {
  const status: SourceStatus = {
    name,
    way,
    brings,
    state: 'stopped',
    lastAt: null,
    received: 0,
    quarantined: 0,
    error: null,
  }
  return {
    status: () => ({ ...status }),
    state: (state, error) => {
      status.state = state
      status.error = error ?? (state === 'live' || state === 'stopped' ? null : status.error)
    },
    kept: (count, now) => {
      status.received += count
      if (count > 0) status.lastAt = now
    },
    rejected: (count) => {
      status.quarantined += count
    },
  }
}

export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`
}
