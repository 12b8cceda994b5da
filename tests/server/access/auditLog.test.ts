import { spawnSync } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { holdAuditKey, openAuditKey } from '../../../server/access/audit/chain/key.ts'
import { newestKept } from '../../../server/common/clock/newestKeptRows.ts'
import { KEY, database, superuser, folder, state, open, write, beneath, openLog, renew } from './audit/log.ts'
import './audit/chain.cases.ts'
import './audit/anchors.cases.ts'
import './audit/written.cases.ts'
import './audit/logins.cases.ts'

beforeAll(openLog)
beforeEach(renew)
afterAll(async () => {
  await superuser?.end()
  await database?.drop()
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
    await state.audit.close()
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
    state.audit = open(key)
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
    state.audit = open(next)
    await holdAuditKey(state.audit, options(true))
    await holdAuditKey(state.audit, options(true))
    await write(2)
    expect(await state.audit.verify()).toMatchObject({ ok: true, rows: 6, unsigned: 3 })
    const { rows } = await state.audit.list({
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
