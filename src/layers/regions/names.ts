import type { RegionRow } from '#shared/protocol/http.ts'
import { WORST_HEX } from '../../theme/palette.ts'
import { FRAME } from '../../theme/wall.ts'
import type { SceneInput } from '../../projections/input.ts'
import { openDepth, openRegion, regionsWithin } from '../../projections/regions.ts'
import { markText, shortMark } from '../../projections/values.ts'
import type { Names } from '../layer.ts'
import { bandsOf } from './bands.ts'
import { seatRadius } from './seats.ts'
import { worstCounties } from './worst.ts'

const LABEL_KIND: readonly (readonly RegionRow['kind'][])[] = [['city', 'county'], ['county']]

/** Counties beside their cities are named from here on: farther off the pointer names them. */
const COUNTIES_FROM_ZOOM = 7.5
/** Half of a disc, u. */
const DISC_U = 1.35

/** Cities, and counties from nearer by; the value stands under the name. */
const placeNames = (input: SceneInput, worst: readonly RegionRow[]): Names => {
  const depth = openDepth(input)
  const kinds = LABEL_KIND[depth] ?? []
  const inside = regionsWithin(input.regions, openRegion(input))
  const rows = input.regions.filter((region) => kinds.includes(region.kind) && inside.has(region.id))
  return rows.map((region) => {
    const isCity = region.kind === 'city'
    const clearPx = isCity ? seatRadius(input) * CLEAR : worst.includes(region) ? discRadius(input) : null
    return {
      id: region.id,
      at: region.center,
      text: region.name,
      ...(input.ownUnitOnly ? {} : { detail: (depth === 0 && isCity ? shortMark : markText)(region, input) }),
      ...(depth === 0 && !isCity ? { fromZoom: COUNTIES_FROM_ZOOM } : {}),
      ...(clearPx === null ? {} : { clearPx }),
      priority: isCity ? 100 : 50,
      emphasis: isCity || depth > 0,
    }
  })
}
/** A name stands so much farther from a seat than its rim. */
const CLEAR = 1.15

const discRadius = ({ textPx }: SceneInput): number => (DISC_U * textPx) / FRAME.textU

/** Numbers on a wall, names with a line elsewhere. */
const worstNames = (input: SceneInput, worst: readonly RegionRow[]): Names =>
  worst.map((region, i) => {
    const common = { at: region.center, priority: worst.length - i, emphasis: false }
    if (input.isListed) {
      const disc = { hex: WORST_HEX, radiusPx: discRadius(input) }
      return { ...common, id: `worst ${region.id}`, text: String(i + 1), disc }
    }
    return {
      ...common,
      id: `worst ${region.id}`,
      text: region.name,
      detail: markText(region, input),
      clearPx: seatRadius(input) * CLEAR,
      callout: { hex: WORST_HEX, outside: bandsOf(input) },
    }
  })

/** What the regions are to be named, and where it is worst. */
export const regionNames = (input: SceneInput): Names => {
  const worst = worstCounties(input)
  return [...placeNames(input, worst), ...worstNames(input, worst)]
}
