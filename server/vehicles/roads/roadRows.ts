import type { LonLat } from '#shared/kernel/units.ts'
import type { RoadClass } from '#shared/vehicles/roads/limits.ts'
import type { Db } from '../../db/open.ts'

interface RoadRow {
  readonly id: string
  readonly name: string
  readonly class: RoadClass
  readonly path: readonly LonLat[]
}

export interface RoadsRepository {
  /** Roads of these classes in these regions, everywhere for null. */
  list(regions: readonly string[] | null, classes: readonly RoadClass[]): Promise<RoadRow[]>
}

export const makeRoadsRepository = (db: Db): RoadsRepository => ({
  list: (regions, classes) => {
    let query = db
      .selectFrom('road_limits')
      .select(['id', 'name', 'class', 'path'])
      .where('class', 'in', [...classes])
      .orderBy('id')
    if (regions !== null) query = query.where('region', 'in', [...regions])
    return query.execute()
  },
})
