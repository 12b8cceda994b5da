import { z } from 'zod'
import { coalBasisSchema, indexIdSchema } from './lists.ts'

/**
 * GET /api/worst?region=&index=&basis=: the worst compound of a region, its worst building and that one's worst floor, as
 * the ledger stands now. `steps` are empty where no compound has a figure; `path` are the regions between, the county last.
 */
export const worstPlaceSchema = z.object({
  region: z.string(),
  index: indexIdSchema,
  basis: coalBasisSchema,
  path: z.array(z.object({ id: z.string(), name: z.string() })),
  steps: z.array(
    z.object({
      kind: z.enum(['compound', 'building', 'floor']),
      id: z.string(),
      name: z.string(),
      value: z.number().nullable(),
      measures: z.array(z.number()),
    }),
  ),
  asOf: z.number(),
})
export type WorstPlace = z.infer<typeof worstPlaceSchema>
