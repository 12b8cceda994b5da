import { z } from 'zod'
import type { DurationMs } from '../../units.ts'

/** Seconds of the past in one second of the screen. */
export const REPLAY_RATES = [1, 10, 60, 300, 1200, 3600] as const
/** Steps of one answer at most. */
export const REPLAY_STEPS = 60
const STEP = { shortestMs: 2_000, longestMs: 900_000, screenMs: 400 } as const

/** Between two frames of a replay at this rate: some two frames a second of the screen, never finer than reports come. */
export const replayStepMs = (rate: number): DurationMs => Math.min(Math.max(rate * STEP.screenMs, STEP.shortestMs), STEP.longestMs)

/**
 * GET /api/replay?region=&from=&to=&stepMs=[&unit=]. Needs `view.tracks`; every query is logged. Answers octets: frames
 * of the topic `vehicles` (`frame.ts`), one after the other, `from` and every `stepMs` up to `to`; the first is whole,
 * the others hold what changed.
 */
export const replayQuerySchema = z.object({
  region: z.string().max(12),
  /** Only this unit's vehicles. */
  unit: z.string().max(64).optional(),
  from: z.coerce.number().int().nonnegative(),
  to: z.coerce.number().int().nonnegative(),
  stepMs: z.coerce.number().int().min(1_000).max(STEP.longestMs),
})
export type ReplayQuery = z.infer<typeof replayQuerySchema>
