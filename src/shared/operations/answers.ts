import { z } from 'zod'
import { sourceStatusSchema } from '../intake/answers.ts'

const partSchema = z.object({ ok: z.boolean(), error: z.string().nullable() })

/** GET /healthz, no session. The status says that the process lives; `ok` that the database answers. */
export const healthSchema = z.object({ ok: z.boolean() })
export type Health = z.infer<typeof healthSchema>

/** GET /readyz, no session; 503 while it is not. */
export const readinessSchema = z.object({ ready: z.literal(true) })
export type Readiness = z.infer<typeof readinessSchema>

/** What is being made after a load, and how far it is where that can be told; null when nothing is. */
const makingSchema = z
  .object({ zh: z.string(), en: z.string(), done: z.number().nullable(), total: z.number().nullable() })
  .nullable()
export type Making = z.infer<typeof makingSchema>

/** GET /api/ops/health: what both probes stand for, in all its parts, and what an operator should mend. */
export const opsHealthSchema = z.object({
  ok: z.boolean(),
  ready: z.boolean(),
  version: z.string(),
  parts: z.object({ database: partSchema, tracks: partSchema, start: partSchema }),
  sources: z.array(sourceStatusSchema.extend({ ageMs: z.number().nullable() })),
  risks: z.array(z.string()),
  making: makingSchema,
})
export type OpsHealth = z.infer<typeof opsHealthSchema>
