import type { RegionRow } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import type { SceneInput } from './input.ts'

/** The ids of the open region and all regions below it. */
export const regionsWithin = (regions: readonly RegionRow[], root: string): ReadonlySet<string> => {
  const inside = new Set([root])
  for (const region of regions) if (region.parent !== null && inside.has(region.parent)) inside.add(region.id)
  return inside
}

/** The region that the open place is or lies in. */
export const openRegion = (input: Pick<SceneInput, 'view' | 'regions'>): string => {
  const path = input.view?.path ?? []
  const region = path.filter((step) => depthOf(step.kind) <= 2).at(-1)
  return region?.id ?? input.regions[0]?.id ?? ''
}

/** How deep the open place lies; 0 before it was read. */
export const openDepth = (input: Pick<SceneInput, 'view'>): number =>
  input.view ? depthOf(input.view.kind) : 0
