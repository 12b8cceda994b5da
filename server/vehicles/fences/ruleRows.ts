import type { Road } from '#shared/vehicles/roads/limits.ts'
import type { HoursTable } from '#shared/vehicles/rules/workingHours.ts'
import type { Db } from '../../db/open.ts'

/** What platforms publish for the live rules beside fences. */
export interface VehicleRulesRepository {
  roads(): Promise<Road[]>
  hours(): Promise<HoursTable[]>
}

export const makeVehicleRulesRepository = (db: Db): VehicleRulesRepository => ({
  roads: async () => {
    const rows = await db
      .selectFrom('road_limits')
      .select(['id', 'region', 'name', 'class', 'path', 'width_m', 'one_way', 'limit_kmh', 'limit_other_kmh'])
      .orderBy('id')
      .execute()
    return rows.map(({ width_m, one_way, limit_kmh, limit_other_kmh, ...row }) => ({
      ...row,
      widthM: width_m,
      oneWay: one_way,
      limitKmh: limit_kmh,
      limitOtherKmh: limit_other_kmh,
    }))
  },
  hours: () =>
    db
      .selectFrom('working_hours')
      .select(['id', 'region', 'unit', 'name', 'rows', 'since', 'until'])
      .orderBy('id')
      .execute(),
})
