import { sql } from 'kysely'
import { maskText } from '#shared/access/masks.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { AlertRowFamily } from '../../common/ports/alertRows.ts'
import { pageOfFound } from '../../common/rows/foundRows.ts'
import { BARE_ROW, type Case } from '../../common/rows/page.ts'

interface Fault extends Case {
  readonly recordId: string | null
  readonly field: string | null
  readonly reason: string
  readonly firstAt: EpochMs
  readonly times: number
}
/** What came is behind it: it may be anybody's name, phone or plate. */
const FOUND = '; found '
/** `DQ-01:source:collection`. */
const aboutOf = (id: string): { readonly source: string; readonly collection: string } => ({
  source: id.slice(id.indexOf(':') + 1, id.lastIndexOf(':')),
  collection: id.slice(id.lastIndexOf(':') + 1),
})

/** DQ-01: the records that were turned away, those that come most often first; masked, and without what came. */
export const turnedAwayRows = (db: Db): AlertRowFamily => ({
  rules: ['DQ-01'],
  kind: 'record',
  counts: { zh: '条', en: 'records', one: 'record' },
  amount: () => ({ name: { zh: '已来', en: 'came' }, unit: { zh: '次', en: 'times' }, decimals: 0 }),
  grades: () => ({ red: { zh: '报警', en: 'alarm' }, yellow: { zh: '未过校验', en: 'turned away' } }),
  formula: () => ({ zh: '记录未过准入校验', en: 'the record did not pass the checks at the door' }),
  read: async (query) => {
    const { source, collection } = aboutOf(query.alert.id)
    const { cases, ...page } = await pageOfFound<Fault>(
      db,
      sql`select id::text as id, 'yellow' as severity, times::float8 as rank, record_id as "recordId", field, reason, first_at as "firstAt", times
        from quarantine where resolved_at is null and source = ${source} and collection = ${collection}`,
      query,
    )
    return {
      ...page,
      rows: cases.map(({ id, severity, recordId, field, reason, firstAt, times }) => {
        const said = maskText([field, reason.split(FOUND)[0]].filter(Boolean).join(': '))
        return {
          ...BARE_ROW,
          id,
          severity,
          name: recordId === null ? '—' : maskText(recordId),
          amount: times,
          since: firstAt,
          detail: { zh: said, en: said },
        }
      }),
    }
  },
})
