import { z } from 'zod'

/** One pose for every engine; `zoom` is the Web-Mercator zoom at 512 px tiles. Interior poses orbit the same lon/lat. */
export const cameraPoseSchema = z.object({
  lon: z.number(),
  lat: z.number(),
  zoom: z.number(),
  pitchDeg: z.number().min(0).max(85),
  bearingDeg: z.number(),
})
export type CameraPose = z.infer<typeof cameraPoseSchema>

/** Where a camera should go: a pose, or bounds that must be in view. */
export type CameraGoal =
  | { readonly kind: 'pose'; readonly pose: CameraPose }
  | {
      readonly kind: 'bounds'
      /** [west, south, east, north]. */
      readonly bounds: readonly [number, number, number, number]
      readonly pitchDeg: number
      readonly bearingDeg: number
      /** CSS pixels kept free on each side for the panels: top, right, bottom, left. */
      readonly padding: readonly [number, number, number, number]
    }
