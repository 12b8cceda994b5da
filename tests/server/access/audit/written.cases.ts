import { describe, expect, it } from 'vitest'
import { superuser, state } from './log.ts'

describe('what is written', () => {
  it('is one row for many equal refusals, with their number, in one chain', async () => {
    for (let i = 0; i < 400; i++)
      await state.audit.record({
        event: 'http.refused',
        account: 'wall-1',
        role: 'wall',
        address: '10.0.0.9',
        outcome: 'refused',
        target: 'GET /api/accounts',
        detail: 'accounts.manage',
      })
    state.now += 61_000
    await state.audit.tick()
    const all = {
      account: null,
      event: null,
      outcome: null,
      from: 0,
      to: state.now + 1,
      regions: null,
      unit: null,
    }
    const { rows } = await state.audit.list({ ...all, before: null, limit: 10 })
    expect(rows.map(({ times }) => times)).toEqual([399, 1])
    expect((await state.audit.summary(all))[0]).toMatchObject({ account: 'wall-1', count: 400 })
    expect((await state.audit.verify()).ok).toBe(true)
  })
})

describe('what is written', () => {
  it('carries the account’s scope of that time, and is read by scope', async () => {
    await superuser.query(`insert into accounts (id, name, display_name, role, scope_region, scope_unit, responsible, state, created_at) values
      ('1', 'nanning', 'n', 'leader', '450100', null, 'x', 'active', 0), ('2', 'unit-a', 'u', 'unit-user', '450103', 'U1', 'x', 'active', 0)`)
    for (const account of ['nanning', 'unit-a', 'nobody-here'])
      await state.audit.record({
        event: 'session.sign-in',
        account,
        role: '',
        address: '',
        outcome: 'failed',
      })
    await superuser.query(`update accounts set scope_region = '450200' where name = 'nanning'`)
    const read = async (regions: string[] | null, unit: string | null = null) =>
      (
        await state.audit.list({
          account: null,
          event: null,
          outcome: null,
          from: 0,
          to: state.now,
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
    expect((await state.audit.verify()).ok).toBe(true)
  })
})
