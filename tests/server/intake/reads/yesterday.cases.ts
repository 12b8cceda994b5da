import { describe, expect, it } from 'vitest'
import { DEFAULT_TABLES } from '../../../../src/shared/standards/tables.ts'
import { Migrator } from 'kysely'
import { migrate } from '../../../../server/db/migrate.ts'
import { openDatabase } from '../../../../server/db/open.ts'
import { readMigrations } from '../../../../server/db/migrations.ts'
import { makeLedger } from '../../../builders/ledger/ledger.ts'
import { INDEXES } from '../../../../server/intake/ledger/stateRows.ts'
import { makeTestDatabase, type TestDatabase } from '../../../builders/house/database.ts'
import { SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import { database, manager, measureOf } from './house.ts'

describe('a folder of yesterday', () => {
  it('whose excesses had each share rounded is summed anew at its next start, and its units keep to their level’s limits', async () => {
    const { pool } = database
    const excess = async (): Promise<number> =>
      Number((await pool.query('select sum(over_dm2) as over from rooms')).rows[0].over)
    const right = [await excess(), await measureOf('450000', 'overAreaDm2')]
    const uses = (await pool.query('select id, limit_use from rooms order by id')).rows
    await pool.query(`update rooms set over_dm2 = over_dm2 + 1 where occupants > 1 and over_room`)
    await pool.query(`update place_measures set "overAreaDm2" = "overAreaDm2" + 1`)
    await pool.query('alter table rooms drop column limit_use')
    await pool.query('alter table units drop column limit_level')
    await pool.query(`delete from kysely_migration where name in ('410_shares_once', '411_limit_levels')`)
    expect(await excess()).toBeGreaterThan(right[0]!)
    expect(await migrate(database.db)).toEqual(['410_shares_once', '411_limit_levels'])
    const next = makeLedger({ db: database.db, clock: () => SMALL_NOW, publish: () => undefined })
    await next.ingest.ready()
    await next.ingest.settled('test')
    expect([await excess(), await measureOf('450000', 'overAreaDm2')]).toEqual(right)
    expect((await pool.query('select id, limit_use from rooms order by id')).rows).toEqual(uses)
    expect(
      (await pool.query('select count(*)::int as n from units where limit_level <> level')).rows[0],
    ).toEqual({ n: 0 })
  })

  it('hands a city’s 科级 organs limits of their own when that is chosen, and takes them back', async () => {
    const { pool } = database
    await pool.query(
      `update units set level = 'city', limit_level = 'city', establishment = '{"section.chief": 2, "staff": 20}' where id = 'U-450102-0'`,
    )
    await pool.query(`update rooms set stale = true where unit = 'U-450102-0'`)
    await pool.query('update ledger_state set dirty = true')
    let applies: 'off' | 'on' = 'off'
    const chosen = makeLedger({
      db: database.db,
      clock: () => SMALL_NOW,
      publish: () => undefined,
      rules: () => ({ ...DEFAULT_TABLES, sectionOrgans: { applies } }),
    })
    await chosen.ingest.ready()
    await chosen.ingest.settled('test')
    const limits = async (): Promise<number> =>
      Number(
        (
          await pool.query(
            `select sum(r.limit_dm2) as n from rooms r join occupants o on o.room = r.id join people p on p.id = o.person where p.unit = 'U-450102-0' and p.grade = 'section.chief' and r.occupants = 1`,
          )
        ).rows[0].n,
      )
    const before = [await limits(), (await chosen.units.card(manager, 'U-450102-0')).approved.a]
    applies = 'on'
    await chosen.ingest.limitsChosen()
    expect([await limits(), (await chosen.units.card(manager, 'U-450102-0')).approved.a]).toEqual([
      before[0]! * 2,
      before[1]! + 2 * 9,
    ])
    applies = 'off'
    await chosen.ingest.limitsChosen()
    expect([await limits(), (await chosen.units.card(manager, 'U-450102-0')).approved.a]).toEqual(before)
  })
})

describe('indexes made when a load settles', () => {
  const defined = async (pool: TestDatabase['pool'], name: string): Promise<string | undefined> =>
    (await pool.query('select indexdef from pg_indexes where indexname = $1', [name])).rows[0]?.indexdef

  it('are the ones that were meant: none has another index’s name', async () => {
    for (const [name, on] of INDEXES) {
      const given = await defined(database.pool, name)
      await database.pool.query(`create index meant_here on ${on}`)
      expect(given?.replace(name, ''), name).toBe(
        (await defined(database.pool, 'meant_here'))?.replace('meant_here', ''),
      )
      await database.pool.query('drop index meant_here')
    }
  })

  it('a folder whose load settled before the vehicle ledger was there migrates, and keeps both indexes of orders', async () => {
    const old = await makeTestDatabase()
    try {
      const above = openDatabase(old.adminUrl, () => undefined, 1)
      const { rows } = await old.pool.query<{ current_user: string }>('select current_user')
      await above.pool.query(
        `drop schema public cascade; create schema public authorization ${rows[0]!.current_user}`,
      )
      await above.close()
      const { error } = await new Migrator({
        db: old.db,
        allowUnorderedMigrations: true,
        provider: { getMigrations: readMigrations },
      }).migrateTo('240_vehicle_ledger')
      expect(error).toBeUndefined()
      await old.pool.query('create index orders_vehicle on orders (vehicle, start_at)')
      await migrate(old.db)
      expect(await defined(old.pool, 'orders_vehicle')).toContain('(vehicle, end_at)')
      expect(await defined(old.pool, 'orders_vehicle_start')).toContain('(vehicle, start_at)')
    } finally {
      await old.drop()
    }
  })
})
