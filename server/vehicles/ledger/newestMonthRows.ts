import { sql } from 'kysely'
import type { DayString } from '#shared/kernel/units.ts'
import { newestWholeMonth, type MonthCount } from '#shared/kernel/time/wholeMonth.ts'
import type { Db } from '../../db/open.ts'

/** The month that vehicle figures are of: the newest that is over and whole by `today`; null while none is known. */
export const newestVehicleMonth = async (db: Db, today: DayString): Promise<string | null> => {
  const { rows } = await sql<MonthCount>`
    select month, count(*)::int as count from vehicle_months where month < ${today.slice(0, 7)} group by month order by month desc limit 2`.execute(
    db,
  )
  return newestWholeMonth(rows, today)
}
