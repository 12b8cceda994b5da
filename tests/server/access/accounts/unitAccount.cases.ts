import { describe, expect, it } from 'vitest'
import { server, signIn, audited } from './house.ts'

describe('a unit’s account', () => {
  it('[GX-31] is handed over by its own manager with its named person in charge, and its forgotten password reset there', async () => {
    await server.running.access.accounts.seedUnits([
      { id: 'u-near', name: '南宁市财政局', region: '450103', role: 'user' },
      { id: 'u-far', name: '柳州市财政局', region: '450200', role: 'user' },
    ])
    const mine = (path: string) => server.request('manager-city', 'GET', `/api/accounts${path}`)
    const [account] = (await mine('?q=u-near&handedOver=no')).body.accounts
    expect(account).toMatchObject({ name: 'u-near', state: 'pending', responsible: '', handedOverAt: null })
    expect((await mine('?q=u-far')).body.total).toBe(0)
    expect((await mine('')).body.accounts.every(({ role }: { role: string }) => role === 'unit-user')).toBe(
      true,
    )
    const ask = (method: string, path: string, body?: unknown) =>
      server.request('manager-city', method, `/api/accounts/${account.id}${path}`, body)
    expect((await ask('POST', '/reset')).status).toBe(400)
    expect((await ask('POST', '/hand-over', { responsible: '李强' })).status).toBe(400)
    const handed = await ask('POST', '/hand-over', {
      responsible: '李强',
      responsiblePhone: '0771-2800001',
    })
    expect(handed.body.account).toMatchObject({
      state: 'active',
      responsible: '李强',
      responsiblePhone: '0771-2800001',
      handedOverAt: expect.any(Number),
    })
    expect((await signIn('u-near', handed.body.oneTimePassword)).body.mustChangePassword).toBe(true)
    expect(
      (await ask('PUT', '/responsible', { responsible: '王敏', responsiblePhone: '0771-2800002' })).body
        .responsible,
    ).toBe('王敏')
    expect((await signIn('u-near', (await ask('POST', '/reset')).body.oneTimePassword)).status).toBe(200)
    const far = (await server.request('security', 'GET', '/api/accounts?q=u-far')).body.accounts[0]
    expect(
      (
        await server.request('manager-city', 'POST', `/api/accounts/${far.id}/hand-over`, {
          responsible: '李强',
          responsiblePhone: '0771-2800001',
        })
      ).status,
    ).toBe(404)
    expect((await server.request('manager', 'POST', '/api/accounts/test-manager-city/reset')).status).toBe(
      404,
    )
    const [row] = await audited('account.hand-over')
    expect(row.detail).not.toMatch(/李强|2800001/)
  })
})
