import { z } from 'zod'

const degrees = z.number().min(-360).max(360)

/** The site's own ground (现场底图): what it is and how it fares. */
export const siteGroundSchema = z.object({
  kind: z.enum(['pmtiles', 'mbtiles', 'folder', 'wmts']).nullable(),
  /** `none`: the site has set none. `refused`: what is set cannot be drawn. `away`: it does not answer for now. */
  state: z.enum(['none', 'ready', 'away', 'refused']),
  /** Why it is not `ready`, Chinese first; null where it is, or where none is set. */
  sentence: z.string().nullable(),
  minZoom: z.number().int(),
  maxZoom: z.number().int(),
  /** West, south, east, north; null where it does not say. */
  bounds: z.tuple([degrees, degrees, degrees, degrees]).nullable(),
  /** How its tiles cut the earth: by Web Mercator, or by degrees (天地图 `c`). */
  tiling: z.enum(['mercator', 'degrees']),
  attribution: z.string().nullable(),
  /** 审图号. */
  approval: z.string().nullable(),
  /** Goes into the address of a tile, so that what a browser keeps is of this ground. */
  version: z.string(),
})
export type SiteGround = z.infer<typeof siteGroundSchema>
