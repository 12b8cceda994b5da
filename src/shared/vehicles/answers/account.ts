import { z } from 'zod'
import { orderStatusSchema } from '../collections/orders.ts'
import { costKindSchema } from '../collections/vehicle-costs.ts'
import { costRowSchema, verdictSchema } from './orders.ts'

const findingSchema = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(['yellow', 'red']),
  vehicle: z.string().nullable(),
  plate: z.string().nullable(),
  unit: z.string(),
  unitName: z.string(),
  at: z.number(),
  text: z.object({ zh: z.string(), en: z.string() }),
})
/** GET /api/vehicles/findings?region=&rule=. */
export const vehicleFindingsSchema = z.object({
  rules: z.array(z.object({ rule: z.string(), severity: z.enum(['yellow', 'red']), count: z.number() })),
  rows: z.array(findingSchema),
  total: z.number(),
})
export type VehicleFindingList = z.infer<typeof vehicleFindingsSchema>

const cleanSchema = z.object({ vehicles: z.number(), clean: z.number() })
/**
 * GET /api/vehicles/compliance?region=&at=: vehicles and those of them without an open finding, of a region and its parts,
 * now or at the end of the day of an instant, and at the end of each of the twelve months before: `by` the last day that was
 * kept here, or else as a platform handed it over. `since`: the first day that was kept here; null where none was, and for a
 * unit's viewer, of whose unit nothing is kept.
 */
export const vehicleComplianceSchema = cleanSchema.extend({
  region: z.string(),
  name: z.string(),
  unit: z.string().optional(),
  parts: z.array(cleanSchema.extend({ id: z.string(), name: z.string() })),
  since: z.string().nullable(),
  months: z.array(
    cleanSchema.extend({ month: z.string(), day: z.string(), by: z.enum(['here', 'platform']) }),
  ),
  asOf: z.number(),
})
export type VehicleCompliance = z.infer<typeof vehicleComplianceSchema>

/** GET /api/vehicles/:id/ledger: 单车核算. */
export const vehicleLedgerSchema = z.object({
  id: z.string(),
  norm: z.number().nullable(),
  months: z.array(
    z.object({
      month: z.string(),
      daysUsed: z.number(),
      daysDue: z.number(),
      kilometres: z.number(),
      cost: z.number(),
      per100Km: z.number().nullable(),
      costPer100Km: z.number().nullable(),
    }),
  ),
  byKind: z.array(z.object({ kind: costKindSchema, amount: z.number(), count: z.number() })),
  costs: z.array(costRowSchema),
  costsTotal: z.number(),
  orders: z.array(
    z.object({
      id: z.string(),
      start: z.number(),
      end: z.number(),
      reason: z.string(),
      to: z.string(),
      status: orderStatusSchema,
      km: z.number().nullable(),
      verdict: verdictSchema.nullable(),
    }),
  ),
  findings: z.array(findingSchema),
  asOf: z.number(),
})
export type VehicleLedger = z.infer<typeof vehicleLedgerSchema>
