import { z } from 'zod'
import { isRealDay } from './text.ts'

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
/** The query parameter `at` of reads that have a history: now when left out. */
export const instant = askedInstant.optional()
/** A row to start at, and no later one than any list has. */
export const offset = z.coerce.number().int().min(0).max(1_000_000).default(0)
/** How many rows are asked for. */
export const limitOf = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual)
/** An id within a path. */
export const byId = z.object({ id: z.string().min(1).max(64) })
/** A region that must be named. */
export const regionCode = z.string().min(1).max(12)
/** A civil day, `YYYY-MM-DD`, that exists. */
export const civilDay = z
  .string()
  .max(10)
  .refine(isRealDay, { error: 'expected a day that exists, YYYY-MM-DD' })

/** A limit as it applies: the number, the document, the article, how far it was confirmed. */
export const ruleCitationSchema = z.object({
  document: z.string(),
  article: z.string(),
  mark: z.enum(['T', 'S', 'V', 'M', 'D']),
})
export type RuleCitation = z.infer<typeof ruleCitationSchema>

/** Every error answer. `message` is for a person; `code` is translated. */
export const errorAnswerSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
})
