import type { EpochMs } from '#shared/kernel/units.ts'
import type { Role, Scope } from '#shared/kernel/roles.ts'
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { scopeOf } from '../accounts/accountRows.ts'

export interface SessionRecord {
  readonly id: string
  readonly accountId: string
  readonly account: string
  readonly displayName: string
  readonly role: Role
  readonly scope: Scope
  readonly accountState: 'pending' | 'active' | 'disabled'
  readonly mustChange: boolean
  readonly passwordAt: EpochMs | null
  readonly createdAt: EpochMs
  /** The last request of any kind. */
  readonly seenAt: EpochMs
  /** The last act of the person. */
  readonly actedAt: EpochMs
  readonly address: string
  readonly agent: string
}

/** What was ended: the token's hash lets its holder be told why. */
interface Ended {
  readonly id: string
  readonly tokenHash: string
}

const ended = (rows: readonly { id: string; token_hash: string }[]): Ended[] =>
  rows.map(({ id, token_hash }) => ({ id, tokenHash: token_hash }))

export type SessionRepository = ReturnType<typeof makeSessionRepository>

const selectFull = (db: Db) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account')
    .select([
      'sessions.id',
      'accounts.id as account_id',
      'accounts.name',
      'display_name',
      'role',
      'scope_region',
      'scope_unit',
      'state',
      'must_change',
      'password_at',
      'sessions.created_at',
      'seen_at',
      'acted_at',
      'address',
      'agent',
    ])

type FullRow = NonNullable<Awaited<ReturnType<ReturnType<typeof selectFull>['executeTakeFirst']>>>

const toRecord = (row: FullRow): SessionRecord => ({
  id: row.id,
  accountId: row.account_id,
  account: row.name,
  displayName: row.display_name,
  role: row.role as Role,
  scope: scopeOf(row),
  accountState: row.state,
  mustChange: row.must_change,
  passwordAt: row.password_at,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  actedAt: row.acted_at,
  address: row.address,
  agent: row.agent,
})

interface NewSession {
  readonly tokenHash: string
  readonly id: string
  readonly accountId: string
  readonly address: string
  readonly agent: string
  readonly at: EpochMs
}

const beginning = (db: Db) => ({
  /** Keeps a new one, and at most `most` of its account: the oldest end and are returned. One at a time for an account. */
  insert: ({ tokenHash, id, accountId, address, agent, at }: NewSession, most: number): Promise<Ended[]> =>
    db.transaction().execute(async (transaction) => {
      await transaction.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute()
      await transaction
        .insertInto('sessions')
        .values({
          token_hash: tokenHash,
          id,
          account: accountId,
          address,
          agent,
          created_at: at,
          seen_at: at,
          acted_at: at,
        })
        .execute()
      const beyond = await transaction
        .selectFrom('sessions')
        .select('id')
        .where('account', '=', accountId)
        .where('id', '!=', id)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .offset(most - 1)
        .execute()
      if (beyond.length === 0) return []
      return ended(
        await transaction
          .deleteFrom('sessions')
          .where(
            'id',
            'in',
            beyond.map((row) => row.id),
          )
          .returning(['id', 'token_hash'])
          .execute(),
      )
    }),
})

/** Sessions as they are, and as they are used. */
const standing = (db: Db) => ({
  byToken: async (tokenHash: string): Promise<SessionRecord | null> => {
    const row = await selectFull(db).where('token_hash', '=', tokenHash).executeTakeFirst()
    return row ? toRecord(row) : null
  },
  byId: async (id: string): Promise<SessionRecord | null> => {
    const row = await selectFull(db).where('sessions.id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  },
  /** The last seen first. */
  ofAccount: async (accountId: string): Promise<SessionRecord[]> =>
    (await selectFull(db).where('accounts.id', '=', accountId).orderBy('seen_at', 'desc').execute()).map(
      toRecord,
    ),
  replaceToken: async (id: string, tokenHash: string): Promise<void> => {
    await db.updateTable('sessions').set({ token_hash: tokenHash }).where('id', '=', id).execute()
  },
  touch: async (id: string, at: EpochMs, acted: boolean): Promise<void> => {
    await db
      .updateTable('sessions')
      .set({ seen_at: at, ...(acted ? { acted_at: at } : {}) })
      .where('id', '=', id)
      .execute()
  },
  /** Which of these still are, of accounts that may come in. */
  standing: async (ids: readonly string[]): Promise<Set<string>> => {
    if (ids.length === 0) return new Set()
    const rows = await db
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select('sessions.id')
      .where('state', '=', 'active')
      .where(sql<boolean>`sessions.id = any(${[...ids]})`)
      .execute()
    return new Set(rows.map(({ id }) => id))
  },
})

/** How sessions end. */
const ending = (db: Db) => ({
  remove: async (id: string): Promise<Ended[]> =>
    ended(await db.deleteFrom('sessions').where('id', '=', id).returning(['id', 'token_hash']).execute()),
  removeOf: async (accountId: string, keep: string | null): Promise<Ended[]> =>
    ended(
      await db
        .deleteFrom('sessions')
        .where('account', '=', accountId)
        .where('id', '!=', keep ?? '')
        .returning(['id', 'token_hash'])
        .execute(),
    ),
  /** People's sessions without an act since `acted` or begun before `created`; walls' not seen since `wall`. */
  removeStale: async (before: { acted: EpochMs; created: EpochMs; wall: EpochMs }): Promise<Ended[]> =>
    ended(
      await db
        .deleteFrom('sessions')
        .using('accounts')
        .whereRef('accounts.id', '=', 'sessions.account')
        .where((where) =>
          where.or([
            where.and([where('accounts.role', '=', 'wall'), where('seen_at', '<', before.wall)]),
            where.and([
              where('accounts.role', '!=', 'wall'),
              where.or([
                where('acted_at', '<', before.acted),
                where('sessions.created_at', '<', before.created),
              ]),
            ]),
          ]),
        )
        .returning(['sessions.id', 'token_hash'])
        .execute(),
    ),
})

/** The only SQL about sessions. */
export const makeSessionRepository = (db: Db) => ({
  ...beginning(db),
  ...standing(db),
  ...ending(db),
})
