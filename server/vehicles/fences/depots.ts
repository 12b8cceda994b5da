import type { Viewer } from '#shared/kernel/roles.ts'
import type { Depot } from '#shared/protocol/http.ts'
import type { DepotsRepository } from './depotRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'

/** 停车场 below a region within the viewer's scope; a unit's viewer sees those that keep its vehicles. */
export type ListDepots = (viewer: Viewer, region: string) => Promise<Depot[]>

export const makeListDepots =
  ({ depots, tree, scope }: { depots: DepotsRepository; tree: RegionTree; scope: Scope }): ListDepots =>
  async (viewer, region) => {
    if (!tree.get(region)) throw notFound(`region ${region}`)
    scope.requireRegion(viewer, region, `region ${region}`)
    const unit = scope.unit(viewer)
    const wide = unit !== null || region === tree.province()?.code
    return depots.list(wide ? null : tree.subtree(region), unit)
  }
