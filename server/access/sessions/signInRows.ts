import type { SignInAlarm } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

interface AddressCount {
  readonly failures: number
  readonly lastAt: EpochMs
  readonly lockedUntil: EpochMs | null
}
interface NameCount {
  readonly failures: number
  readonly lastAt: EpochMs
  readonly nextAt: EpochMs
}
interface Guesses {
  readonly atAddress: AddressCount | null
  readonly ofName: NameCount | null
  readonly known: boolean
}

export type SignInRepository = ReturnType<typeof makeSignInRepository>

const readGuesses = async (db: Db, name: string, address: string): Promise<Guesses> => {
  const here = await db
    .selectFrom('sign_in_failures')
    .selectAll()
    .where('name', '=', name)
    .where('address', '=', address)
    .executeTakeFirst()
  const named = await db.selectFrom('sign_in_names').selectAll().where('name', '=', name).executeTakeFirst()
  const known = await db
    .selectFrom('known_addresses')
    .innerJoin('accounts', 'accounts.id', 'known_addresses.account')
    .select('known_addresses.last_at')
    .where('accounts.name', '=', name)
    .where('known_addresses.address', '=', address)
    .executeTakeFirst()
  return {
    atAddress: here
      ? { failures: here.failures, lastAt: here.last_at, lockedUntil: here.locked_until }
      : null,
    ofName:
      named && named.failures > 0
        ? { failures: named.failures, lastAt: named.last_at, nextAt: named.next_at }
        : null,
    known: known !== undefined,
  }
}

const writeCounts = async (
  db: Db,
  name: string,
  address: string,
  here: AddressCount,
  named: NameCount,
): Promise<void> => {
  const row = { failures: here.failures, last_at: here.lastAt, locked_until: here.lockedUntil }
  await db
    .insertInto('sign_in_failures')
    .values({ name, address, ...row })
    .onConflict((conflict) => conflict.columns(['name', 'address']).doUpdateSet(row))
    .execute()
  await db
    .updateTable('sign_in_names')
    .set({ failures: named.failures, last_at: named.lastAt, next_at: named.nextAt })
    .where('name', '=', name)
    .execute()
}

const attempts = (db: Db) => ({
  /**
   * Asks `judge` with what is known of the name and writes the counts it answers, one attempt at a name after another, so
   * that guesses at the same time all count.
   */
  attempt: <V extends { readonly kind: string; readonly here?: AddressCount; readonly name?: NameCount }>(
    name: string,
    address: string,
    now: EpochMs,
    judge: (guesses: Guesses) => V,
  ): Promise<V> =>
    db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('sign_in_names')
        .values({ name, failures: 0, last_at: now, next_at: 0 })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      await transaction
        .selectFrom('sign_in_names')
        .select('name')
        .where('name', '=', name)
        .forUpdate()
        .execute()
      const verdict = judge(await readGuesses(transaction, name, address))
      if (verdict.here && verdict.name)
        await writeCounts(transaction, name, address, verdict.here, verdict.name)
      return verdict
    }),
  /** The right password: what this address had failed is taken back, and the address is known from now on. */
  succeeded: (name: string, address: string, account: string, now: EpochMs): Promise<void> =>
    db.transaction().execute(async (transaction) => {
      await transaction
        .selectFrom('sign_in_names')
        .select('name')
        .where('name', '=', name)
        .forUpdate()
        .execute()
      const mine = await transaction
        .deleteFrom('sign_in_failures')
        .where('name', '=', name)
        .where('address', '=', address)
        .returning('failures')
        .executeTakeFirst()
      const left = sql<number>`greatest(failures - ${mine?.failures ?? 1}::integer, 0)`
      await transaction
        .updateTable('sign_in_names')
        .set({ failures: left })
        .where('name', '=', name)
        .execute()
      await transaction
        .insertInto('known_addresses')
        .values({ account, address, last_at: now })
        .onConflict((conflict) => conflict.columns(['account', 'address']).doUpdateSet({ last_at: now }))
        .execute()
    }),
})

