import { z } from 'zod'
import { ring } from '../kernel/schemas.ts'

/** GET /api/regions: every region in scope with its measures; the overview needs nothing else for its figures. */
const regionRowSchema = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  kind: z.enum(['province', 'city', 'county']),
  name: z.string(),
  center: z.tuple([z.number(), z.number()]),
  /** In MEASURES order. */
  measures: z.array(z.number()),
})
export type RegionRow = z.infer<typeof regionRowSchema>
/** The months that the sums count, `YYYY-MM`: energy's twelve from the first to the last, and the vehicles' one. */
const countedSchema = z.object({
  energyFrom: z.string(),
  energyTo: z.string(),
  vehicles: z.string(),
  quotaYear: z.number(),
})
export type Counted = z.infer<typeof countedSchema>
/** `borders`: the version of their borders; `unit`: whose figures these are, where the viewer's scope is one unit. */
export const regionsSchema = z.object({
  regions: z.array(regionRowSchema),
  counted: countedSchema.nullable().default(null),
  borders: z.string(),
  unit: z.string().optional(),
  asOf: z.number(),
})
export type Regions = z.infer<typeof regionsSchema>

/**
 * GET /api/regions/borders: the border (边界) of every region in scope in their order, each polygon with its rings in WGS-84
 * degrees. Megabytes that change once a year: a browser keeps a version for as long.
 */
export const bordersSchema = z.object({
  version: z.string(),
  borders: z.array(z.object({ id: z.string(), parts: z.array(z.array(ring)) })),
})
export type Borders = z.infer<typeof bordersSchema>

/** GET /api/compounds?region=: all compounds below a region, for dots. */
export const compoundRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  measures: z.array(z.number()),
})
export type CompoundRow = z.infer<typeof compoundRowSchema>
