import { sql, type Kysely, type Migration } from 'kysely'

/**
 * 重叠 asks for the same destination and for enough of both trips: what was compared by the shorter one alone is no longer
 * told, and days whose ways are kept are compared anew.
 */
export const overlapOfBoth: Migration = {
  up: async (db: Kysely<never>) => {
    await sql.raw('delete from vehicle_overlaps').execute(db)
    await sql
      .raw(
        `insert into order_verdicts_due (order_id, day, region, end_at) select t.order_id, t.day, t.region, o.end_at from order_verdicts t join orders o on o.id = t.order_id
      where t.path is not null and o.status = 'returned' on conflict (order_id) do nothing`,
      )
      .execute(db)
    await sql.raw('update order_verdicts set overlapping = null where overlapping is not null').execute(db)
  },
}
