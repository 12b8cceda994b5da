import { DAY_MS } from '#shared/kernel/time/time.ts'
import { polygon, simplify } from '@turf/turf'
import type { RegionRecord } from '#shared/protocol/platform.ts'
import type { Degrees, EpochMs } from '#shared/kernel/units.ts'
import type { Boundary } from '../../boundaries/index.ts'
import { makeInside, round } from './geo.ts'

/** The middle of the largest part, or the seat where that middle falls outside. */
const centerOf = ({ geometry, seat }: Boundary): [number, number] => {
  let [best, x, y] = [0, seat[0], seat[1]]
  for (const [outer] of geometry) {
    let [twice, sumX, sumY] = [0, 0, 0]
    for (let i = 0; i + 1 < outer!.length; i++) {
      const [p, q] = [outer![i]!, outer![i + 1]!]
      const cross = p[0] * q[1] - q[0] * p[1]
      twice += cross
      sumX += (p[0] + q[0]) * cross
      sumY += (p[1] + q[1]) * cross
    }
    if (Math.abs(twice) > best) [best, x, y] = [Math.abs(twice), sumX / (3 * twice), sumY / (3 * twice)]
  }
  return makeInside(geometry)([x, y]) ? [round(x, 6), round(y, 6)] : [seat[0], seat[1]]
}

/** Borders do not change with the seed: their stamp is the day a year before now. */
export const toRegion = (boundary: Boundary, now: EpochMs): RegionRecord => ({
  code: boundary.code,
  parent: boundary.parent,
  level: boundary.level,
  name: boundary.name,
  center: centerOf(boundary),
  geometry: boundary.geometry,
  updatedAt: now - 365 * DAY_MS,
})

/** The same border in fewer points, each part by itself: borders of neighbours no longer meet exactly. */
export const coarse = (region: RegionRecord, within: Degrees): RegionRecord => ({
  ...region,
  geometry: region.geometry.map(
    (rings) => simplify(polygon(rings), { tolerance: within }).geometry.coordinates as typeof rings,
  ),
})
