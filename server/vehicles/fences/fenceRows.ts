import type { Selectable } from 'kysely'
import type { FenceRecord } from '#shared/protocol/platform.ts'
import type { Db } from '../../db/open.ts'
import type { FencesTable } from '../../db/tables/vehicles.ts'

export type FenceRow = Omit<FenceRecord, 'updatedAt'>

/** Where a record came from and when, epoch ms. */
interface Provenance {
  readonly source: string
  readonly sourceId: string
  readonly updatedAt: number
  readonly receivedAt: number
}

export interface FencesRepository {
  /** Fences of these regions, everywhere for null, with the parking fences of the depots there. */
  list(regions: readonly string[] | null): Promise<FenceRow[]>
  /** One fence or parking fence. */
  one(id: string): Promise<{ fence: FenceRow; provenance: Provenance } | null>
  /** Of these orders the ones of a unit. */
  ordersOf(unit: string, ids: readonly string[]): Promise<ReadonlySet<string>>
}

const COLUMNS = [
  'id',
  'region',
  'name',
  'kind',
  'place',
  'rule',
  'limit_kmh',
  'geometry',
  'roster',
  'order_id',
  'time_window',
] as const
const DEPOT_COLUMNS = ['id', 'region', 'name', 'fence'] as const
const PROVENANCE = ['source', 'source_id', 'updated_at', 'received_at'] as const

const ownFence = ({
  id,
  region,
  name,
  kind,
  place,
  rule,
  limit_kmh,
  geometry,
  roster,
  order_id,
  time_window,
}: Pick<Selectable<FencesTable>, (typeof COLUMNS)[number]>): FenceRow => ({
  id,
  region,
  name,
  kind,
  place,
  rule,
  limitKmh: limit_kmh,
  geometry,
  roster,
  order: order_id,
  window: time_window,
})
const parkingFence = ({
  id,
  region,
  name,
  fence,
}: {
  id: string
  region: string
  name: string
  fence: [number, number][]
}): FenceRow => ({
  id,
  region,
  name,
  kind: 'depot',
  place: null,
  rule: 'keep-in',
  limitKmh: null,
  geometry: { type: 'polygon', rings: [fence] },
  roster: null,
  order: null,
  window: null,
})
const provenanceOf = ({
  source,
  source_id,
  updated_at,
  received_at,
}: Pick<Selectable<FencesTable>, (typeof PROVENANCE)[number]>): Provenance => ({
  source,
  sourceId: source_id,
  updatedAt: updated_at,
  receivedAt: received_at,
})

export const makeFencesRepository = (db: Db): FencesRepository => ({
  list: async (regions) => {
    let fences = db.selectFrom('fences').select(COLUMNS).orderBy('id')
    let depots = db.selectFrom('depots').select(DEPOT_COLUMNS).orderBy('id')
    if (regions !== null) {
      fences = fences.where('region', 'in', [...regions])
      depots = depots.where('region', 'in', [...regions])
    }
    const [own, parking] = [await fences.execute(), await depots.execute()]
    return [...own.map(ownFence), ...parking.map(parkingFence)]
  },
  one: async (id) => {
    const row = await db
      .selectFrom('fences')
      .select([...COLUMNS, ...PROVENANCE])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row) return { fence: ownFence(row), provenance: provenanceOf(row) }
    const depot = await db
      .selectFrom('depots')
      .select([...DEPOT_COLUMNS, ...PROVENANCE])
      .where('id', '=', id)
      .executeTakeFirst()
    return depot ? { fence: parkingFence(depot), provenance: provenanceOf(depot) } : null
  },
  ordersOf: async (unit, ids) =>
    ids.length === 0
      ? new Set()
      : new Set(
          (
            await db
              .selectFrom('orders')
              .select('id')
              .where('unit', '=', unit)
              .where('id', 'in', [...ids])
              .execute()
          ).map(({ id }) => id),
        ),
})
