import { ADMINISTRATORS } from '#shared/access/accounts.ts'
import type { Role, Scope } from '#shared/kernel/roles.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { AccountTable } from '../../db/tables/access.ts'
import { literal } from '../../db/pieces.ts'

export interface AccountRecord {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly scope: Scope
  readonly responsible: string
  readonly responsiblePhone: string
  readonly handedOverAt: EpochMs | null
  readonly state: 'pending' | 'active' | 'disabled'
  readonly passwordHash: string | null
  readonly mustChange: boolean
  readonly passwordAt: EpochMs | null
  readonly lastSignIn: EpochMs | null
}

export interface NewAccount extends Omit<AccountRecord, 'lastSignIn' | 'responsiblePhone' | 'handedOverAt'> {
  readonly responsiblePhone?: string
  readonly handedOverAt?: EpochMs | null
  readonly createdAt: EpochMs
}

export interface AccountPatch {
  readonly displayName?: string
  readonly responsible?: string
  readonly responsiblePhone?: string
  readonly handedOverAt?: EpochMs
  readonly role?: Role
  readonly scope?: Scope
  readonly state?: 'active' | 'disabled'
}

/** Accounts of `roles` in `regions` (null: in every region), without those of the region `except`. */
export interface AccountReach {
  readonly roles: readonly Role[]
  readonly regions: readonly string[] | null
  readonly except: string | null
}

export interface AccountQuery {
  /** What may be seen: any of these; null: everything. */
  readonly reach: readonly AccountReach[] | null
  readonly q: string
  readonly role: Role | null
  /** Of units' accounts: handed over or not; null: both, and all others. */
  readonly handedOver: 'yes' | 'no' | null
  readonly offset: number
  readonly limit: number
}

export const scopeColumns = (scope: Scope): { scope_region: string; scope_unit: string | null } => ({
  scope_region: scope.region,
  scope_unit: scope.kind === 'unit' ? scope.unit : null,
})

export const scopeOf = (row: { scope_region: string; scope_unit: string | null }): Scope =>
  row.scope_unit === null
    ? { kind: 'region', region: row.scope_region }
    : { kind: 'unit', unit: row.scope_unit, region: row.scope_region }

const toRecord = (row: Selectable<AccountTable>): AccountRecord => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  role: row.role as Role,
  scope: scopeOf(row),
  responsible: row.responsible,
  responsiblePhone: row.responsible_phone,
  handedOverAt: row.handed_over_at,
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
  responsible_phone: account.responsiblePhone ?? '',
  handed_over_at: account.handedOverAt ?? null,
  state: account.state,
  password_hash: account.passwordHash,
  must_change: account.mustChange,
  password_at: account.passwordAt,
  last_sign_in: null,
  created_at: account.createdAt,
})

const patchColumns = (change: AccountPatch): Partial<Insertable<AccountTable>> => ({
  ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
  ...(change.responsible === undefined ? {} : { responsible: change.responsible }),
  ...(change.responsiblePhone === undefined ? {} : { responsible_phone: change.responsiblePhone }),
  ...(change.handedOverAt === undefined ? {} : { handed_over_at: change.handedOverAt }),
  ...(change.role === undefined ? {} : { role: change.role }),
  ...(change.scope === undefined ? {} : scopeColumns(change.scope)),
  ...(change.state === undefined ? {} : { state: change.state }),
})

