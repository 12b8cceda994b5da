import type { DurationMs } from '../units.ts'

const FIRST_MS: DurationMs = 30_000
const LONGEST_MS: DurationMs = 600_000

/** Until what failed so many times in a row, once at least, is asked for again: twice as long each time, up to ten minutes. */
export const waitAfter = (failures: number): DurationMs =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
