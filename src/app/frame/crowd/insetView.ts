import type { LonLat } from '#shared/kernel/units.ts'
import { mercatorPx, type Bounds } from '../../../projections/clusters.ts'

/** CSS pixels from the inset's top left. */
export type Spot = readonly [x: number, y: number]

/** How the inset looks at the ground: north up, at one zoom. */
export interface InsetView {
  readonly zoom: number
  readonly at: (place: LonLat) => Spot
}

/** Nearer than this nothing more is to be seen of a town. */
const NEAREST_ZOOM = 17

/** The closest look at bounds that keeps a margin in a picture of this size, CSS pixels. */
export const insetView = (
  [west, south, east, north]: Bounds,
  { width, height, marginPx }: { readonly width: number; readonly height: number; readonly marginPx: number },
): InsetView => {
  const [from, to] = [mercatorPx([west, north], 0), mercatorPx([east, south], 0)]
  const free = (side: number): number => Math.max(1, side - marginPx * 2)
  const scale = Math.min(free(width) / (to[0] - from[0]), free(height) / (to[1] - from[1]))
  const zoom = Math.min(NEAREST_ZOOM, Math.log2(scale))
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as const
  return {
    zoom,
    at: (place) => {
      const [x, y] = mercatorPx(place, 0)
      return [width / 2 + (x - middle[0]) * 2 ** zoom, height / 2 + (y - middle[1]) * 2 ** zoom]
    },
  }
}
