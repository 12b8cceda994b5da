import { sql, type Selectable } from 'kysely'
import type { AuditTable } from '../../db/tables/access.ts'
import type { Db } from '../../db/open.ts'

export type AuditRecord = Selectable<AuditTable>
type AuditOutcome = AuditRecord['outcome']

/** Whose rows: those of accounts in these regions, or of one unit; null for all, rows of no account included. */
export interface AuditReach {
  readonly regions: readonly string[] | null
  readonly unit: string | null
}
export interface AuditFilter extends AuditReach {
  readonly account: string | null
  readonly event: string | null
  readonly outcome: AuditOutcome | null
  /** Epoch ms; both ends count. */
  readonly from: number
  readonly to: number
}
export interface AuditQuery extends AuditFilter {
  /** Rows with an id below it, newest first; null starts at the newest. */
  readonly before: number | null
  readonly limit: number
}
export interface AuditSum {
  readonly account: string
  readonly role: string
  readonly event: string
  readonly outcome: AuditOutcome
  readonly count: number
  readonly last: number
}
export interface AuditHour {
  readonly account: string
  /** Whole hours since the epoch. */
  readonly hour: number
  readonly kind: 'signIns' | 'failures' | 'refusals' | 'unmaskings' | 'tracks'
  readonly count: number
}
export interface AuditHead {
  readonly id: number
  readonly hash: string
  readonly anchors: number
  readonly anchorMac: string
}
/** An account's scope at this moment. */
export type AccountScope = { readonly region: string; readonly unit: string | null }

export type AuditRepository = ReturnType<typeof makeAuditRepository>

const filtered = (db: Db, { account, event, outcome, from, to, regions, unit }: AuditFilter) => {
  let rows = db.selectFrom('audit').where('at', '>=', from).where('at', '<=', to)
  if (account) rows = rows.where('account', '=', account)
  if (event) rows = rows.where('event', '=', event)
  if (outcome) rows = rows.where('outcome', '=', outcome)
  if (regions)
    rows = rows.where('region', 'in', regions.length > 0 ? regions : ['']).where('region', 'is not', null)
  if (unit) rows = rows.where('unit', '=', unit)
  return rows
}

/** The chain: rows are appended, and read in their order. */
const chained = (db: Db) => ({
  /** Locks the head, so that two processes append one after the other; `link` makes the rows from it and the scopes of the named accounts. */
  append: (
    accounts: readonly string[],
    link: (head: { id: number; hash: string }, scopes: ReadonlyMap<string, AccountScope>) => AuditRecord[],
  ): Promise<void> =>
    db.transaction().execute(async (transaction) => {
      const { rows: heads } = await sql<{
        id: number
        hash: string
      }>`select id, hash from audit_lock_head()`.execute(transaction)
      const known = await transaction
        .selectFrom('accounts')
        .select(['name', 'scope_region', 'scope_unit'])
        .where('name', 'in', ['', ...accounts])
        .execute()
      const rows = link(
        heads[0]!,
        new Map(
          known.map(({ name, scope_region, scope_unit }) => [
            name,
            { region: scope_region, unit: scope_unit },
          ]),
        ),
      )
      if (rows.length > 0) await sql`select audit_append(${JSON.stringify(rows)}::jsonb)`.execute(transaction)
    }),
  head: (): Promise<AuditHead> =>
    db
      .selectFrom('audit_head')
      .select(['id', 'hash', 'anchors', 'anchor_mac as anchorMac'])
      .executeTakeFirstOrThrow(),
  /** Remembers how many lines the file of anchors has. */
  anchored: async (count: number, mac: string): Promise<void> => {
    await sql`select audit_anchored(${count}::integer, ${mac})`.execute(db)
  },
  /** Oldest first, after an id. */
  after: (id: number, limit: number): Promise<AuditRecord[]> =>
    db.selectFrom('audit').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute(),
  /** Oldest first; events of which there are few. */
  ofEvent: (event: string): Promise<AuditRecord[]> =>
    db.selectFrom('audit').selectAll().where('event', '=', event).orderBy('id').limit(1000).execute(),
  hashOf: async (id: number): Promise<string | null> =>
    (await db.selectFrom('audit').select('hash').where('id', '=', id).executeTakeFirst())?.hash ?? null,
})

const searched = (db: Db) => ({
  list: async (query: AuditQuery): Promise<{ rows: AuditRecord[]; total: number }> => {
    const rows = filtered(db, query)
    const { total } = await rows
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const page = query.before === null ? rows : rows.where('id', '<', query.before)
    return { rows: await page.selectAll().orderBy('id', 'desc').limit(query.limit).execute(), total }
  },
  /** How often each account was seen, by event and outcome: who looked at what (监控平台访问行为). */
  summary: (query: AuditFilter): Promise<AuditSum[]> =>
    filtered(db, query)
      .select(({ fn }) => [
        'account',
        'role',
        'event',
        'outcome',
        fn.sum<number>('times').as('count'),
        fn.max('at').as('last'),
      ])
      .groupBy(['account', 'role', 'event', 'outcome'])
      .orderBy('count', 'desc')
      .limit(1000)
      .execute(),
  /** What each account did by the clock hour, of the kinds that can be too many. */
  hours: async (query: AuditFilter): Promise<AuditHour[]> => {
    const kind = sql<
      AuditHour['kind'] | null
    >`case when event = 'session.sign-in' and outcome = 'ok' then 'signIns' when event = 'session.sign-in' then 'failures'
        when outcome = 'refused' then 'refusals' when event like 'unmask.%' then 'unmaskings'
        when event in ('vehicle.track', 'fleet.replay', 'fleet.totals', 'vehicle.driver', 'vehicle.drivers') then 'tracks' end`
    const hour = sql<number>`at / 3600000`
    const rows = await filtered(db, query)
      .select(({ fn }) => ['account', hour.as('hour'), kind.as('kind'), fn.sum<number>('times').as('count')])
      .groupBy(['account', hour, kind])
      .orderBy(hour, 'desc')
      .limit(50_000)
      .execute()
    return rows.flatMap((row) => (row.kind === null ? [] : [{ ...row, kind: row.kind }]))
  },
})

/** The only SQL about the audit log. */
export const makeAuditRepository = (db: Db) => ({
  ...chained(db),
  ...searched(db),
})
