import { z } from 'zod'
import { FIGURE_IDS } from '../../vehicles/figures.ts'
import { VEHICLE_INDEX_IDS } from '../../vehicles/indices.ts'
import { VEHICLE_SUMS } from '../../vehicles/sums.ts'
import { VERDICT_CODES } from '../../vehicles/orders/threeWay.ts'
import { costKindSchema, orderRoleSchema, orderStepNameSchema } from '../platform/vehicleLedger.ts'
import { provenanceSchema } from './common.ts'

const figureIdSchema = z.enum(FIGURE_IDS)
const valuesSchema = z.record(figureIdSchema, z.number().nullable())
const sumsSchema = z.record(z.enum(VEHICLE_SUMS), z.number())
const placeRowSchema = z.object({ id: z.string(), name: z.string(), kind: z.enum(['region', 'unit']) })

/** Trips compared and those of them that overlap, of so many trips of the months' ledger; `of` is null where the ledger names none. */
const comparedSchema = z.object({ trips: z.number(), overlapping: z.number(), of: z.number().nullable() })
/** What a part's rates are of. */
const basesSchema = z.object({
  daysUsed: z.number(),
  daysDue: z.number(),
  hoursUsed: z.number(),
  hoursDue: z.number(),
  rental: z.number(),
  running: z.number(),
  before: z.number().default(0),
  baseVehicles: z.number().default(0),
})
const overlapBySchema = z.enum(['tracks', 'platform', 'both']).nullable()

/** GET /api/vehicles/figures?region=&unit=&period=: 双费双率 of a place, the months before, and its parts. `period` is `YYYY-MM` or `YYYY`. */
export const vehicleFiguresSchema = placeRowSchema.extend({
  period: z.string(),
  months: z.array(z.string()),
  /** Whole months that are known, oldest first. */
  known: z.array(z.string()),
  values: valuesSchema,
  sums: sumsSchema,
  before: sumsSchema.nullable(),
  overlap: comparedSchema.extend({
    from: z.string(),
    to: z.string(),
    savedKm: z.number(),
    days: z.number(),
    by: overlapBySchema,
  }),
  /** 重叠率 by month, the months since the newest whole one with it; `by`: from tracks, or as the platform counted it. */
  overlapTrend: z.array(
    comparedSchema.extend({ month: z.string(), value: z.number().nullable(), by: overlapBySchema }),
  ),
  trend: z.array(z.object({ month: z.string(), values: valuesSchema, bases: basesSchema })),
  rows: z.array(
    placeRowSchema.extend({
      values: valuesSchema,
      vehicles: z.number(),
      bases: basesSchema,
      overlap: comparedSchema,
    }),
  ),
  total: z.number(),
  /** When the sums were made; null before the first time. */
  asOf: z.number().nullable(),
})
export type VehicleFigures = z.infer<typeof vehicleFiguresSchema>

const scoreSchema = z.object({
  score: z.number().nullable(),
  rank: z.number().nullable(),
  /** Score of the month before. */
  before: z.number().nullable(),
  parts: z.array(
    z.object({ id: z.string(), value: z.number().nullable(), n: z.number(), score: z.number().nullable() }),
  ),
})
/** GET /api/vehicles/indices?region=&of=: the five indices of peers, ranked; units are set against their own class. */
export const vehicleIndicesSchema = z.object({
  month: z.string().nullable(),
  rows: z.array(
    placeRowSchema.extend({
      peers: z.number(),
      vehicles: z.number(),
      indices: z.record(z.enum(VEHICLE_INDEX_IDS), scoreSchema),
    }),
  ),
  total: z.number(),
  asOf: z.number().nullable(),
})
export type VehicleIndices = z.infer<typeof vehicleIndicesSchema>

const stepStateSchema = z.object({
  step: orderStepNameSchema,
  by: orderRoleSchema,
  at: z.number().nullable(),
  state: z.enum(['done', 'current', 'waiting', 'skipped']),
  since: z.number().nullable(),
  due: z.number().nullable(),
  late: z.boolean(),
})
const verdictSchema = z.enum(['green', 'yellow', 'red', 'unknown'])
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
const costRowSchema = z.object({
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
  purpose: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  toRegion: z.string().nullable(),
  crossRegionApproval: z.string().nullable(),
  passengers: z.number().nullable(),
  start: z.number(),
  end: z.number(),
  status: z.string(),
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
      status: z.string(),
      km: z.number().nullable(),
      verdict: verdictSchema.nullable(),
    }),
  ),
  findings: z.array(findingSchema),
  asOf: z.number(),
})
export type VehicleLedger = z.infer<typeof vehicleLedgerSchema>

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
/** GET /api/vehicles/overlaps?region=&unit=&day=: 可拼车 of a county and day, or those of them that a unit has part in; without a day the newest that was compared. */
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
