import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { auditRisks } from '../../../../server/db/auditSeal.ts'
import { migrate } from '../../../../server/db/migrate.ts'
import { openDatabase } from '../../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../../server/db/privatePostgres.ts'
import { database, superuser, state, write } from './log.ts'

describe('the application’s login', () => {
  const refused = async (statement: string): Promise<string> => {
    try {
      await database.pool.query(statement)
      return 'done'
    } catch (error) {
      return (error as Error).message
    }
  }

  it('can only append to the log', async () => {
    await write(3)
    const statements = [
      `update audit set account = 'x'`,
      'delete from audit',
      'truncate audit',
      'drop table audit',
      'alter table audit disable trigger all',
      'drop trigger audit_no_change on audit',
      `set session_replication_role = replica`,
      `update audit_head set id = 1`,
      'alter table audit owner to guanlan_app',
      'set role guanlan_audit',
      'grant guanlan_audit to guanlan_app',
      `create or replace function audit_is_append_only() returns trigger language plpgsql as 'begin return new; end'`,
      'drop function audit_append(jsonb)',
      'alter role guanlan_app superuser',
      `insert into audit (id, at, account, role, event, outcome, address, hash) values (99, 0, '', '', '', 'ok', '', '')`,
      'create role another',
      'drop schema public cascade',
      `select pg_read_file('/etc/hostname')`,
    ]
    for (const statement of statements)
      expect([statement, await refused(statement)]).toEqual([
        statement,
        expect.stringMatching(
          /permission denied|must be owner|must be able to SET ROLE|must be member|Only roles with|only superusers/i,
        ),
      ])
    expect(await refused(`select audit_append('[{"id": 9, "at": 0, "hash": ""}]')`)).toMatch(
      /audit rows 9 to 9 do not follow row 3/,
    )
    expect(await state.audit.verify()).toMatchObject({ ok: true, rows: 3 })
    expect(await auditRisks(database.db)).toEqual([])
  })

  it('is told of where it is the owner or a superuser', async () => {
    const above = openDatabase(database.adminUrl, () => undefined, 1)
    expect(await auditRisks(above.db)).toEqual([expect.stringContaining('superuser')])
    await above.close()
  })
})

describe('another login', () => {
  it('may not write to the log, also where nobody prepared the database for a sealed one', async () => {
    const url = new URL(database.adminUrl)
    const name = `unsealed_${process.pid}`
    url.pathname = `/${name}`
    await superuser.query(`create database ${name}`)
    const unsealed = openDatabase(url.href, () => undefined, 1)
    try {
      await unsealed.pool.query('drop function public.guanlan_seal_audit()')
      await migrate(unsealed.db)
      await unsealed.pool.query(`create role ${name}`)
      for (const call of [`audit_append('[]')`, 'audit_lock_head()', `audit_anchored(1, '')`])
        await expect(unsealed.pool.query(`set role ${name}; select ${call}`)).rejects.toThrow(
          /permission denied for function/,
        )
    } finally {
      await unsealed.close()
      await superuser.query(`drop database ${name} with (force)`)
      await superuser.query(`drop role if exists ${name}`)
    }
  })
})

describe('a folder of yesterday, whose one login was the superuser', () => {
  const yesterday = async (dataDir: string): Promise<string> => {
    const first = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    const old = 'the-password-of-yesterday'
    const asSuperuser = async (name: string, statement: string): Promise<void> => {
      const client = new pg.Client({ connectionString: first.adminUrl.replace(/guanlan$/, name) })
      await client.connect()
      await client.query(statement)
      await client.end()
    }
    for (const name of ['template1', 'guanlan'])
      await asSuperuser(name, 'drop owned by guanlan_app; drop function public.guanlan_seal_audit()')
    await asSuperuser(
      'guanlan',
      `drop role guanlan_app; drop role guanlan_audit; create table rooms_of_yesterday (id bigserial primary key, name text); insert into rooms_of_yesterday (name) values ('a')`,
    )
    const before = openDatabase(first.adminUrl, () => undefined, 2)
    await migrate(before.db)
    await before.close()
    await asSuperuser('guanlan', `alter role guanlan password '${old}'`)
    await first.stop()
    writeFileSync(join(dataDir, 'pg-password'), old)
    rmSync(join(dataDir, 'pg-admin-password'))
    return old
  }

  it('gets two logins, keeps its data and works after a kill', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yesterday-'))
    const old = await yesterday(dataDir)
    let server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    try {
      let app = openDatabase(server.url, () => undefined, 2)
      await migrate(app.db)
      expect(
        (await app.pool.query('select rolname, rolsuper from pg_roles where rolname = current_user')).rows,
      ).toEqual([{ rolname: 'guanlan_app', rolsuper: false }])
      expect(
        (await app.pool.query(`insert into rooms_of_yesterday (name) values ('b') returning id`)).rows,
      ).toEqual([{ id: 2 }])
      await app.pool.query('alter table rooms_of_yesterday add column more text')
      await expect(app.pool.query('delete from audit')).rejects.toThrow(/permission denied/)
      expect(await auditRisks(app.db)).toEqual([])
      await app.close()
      expect(statSync(join(dataDir, 'pg-admin-password')).mode & 0o777).toBe(0o600)
      const leaked = new pg.Client({ connectionString: server.adminUrl.replace(/:\w+@/, `:${old}@`) })
      await expect(leaked.connect()).rejects.toThrow(/password authentication failed/)
      process.kill(server.pid, 'SIGKILL')
      server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
      app = openDatabase(server.url, () => undefined, 2)
      expect((await app.pool.query('select count(*)::int as n from rooms_of_yesterday')).rows).toEqual([
        { n: 2 },
      ])
      await app.close()
    } finally {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
