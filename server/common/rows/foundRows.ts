import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/open.ts'
import { cut, placeOf, type Asked, type Case, type CasePage } from './page.ts'

/** A page of cases that the database finds: `cases` selects them with `id`, `severity` and `rank` among their columns. */
export const pageOfFound = async <C extends Case>(
  db: Db,
  cases: RawBuilder<unknown>,
  asked: Asked,
): Promise<CasePage<C>> => {
  const place = asked.after === null ? null : placeOf(asked.after)
  const { rows } = await sql<C>`select * from (${cases}) c
    where (${asked.severity}::text is null or severity = ${asked.severity})
      and (${asked.row ?? null}::text is null or id = ${asked.row ?? null})
      and (${place?.rank ?? null}::float8 is null or rank < ${place?.rank ?? null}::float8
        or (rank = ${place?.rank ?? null}::float8 and id collate "C" > ${place?.id ?? ''}))
    order by rank desc, id collate "C" limit ${asked.limit + 1}`.execute(db)
  const counted = await sql<{ red: number; all: number }>`
    select count(*) filter (where severity = 'red')::int as red, count(*)::int as all from (${cases}) c`.execute(
    db,
  )
  const { red = 0, all = 0 } = counted.rows[0] ?? {}
  return { ...cut(rows, asked.limit), red, yellow: all - red }
}
