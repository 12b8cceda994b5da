import { DAY_MS } from '#shared/kernel/time/time.ts'
import { makePoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { SLAB_MS } from '#shared/vehicles/track/chunk/format.ts'
import type { OldPosition, TrackRows } from './trackRows.ts'
import type { Writer } from './writer.ts'

const toColumns = (rows: readonly OldPosition[]): PointColumns => {
  const p = makePoints(rows.length)
  rows.forEach((row, i) => {
    p.ordinal[i] = row.vehicle
    p.at[i] = row.at
    p.lonE7[i] = row.lonE6 * 10
    p.latE7[i] = row.latE6 * 10
    p.speed[i] = row.speed * 10
    p.heading[i] = ((row.heading % 360) + 360) % 360
    p.alarm[i] = row.alarm
    p.acc[i] = row.acc ? 1 : 0
  })
  return p
}

/**
 * Moves the rows of the table `positions` of earlier versions into chunks, slab by slab and oldest day first, and drops
 * each day once all of it is written; the empty tables go last. May be ended at any instant and begun again: what is in
 * a chunk already is not doubled.
 */
export const moveOldPositions = async (
  rows: TrackRows,
  writer: Writer,
  isClosing: () => boolean,
): Promise<void> => {
  const days = await rows.oldDays()
  if (days === null) return
  for (const { name, from } of days) {
    for (let slab = from; slab < from + DAY_MS; slab += SLAB_MS) {
      if (isClosing()) return
      const old = await rows.oldPositions(name, slab, slab + SLAB_MS)
      if (old.length > 0) await writer.adopt(toColumns(old), slab)
    }
    await rows.dropOld(name)
  }
  await rows.dropOld(null)
}
