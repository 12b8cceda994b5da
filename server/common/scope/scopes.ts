import type { Scope, Viewer } from '#shared/kernel/roles.ts'
import type { ScopeRegion, ScopeUnit } from '#shared/protocol/http.ts'
import type { RegionTree } from '../regions/regionTree.ts'

/** Most units that one search answers. */
const UNITS = 50

export interface ScopeService {
  /** The viewer's region and all below it, from the top down; the bare code where the tree is not there yet. */
  regions(viewer: Viewer): ScopeRegion[]
  /** Units in the viewer's region whose name or id holds `q`; a unit's own user finds none. */
  units(q: string, viewer: Viewer): Promise<ScopeUnit[]>
  /** Whether the region or unit exists, with the unit in that region. */
  exists(scope: Scope): Promise<boolean>
  /** Whether `code` is `ancestor` or lies below it; all lies below the house's own region, also before the tree is there. */
  contains(ancestor: string, code: string): boolean
  /** A region and all below it; null where that is everything. */
  subtree(region: string): readonly string[] | null
  /** Names of regions and units by their codes. */
  names(scopes: readonly Scope[]): Promise<ReadonlyMap<string, string>>
}

interface ScopeDeps {
  readonly tree: Pick<RegionTree, 'get' | 'contains' | 'subtree'>
  /** The house's own region. */
  readonly top: string
  readonly units: {
    unitRegion(unit: string): Promise<string | null>
    named(ids: readonly string[]): Promise<readonly { id: string; name: string }[]>
    found(q: string, regions: readonly string[] | null, limit: number): Promise<ScopeUnit[]>
  }
}

/** Regions and units as what an account or a wall is bound to. */
export const makeScopes = ({ tree, top, units }: ScopeDeps): ScopeService => {
  const subtree = (region: string): readonly string[] | null => (region === top ? null : tree.subtree(region))
  return {
    subtree,
    contains: (ancestor, code) => ancestor === code || ancestor === top || tree.contains(ancestor, code),
    exists: async (scope) =>
      scope.kind === 'unit'
        ? (await units.unitRegion(scope.unit)) === scope.region
        : scope.region === top || tree.get(scope.region) !== undefined,
    regions: ({ scope }) =>
      scope.kind === 'unit'
        ? []
        : tree.subtree(scope.region).map((code) => {
            const node = tree.get(code)
            return {
              code,
              name: node?.name ?? code,
              parent: code === scope.region ? null : (node?.parent ?? null),
            }
          }),
    units: async (q, { scope }) =>
      scope.kind === 'unit' ? [] : units.found(q.trim(), subtree(scope.region), UNITS),
    names: async (scopes) => {
      const ids = scopes.flatMap((scope) => (scope.kind === 'unit' ? [scope.unit] : []))
      const found = ids.length === 0 ? [] : await units.named(ids)
      const regions = scopes.flatMap((scope) => {
        const node = scope.kind === 'region' ? tree.get(scope.region) : undefined
        return node ? [[node.code, node.name] as const] : []
      })
      return new Map([...regions, ...found.map(({ id, name }) => [id, name] as const)])
    },
  }
}
