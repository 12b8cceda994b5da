import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Regions } from '../directory/types.ts'

/** What lies outside a viewer's scope is answered like what does not exist. */
export interface LiveScope {
  /** The region asked for, or the viewer's own where none was; throws `not-found` outside the scope. */
  region(viewer: Viewer, asked: string | undefined): string
  /** Throws `not-found` unless a thing of this region and unit may be seen. */
  require(viewer: Viewer, what: string, at: { region: string; units: (unit: string) => boolean }): void
  unit(viewer: Viewer): string | null
}

const missing = (what: string): AppError =>
  new AppError('not-found', `${what} does not exist or lies outside your scope`)

export const makeLiveScope = (regions: Pick<Regions, 'contains'>): LiveScope => ({
  region: (viewer, asked) => {
    const region = asked ?? viewer.scope.region
    const inside = regions.contains(viewer.scope.region, region)
    const above = viewer.scope.kind === 'unit' && regions.contains(region, viewer.scope.region)
    if (!inside && !above) throw missing(region)
    return region
  },
  require: (viewer, what, at) => {
    const { scope } = viewer
    const seen = scope.kind === 'unit' ? at.units(scope.unit) : regions.contains(scope.region, at.region)
    if (!seen) throw missing(what)
  },
  unit: (viewer) => (viewer.scope.kind === 'unit' ? viewer.scope.unit : null),
})
