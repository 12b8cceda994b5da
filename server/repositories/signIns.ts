import type { EpochMs } from '#shared/units.ts'
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

export interface SignInFailures {
  readonly failures: number
  readonly lastAt: EpochMs
  readonly lockedUntil: EpochMs | null
}

export type SignInRepository = ReturnType<typeof makeSignInRepository>

/** The only SQL about failed sign-ins. */
export const makeSignInRepository = (db: Db) => ({
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
