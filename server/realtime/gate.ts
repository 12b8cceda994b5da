import { may, type Viewer } from '#shared/kernel/roles.ts'
import type { TopicRule } from '#shared/kernel/topic.ts'
import type { ErrorCode } from '#shared/kernel/errors.ts'
import type { Group } from './latest.ts'

/** What the gate asks of the tree of regions. */
export interface RegionTest {
  /** True when `code` is `ancestor` or lies below it; false for unknown codes. */
  contains(ancestor: string, code: string): boolean
}

export type Admission = { ok: true; group: Group } | { ok: false; code: ErrorCode; message: string }

/** Default refusal: a topic is opened only to a role that holds its permission, for a region in the viewer's scope; a cell only narrows it. */
export const admitTopic = (
  viewer: Viewer,
  { name, permission, regionOnly, byCell }: TopicRule,
  region: string,
  regions: RegionTest,
  cell?: string,
): Admission => {
  if (!may(viewer.role, permission))
    return { ok: false, code: 'forbidden', message: `${name} needs ${permission}` }
  if (cell !== undefined && !byCell)
    return { ok: false, code: 'bad-request', message: `${name} has no map cells` }
  const part = cell === undefined ? {} : { cell }
  const { scope } = viewer
  if (scope.kind === 'region') {
    if (!regions.contains(scope.region, region))
      return { ok: false, code: 'out-of-scope', message: `${region} is outside your scope` }
    return { ok: true, group: { region, unit: null, ...part } }
  }
  if (regionOnly)
    return { ok: false, code: 'out-of-scope', message: `${name} sums over a region; your scope is one unit` }
  if (!regions.contains(region, scope.region) && !regions.contains(scope.region, region)) {
    return { ok: false, code: 'out-of-scope', message: `${region} is outside your scope` }
  }
  return { ok: true, group: { region, unit: scope.unit, ...part } }
}
