import { describe, expect, it } from 'vitest'
import { BY, superuser, state, open, write, beneath } from './log.ts'

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
      await state.audit.record({
        event: text,
        account: text,
        role: text,
        address: text,
        target: text,
        detail: text,
        outcome: 'failed',
      })
    expect(await state.audit.verify()).toMatchObject({ ok: true, rows: texts.length, breaks: [] })
    const { rows } = await superuser.query<{ account: string }>(
      'select account from audit order by id limit 2',
    )
    expect(rows.map(({ account }) => account)).toEqual(['\ufffdx', 'x\ufffd'])
  })

  it('says at which row it breaks, when, and that more follows', async () => {
    await write(6)
    state.now += 60_000
    await write(1)
    await beneath(`update audit set detail = 'another' where id = 3`, 'delete from audit where id = 6')
    const check = await state.audit.verify()
    expect(check).toMatchObject({ ok: false, brokenAt: 3, broken: 2 })
    expect(check.breaks).toMatchObject([
      { row: 3, kind: 'changed', known: null, at: state.now - 60_000 },
      { row: 6, kind: 'missing', known: null, at: state.now },
    ])
  })
})

describe('the chain', () => {
  it('goes on after a break that was taken note of, tells it with who and why, and sees it touched again', async () => {
    await write(5)
    await beneath(`update audit set account = 'x' || chr(65533) where id = 2`)
    expect(await state.audit.verify()).toMatchObject({ ok: false, brokenAt: 2 })
    await expect(state.audit.acceptBreak(4, 'no break here', BY)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(state.audit.acceptBreak(2, '', BY)).rejects.toMatchObject({ code: 'bad-request' })
    await state.audit.acceptBreak(2, '升级前的登录名不合编码', BY)
    const check = await state.audit.verify()
    expect(check).toMatchObject({ ok: true, brokenAt: null, broken: 1 })
    expect(check.breaks).toMatchObject([
      { row: 2, known: { account: 'security', reason: '升级前的登录名不合编码', at: state.now } },
    ])
    await beneath(`update audit set account = 'somebody else' where id = 2`)
    expect(await state.audit.verify()).toMatchObject({ ok: false, brokenAt: 2 })
  })

  it('cannot have a break taken note of by who writes rows without the key', async () => {
    await write(3)
    await beneath(`update audit set account = 'forged' where id = 2`)
    await state.audit.acceptBreak(2, 'as an example', BY)
    await beneath(
      `update audit set target = '1', detail = replace(detail, 'example', 'example') where event = 'audit.accept-break'`,
      `update audit set account = 'forged' where id = 1`,
    )
    const { breaks } = await state.audit.verify()
    expect(breaks.filter(({ known }) => known === null).map(({ row }) => row)).toEqual([1, 2, 4])
  })

  it('begins anew under another key, fixing what was before as it is', async () => {
    await write(4)
    await state.audit.anchor()
    const other = open('another-key')
    expect([await state.audit.keyFits(), await other.keyFits()]).toEqual([true, false])
    await other.beginSegment('密钥文件丢失', BY)
    await other.record({ event: 'x', account: 'a', role: 'leader', address: '', outcome: 'ok' })
    expect(await other.verify()).toMatchObject({ ok: true, rows: 6, unsigned: 4 })
    expect(await other.keyFits()).toBe(true)
    await beneath(`update audit set account = 'x' where id = 2`)
    expect(await other.verify()).toMatchObject({ ok: false, brokenAt: 5, breaks: [{ kind: 'before-key' }] })
  })
})
