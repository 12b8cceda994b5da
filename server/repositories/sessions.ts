import type { EpochMs } from '#shared/units.ts'
import type { Role, Scope } from '#shared/access/roles.ts'
import { sql } from 'kysely'
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

export interface SignInFailures {
  readonly failures: number
  readonly lastAt: EpochMs
  readonly lockedUntil: EpochMs | null
}

export type SessionRepository = ReturnType<typeof makeSessionRepository>

/** The only SQL about sessions and failed sign-ins. */
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
  failures: async (name: string, address: string): Promise<SignInFailures | null> => {
    const row = await db.selectFrom('sign_in_failures').selectAll().where('name', '=', name).where('address', '=', address).executeTakeFirst()
    return row ? { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until } : null
  },
  /**
   * Counts one failure in a single statement, so that guesses at the same time all count. Failures before `freshSince`
   * are forgotten; with the `limit`th the name is locked for that address until `lockUntil`. Returns whether it locked.
   */
  countFailure: async (name: string, address: string, now: EpochMs, rules: { freshSince: EpochMs; limit: number; lockUntil: EpochMs }): Promise<boolean> => {
    const next = sql<number>`case when sign_in_failures.last_at < ${rules.freshSince} then 1 else sign_in_failures.failures + 1 end`
    const row = await db
      .insertInto('sign_in_failures')
      .values({ name, address, failures: 1, last_at: now, locked_until: null })
      .onConflict((conflict) =>
        conflict.columns(['name', 'address']).doUpdateSet({ failures: next, last_at: now, locked_until: sql`case when ${next} >= ${rules.limit}::int then ${rules.lockUntil}::bigint end` }),
      )
      .returning('locked_until')
      .executeTakeFirstOrThrow()
    return row.locked_until !== null
  },
  clearFailures: async (name: string, address: string | null): Promise<void> => {
    const all = db.deleteFrom('sign_in_failures').where('name', '=', name)
    await (address === null ? all : all.where('address', '=', address)).execute()
  },
  /** Names that are locked from some address at `now`. */
  lockedNames: async (names: readonly string[], now: EpochMs): Promise<Set<string>> => {
    if (names.length === 0) return new Set()
    const rows = await db.selectFrom('sign_in_failures').select('name').distinct().where('name', 'in', names).where('locked_until', '>', now).execute()
    return new Set(rows.map(({ name }) => name))
  },
})
