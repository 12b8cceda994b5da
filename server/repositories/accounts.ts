import type { Role, Scope } from '#shared/access/roles.ts'
import type { EpochMs } from '#shared/units.ts'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../db/open.ts'
import type { AccountTable } from '../db/tables/access.ts'

export interface AccountRecord {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly scope: Scope
  readonly responsible: string
  readonly state: 'pending' | 'active' | 'disabled'
  readonly passwordHash: string | null
  readonly mustChange: boolean
  readonly passwordAt: EpochMs | null
  readonly lastSignIn: EpochMs | null
}

export interface NewAccount extends Omit<AccountRecord, 'lastSignIn'> {
  readonly createdAt: EpochMs
}

export interface AccountPatch {
  readonly displayName?: string
  readonly responsible?: string
  readonly role?: Role
  readonly scope?: Scope
  readonly state?: 'active' | 'disabled'
}

export interface AccountQuery {
  readonly q: string
  readonly role: Role | null
  readonly offset: number
  readonly limit: number
}

export const scopeColumns = (scope: Scope): { scope_region: string; scope_unit: string | null } => ({
  scope_region: scope.region,
  scope_unit: scope.kind === 'unit' ? scope.unit : null,
})

export const scopeOf = (row: { scope_region: string; scope_unit: string | null }): Scope =>
  row.scope_unit === null ? { kind: 'region', region: row.scope_region } : { kind: 'unit', unit: row.scope_unit, region: row.scope_region }

const toRecord = (row: Selectable<AccountTable>): AccountRecord => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  role: row.role as Role,
  scope: scopeOf(row),
  responsible: row.responsible,
  state: row.state,
  passwordHash: row.password_hash,
  mustChange: row.must_change,
  passwordAt: row.password_at,
  lastSignIn: row.last_sign_in,
})

const toRow = (account: NewAccount): Insertable<AccountTable> => ({
  id: account.id,
  name: account.name.toLowerCase(),
  display_name: account.displayName,
  role: account.role,
  ...scopeColumns(account.scope),
  responsible: account.responsible,
  state: account.state,
  password_hash: account.passwordHash,
  must_change: account.mustChange,
  password_at: account.passwordAt,
  last_sign_in: null,
  created_at: account.createdAt,
})

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_A_STATEMENT = 2000

export type AccountRepository = ReturnType<typeof makeAccountRepository>

/** The only SQL about accounts and their passwords. */
export const makeAccountRepository = (db: Db) => {
  const byId = async (id: string): Promise<AccountRecord | null> => {
    const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  }
  const byName = async (name: string): Promise<AccountRecord | null> => {
    const row = await db.selectFrom('accounts').selectAll().where('name', '=', name.toLowerCase()).executeTakeFirst()
    return row ? toRecord(row) : null
  }
  /** Rows whose name exists already are left as they are; returns how many were new. */
  const insert = async (accounts: readonly NewAccount[]): Promise<number> => {
    let inserted = 0
    for (let from = 0; from < accounts.length; from += ROWS_A_STATEMENT) {
      const rows = accounts.slice(from, from + ROWS_A_STATEMENT).map(toRow)
      const result = await db.insertInto('accounts').values(rows).onConflict((conflict) => conflict.column('name').doNothing()).executeTakeFirst()
      inserted += Number(result.numInsertedOrUpdatedRows ?? 0)
    }
    return inserted
  }
  const patch = async (id: string, change: AccountPatch): Promise<void> => {
    const columns = {
      ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
      ...(change.responsible === undefined ? {} : { responsible: change.responsible }),
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.scope === undefined ? {} : scopeColumns(change.scope)),
      ...(change.state === undefined ? {} : { state: change.state }),
    }
    if (Object.keys(columns).length > 0) await db.updateTable('accounts').set(columns).where('id', '=', id).execute()
  }
  return {
    byId,
    byName,
    insert,
    patch,
    list: async (query: AccountQuery): Promise<{ accounts: AccountRecord[]; total: number }> => {
      let filtered = db.selectFrom('accounts')
      if (query.q) {
        const like = `%${query.q.replaceAll(/[\\%_]/g, '\\$&')}%`
        filtered = filtered.where((where) => where.or([where('name', 'like', like.toLowerCase()), where('display_name', 'like', like), where('scope_region', 'like', like)]))
      }
      if (query.role) filtered = filtered.where('role', '=', query.role)
      const rows = await filtered.selectAll().orderBy('name').offset(query.offset).limit(query.limit).execute()
      const { total } = await filtered.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
      return { accounts: rows.map(toRecord), total }
    },
    count: async (): Promise<number> => (await db.selectFrom('accounts').select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()).total,
    setPassword: (id: string, hash: string, at: EpochMs, mustChange: boolean): Promise<void> =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('accounts')
          .set({ password_hash: hash, password_at: at, must_change: mustChange, state: sql`case when state = 'pending' then 'active' else state end` })
          .where('id', '=', id)
          .execute()
        await transaction
          .insertInto('password_history')
          .values({ account: id, at, hash })
          .onConflict((conflict) => conflict.columns(['account', 'at']).doUpdateSet({ hash }))
          .execute()
      }),
    /** Newest first. */
    passwordHistory: async (id: string, count: number): Promise<string[]> => {
      const rows = await db.selectFrom('password_history').select('hash').where('account', '=', id).orderBy('at', 'desc').limit(count).execute()
      return rows.map(({ hash }) => hash)
    },
    signedIn: async (id: string, at: EpochMs): Promise<void> => {
      await db.updateTable('accounts').set({ last_sign_in: at }).where('id', '=', id).execute()
    },
  }
}
