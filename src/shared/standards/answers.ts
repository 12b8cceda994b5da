import { z } from 'zod'
import { civilDay } from '../kernel/schemas.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const textSchema = z.object({ zh: z.string(), en: z.string() })

/** A parameter's value by field, as it is shown; names, units and bounds stand in `src/shared/standards/register.ts`. */
const parameterValueSchema = z.record(z.string(), z.union([z.number(), z.string()]))

/** One revision: `value` null is a return to the default. */
const parameterVersionSchema = z.object({
  version: z.number().int().positive(),
  value: parameterValueSchema.nullable(),
  /** Civil day (UTC+8) from which it is in force. */
  effectiveFrom: day,
  reason: z.string(),
  /** Document and article that it follows; null where none was asked for. */
  basis: z.string().nullable(),
  by: z.string(),
  at: z.number(),
})
export type ParameterVersion = z.infer<typeof parameterVersionSchema>

export const parameterRowSchema = z.object({
  key: z.string(),
  /** In force today. */
  value: parameterValueSchema,
  /** Newest version that was written; 0 while there is none. Sent back with an edit. */
  latest: z.number().int().nonnegative(),
  /** The revision in force; null while the default is. */
  revised: parameterVersionSchema.nullable(),
  /** The next that comes in force on a later day. */
  next: parameterVersionSchema.nullable(),
})
export type ParameterRow = z.infer<typeof parameterRowSchema>

/** What is made anew after a revision; `total` 0 when nothing was since the start. */
const rebuildSchema = z.object({
  running: z.boolean(),
  done: z.number().int(),
  total: z.number().int(),
  what: textSchema.nullable(),
  failed: z.array(z.string()),
  at: z.number().nullable(),
})
export type Rebuild = z.infer<typeof rebuildSchema>

export const parameterListSchema = z.object({
  rows: z.array(parameterRowSchema),
  mayEdit: z.boolean(),
  /** Why this viewer may not edit. */
  whyNot: textSchema.nullable(),
  rebuild: rebuildSchema,
  /** Years around today of which the state's calendar of workdays is known. */
  calendarYears: z.array(z.number().int()),
  asOf: z.number(),
})
export type ParameterList = z.infer<typeof parameterListSchema>

export const parameterHistorySchema = z.object({
  key: z.string(),
  default: parameterValueSchema,
  versions: z.array(parameterVersionSchema),
})
export type ParameterHistory = z.infer<typeof parameterHistorySchema>

/** `value` null goes back to the default; `version` is the newest that the editor saw. Bounds are told by the server, field by field. */
export const parameterEditSchema = z.object({
  value: parameterValueSchema.nullable(),
  version: z.number().int().nonnegative(),
  effectiveFrom: civilDay.optional(),
  reason: z.string().trim().max(300),
  basis: z.string().trim().max(300).nullable().default(null),
})
export type ParameterEdit = z.input<typeof parameterEditSchema>

/** Topic `standards`: a revision came in force, or the work after it went on. */
export interface StandardsChange {
  readonly keys: readonly string[]
  readonly rebuild: Rebuild
}
