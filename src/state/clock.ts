import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** Monotonic milliseconds, `performance.now` in a browser. */
export type Monotonic = () => number

export interface Clock {
  /** Where the screen is in time: the server's now, or a moment of the past. */
  now(): EpochMs
  /** The server's now, whatever the screen shows. */
  serverNow(): EpochMs
  readonly mode: 'live' | 'past'
  /** A server time and how long its answer was on the way; the best answer (shortest way) of the last ten minutes wins. */
  sync(serverTime: EpochMs, roundTripMs: DurationMs): void
  /** Shows a moment of the past, running at `rate` seconds a second; 0 stands still. */
  seek(at: EpochMs, rate: number): void
  live(): void
}

const BEST_FOR_MS: DurationMs = 600_000

/** The one clock. It reads no wall clock of the machine: a screen whose clock is wrong still shows the server's time. */
export const makeClock = (monotonic: Monotonic): Clock => {
  let offset = 0
  let best = { roundTripMs: Number.POSITIVE_INFINITY, at: Number.NEGATIVE_INFINITY }
  let past: { at: EpochMs; since: number; rate: number } | null = null
  const serverNow = (): EpochMs => monotonic() + offset

  return {
    serverNow,
    now: () => (past ? past.at + (monotonic() - past.since) * past.rate : serverNow()),
    get mode() {
      return past ? 'past' : 'live'
    },
    sync(serverTime, roundTripMs) {
      const at = monotonic()
      if (roundTripMs > best.roundTripMs && at - best.at < BEST_FOR_MS) return
      best = { roundTripMs, at }
      offset = serverTime + roundTripMs / 2 - at
    },
    seek(at, rate) {
      past = { at, since: monotonic(), rate }
    },
    live() {
      past = null
    },
  }
}
