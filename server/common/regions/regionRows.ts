import type { Db } from '../../db/open.ts'
import type { Points } from '../../db/tables/columns.ts'

export interface RegionNode {
  readonly code: string
  readonly parent: string | null
  readonly level: 'province' | 'city' | 'county'
  readonly name: string
  readonly lon: number
  readonly lat: number
  /** [west, south, east, north]. */
  readonly bounds: readonly [number, number, number, number]
  readonly geometry: readonly Points[][]
  readonly source: string
  readonly updatedAt: number
  readonly receivedAt: number
}

export interface RegionsRepository {
  all(): Promise<RegionNode[]>
}

const LEVEL_ORDER = { province: 0, city: 1, county: 2 }

export const makeRegionsRepository = (db: Db): RegionsRepository => ({
  all: async () => {
    const rows = await db.selectFrom('regions').selectAll().orderBy('code').execute()
    return rows
      .map(
        ({
          code,
          parent,
          level,
          name,
          lon,
          lat,
          west,
          south,
          east,
          north,
          geometry,
          source,
          updated_at,
          received_at,
        }) => ({
          code,
          parent,
          level,
          name,
          lon,
          lat,
          geometry,
          source,
          bounds: [west, south, east, north] as const,
          updatedAt: updated_at,
          receivedAt: received_at,
        }),
      )
      .sort((a, b) => LEVEL_ORDER[a.level] - LEVEL_ORDER[b.level])
  },
})
