import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { RegionTree } from '../regions/regionTree.ts'

/** What a viewer may see. What lies outside is answered exactly like what does not exist. */
export interface Scope {
  /** Throws `not-found` unless the region lies in the viewer's scope. */
  requireRegion(viewer: Viewer, region: string, what: string): void
  /** The regions that the viewer may see, `null` for the whole province. */
  regions(viewer: Viewer): readonly string[] | null
  /** The one unit that the viewer is bound to. */
  unit(viewer: Viewer): string | null
}

/** Says in an answer whose figures stand under a region's name: a unit's viewer sees the unit's alone. */
export const ofUnit = (scope: Pick<Scope, 'unit'>, viewer: Viewer): { unit?: string } => {
  const unit = scope.unit(viewer)
  return unit === null ? {} : { unit }
}

export const notFound = (what: string): AppError =>
  new AppError('not-found', `${what} does not exist or lies outside your scope`)

export const makeScope = (tree: RegionTree): Scope => ({
  requireRegion: (viewer, region, what) => {
    if (!tree.contains(viewer.scope.region, region)) throw notFound(what)
  },
  regions: (viewer) =>
    viewer.scope.region === tree.province()?.code ? null : tree.subtree(viewer.scope.region),
  unit: (viewer) => (viewer.scope.kind === 'unit' ? viewer.scope.unit : null),
})
