import { LRUCache } from 'lru-cache'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { DrawnRoad } from '#shared/protocol/http.ts'
import { ROAD_CLASSES } from '#shared/vehicles/roads/limits.ts'
import { DETAILS, DRAWN_AS, pathAt, type DrawnClass } from '#shared/vehicles/roads/drawn.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'
import type { RoadsRepository } from './roadRows.ts'

export interface DrawnRoads {
  /** Roads below a region within the viewer's scope, as a map of this detail draws them. */
  list(viewer: Viewer, region: string, detail: DrawnClass): Promise<readonly DrawnRoad[]>
  /** What was thinned is forgotten: a platform sent roads. */
  changed(): void
}

/** Answers that are kept: the region, its cities and the counties that screens look at. */
const KEPT = 48

/** Roads change seldom and are asked for by every screen: each answer is thinned once. */
export const makeDrawnRoads = ({
  roads,
  tree,
  scope,
}: {
  readonly roads: RoadsRepository
  readonly tree: RegionTree
  readonly scope: Scope
}): DrawnRoads => {
  const kept = new LRUCache<string, Promise<readonly DrawnRoad[]>>({ max: KEPT })
  const read = async (region: string, detail: DrawnClass): Promise<readonly DrawnRoad[]> => {
    const wanted = DETAILS[detail]
    const classes = ROAD_CLASSES.filter((one) => wanted.classes.includes(DRAWN_AS[one]))
    const everywhere = region === tree.province()?.code
    const rows = await roads.list(everywhere ? null : tree.subtree(region), classes)
    return rows.flatMap((row) => {
      const path = pathAt(row.path, wanted)
      return path ? [{ id: row.id, name: row.name, class: DRAWN_AS[row.class], path }] : []
    })
  }
  return {
    list: (viewer, region, detail) => {
      if (!tree.get(region)) throw notFound(`region ${region}`)
      scope.requireRegion(viewer, region, `region ${region}`)
      const key = `${region} ${detail}`
      const known = kept.get(key)
      if (known) return known
      const asked = read(region, detail)
      kept.set(key, asked)
      asked.catch(() => kept.delete(key))
      return asked
    },
    changed: () => kept.clear(),
  }
}
