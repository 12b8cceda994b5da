import { sql } from 'kysely'
import type { OverlapMonthRecord } from '#shared/protocol/platform.ts'
import type { DayString, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

interface TrackDay {
  readonly vehicle: string
  readonly day: DayString
  readonly points: number
  readonly updatedAt: EpochMs
}

/** What platforms hand over of the time before this system listened. */
export interface VehicleHistory {
  /** Days whose tracks are now on record: orders of these days are judged, and judged again where they were without the track. */
  addTrackDays(source: string, days: readonly TrackDay[], now: EpochMs): Promise<void>
  /** An older record never takes a newer one's place. */
  addOverlapMonths(source: string, items: readonly OverlapMonthRecord[], now: EpochMs): Promise<void>
}

/** One of each key, the newest: a statement must not meet a row of its own twice. */
const newest = <T extends { readonly updatedAt: EpochMs }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): T[] => [
  ...new Map(items.toSorted((a, b) => a.updatedAt - b.updatedAt).map((item) => [keyOf(item), item])).values(),
]

export const makeVehicleHistory = (db: Db): VehicleHistory => ({
  addTrackDays: (source, days, now) =>
    db.transaction().execute(async (trx) => {
      const rows = JSON.stringify(newest(days, ({ vehicle, day }) => `${vehicle}|${day}`))
      await sql`insert into vehicle_track_days (vehicle, day, points, source, source_id, updated_at, received_at)
        select vehicle, day, points, ${source}, vehicle || '/' || day, "updatedAt", ${now} from jsonb_to_recordset(${rows}::jsonb) as t(vehicle text, day text, points int, "updatedAt" int8)
        on conflict (vehicle, day) do update set points = excluded.points, source = excluded.source, updated_at = excluded.updated_at, received_at = excluded.received_at`.execute(
        trx,
      )
      await sql`delete from vehicle_uncovered_days d using jsonb_to_recordset(${rows}::jsonb) as t(vehicle text, day text), vehicles v where v.id = t.vehicle and d.region = v.region and d.day = t.day`.execute(
        trx,
      )
    }),
  addOverlapMonths: async (source, items, now) => {
    await sql`insert into vehicle_overlap_months (unit, month, days, trips, overlapping, source, source_id, updated_at, received_at)
      select unit, month, days, trips, overlapping, ${source}, unit || '/' || month, "updatedAt", ${now}
      from jsonb_to_recordset(${JSON.stringify(newest(items, ({ unit, month }) => `${unit}|${month}`))}::jsonb) as t(unit text, month text, days int, trips int, overlapping int, "updatedAt" int8)
      on conflict (unit, month) do update set days = excluded.days, trips = excluded.trips, overlapping = excluded.overlapping, source = excluded.source, updated_at = excluded.updated_at, received_at = excluded.received_at
      where excluded.updated_at >= vehicle_overlap_months.updated_at`.execute(db)
  },
})
