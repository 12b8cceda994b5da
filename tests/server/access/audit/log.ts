import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { makeAnchorFile } from '../../../../server/access/audit/chain/anchorFile.ts'
import { makeAuditRepository } from '../../../../server/access/audit/auditRows.ts'
import { makeAudit, type AuditService } from '../../../../server/access/audit/audit.ts'
import { makeTestDatabase, type TestDatabase } from '../../../builders/house/database.ts'

export const KEY = 'a-key-outside-the-database'
export const BY = { account: 'security', role: 'operator', address: 'local' }
export let database: TestDatabase
export let superuser: pg.Client
export let folder: string
export let warned: string[] = []

export const state = {
  now: Date.parse('2026-06-15T10:00:00+08:00'),
  audit: undefined as never as AuditService,
}

export const open = (key = KEY): AuditService =>
  makeAudit({
    repository: makeAuditRepository(database.db),
    clock: () => state.now,
    key,
    anchorFile: makeAnchorFile(folder),
    warn: (message) => void warned.push(message),
  })
export const write = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++)
    await state.audit.record({
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
export const beneath = async (...statements: string[]): Promise<void> => {
  for (const statement of [
    'set session_replication_role = replica',
    ...statements,
    'set session_replication_role = origin',
  ])
    await superuser.query(statement)
}

export const openLog = async () => {
  database = await makeTestDatabase()
  superuser = new pg.Client({ connectionString: database.adminUrl })
  await superuser.connect()
}
export const renew = async () => {
  await beneath(
    'truncate audit',
    `update audit_head set id = 0, hash = '', anchors = 0, anchor_mac = ''`,
    'delete from accounts',
  )
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
  warned = []
  state.audit = open()
}
