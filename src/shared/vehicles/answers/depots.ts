import { z } from 'zod'

/** GET /api/depots?region=: 停车场, where vehicles are kept. */
const depotSchema = z.object({
  id: z.string(),
  region: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
})
export type Depot = z.infer<typeof depotSchema>
export const depotsSchema = z.object({ depots: z.array(depotSchema) })
