import { z } from 'zod'
import { VERDICT_CODES } from '../orders/threeWay/verdict.ts'
import {
  orderPurposeSchema,
  orderRoleSchema,
  orderStatusSchema,
  orderStepNameSchema,
} from '../collections/orders.ts'
import { costKindSchema } from '../collections/vehicle-costs.ts'
import { provenanceSchema } from '../../kernel/schemas.ts'

const stepStateSchema = z.object({
  step: orderStepNameSchema,
  by: orderRoleSchema,
  at: z.number().nullable(),
  state: z.enum(['done', 'current', 'waiting', 'skipped']),
  since: z.number().nullable(),
  due: z.number().nullable(),
  late: z.boolean(),
})
export const verdictSchema = z.enum(['green', 'yellow', 'red', 'unknown'])
const reasonSchema = z.object({
  code: z.enum(VERDICT_CODES),
  severity: z.enum(['yellow', 'red']),
  rule: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
const threeWaySchema = z.object({
  verdict: verdictSchema,
  reasons: z.array(reasonSchema),
  track: z
    .object({
      points: z.number(),
      drift: z.number().optional(),
      km: z.number(),
      movingMs: z.number(),
      firstMovingAt: z.number().nullable(),
      lastMovingAt: z.number().nullable(),
      unknownMs: z.number(),
      stops: z.number(),
      destinationM: z.number().nullable().optional(),
      awayMs: z.number().optional(),
    })
    .nullable(),
  judgedAt: z.number(),
})
export const costRowSchema = z.object({
  id: z.string(),
  kind: costKindSchema,
  at: z.number(),
  amount: z.number(),
  quantity: z.number().nullable(),
  vendor: z.string(),
  order: z.string().nullable(),
})

/** GET /api/vehicles/orders?region=&step=&late=: the board of the eleven steps. Plates are masked by role. */
export const orderBoardSchema = z.object({
  steps: z.array(
    z.object({
      step: orderStepNameSchema,
      by: orderRoleSchema,
      hours: z.object({ from: z.number(), to: z.number() }).nullable(),
      limitMinutes: z.number(),
      since: z.enum(['previous', 'start', 'end']),
      own: z.boolean(),
      count: z.number(),
      overdue: z.number(),
    }),
  ),
  orders: z.array(
    z.object({
      id: z.string(),
      plate: z.string(),
      vehicle: z.string(),
      unit: z.string(),
      unitName: z.string(),
      reason: z.string(),
      to: z.string(),
      start: z.number(),
      end: z.number(),
      step: orderStepNameSchema,
      by: orderRoleSchema,
      since: z.number().nullable(),
      due: z.number().nullable(),
      overdue: z.boolean(),
    }),
  ),
  total: z.number(),
  overdue: z.number(),
  /** 在办: not yet 归队; 待办结: back, with 填报, 费用校核 or 评价 to come. */
  open: z.number(),
  backlog: z.number(),
  /** 在途 against where the vehicles are seen now; null of the past. */
  out: z
    .object({
      orders: z.number(),
      moving: z.number(),
      stopped: z.number(),
      silent: z.number(),
      others: z.number(),
    })
    .nullable(),
  asOf: z.number(),
})
export type OrderBoard = z.infer<typeof orderBoardSchema>

/** GET /api/vehicles/orders/:id. */
export const orderCardSchema = z.object({
  id: z.string(),
  vehicle: z.string(),
  plate: z.string(),
  masked: z.boolean(),
  unit: z.object({ id: z.string(), name: z.string() }),
  reason: z.string(),
  purpose: orderPurposeSchema.nullable(),
  from: z.string(),
  to: z.string(),
  toRegion: z.string().nullable(),
  crossRegionApproval: z.string().nullable(),
  passengers: z.number().nullable(),
  start: z.number(),
  end: z.number(),
  status: orderStatusSchema,
  driver: z.string().nullable(),
  plannedKm: z.number().nullable(),
  report: z
    .object({
      returnedAt: z.number().nullable(),
      kilometres: z.number().nullable(),
      energy: z.number().nullable(),
      cost: z.number().nullable(),
    })
    .nullable(),
  rating: z.number().nullable(),
  steps: z.array(stepStateSchema),
  overdue: z.boolean(),
  costs: z.array(costRowSchema),
  /** null before its track was compared. */
  threeWay: threeWaySchema.nullable(),
  provenance: provenanceSchema,
  asOf: z.number(),
})
export type OrderCard = z.infer<typeof orderCardSchema>
