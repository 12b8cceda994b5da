import { z } from 'zod'

const pairOrderSchema = z.object({
  id: z.string(),
  vehicle: z.string(),
  plate: z.string(),
  unit: z.string(),
  unitName: z.string(),
  to: z.string(),
  reason: z.string(),
  start: z.number(),
  end: z.number(),
})
/**
 * GET /api/vehicles/overlaps?region=&unit=&day=: 可拼车 of a county and day, or those of them that a unit has
 * part in; without a day the newest that was compared.
 */
export const overlapListSchema = z.object({
  region: z.string(),
  day: z.string(),
  trips: z.number(),
  overlapping: z.number(),
  savedKm: z.number(),
  pairs: z.array(
    z.object({
      shorter: z.string(),
      longer: z.string(),
      share: z.number(),
      savedKm: z.number(),
      chosen: z.boolean(),
      orders: z.array(pairOrderSchema),
    }),
  ),
  /** Days that were compared, newest first. */
  days: z.array(z.object({ day: z.string(), trips: z.number(), overlapping: z.number() })),
  total: z.number(),
  madeAt: z.number().nullable(),
})
export type OverlapList = z.infer<typeof overlapListSchema>

const pointSchema = z.object({ lon: z.number(), lat: z.number() })
/** GET /api/vehicles/uncovered?region=&day=: 有轨迹无单 of finished days, with the days that were looked at. */
export const uncoveredListSchema = z.object({
  days: z.array(
    z.object({
      day: z.string(),
      regions: z.number(),
      drives: z.number(),
      excused: z.number(),
      found: z.number(),
    }),
  ),
  rows: z.array(
    z.object({
      vehicle: z.string(),
      plate: z.string(),
      unit: z.string(),
      unitName: z.string(),
      region: z.string(),
      regionName: z.string(),
      day: z.string(),
      from: z.number(),
      to: z.number(),
      km: z.number(),
      severity: z.enum(['yellow', 'red']),
      begin: pointSchema,
      far: pointSchema,
    }),
  ),
  total: z.number(),
})
export type UncoveredList = z.infer<typeof uncoveredListSchema>
