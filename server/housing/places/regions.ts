import type { Viewer } from '#shared/kernel/roles.ts'
import type { Borders, CompoundRow, RegionRow, Regions } from '#shared/protocol/http.ts'
import type { Window } from '#shared/indices/window.ts'
import { measuresToArray, sumArrays, zeroMeasures } from '#shared/indices/measures.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { bordersOf, bordersVersion } from './borders.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { PlacesRepository } from './placeRows.ts'
import type { RegionNode } from '../../common/regions/regionRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, ofUnit, type Scope } from '../../common/scope/scope.ts'

export interface RegionsDeps {
  readonly tree: RegionTree
  readonly scope: Scope
  readonly measures: MeasuresRepository
  readonly places: PlacesRepository
  readonly clock: Clock
  /** What the sums counted when they were last made. */
  readonly window: () => Promise<Window | null>
}

export interface RegionsService {
  /** Every region of the viewer's scope with its measures. */
  list(viewer: Viewer): Promise<Regions>
  /** The borders of the same regions; throws not-found where they are not of that version. */
  borders(viewer: Viewer, version: string): Promise<Borders>
  /** All compounds below a region; a unit's viewer sees those that hold its rooms. */
  compounds(viewer: Viewer, region: string): Promise<CompoundRow[]>
}

const countedOf = ({ energyMonths, vehicleMonth, year }: Window): NonNullable<Regions['counted']> => ({
  energyFrom: energyMonths.at(-1) ?? '',
  energyTo: energyMonths[0] ?? '',
  vehicles: vehicleMonth,
  quotaYear: year,
})

const nodesOf = (tree: RegionTree, { scope }: Viewer): RegionNode[] =>
  tree
    .subtree(scope.region)
    .map((code) => tree.get(code))
    .filter((node) => node !== undefined)

export const makeRegions = ({
  tree,
  scope,
  measures,
  places,
  clock,
  window,
}: RegionsDeps): RegionsService => {
  const empty = measuresToArray(zeroMeasures())
  return {
    borders: async (viewer, version) => {
      const found = bordersOf(nodesOf(tree, viewer))
      if (found.version !== version) throw notFound(`borders ${version}`)
      return found
    },
    list: async (viewer) => {
      const nodes = nodesOf(tree, viewer)
      const unit = scope.unit(viewer)
      const own = unit === null ? [] : await measures.units([unit])
      const sums =
        unit === null
          ? await measures.places(nodes.map((node) => node.code))
          : own.map((one) => ({ ...one, id: one.parent ?? '' }))
      const byCode = new Map(sums.map((sum) => [sum.id, sum.measures]))
      const regions: RegionRow[] = nodes.map((node) => ({
        id: node.code,
        parent: node.parent,
        kind: node.level,
        name: node.name,
        center: [node.lon, node.lat],
        measures: [...(byCode.get(node.code) ?? empty)],
      }))
      const counted = await window()
      return {
        regions,
        counted: counted && countedOf(counted),
        borders: bordersVersion(nodes),
        ...ofUnit(scope, viewer),
        asOf: clock(),
      }
    },
    compounds: async (viewer, region) => {
      if (!tree.get(region)) throw notFound(`region ${region}`)
      scope.requireRegion(viewer, region, `region ${region}`)
      const unit = scope.unit(viewer)
      const rows = await places.dotsIn(region === tree.province()?.code ? null : tree.subtree(region))
      const mine =
        unit === null ? null : Map.groupBy(await places.unitFloors(unit), (floor) => floor.compound)
      return rows
        .filter((row) => mine === null || mine.has(row.id))
        .map(({ id, name, lon, lat, measures: all }) => ({
          id,
          name,
          lon,
          lat,
          measures: mine === null ? [...all] : sumArrays((mine.get(id) ?? []).map((floor) => floor.measures)),
        }))
    },
  }
}
