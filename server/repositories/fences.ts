import type { FenceRecord } from '#shared/protocol/platform.ts'
import type { Db } from '../db/open.ts'

export type FenceRow = Omit<FenceRecord, 'updatedAt'>

export interface FencesRepository {
  /** Fences of these regions, everywhere for null, with the parking fences of the depots there. */
  list(regions: readonly string[] | null): Promise<FenceRow[]>
}

export const makeFencesRepository = (db: Db): FencesRepository => ({
  list: async (regions) => {
    let fences = db.selectFrom('fences').select(['id', 'region', 'name', 'kind', 'place', 'rule', 'limit_kmh', 'geometry', 'roster', 'order_id', 'time_window']).orderBy('id')
    let depots = db.selectFrom('depots').select(['id', 'region', 'name', 'fence']).orderBy('id')
    if (regions !== null) {
      fences = fences.where('region', 'in', [...regions])
      depots = depots.where('region', 'in', [...regions])
    }
    const [own, parking] = [await fences.execute(), await depots.execute()]
    return [
      ...own.map(({ order_id, time_window, limit_kmh, ...row }): FenceRow => ({ ...row, limitKmh: limit_kmh, order: order_id, window: time_window })),
      ...parking.map(({ fence, ...row }): FenceRow => ({ ...row, kind: 'depot', place: null, rule: 'keep-in', limitKmh: null, geometry: { type: 'polygon', rings: [fence] }, roster: null, order: null, window: null })),
    ]
  },
})
