import { z } from 'zod'

export const ring = z.array(z.tuple([z.number(), z.number()]))
/** Where a record came from and when it was true. */
export const provenanceSchema = z.object({ source: z.string(), sourceId: z.string(), updatedAt: z.number(), receivedAt: z.number() })
