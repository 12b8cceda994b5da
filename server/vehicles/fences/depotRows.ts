import type { Db } from '../../db/open.ts'

interface DepotRow {
  readonly id: string
  readonly region: string
  readonly name: string
  readonly lon: number
  readonly lat: number
}

export interface DepotsRepository {
  /** Depots of these regions, everywhere for null; with a unit only those that keep a vehicle of it. */
  list(regions: readonly string[] | null, unit: string | null): Promise<DepotRow[]>
}

export const makeDepotsRepository = (db: Db): DepotsRepository => ({
  list: (regions, unit) => {
    let query = db.selectFrom('depots').select(['id', 'region', 'name', 'lon', 'lat']).orderBy('id')
    if (regions !== null) query = query.where('region', 'in', [...regions])
    if (unit !== null)
      query = query.where((e) =>
        e.exists(
          e
            .selectFrom('vehicles')
            .select('vehicles.id')
            .whereRef('vehicles.depot', '=', 'depots.id')
            .where('vehicles.unit', '=', unit),
        ),
      )
    return query.execute()
  },
})
