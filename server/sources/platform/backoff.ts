import type { DurationMs } from '#shared/kernel/units.ts'

/** First wait, growth and ceiling of a reconnecting source. */
const BACKOFF = { firstMs: 250, factor: 2, ceilingMs: 30_000 }

export interface Backoff {
  /** The next wait: doubled each time, with half of it left to chance so that many servers do not return at once. */
  next(): DurationMs
  reset(): void
}

export const makeBackoff = (random: () => number = Math.random): Backoff => {
  let attempt = 0
  return {
    next: () => {
      const ceiling = Math.min(BACKOFF.ceilingMs, BACKOFF.firstMs * BACKOFF.factor ** attempt++)
      return Math.round(ceiling / 2 + (ceiling / 2) * random())
    },
    reset: () => {
      attempt = 0
    },
  }
}
