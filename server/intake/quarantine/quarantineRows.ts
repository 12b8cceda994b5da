import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import type { Rejected } from '../../sources/Source.ts'
import { boundRejected } from '../../sources/turnedAway.ts'

interface QuarantinedRow {
  readonly id: number
  readonly source: string
  readonly collection: string
  readonly record_id: string | null
  readonly field: string | null
  readonly reason: string
  readonly body: unknown
  readonly first_at: EpochMs
  readonly last_at: EpochMs
  readonly times: number
  /** See `Rejected.region`: null is seen by whoever has the whole province in scope alone. */
  readonly region: string | null
}

export interface Quarantine {
  /** The same fault of the same record is one row, counted; whatever a record holds, what is written of it is sound and bounded. */
  add(rejected: readonly Rejected[], now: EpochMs): Promise<void>
  /** Good records of these ids came: their faults are settled. Answers how many were. */
  resolve(source: string, collection: string, ids: readonly string[], now: EpochMs): Promise<number>
  /** Forgets what was made good before. */
  forget(before: EpochMs): Promise<void>
  /** Newest first; of these regions, or of all and of none where they are null. `sources` counts all of them by source. */
  open(query: {
    source: string | null
    regions: readonly string[] | null
    offset: number
    limit: number
  }): Promise<{ rows: QuarantinedRow[]; total: number; sources: { source: string; count: number }[] }>
  one(id: number, regions: readonly string[] | null): Promise<QuarantinedRow | null>
  openCounts(): Promise<
    { source: string; collection: string; count: number; first_at: EpochMs; sample: string | null }[]
  >
}

const fingerprintOf = (r: Rejected): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        r.source,
        r.collection,
        r.recordId,
        r.field,
        r.reason,
        r.recordId === null ? r.body : null,
      ]),
    )
    .digest('hex')
    .slice(0, 32)

const openIn = (db: Db, regions: readonly string[] | null) => {
  const rows = db.selectFrom('quarantine').where('resolved_at', 'is', null)
  return regions === null ? rows : rows.where('region', 'in', regions.length > 0 ? regions : [''])
}

const keeping = (db: Db): Pick<Quarantine, 'add' | 'resolve' | 'forget'> => ({
  add: async (rejected, now) => {
    const distinct = [...new Map(rejected.map(boundRejected).map((r) => [fingerprintOf(r), r]))]
    if (distinct.length === 0) return
    const rows = distinct.map(([fingerprint, r]) => ({
      fingerprint,
      source: r.source,
      collection: r.collection,
      record_id: r.recordId,
      field: r.field,
      reason: r.reason,
      body: JSON.stringify(r.body ?? null),
      region: r.region ?? null,
    }))
    await sql`insert into quarantine (fingerprint, source, collection, record_id, field, reason, body, region, first_at, last_at)
      select fingerprint, source, collection, record_id, field, reason, body::jsonb, region, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(fingerprint text, source text, collection text, record_id text, field text, reason text, body text, region text)
      on conflict (fingerprint) do update set last_at = excluded.last_at, region = excluded.region, times = quarantine.times + 1, resolved_at = null`.execute(
      db,
    )
  },
  resolve: async (source, collection, ids, now) => {
    const result = await db
      .updateTable('quarantine')
      .set({ resolved_at: now })
      .where('resolved_at', 'is', null)
      .where('source', '=', source)
      .where('collection', '=', collection)
      .where(sql<boolean>`record_id = any(${[...ids]})`)
      .executeTakeFirst()
    return Number(result.numUpdatedRows)
  },
  forget: async (before) => {
    await db.deleteFrom('quarantine').where('resolved_at', '<', before).execute()
  },
})

const reading = (db: Db): Pick<Quarantine, 'open' | 'one' | 'openCounts'> => ({
  open: async ({ source, regions, offset, limit }) => {
    const all = openIn(db, regions)
    const shown = source === null ? all : all.where('source', '=', source)
    const rows = await shown
      .selectAll()
      .orderBy('last_at', 'desc')
      .orderBy('id', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    const sources = await all
      .select((e) => ['source', e.fn.countAll<number>().as('count')])
      .groupBy('source')
      .orderBy('source')
      .execute()
    const total = sources.reduce(
      (sum, one) => (source === null || one.source === source ? sum + Number(one.count) : sum),
      0,
    )
    return { rows, total, sources: sources.map((one) => ({ source: one.source, count: Number(one.count) })) }
  },
  one: async (id, regions) =>
    (await openIn(db, regions).selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
  openCounts: async () => {
    const rows = await db
      .selectFrom('quarantine')
      .select((e) => [
        'source',
        'collection',
        e.fn.countAll<number>().as('count'),
        e.fn.min('first_at').as('first_at'),
        e.fn.min('record_id').as('sample'),
      ])
      .where('resolved_at', 'is', null)
      .groupBy(['source', 'collection'])
      .execute()
    return rows.map((row) => ({ ...row, count: Number(row.count), sample: row.sample }))
  },
})

export const makeQuarantine = (db: Db): Quarantine => ({
  ...keeping(db),
  ...reading(db),
})
