import { baseOf, type IndexDefinition } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { severeOf } from '#shared/indices/severe.ts'
import type { RegionRow } from '#shared/protocol/http.ts'
import type { SceneInput } from '../../projections/input.ts'
import { openDepth, openRegion, regionsWithin } from '../../projections/regions.ts'
import { valueOf } from '../../projections/values.ts'

/** Named beside the region where there is no list of them. */
const NAMED = 3

/** The classes that are over count as grave: of these are the worst, too. */
const fromOver = (index: IndexDefinition): IndexDefinition => {
  const [good, near, over] = index.breaks
  return { ...index, breaks: [good, near, over, over] }
}

/** Where something is wrong: on a wall all grave counties as they are numbered, else the three worst of the province; none where none is over. */
export const worstCounties = (input: SceneInput): readonly RegionRow[] => {
  const depth = openDepth(input)
  if (input.ownUnitOnly || depth > (input.isListed ? 1 : 0)) return []
  const inside = regionsWithin(input.regions, openRegion(input))
  const places = input.regions
    .filter(({ id, kind }) => kind === 'county' && inside.has(id))
    .map((region) => ({
      id: region.id,
      value: valueOf(region, input),
      n: input.index.of.part === null ? null : baseOf(input.index, measuresFromArray(region.measures)),
      region,
    }))
  const worst = input.isListed
    ? severeOf(input.index, places)
    : severeOf(fromOver(input.index), places, NAMED)
  return worst.map(({ region }) => region)
}
