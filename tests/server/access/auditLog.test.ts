import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { holdAuditKey, openAuditKey } from '../../../server/access/audit/chain/key.ts'
import { newestKept } from '../../../server/common/clock/newestKeptRows.ts'
import { makeAnchorFile } from '../../../server/access/audit/chain/anchorFile.ts'
import { auditRisks } from '../../../server/db/auditSeal.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase } from '../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { makeAuditRepository } from '../../../server/access/audit/auditRows.ts'
import { makeAudit, type AuditService } from '../../../server/access/audit/audit.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'

const KEY = 'a-key-outside-the-database'
const BY = { account: 'security', role: 'operator', address: 'local' }
let database: TestDatabase
let superuser: pg.Client
let folder: string
let now = Date.parse('2026-06-15T10:00:00+08:00')
let warned: string[] = []
let audit: AuditService

const open = (key = KEY): AuditService =>
  makeAudit({
    repository: makeAuditRepository(database.db),
    clock: () => now,
    key,
    anchorFile: makeAnchorFile(folder),
    warn: (message) => void warned.push(message),
  })
const write = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++)
    await audit.record({
      event: 'vehicle.track',
      account: `someone-${i}`,
      role: 'leader',
      address: '10.0.0.1',
      outcome: 'ok',
      target: `V${i}`,
      detail: 'why',
    })
}
/** As who holds the superuser's password could, past every trigger. */
const beneath = async (...statements: string[]): Promise<void> => {
  for (const statement of [
    'set session_replication_role = replica',
    ...statements,
    'set session_replication_role = origin',
  ])
    await superuser.query(statement)
}
const anchorsFile = (): string => join(folder, 'audit-anchors.jsonl')
const SET_BACK = 'update audit_head set (id, hash) = (select id, hash from audit order by id desc limit 1)'

beforeAll(async () => {
  database = await makeTestDatabase()
  superuser = new pg.Client({ connectionString: database.adminUrl })
  await superuser.connect()
})
beforeEach(async () => {
  await beneath(
    'truncate audit',
    `update audit_head set id = 0, hash = '', anchors = 0, anchor_mac = ''`,
    'delete from accounts',
  )
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
  warned = []
  audit = open()
})
afterAll(async () => {
  await superuser?.end()
  await database?.drop()
})

describe('the chain', () => {
  it('is whole whatever text it was given', async () => {
    const texts = [
      '\ud800x',
      'x\udfff',
      'a\u0000b',
      `${'a'.repeat(198)}🏢🏢🏢`,
      '𠮷'.repeat(300),
      '"\\\u2028\r\n\t',
      'é e\u0301',
      '\ufeff',
      'ﷺ'.repeat(2_000),
      'x'.repeat(1_000_000),
      '',
    ]
    for (const text of texts)
      await audit.record({
        event: text,
        account: text,
        role: text,
        address: text,
        target: text,
        detail: text,
        outcome: 'failed',
      })
    expect(await audit.verify()).toMatchObject({ ok: true, rows: texts.length, breaks: [] })
    const { rows } = await superuser.query<{ account: string }>(
      'select account from audit order by id limit 2',
    )
    expect(rows.map(({ account }) => account)).toEqual(['\ufffdx', 'x\ufffd'])
  })

  it('says at which row it breaks, when, and that more follows', async () => {
    await write(6)
    now += 60_000
    await write(1)
    await beneath(`update audit set detail = 'another' where id = 3`, 'delete from audit where id = 6')
    const check = await audit.verify()
    expect(check).toMatchObject({ ok: false, brokenAt: 3, broken: 2 })
    expect(check.breaks).toMatchObject([
      { row: 3, kind: 'changed', known: null, at: now - 60_000 },
      { row: 6, kind: 'missing', known: null, at: now },
    ])
  })

  it('goes on after a break that was taken note of, tells it with who and why, and sees it touched again', async () => {
    await write(5)
    await beneath(`update audit set account = 'x' || chr(65533) where id = 2`)
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: 2 })
    await expect(audit.acceptBreak(4, 'no break here', BY)).rejects.toMatchObject({ code: 'not-found' })
    await expect(audit.acceptBreak(2, '', BY)).rejects.toMatchObject({ code: 'bad-request' })
    await audit.acceptBreak(2, '升级前的登录名不合编码', BY)
    const check = await audit.verify()
    expect(check).toMatchObject({ ok: true, brokenAt: null, broken: 1 })
    expect(check.breaks).toMatchObject([
      { row: 2, known: { account: 'security', reason: '升级前的登录名不合编码', at: now } },
    ])
    await beneath(`update audit set account = 'somebody else' where id = 2`)
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: 2 })
  })

  it('cannot have a break taken note of by who writes rows without the key', async () => {
    await write(3)
    await beneath(`update audit set account = 'forged' where id = 2`)
    await audit.acceptBreak(2, 'as an example', BY)
    await beneath(
      `update audit set target = '1', detail = replace(detail, 'example', 'example') where event = 'audit.accept-break'`,
      `update audit set account = 'forged' where id = 1`,
    )
    const { breaks } = await audit.verify()
    expect(breaks.filter(({ known }) => known === null).map(({ row }) => row)).toEqual([1, 2, 4])
  })

  it('begins anew under another key, fixing what was before as it is', async () => {
    await write(4)
    await audit.anchor()
    const other = open('another-key')
    expect([await audit.keyFits(), await other.keyFits()]).toEqual([true, false])
    await other.beginSegment('密钥文件丢失', BY)
    await other.record({ event: 'x', account: 'a', role: 'leader', address: '', outcome: 'ok' })
    expect(await other.verify()).toMatchObject({ ok: true, rows: 6, unsigned: 4 })
    expect(await other.keyFits()).toBe(true)
    await beneath(`update audit set account = 'x' where id = 2`)
    expect(await other.verify()).toMatchObject({ ok: false, brokenAt: 5, breaks: [{ kind: 'before-key' }] })
  })
})

