import { every } from '../common/jobs.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { setAsideIn, setAsideText } from './spoolRescue.ts'

export interface SpoolWatch {
  /** One line for each spool that was put aside and stands in the folder still: what an operator should look at and then take away. */
  risks(): readonly string[]
  stop(): void
}

const LOOK_MS: DurationMs = 15_000

/** Looks for spools that were put aside, whichever thread did it, and tells each in the log once a start. */
export const watchSpools = (
  folder: string,
  log: { error(detail: object, message: string): void },
): SpoolWatch => {
  const told = new Set<string>()
  let risks: string[] = []
  const look = (): void => {
    const found = setAsideIn(folder)
    risks = found.map(setAsideText)
    for (const [i, aside] of found.entries()) {
      if (!told.has(aside.file)) log.error({ ...aside }, risks[i] as string)
      told.add(aside.file)
    }
  }
  look()
  const stop = every(LOOK_MS, look, {
    failed: (error) => log.error({ error: String(error) }, 'the spools could not be looked at'),
    ref: false,
  })
  return {
    risks: () => {
      look()
      return risks
    },
    stop: () => void stop(),
  }
}