const locks = (db: Db) => ({
  clearFailures: async (name: string): Promise<void> => {
    await db.deleteFrom('sign_in_failures').where('name', '=', name).execute()
    await db.deleteFrom('sign_in_names').where('name', '=', name).execute()
  },
  /** Names that are locked from some address at `now`. */
  lockedNames: async (names: readonly string[], now: EpochMs): Promise<Set<string>> => {
    if (names.length === 0) return new Set()
    const rows = await db
      .selectFrom('sign_in_failures')
      .select('name')
      .distinct()
      .where('name', 'in', names)
      .where('locked_until', '>', now)
      .execute()
    return new Set(rows.map(({ name }) => name))
  },
})

const alarming = (db: Db) => ({
  /** Adds to the alarm of this name since `since`, or opens one; returns it. */
  alarm: (of: {
    name: string
    address: string
    region: string | null
    failures: number
    at: EpochMs
    since: EpochMs
  }): Promise<{ id: number; addresses: number; isNew: boolean }> =>
    db.transaction().execute(async (transaction) => {
      await transaction
        .selectFrom('sign_in_names')
        .select('name')
        .where('name', '=', of.name)
        .forUpdate()
        .execute()
      const { addresses } = await transaction
        .selectFrom('sign_in_failures')
        .select(sql<number>`count(*)::int`.as('addresses'))
        .where('name', '=', of.name)
        .where('last_at', '>=', of.since)
        .executeTakeFirstOrThrow()
      const open = await transaction
        .selectFrom('sign_in_alarms')
        .select('id')
        .where('name', '=', of.name)
        .where('last_at', '>=', of.since)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      if (open) {
        await transaction
          .updateTable('sign_in_alarms')
          .set({
            address: of.address,
            failures: sql`greatest(failures, ${of.failures}::integer)`,
            addresses,
            last_at: of.at,
          })
          .where('id', '=', open.id)
          .execute()
        return { id: open.id, addresses, isNew: false }
      }
      const { id } = await transaction
        .insertInto('sign_in_alarms')
        .values({
          name: of.name,
          address: of.address,
          region: of.region,
          failures: of.failures,
          addresses,
          first_at: of.at,
          last_at: of.at,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return { id, addresses, isNew: true }
    }),
})

/** What was told of many guesses, and how long all is kept. */
const keeping = (db: Db) => ({
  /** Newest first; `regions` null: all, those of unknown names too. */
  alarms: async (regions: readonly string[] | null, limit: number): Promise<SignInAlarm[]> => {
    const all = db.selectFrom('sign_in_alarms').selectAll()
    const rows = await (regions === null ? all : all.where('region', 'in', regions))
      .orderBy('last_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, name, address, failures, addresses, first_at, last_at }) => ({
      id,
      name,
      address,
      failures,
      addresses,
      firstAt: first_at,
      lastAt: last_at,
    }))
  },
  /** Forgets counts older than `countsBefore`, and addresses and alarms older than `keptBefore`. */
  purge: async (countsBefore: EpochMs, keptBefore: EpochMs): Promise<void> => {
    await db.deleteFrom('sign_in_failures').where('last_at', '<', countsBefore).execute()
    await db
      .deleteFrom('sign_in_names')
      .where('last_at', '<', countsBefore)
      .where('next_at', '<', countsBefore)
      .execute()
    await db.deleteFrom('known_addresses').where('last_at', '<', keptBefore).execute()
    await db.deleteFrom('sign_in_alarms').where('last_at', '<', keptBefore).execute()
  },
})

/** The only SQL about failed sign-ins, known addresses and the alarms. */
export const makeSignInRepository = (db: Db) => ({
  ...attempts(db),
  ...locks(db),
  ...alarming(db),
  ...keeping(db),
})