describe('the anchors outside', () => {
  it('show that the newest rows were removed and the head set back', async () => {
    await write(8)
    await audit.close()
    expect(await audit.verify()).toMatchObject({ ok: true, anchors: { count: 1, lastRow: 8, lastAt: now } })
    expect(statSync(anchorsFile()).mode & 0o777).toBe(0o600)
    await beneath('delete from audit where id > 5', SET_BACK)
    expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: 6, breaks: [{ kind: 'tail' }] })
    await write(4)
    expect((await audit.verify()).ok).toBe(false)
    now += 86_400_000
    await audit.anchor()
    expect(warned).toHaveLength(1)
  })

  it('are missed when the file is cut, changed or gone, and never mended silently', async () => {
    for (let round = 0; round < 3; round++) {
      await write(2)
      await audit.anchor()
    }
    const whole = readFileSync(anchorsFile(), 'utf8')
    expect(await audit.verify()).toMatchObject({ ok: true, anchors: { count: 3 } })
    writeFileSync(
      anchorsFile(),
      whole
        .split('\n')
        .slice(0, 2)
        .map((line) => `${line}\n`)
        .join(''),
    )
    expect(await audit.verify()).toMatchObject({ ok: false, breaks: [{ kind: 'anchor-file' }] })
    rmSync(anchorsFile())
    audit = open()
    await write(1)
    await audit.anchor()
    expect(await audit.verify()).toMatchObject({ ok: false, breaks: [{ kind: 'anchor-file' }] })
    await audit.acceptAnchors('数据目录换盘时未复制', BY)
    await write(1)
    await audit.anchor()
    expect(await audit.verify()).toMatchObject({
      ok: true,
      breaks: [{ kind: 'anchor-file', known: { account: 'security' } }],
    })
  })

  it('stand anew each day, after each thousand rows and at the end, and take a line that a crash cut off away', async () => {
    await write(1)
    await audit.tick()
    await audit.tick()
    expect(audit.anchors()).toHaveLength(1)
    now += 86_400_000
    await audit.tick()
    expect(audit.anchors().map(({ n, id }) => [n, id])).toEqual([
      [2, 1],
      [1, 1],
    ])
    chmodSync(anchorsFile(), 0o600)
    writeFileSync(anchorsFile(), '{"n":3,"da', { flag: 'a' })
    await Promise.all(
      Array.from({ length: 1000 }, () =>
        audit.record({ event: 'e', account: 'a', role: 'leader', address: '', outcome: 'ok' }),
      ),
    )
    await audit.tick()
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 1001, anchors: { count: 3, lastRow: 1001 } })
  })
})

