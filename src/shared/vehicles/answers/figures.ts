import { z } from 'zod'
import { FIGURE_IDS } from '../figures.ts'
import { VEHICLE_INDEX_IDS } from '../indices.ts'
import { VEHICLE_SUMS } from '../sums.ts'

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
  /** Trips that were compared with their tracks, and of them those with a finding. */
  judged: z.number().default(0),
  faults: z.number().default(0),
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
