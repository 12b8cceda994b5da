import type { Scope } from '#shared/kernel/roles.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import { scopeColumns, scopeOf } from '../accounts/accountRows.ts'

export interface PairingRecord {
  readonly label: string
  readonly scope: Scope
  readonly createdBy: string
}

export type PairingRepository = ReturnType<typeof makePairingRepository>

const codes = (db: Db) => ({
  insert: async (codeHash: string, pairing: PairingRecord, expiresAt: EpochMs): Promise<void> => {
    await db
      .insertInto('pairings')
      .values({
        code_hash: codeHash,
        label: pairing.label,
        ...scopeColumns(pairing.scope),
        created_by: pairing.createdBy,
        expires_at: expiresAt,
        used_at: null,
      })
      .execute()
  },
  /** Uses a code up in one statement, so that two walls never share one; null when unknown, used or past its time. */
  use: async (codeHash: string, now: EpochMs): Promise<PairingRecord | null> => {
    const row = await db
      .updateTable('pairings')
      .set({ used_at: now })
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
    return row ? { label: row.label, scope: scopeOf(row), createdBy: row.created_by } : null
  },
  removeExpired: async (before: EpochMs): Promise<void> => {
    await db.deleteFrom('pairings').where('expires_at', '<', before).execute()
  },
})

const paired = (db: Db) => ({
  /** Walls of these regions (null: all), those still paired first, then the newest. */
  walls: async (regions: readonly string[] | null, limit: number) => {
    const walls = db
      .selectFrom('accounts')
      .leftJoin('sessions', 'sessions.account', 'accounts.id')
      .select([
        'accounts.id',
        'display_name',
        'scope_region',
        'scope_unit',
        'responsible',
        'state',
        'accounts.created_at',
        'seen_at',
        'address',
      ])
      .where('role', '=', 'wall')
    const rows = await (regions === null ? walls : walls.where('scope_region', 'in', regions))
      .orderBy((order) => order.case().when('state', '=', 'active').then(0).else(1).end())
      .orderBy('accounts.created_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      id: row.id,
      label: row.display_name,
      scope: scopeOf(row),
      pairedAt: row.created_at,
      pairedBy: row.responsible,
      seenAt: row.seen_at,
      address: row.address,
      ended: row.state !== 'active' || row.seen_at === null,
    }))
  },
})

/** The only SQL about pairing codes of walls. */
export const makePairingRepository = (db: Db) => ({
  ...codes(db),
  ...paired(db),
})
