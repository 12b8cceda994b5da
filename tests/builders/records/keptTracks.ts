import type pg from 'pg'
import { GROUP, SLAB_MS } from '../../../src/shared/vehicles/track/chunk/format.ts'
import { decodeChunk, openChunk } from '../../../src/shared/vehicles/track/chunk/read.ts'

/** Every point that the database holds, as `vehicle:at`, repeats included: what was kept once is there once. Flush the store first. */
export const keptTracks = async (pool: pg.Pool): Promise<string[]> => {
  const names = new Map(
    (
      await pool.query<{ ordinal: number; vehicle: string }>('select ordinal, vehicle from vehicle_ordinals')
    ).rows.map((row) => [row.ordinal, row.vehicle]),
  )
  const { rows } = await pool.query<{ slab: number; grp: number; points: number; blob: Buffer }>(
    'select slab, grp, points, blob from track_chunks',
  )
  return rows.flatMap((row) => {
    const { points } = decodeChunk(openChunk(row.blob, row.slab * SLAB_MS), row.grp * GROUP)
    if (points.count !== row.points)
      throw new Error(
        `slab ${row.slab} of group ${row.grp}: ${row.points} points were named, ${points.count} are there`,
      )
    return Array.from(
      { length: points.count },
      (_, i) => `${names.get(points.ordinal[i] as number)}:${points.at[i]}`,
    )
  })
}
