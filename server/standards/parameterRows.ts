import type { ParameterVersion } from '#shared/protocol/http.ts'
import type { Db } from '../db/open.ts'

export interface KeptVersion extends ParameterVersion {
  readonly key: string
}

export type ParametersRepository = ReturnType<typeof makeParametersRepository>
const UNIQUE_VIOLATION = '23505'

/** The only SQL about revisions of parameters; rows are appended, never changed. */
export const makeParametersRepository = (db: Db) => ({
  all: async (): Promise<KeptVersion[]> => {
    const rows = await db
      .selectFrom('parameter_versions')
      .selectAll()
      .orderBy('key')
      .orderBy('version')
      .execute()
    return rows.map(({ key, version, value, effective_from, reason, basis, account, at }) => ({
      key,
      version,
      value,
      effectiveFrom: effective_from,
      reason,
      basis,
      by: account,
      at,
    }))
  },
  /** Appends one version, then does `before` and commits; false when the version is there already. Throws what `before` throws, and keeps nothing. */
  append: async (row: KeptVersion, role: string, before: (within: Db) => Promise<void>): Promise<boolean> => {
    try {
      await db.transaction().execute(async (transaction) => {
        const { key, version, value, effectiveFrom, reason, basis, by, at } = row
        await transaction
          .insertInto('parameter_versions')
          .values({
            key,
            version,
            value: value === null ? null : JSON.stringify(value),
            effective_from: effectiveFrom,
            reason,
            basis,
            account: by,
            role,
            at,
          })
          .execute()
        await before(transaction)
      })
      return true
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false
      throw error
    }
  },
})
