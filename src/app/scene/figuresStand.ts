import type { DurationMs } from '#shared/kernel/units.ts'

const LOOK_MS: DurationMs = 50
const MOST_MS: DurationMs = 1500

/**
 * Resolves once what the page's panels asked for has come, or after MOST_MS. An engine takes the page's thread for as long
 * as it needs to start; whoever opens the page reads its figures meanwhile.
 */
export const figuresStand = (isReading: () => boolean): Promise<void> =>
  new Promise((done) => {
    const until = performance.now() + MOST_MS
    let quiet = 0
    const look = (): void => {
      quiet = isReading() ? 0 : quiet + 1
      if (quiet > 1 || performance.now() >= until) done()
      else setTimeout(look, LOOK_MS)
    }
    look()
  })