/** Locks the active administrators of the top region, in one order, so that two changes at once cannot each leave the other's. */
const isLast = async (transaction: Db, id: string, change: AccountPatch, top: string): Promise<boolean> => {
  const standing = await transaction
    .selectFrom('accounts')
    .select(['id', 'role'])
    .where('role', 'in', [...ADMINISTRATORS])
    .where('scope_region', '=', top)
    .where('state', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute()
  const one = standing.find((row) => row.id === id)
  if (!one) return false
  const stays =
    change.state !== 'disabled' &&
    (change.role ?? one.role) === one.role &&
    (change.scope?.region ?? top) === top
  return !stays && !standing.some((row) => row.role === one.role && row.id !== id)
}

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_A_STATEMENT = 2000

export type AccountRepository = ReturnType<typeof makeAccountRepository>

const byId = async (db: Db, id: string): Promise<AccountRecord | null> => {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toRecord(row) : null
}

const byName = async (db: Db, name: string): Promise<AccountRecord | null> => {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('name', '=', name.toLowerCase())
    .executeTakeFirst()
  return row ? toRecord(row) : null
}

/** Rows whose name exists already are left as they are; returns how many were new. */
const insert = async (db: Db, accounts: readonly NewAccount[]): Promise<number> => {
  let inserted = 0
  for (let from = 0; from < accounts.length; from += ROWS_A_STATEMENT) {
    const rows = accounts.slice(from, from + ROWS_A_STATEMENT).map(toRow)
    const result = await db
      .insertInto('accounts')
      .values(rows)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst()
    inserted += Number(result.numInsertedOrUpdatedRows ?? 0)
  }
  return inserted
}

/** Writes a change; `last` and nothing written where it would take away the last active administrator of its kind in `top`. */
const patch = (db: Db, id: string, change: AccountPatch, top: string): Promise<'written' | 'last'> =>
  db.transaction().execute(async (transaction) => {
    const weakens = change.state === 'disabled' || change.role !== undefined || change.scope !== undefined
    if (weakens && (await isLast(transaction, id, change, top))) return 'last'
    const columns = patchColumns(change)
    if (Object.keys(columns).length > 0)
      await transaction.updateTable('accounts').set(columns).where('id', '=', id).execute()
    return 'written'
  })

const records = (db: Db) => ({
  byId: (id: string) => byId(db, id),
  byName: (name: string) => byName(db, name),
  /** Rows whose name exists already are left as they are; returns how many were new. */
  insert: (accounts: readonly NewAccount[]) => insert(db, accounts),
  /** `last` and nothing written where it would take away the last active administrator of its kind in `top`. */
  patch: (id: string, change: AccountPatch, top: string) => patch(db, id, change, top),
  list: async (query: AccountQuery): Promise<{ accounts: AccountRecord[]; total: number }> => {
    let filtered = db.selectFrom('accounts')
    const { reach } = query
    if (reach) {
      filtered = filtered.where((where) =>
        where.or(
          reach.map(({ roles, regions, except }) =>
            where.and([
              where('role', 'in', roles),
              ...(regions === null ? [] : [where('scope_region', 'in', regions)]),
              ...(except === null ? [] : [where('scope_region', '!=', except)]),
            ]),
          ),
        ),
      )
    }
    if (query.q) {
      const like = `%${literal(query.q)}%`
      filtered = filtered.where((where) =>
        where.or([
          where('name', 'like', like.toLowerCase()),
          where('display_name', 'like', like),
          where('scope_region', 'like', like),
        ]),
      )
    }
    if (query.handedOver)
      filtered = filtered
        .where('role', '=', 'unit-user')
        .where('handed_over_at', query.handedOver === 'yes' ? 'is not' : 'is', null)
    if (query.role) filtered = filtered.where('role', '=', query.role)
    const rows = await filtered.selectAll().orderBy('name').offset(query.offset).limit(query.limit).execute()
    const { total } = await filtered.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
    return { accounts: rows.map(toRecord), total }
  },
  count: async (): Promise<number> =>
    (
      await db
        .selectFrom('accounts')
        .select(sql<number>`count(*)`.as('total'))
        .executeTakeFirstOrThrow()
    ).total,
})

const passwords = (db: Db) => ({
  setPassword: (id: string, hash: string, at: EpochMs, mustChange: boolean): Promise<void> =>
    db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('accounts')
        .set({
          password_hash: hash,
          password_at: at,
          must_change: mustChange,
          state: sql`case when state = 'pending' then 'active' else state end`,
        })
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
    const rows = await db
      .selectFrom('password_history')
      .select('hash')
      .where('account', '=', id)
      .orderBy('at', 'desc')
      .limit(count)
      .execute()
    return rows.map(({ hash }) => hash)
  },
  signedIn: async (id: string, at: EpochMs): Promise<void> => {
    await db.updateTable('accounts').set({ last_sign_in: at }).where('id', '=', id).execute()
  },
})

/** The only SQL about accounts and their passwords. */
export const makeAccountRepository = (db: Db) => ({
  ...records(db),
  ...passwords(db),
})
