import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBareDatabase, type TestDatabase } from '../../builders/house/database.ts'
import { startTestServer, type TestServer } from '../../builders/house/server.ts'
import { AUDIT_KEY, readDump, restoreDatabase } from '../../upgrade/houseDump.ts'
import { askHouse } from '../../upgrade/told.ts'

/** A tiny house as it was kept on Monday 30 November 2026, ten o'clock, before the tables moved into folders of their subjects. */
const kept = readDump(join(import.meta.dirname, '../../upgrade/house-2026-11-30.json.gz'))

/** Classes of an index are counted from good to grave since; the values that they stand for are told as they were. */
const withoutClasses = (told: unknown): unknown =>
  JSON.parse(JSON.stringify(told, (key, value: unknown) => (key === 'class' ? undefined : value)))

describe('a house that was kept by an older version', () => {
  let database: TestDatabase
  let house: TestServer
  const counted = new Map<string, number>()
  beforeAll(async () => {
    database = await makeBareDatabase()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await restoreDatabase(client, kept)
    await client.end()
    for (const { table, batch } of kept.rows)
      counted.set(table, (counted.get(table) ?? 0) + (JSON.parse(batch) as unknown[]).length)
    house = await startTestServer({
      database,
      scale: null,
      clock: () => kept.at,
      files: { [AUDIT_KEY]: kept.auditKey },
    })
  })
  afterAll(async () => {
    await house?.stop()
    await database?.drop()
  })

  it('opens with every row that it held', async () => {
    /** What a start itself adds to or clears. */
    const moving = new Set([
      'kysely_migration',
      'sessions',
      'audit',
      'audit_head',
      'alerts',
      'alert_spans',
      'sign_ins',
    ])
    for (const [table, rows] of counted) {
      if (moving.has(table)) continue
      const {
        rows: [now],
      } = await database.pool.query<{ n: number }>(`select count(*)::int as n from "${table}"`)
      expect([table, now!.n]).toEqual([table, rows])
    }
    expect(counted.size).toBeGreaterThan(50)
  })

  it('tells what it told then, figure by figure', async () => {
    const told = await askHouse(house)
    const asked = Object.entries(told)
    expect(asked.length).toBeGreaterThan(30)
    for (const [path, answer] of asked)
      expect([path, answer]).toMatchObject([path, withoutClasses(kept.told[path])])
  })
})
