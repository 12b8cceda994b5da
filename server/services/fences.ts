import type { Viewer } from '#shared/access/roles.ts'
import type { FenceRow } from '#shared/protocol/http.ts'
import type { Fence } from '#shared/vehicles/fences/fence.ts'
import { shapeOf } from '#shared/vehicles/fences/fence.ts'
import type { LonLat } from '#shared/units.ts'
import type { FencesRepository } from '../repositories/fences.ts'
import type { LiveScope } from './liveScope.ts'
import type { Regions, SourceLog } from './liveTypes.ts'

export interface Fences {
  /** Every fence with its ground, for the rules; one that names an unknown region is left out and logged. */
  all(): Promise<Fence[]>
  /** What is drawn below a region within the viewer's scope: whom a roster names stays here. */
  list(viewer: Viewer, region: string): Promise<FenceRow[]>
}

export interface FencesDeps {
  readonly fences: FencesRepository
  readonly regions: Regions & { get(code: string): { readonly geometry: readonly (readonly (readonly (readonly [number, number])[])[])[] } | undefined }
  readonly scope: LiveScope
  readonly log: SourceLog
}

const borderOf = (regions: FencesDeps['regions']) => (code: string): readonly (readonly (readonly LonLat[])[])[] | null => regions.get(code)?.geometry ?? null

export const makeFences = ({ fences, regions, scope, log }: FencesDeps): Fences => ({
  all: async () =>
    (await fences.list(null)).flatMap(({ geometry, ...fence }) => {
      const shape = shapeOf(geometry, borderOf(regions))
      if (!shape) log.warn({ fence: fence.id, geometry }, 'fence left out: expected the code of a known region')
      return shape ? [{ ...fence, shape }] : []
    }),
  list: async (viewer, asked) => {
    const region = scope.region(viewer, asked)
    return (await fences.list(regions.subtree(region))).map(({ roster, order, window, ...row }): FenceRow => ({
      ...row,
      binds: order !== null ? 'order' : roster !== null ? 'roster' : 'all',
      window: window === null ? null : { days: window.days, from: window.from, to: window.to },
    }))
  },
})
