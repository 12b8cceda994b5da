import { z } from 'zod'
import { provenanceSchema } from './common.ts'

/** GET /api/vehicles/:ordinalOrId. */
export const vehicleCardSchema = z.object({
  id: z.string(),
  ordinal: z.number(),
  plate: z.string(),
  masked: z.boolean(),
  unit: z.object({ id: z.string(), name: z.string() }),
  category: z.enum(['confidential', 'emergency', 'law', 'special', 'other']),
  energy: z.enum(['petrol', 'diesel', 'bev', 'phev']),
  model: z.string(),
  state: z.enum(['moving', 'parked', 'offline', 'alarm']),
  /** Last report; null before the first. */
  last: z.object({ at: z.number(), lon: z.number(), lat: z.number(), speedKmh: z.number(), headingDeg: z.number(), alarms: z.array(z.string()) }).nullable(),
  order: z.object({ id: z.string(), reason: z.string(), from: z.string(), to: z.string(), start: z.number(), end: z.number(), status: z.string() }).nullable(),
  driver: z.object({ name: z.string(), phone: z.string().nullable(), masked: z.boolean() }).nullable(),
  month: z.object({ month: z.string(), daysUsed: z.number(), daysDue: z.number(), kilometres: z.number(), cost: z.number() }).nullable(),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type VehicleCard = z.infer<typeof vehicleCardSchema>

/** GET /api/vehicles/:ordinalOrId/track?from=&to=. Needs `view.tracks`; every query is logged. Default: the last hour. */
export const trackSchema = z.object({
  vehicle: z.string(),
  from: z.number(),
  to: z.number(),
  points: z.array(z.object({ at: z.number(), lon: z.number(), lat: z.number(), speedKmh: z.number(), headingDeg: z.number() })),
  total: z.number(),
})
export type Track = z.infer<typeof trackSchema>

/** GET /api/vehicles/summary?region=. */
export const vehicleSummarySchema = z.object({
  total: z.number(),
  byState: z.object({ moving: z.number(), parked: z.number(), offline: z.number(), alarm: z.number() }),
  byCategory: z.array(z.object({ category: z.string(), count: z.number() })),
  asOf: z.number(),
})
export type VehicleSummary = z.infer<typeof vehicleSummarySchema>
