import { z } from 'zod'
import { isRealDay } from '../../text.ts'

export const ring = z.array(z.tuple([z.number(), z.number()]))
/** Where a record came from and when it was true. */
export const provenanceSchema = z.object({
  source: z.string(),
  sourceId: z.string(),
  updatedAt: z.number(),
  receivedAt: z.number(),
})

/** Nothing of the field is older or later; what is kept, and now, bound an instant further where it is read. */
const [OLDEST, LATEST] = [Date.UTC(2000, 0, 1), Date.UTC(2200, 0, 1)]
/** Epoch ms in a query, of a time that can be meant. */
export const askedInstant = z.coerce.number().int().min(OLDEST).max(LATEST)
/** A civil day, `YYYY-MM-DD`, that exists. */
export const civilDay = z
  .string()
  .max(10)
  .refine(isRealDay, { error: 'expected a day that exists, YYYY-MM-DD' })
