import { pause } from '../../common/jobs.ts'
import type { DurationMs } from '#shared/kernel/units.ts'

/** Wakes whoever waits for something to come. A ring that nobody waits for is not kept: look first, then wait. */
export interface Bell {
  ring(): void
  /** Resolves at the next ring, or after `ms`. */
  heard(ms: DurationMs): Promise<void>
}

export const makeBell = (): Bell => {
  let waiting = new AbortController()
  return {
    ring: () => waiting.abort(),
    heard: (ms) => {
      waiting = new AbortController()
      return pause(ms, waiting.signal)
    },
  }
}
