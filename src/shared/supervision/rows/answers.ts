import { z } from 'zod'
import { alertSchema, countNounSchema, wordsSchema as words } from '../answers.ts'

const named = z.object({ id: z.string(), name: z.string() })

/** What the rows behind an alert are: one kind for all rules of a family. */
const kind = z.enum(['room', 'person', 'building', 'vehicle', 'record'])
export type AlertRowKind = z.infer<typeof kind>

/** `info`: it is over, or the alert that it is told in calls nobody. */
export const rowSeveritySchema = z.enum(['red', 'yellow', 'info'])

/** One room, person, building, vehicle or record behind an alert. */
const alertRowSchema = z.object({
  id: z.string(),
  severity: rowSeveritySchema,
  /** What a press on it opens; null where nothing on the screen stands for it, or where it lies outside the scope. */
  opens: z
    .object({ kind: z.enum(['room', 'building', 'vehicle', 'unit']), id: z.string(), at: z.string() })
    .nullable(),
  /** Its own name: a room's number, a plate (masked by role), a building, a record. */
  name: z.string(),
  unit: named.nullable(),
  compound: z.string().nullable(),
  building: z.string().nullable(),
  /** Who sits there or has to answer, masked by role; null where nobody is known, or the role sees no people. */
  person: z.string().nullable(),
  grade: z.string().nullable(),
  /** What was found beside what is allowed: m², km/h, kWh. */
  found: z.number().nullable(),
  limit: z.number().nullable(),
  /** By how much it is a case, in the page's `amount`; the rows stand in its order. */
  amount: z.number().nullable(),
  since: z.number().nullable(),
  dueAt: z.number().nullable(),
  /** What else is known, in words; plates and names masked by role, never an exact place. */
  detail: words.nullable(),
})
export type AlertRow = z.infer<typeof alertRowSchema>

/** What `amount` counts, and what `found` and `limit` are. */
const amountSchema = z.object({ name: words, unit: words, decimals: z.number() })
export type AmountWords = z.infer<typeof amountSchema>

/**
 * GET /api/alerts/:id/rows?severity=&after=&limit=[&row=][&at=]: what stands behind an alert, the gravest first, as far as
 * the viewer may see it. `next` asks for what follows; null at the end. With `row` that one alone, wherever it stands.
 */
export const alertRowsSchema = z.object({
  alert: alertSchema,
  name: words,
  /** When something is a case, with the limits in force; null where the alert's text says it. */
  formula: words.nullable(),
  kind,
  counts: countNounSchema,
  amount: amountSchema.nullable(),
  /** All of them, and by grade with what the rule calls it. */
  total: z.number(),
  grades: z.array(z.object({ severity: rowSeveritySchema, name: words, count: z.number() })),
  rows: z.array(alertRowSchema),
  next: z.string().nullable(),
  masked: z.boolean(),
  asOf: z.number(),
})
export type AlertRows = z.infer<typeof alertRowsSchema>
