import { MINUTE_MS } from './time.ts'
import type { DurationMs, EpochMs } from '../units.ts'

/** A step back up to this is made good by counting slower; a longer one is held out. */
const SLEWED_MS: DurationMs = MINUTE_MS
const SLEW = 0.9

/**
 * The machine's time shifted by `offsetMs`, which never goes back while this process runs. Set forward it follows at
 * once. Set back it goes on counting from where it was, and by a minute or less falls back into step: whoever measures
 * "so long since" with it is never stopped, and nothing is stamped twice.
 */
export const makeSteadyClock = (
  offsetMs: DurationMs = 0,
  wall: () => EpochMs = Date.now,
  steady: () => number = () => performance.now(),
): (() => EpochMs) => {
  let value = wall() + offsetMs
  let counted = steady()
  return () => {
    const [told, count] = [wall() + offsetMs, steady()]
    const passed = count - counted
    counted = count
    const isBehind = told < value + passed
    if (!isBehind || value + passed - told < 1) value = Math.max(value, told)
    else value = Math.max(told, value + passed * (value - told <= SLEWED_MS ? SLEW : 1))
    return Math.floor(value)
  }
}
