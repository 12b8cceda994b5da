import type { Viewer } from '#shared/kernel/roles.ts'
import type { Db } from '../../db/open.ts'
import { literal } from '../../db/pieces.ts'

export interface UnitRow {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly role: 'department' | 'user'
}

export interface ClearRow {
  readonly unit: string
  readonly region: string
  readonly name: string | null
  readonly phone: string | null
  readonly plate: string | null
}

/** What access needs to know of the ledger: which units there are, and one record in the clear. */
export const makeScopeRepository = (db: Db) => ({
  units: (): Promise<UnitRow[]> =>
    db.selectFrom('units').select(['id', 'name', 'region', 'role']).orderBy('id').execute() as Promise<
      UnitRow[]
    >,
  unitRegion: async (unit: string): Promise<string | null> =>
    (await db.selectFrom('units').select('region').where('id', '=', unit).executeTakeFirst())?.region ?? null,
  named: (ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
    db.selectFrom('units').select(['id', 'name']).where('id', 'in', ids).execute(),
  /** Units whose name or id holds `q`, by name; `regions` null: anywhere. */
  found: (
    q: string,
    regions: readonly string[] | null,
    limit: number,
  ): Promise<{ id: string; name: string; region: string }[]> => {
    const like = `%${literal(q)}%`
    const matching = db
      .selectFrom('units')
      .select(['id', 'name', 'region'])
      .where((where) => where.or([where('name', 'like', like), where('id', 'like', like)]))
    return (regions === null ? matching : matching.where('region', 'in', regions))
      .orderBy('name')
      .limit(limit)
      .execute()
  },
  clear: async (kind: 'person' | 'vehicle', id: string): Promise<ClearRow | null> => {
    if (kind === 'person') {
      const row = await db
        .selectFrom('people')
        .select(['unit', 'region', 'name', 'phone'])
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? { ...row, plate: null } : null
    }
    const row = await db
      .selectFrom('vehicles')
      .select(['unit', 'region', 'driver_name', 'driver_phone', 'plate'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row
      ? {
          unit: row.unit,
          region: row.region,
          name: row.driver_name,
          phone: row.driver_phone,
          plate: row.plate,
        }
      : null
  },
})

/** Whether a record of `unit` in `region` lies in the viewer's scope. */
export const inScope = (
  viewer: Viewer,
  contains: (ancestor: string, code: string) => boolean,
  record: { unit: string; region: string },
): boolean =>
  viewer.scope.kind === 'unit'
    ? viewer.scope.unit === record.unit
    : contains(viewer.scope.region, record.region)
