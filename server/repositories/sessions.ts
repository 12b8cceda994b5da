import type { EpochMs } from '#shared/units.ts'
import type { Role, Scope } from '#shared/access/roles.ts'
import type { Db } from '../db/open.ts'
import { scopeOf } from './accounts.ts'

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
  readonly seenAt: EpochMs
}

export type SessionRepository = ReturnType<typeof makeSessionRepository>

/** The only SQL about sessions. */
export const makeSessionRepository = (db: Db) => ({
  insert: async (session: { tokenHash: string; id: string; accountId: string; address: string; at: EpochMs }): Promise<void> => {
    await db
      .insertInto('sessions')
      .values({ token_hash: session.tokenHash, id: session.id, account: session.accountId, address: session.address, created_at: session.at, seen_at: session.at })
      .execute()
  },
  byToken: async (tokenHash: string): Promise<SessionRecord | null> => {
    const row = await db
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select(['sessions.id', 'accounts.id as account_id', 'accounts.name', 'display_name', 'role', 'scope_region', 'scope_unit', 'state', 'must_change', 'password_at', 'sessions.created_at', 'seen_at'])
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst()
    if (!row) return null
    return {
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
    }
  },
  touch: async (id: string, at: EpochMs): Promise<void> => {
    await db.updateTable('sessions').set({ seen_at: at }).where('id', '=', id).execute()
  },
  remove: async (id: string): Promise<boolean> => (await db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n,
  /** Returns the ids that were ended. */
  removeOf: async (accountId: string, keep: string | null): Promise<string[]> => {
    const rows = await db
      .deleteFrom('sessions')
      .where('account', '=', accountId)
      .where('id', '!=', keep ?? '')
      .returning('id')
      .execute()
    return rows.map(({ id }) => id)
  },
  /** Sessions of people (walls aside) that were not seen since `seenBefore` or began before `createdBefore`. */
  removeStale: async (seenBefore: EpochMs, createdBefore: EpochMs): Promise<string[]> => {
    const rows = await db
      .deleteFrom('sessions')
      .using('accounts')
      .whereRef('accounts.id', '=', 'sessions.account')
      .where('accounts.role', '!=', 'wall')
      .where((where) => where.or([where('seen_at', '<', seenBefore), where('sessions.created_at', '<', createdBefore)]))
      .returning('sessions.id')
      .execute()
    return rows.map(({ id }) => id)
  },
})
