import { errorMessage } from '#shared/kernel/errors.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { GroundFault } from './source.ts'

/** So many failures with no success between them, and nothing is asked for a while. */
const MOST_FAILURES = 5
const REST_MS = 30_000

/** Keeps what does not answer from costing each request its patience: after some failures it rests, then one request tries. */
export const makeBreaker = (now: () => EpochMs) => {
  let [failures, restsUntil] = [0, 0]
  let trying = false
  let last: GroundFault | null = null
  const isOpen = (): boolean => failures >= MOST_FAILURES
  return {
    /** What keeps the ground from the screen; null while it is asked. */
    fault: (): GroundFault | null => (isOpen() ? last : null),
    /** Throws the last fault at once while it rests. */
    run: async <T>(work: () => Promise<T>): Promise<T> => {
      const isTrial = isOpen()
      if (isTrial && last && (trying || now() < restsUntil)) throw last
      if (isTrial) trying = true
      try {
        const done = await work()
        failures = 0
        return done
      } catch (cause) {
        last =
          cause instanceof GroundFault
            ? cause
            : new GroundFault([
                `现场底图读不出:${errorMessage(cause)}`,
                `the site’s ground cannot be read: ${errorMessage(cause)}`,
              ])
        failures++
        restsUntil = now() + REST_MS
        throw last
      } finally {
        if (isTrial) trying = false
      }
    },
  }
}
