import { z } from 'zod'
import type { DurationMs } from '../../kernel/units.ts'
import { askedInstant } from '../../kernel/schemas.ts'

/** Seconds of the past in one second of the screen. */
export const REPLAY_RATES = [1, 10, 60, 300, 1200, 3600] as const
/** Steps of one answer at most. */
export const REPLAY_STEPS = 60
const STEP = { shortestMs: 2_000, longestMs: 900_000, screenMs: 400 } as const

/** Between two frames of a replay at this rate: some two frames a second of the screen, never finer than reports come. */
export const replayStepMs = (rate: number): DurationMs =>
  Math.min(Math.max(rate * STEP.screenMs, STEP.shortestMs), STEP.longestMs)

/**
 * GET /api/replay?region=&from=&to=&stepMs=[&unit=]. Needs `view.tracks`; every query is logged. Answers octets: frames
 * of the topic `vehicles` (`frame.ts`), one after the other, `from` and every `stepMs` up to `to`; the first is whole,
 * the others hold what changed.
 */
export const replayQuerySchema = z.object({
  region: z.string().max(12),
  /** Only this unit's vehicles. */
  unit: z.string().max(64).optional(),
  from: askedInstant,
  to: askedInstant,
  stepMs: z.coerce.number().int().min(1_000).max(STEP.longestMs),
})
export type ReplayQuery = z.infer<typeof replayQuerySchema>

const quarters = z.array(z.number())
/**
 * GET /api/replay/totals?unit=&day=. Needs `view.tracks`; every query is logged. What a unit's vehicles drove on a civil
 * day (UTC+8) by quarter hour: kilometres and ms in motion, of each vehicle that did and of the unit. Today: as far as it is.
 */
export const replayTotalsSchema = z.object({
  unit: z.object({ id: z.string(), name: z.string() }),
  day: z.string(),
  /** In the register. */
  vehicles: z.number(),
  km: quarters,
  movingMs: quarters,
  rows: z.array(
    z.object({
      ordinal: z.number(),
      plate: z.string(),
      masked: z.boolean(),
      km: quarters,
      movingMs: quarters,
      /** Positions of the day that no vehicle can have driven to: left out. */ drift: z.number(),
      stops: z.array(z.object({ from: z.number(), to: z.number() })),
    }),
  ),
  asOf: z.number(),
})
export type ReplayTotals = z.infer<typeof replayTotalsSchema>
