import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { GRANTS, ROLES } from '#shared/kernel/roles.ts'
import { openDatabase } from '../../../server/db/open.ts'
import type { TestAccount } from '../../builders/house/server.ts'
import { server, audited, openHouse } from './accounts/house.ts'
import './accounts/signingIn.cases.ts'
import './accounts/sessions.cases.ts'
import './accounts/passwords.cases.ts'
import './accounts/accounts.cases.ts'
import './accounts/administrators.cases.ts'
import './accounts/unitAccount.cases.ts'
import './accounts/walls.cases.ts'

beforeAll(openHouse)

afterAll(() => server?.stop())

describe('routes', () => {
  const at = (url: string): string => url.replaceAll(/:\w+/g, 'x')

  it('[GX-26] all refuse without a session, without the permission that they name and outside of the scope, and the report counts it', async () => {
    const closed = server.running.routes.filter(({ needs }) => needs !== 'public')
    expect(closed.length).toBeGreaterThan(10)
    for (const { method, url } of closed)
      expect([
        method,
        url,
        (await server.request(null, method, at(url), method === 'GET' ? undefined : {})).status,
      ]).toEqual([method, url, 401])
    for (const role of ROLES)
      for (const { method, url, needs } of closed) {
        if (needs === 'session' || needs === 'public' || GRANTS[role].includes(needs)) continue
        const answer = await server.request(
          role as TestAccount,
          method,
          at(url),
          method === 'GET' ? undefined : {},
        )
        expect([role, method, url, answer.status, answer.body.code]).toEqual([
          role,
          method,
          url,
          403,
          'forbidden',
        ])
      }
    expect((await server.request('manager-city', 'GET', '/api/places/450000')).status).toBe(404)
    const { rows } = (await server.request('auditor', 'GET', '/api/audit/summary?event=http.refused')).body
    for (const role of ['leader', 'supervisor', 'manager', 'unit-user', 'auditor', 'operator', 'security'])
      expect([
        role,
        rows.some(
          (row: { role: string; outcome: string; count: number }) =>
            row.role === role && row.outcome === 'refused' && row.count > 1,
        ),
      ]).toEqual([role, true])
  })
})

describe('the audit log', () => {
  it('says who did what, when and from where: sign-ins, failures, refusals, changes', async () => {
    const signIns = (
      await server.request('auditor', 'GET', '/api/audit?event=session.sign-in&account=supervisor&limit=200')
    ).body.rows
    expect(
      signIns.some(
        (row: { account: string; outcome: string }) =>
          row.account === 'supervisor' && row.outcome === 'failed',
      ),
    ).toBe(true)
    expect(
      signIns.some(
        (row: { account: string; outcome: string }) =>
          row.account === 'supervisor' && row.outcome === 'refused',
      ),
    ).toBe(true)
    expect(signIns.find((row: { outcome: string }) => row.outcome === 'ok')).toMatchObject({
      role: expect.any(String),
      address: '127.0.0.1',
      at: expect.any(Number),
    })
    expect((await audited('http.refused')).length).toBeGreaterThan(0)
    expect(
      (await audited('account.create')).find((row: { account: string }) => row.account === 'security'),
    ).toMatchObject({ role: 'security', outcome: 'ok' })
    expect((await server.request('auditor', 'GET', '/api/audit/summary')).body.rows.length).toBeGreaterThan(3)
  })

  it('logs an unmasking before it answers, even of what is not there', async () => {
    const answer = await server.request('manager', 'POST', '/api/unmask', {
      kind: 'person',
      id: 'p-none',
      reason: '核对人员',
    })
    expect(answer.status).toBe(404)
    const rows = await audited('unmask.person')
    expect(
      rows.map(({ outcome, target, detail }: Record<string, unknown>) => ({ outcome, target, detail })),
    ).toEqual([
      { outcome: 'refused', target: 'p-none', detail: '核对人员' },
      { outcome: 'ok', target: 'p-none', detail: '核对人员' },
    ])
  })
})

describe('the audit log', () => {
  it('cannot be changed, and shows it when somebody does so beneath it', async () => {
    const { db } = server.database
    const verify = async () => (await server.request('auditor', 'GET', '/api/audit/verify')).body
    expect(await verify()).toMatchObject({ ok: true, brokenAt: null })
    await expect(sql`update audit set account = 'nobody' where id = 3`.execute(db)).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/permission denied/)
    await expect(sql`truncate audit`.execute(db)).rejects.toThrow(/permission denied/)
    const superuser = openDatabase(server.database.adminUrl, () => undefined, 1)
    const beneath = (statement: ReturnType<typeof sql>) =>
      superuser.db.transaction().execute(async (transaction) => {
        await sql`set local session_replication_role = replica`.execute(transaction)
        await statement.execute(transaction)
      })
    await beneath(sql`update audit set account = account || 'x' where id = 3`)
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 3 })
    await beneath(sql`update audit set account = rtrim(account, 'x') where id = 3`)
    const { rows } = await sql<{ top: number }>`select max(id) as top from audit`.execute(db)
    await beneath(sql`delete from audit where id = ${rows[0]!.top}`)
    expect((await verify()).ok).toBe(false)
    await superuser.close()
  })
})
