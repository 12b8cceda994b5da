import type { EpochMs } from '#shared/kernel/units.ts'
import type { PointColumns } from '#shared/vehicles/track/points.ts'
import { GROUP, slabOf, type TrackPoint } from '#shared/vehicles/track/chunk/format.ts'
import { makePointList, openChunk, walkVehicle } from '#shared/vehicles/track/chunk/read.ts'
import type { TrackRows } from '../trackRows.ts'

const START_GROUPS = 128

type Reach = { readonly slab: EpochMs; readonly group: number }

/** Each vehicle's last point up to an instant. */
const readEnds = async (
  rows: Pick<TrackRows, 'newest'>,
  reach: Reach,
  until: EpochMs,
  found: (ordinal: number, point: TrackPoint) => void,
): Promise<void> => {
  for (let from = 0; from <= reach.group; from += START_GROUPS) {
    for (const row of await rows.newest(reach.slab, { from, to: from + START_GROUPS })) {
      const chunk = openChunk(row.blob, row.slab)
      for (let local = 0; local < GROUP; local++) {
        const point = walkVehicle(chunk, local, until)
        if (point) found(row.group * GROUP + local, point)
      }
    }
  }
}

/** The newest point of each vehicle in the database; `seen` hears of each. What is after the horizon is of a time to come. */
export const makeCarries = (
  rows: Pick<TrackRows, 'newest' | 'reach'>,
  horizon: () => EpochMs,
  seen: (ordinal: number, at: EpochMs) => void,
) => {
  /** Times to come included: what a chunk after all others begins with. */
  const carry: (TrackPoint | undefined)[] = []
  /** The newest at the start of those whose carry is of a time to come. */
  const standing: (TrackPoint | undefined)[] = []
  let reached = -Infinity

  const carryOn = (ordinal: number, point: TrackPoint): void => {
    if ((carry[ordinal]?.at ?? 0) < point.at) carry[ordinal] = point
    seen(ordinal, point.at)
  }
  return {
    of: (ordinal: number): TrackPoint | null => carry[ordinal] ?? null,
    /** The newest slab in the database. */
    reached: (): EpochMs => reached,
    read: async (): Promise<void> => {
      const reach = await rows.reach()
      if (!reach) return
      reached = reach.slab
      await readEnds(rows, reach, Infinity, carryOn)
      const limit = horizon()
      if (!carry.some((point) => point !== undefined && point.at > limit)) return
      const now = { ...reach, slab: Math.min(reach.slab, slabOf(limit)) }
      await readEnds(rows, now, limit, (ordinal, point) => {
        standing[ordinal] = point
        seen(ordinal, point.at)
      })
    },
    /** A slab is in the database, with these last points. */
    moved: (slab: EpochMs, ends: ReadonlyMap<number, TrackPoint>): void => {
      for (const [ordinal, end] of ends) carryOn(ordinal, end)
      reached = Math.max(reached, slab)
    },
    /** As of now. */
    newest: (): PointColumns => {
      const list = makePointList()
      const limit = horizon()
      carry.forEach((last, ordinal) => {
        const point = last && last.at <= limit ? last : standing[ordinal]
        if (point) list.add(ordinal, point)
      })
      return list.take()
    },
  }
}
export type Carries = ReturnType<typeof makeCarries>
