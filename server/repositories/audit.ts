import type { Insertable, Selectable } from 'kysely'
import type { AuditTable } from '../db/tables/access.ts'
import type { Db } from '../db/open.ts'

export type AuditRecord = Selectable<AuditTable>
export interface AuditQuery {
  readonly account: string | null
  readonly event: string | null
  readonly outcome: 'ok' | 'refused' | 'failed' | null
  /** Epoch ms; both ends count. */
  readonly from: number
  readonly to: number
  /** Rows with an id below it, newest first; null starts at the newest. */
  readonly before: number | null
  readonly limit: number
}

export type AuditRepository = ReturnType<typeof makeAuditRepository>

/** The only SQL about the audit log. */
export const makeAuditRepository = (db: Db) => ({
  /** Locks the head, so that two processes append one after the other; `link` makes the rows from it. */
  append: (link: (head: { id: number; hash: string }) => Insertable<AuditTable>[]): Promise<void> =>
    db.transaction().execute(async (transaction) => {
      const head = await transaction.selectFrom('audit_head').select(['id', 'hash']).forUpdate().executeTakeFirstOrThrow()
      const rows = link(head)
      const last = rows.at(-1)
      if (!last) return
      await transaction.insertInto('audit').values(rows).execute()
      await transaction.updateTable('audit_head').set({ id: last.id, hash: last.hash }).execute()
    }),
  head: (): Promise<{ id: number; hash: string }> => db.selectFrom('audit_head').select(['id', 'hash']).executeTakeFirstOrThrow(),
  /** Oldest first, after an id. */
  after: (id: number, limit: number): Promise<AuditRecord[]> => db.selectFrom('audit').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute(),
  list: async (query: AuditQuery): Promise<{ rows: AuditRecord[]; total: number }> => {
    let filtered = db.selectFrom('audit').where('at', '>=', query.from).where('at', '<=', query.to)
    if (query.account) filtered = filtered.where('account', '=', query.account)
    if (query.event) filtered = filtered.where('event', '=', query.event)
    if (query.outcome) filtered = filtered.where('outcome', '=', query.outcome)
    const { total } = await filtered.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    const page = query.before === null ? filtered : filtered.where('id', '<', query.before)
    return { rows: await page.selectAll().orderBy('id', 'desc').limit(query.limit).execute(), total }
  },
  /** How often each account was seen, by event and outcome: who looked at what (监控平台访问行为). */
  summary: (from: number, to: number): Promise<{ account: string; role: string; event: string; outcome: string; count: number; last: number }[]> =>
    db
      .selectFrom('audit')
      .select(({ fn }) => ['account', 'role', 'event', 'outcome', fn.countAll<number>().as('count'), fn.max('at').as('last')])
      .where('at', '>=', from)
      .where('at', '<=', to)
      .groupBy(['account', 'role', 'event', 'outcome'])
      .orderBy('count', 'desc')
      .limit(1000)
      .execute(),
})
