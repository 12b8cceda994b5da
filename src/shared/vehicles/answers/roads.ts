import { z } from 'zod'
import { DRAWN_CLASSES } from '../roads/drawn.ts'

/** GET /api/roads?region=&detail=: roads as a map draws them. */
const roadSchema = z.object({
  id: z.string(),
  name: z.string(),
  class: z.enum(DRAWN_CLASSES),
  /** WGS-84, thinned to what the detail shows. */
  path: z.array(z.tuple([z.number(), z.number()])),
})
export type DrawnRoad = z.infer<typeof roadSchema>
export const roadsSchema = z.object({ roads: z.array(roadSchema) })
