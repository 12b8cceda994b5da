import { z } from 'zod'

/** GET /api/sources. */
export const sourceStatusSchema = z.object({
  name: z.string(),
  way: z.enum(['request', 'callback', 'session', 'broadcast']),
  /** What of the dashboard follows from it. */
  brings: z.enum(['ledger', 'positions', 'readings']),
  state: z.enum(['starting', 'live', 'catching-up', 'backing-off', 'stopped']),
  /** Epoch ms of the newest record that was kept; null before the first. */
  lastAt: z.number().nullable(),
  received: z.number(),
  quarantined: z.number(),
  error: z.string().nullable(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>

const quarantineRowSchema = z.object({
  id: z.number(),
  source: z.string(),
  collection: z.string(),
  recordId: z.string().nullable(),
  field: z.string().nullable(),
  /** What was expected. */
  reason: z.string(),
  /** What came instead, masked; null where nothing of it is told. */
  found: z.string().nullable(),
  region: z.string().nullable(),
  times: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
})
export type QuarantineRow = z.infer<typeof quarantineRowSchema>
/**
 * GET /api/quarantine?source=&offset=&limit=: records of the viewer's region that failed at the door and are not made
 * good yet, newest first; `sources` counts them by source.
 */
export const quarantineSchema = z.object({
  rows: z.array(quarantineRowSchema),
  total: z.number(),
  sources: z.array(z.object({ source: z.string(), count: z.number() })),
})
export type QuarantineList = z.infer<typeof quarantineSchema>
/** POST /api/quarantine/:id/open {reason}: one row's words in the clear; logged first. */
export const openedQuarantineSchema = z.object({
  recordId: z.string().nullable(),
  reason: z.string(),
  found: z.string().nullable(),
})
