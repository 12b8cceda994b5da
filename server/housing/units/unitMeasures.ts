import { measuresToArray, sumArrays, zeroMeasures } from '#shared/indices/measures.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { PlacesRepository } from '../places/placeRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'

export interface UnitMeasuresDeps {
  readonly measures: Pick<MeasuresRepository, 'units'>
  readonly places: Pick<PlacesRepository, 'unitFloors'>
  readonly tree: Pick<RegionTree, 'contains'>
}

/**
 * What a unit has inside a region, in MEASURES order: all of it where the region holds the unit's seat, and else only the
 * rooms that lie there. Its whole never stands under the name of a region that is not its own.
 */
export const unitMeasures = async (
  { measures, places, tree }: UnitMeasuresDeps,
  unit: string,
  region: string,
): Promise<number[]> => {
  const [own] = await measures.units([unit])
  if (own && tree.contains(region, own.parent ?? '')) return [...own.measures]
  const rows = (await places.unitFloors(unit)).filter(({ county }) => tree.contains(region, county))
  return rows.length > 0 ? sumArrays(rows.map((row) => row.measures)) : measuresToArray(zeroMeasures())
}