describe('what is written', () => {
  it('is one row for many equal refusals, with their number, in one chain', async () => {
    for (let i = 0; i < 400; i++)
      await audit.record({
        event: 'http.refused',
        account: 'wall-1',
        role: 'wall',
        address: '10.0.0.9',
        outcome: 'refused',
        target: 'GET /api/accounts',
        detail: 'accounts.manage',
      })
    now += 61_000
    await audit.tick()
    const all = { account: null, event: null, outcome: null, from: 0, to: now + 1, regions: null, unit: null }
    const { rows } = await audit.list({ ...all, before: null, limit: 10 })
    expect(rows.map(({ times }) => times)).toEqual([399, 1])
    expect((await audit.summary(all))[0]).toMatchObject({ account: 'wall-1', count: 400 })
    expect((await audit.verify()).ok).toBe(true)
  })

  it('carries the account’s scope of that time, and is read by scope', async () => {
    await superuser.query(`insert into accounts (id, name, display_name, role, scope_region, scope_unit, responsible, state, created_at) values
      ('1', 'nanning', 'n', 'leader', '450100', null, 'x', 'active', 0), ('2', 'unit-a', 'u', 'unit-user', '450103', 'U1', 'x', 'active', 0)`)
    for (const account of ['nanning', 'unit-a', 'nobody-here'])
      await audit.record({ event: 'session.sign-in', account, role: '', address: '', outcome: 'failed' })
    await superuser.query(`update accounts set scope_region = '450200' where name = 'nanning'`)
    const read = async (regions: string[] | null, unit: string | null = null) =>
      (
        await audit.list({
          account: null,
          event: null,
          outcome: null,
          from: 0,
          to: now,
          before: null,
          limit: 10,
          regions,
          unit,
        })
      ).rows.map(({ account }) => account)
    expect(await read(null)).toEqual(['nobody-here', 'unit-a', 'nanning'])
    expect(await read(['450100', '450103'])).toEqual(['unit-a', 'nanning'])
    expect(await read(['450200'])).toEqual([])
    expect(await read(['450103'], 'U1')).toEqual(['unit-a'])
    expect((await audit.verify()).ok).toBe(true)
  })
})

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
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 3 })
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

describe('the command', () => {
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, ['server/cli.ts', ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: database.url, GUANLAN_DATA_DIR: folder },
    })

  it('verifies with database, anchors and key, and ends with 1 at the row where it breaks', async () => {
    writeFileSync(join(folder, 'audit-key'), KEY)
    await write(5)
    await audit.close()
    expect(cli('audit', 'verify')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('the log is whole: 5'),
    })
    await beneath(`update audit set address = 'elsewhere' where id = 4`)
    expect(cli('audit', 'verify')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('row 4 was changed'),
    })
    expect(cli('audit', 'accept-break', '4', '--reason', '演练中的改动').status).toBe(0)
    expect(cli('audit', 'verify')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/row 4 was changed\t已知 known: cli:.*演练中的改动/),
    })
  })
})

describe('the key of the log', () => {
  const options = (isNewAllowed: boolean) => ({
    dataDir: folder,
    isNewAllowed,
    newestRow: () => newestKept(database.db),
  })
  const file = (): string => join(folder, 'audit-key')

  it('is made once for an empty log, 0600, and is the same at the next start', async () => {
    const key = await openAuditKey(options(false))
    expect([key.length, statSync(file()).mode & 0o777, await openAuditKey(options(false))]).toEqual([
      64,
      0o600,
      key,
    ])
    await holdAuditKey(open(key), options(false))
  })

  it('that is lost is refused with its file and the remedy, never replaced; only an explicit word begins a new part, and says so', async () => {
    const key = await openAuditKey(options(false))
    audit = open(key)
    await write(3)
    rmSync(file())
    await expect(openAuditKey(options(false))).rejects.toThrow(
      /日志密钥遗失.*audit-key;请从备份恢复.*--new-audit-key.*restore that file/,
    )
    writeFileSync(file(), 'another-key')
    const wrong = await openAuditKey(options(false))
    await expect(holdAuditKey(open(wrong), options(false))).rejects.toThrow(
      /日志密钥与已有日志不符.*audit-key.*--new-audit-key/,
    )
    rmSync(file())
    const next = await openAuditKey(options(true))
    audit = open(next)
    await holdAuditKey(audit, options(true))
    await holdAuditKey(audit, options(true))
    await write(2)
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 6, unsigned: 3 })
    const { rows } = await audit.list({
      account: null,
      event: 'audit.segment',
      outcome: null,
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
      before: null,
      limit: 10,
      regions: null,
      unit: null,
    })
    expect(rows.map(({ account, detail }) => [account, detail])).toEqual([
      ['launcher', expect.stringContaining('--new-audit-key')],
    ])
  })
})
