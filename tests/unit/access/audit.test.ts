import { describe, expect, it } from 'vitest'
import { maskName, maskPhone, maskQuoted, maskText } from '#shared/access/masks.ts'
import { linkOf, toRow } from '../../../server/access/audit/chain/chain.ts'
import { auditCsv } from '../../../server/access/audit/export.ts'
import { makeAuditFlood } from '../../../server/access/audit/flood.ts'
import { notableOf } from '../../../server/access/audit/notable.ts'
import { refusal } from './refusals.ts'

describe('a row', () => {
  it('is sound text in every field, cut between characters', () => {
    const bad = 'x\ud800\u0000y'
    const row = toRow(
      { event: bad, account: bad, role: bad, address: bad, target: bad, detail: bad, outcome: 'ok' },
      1,
    )
    for (const text of [row.event, row.account, row.role, row.address, row.target, row.detail])
      expect(text).toBe('x\ufffd\ufffdy')
    const long = toRow(refusal({ account: '🏢'.repeat(1_000), detail: '𠮷'.repeat(500_000) }), 1)
    expect([...long.account]).toEqual([...Array<string>(199).fill('🏢'), '…'])
    expect([...long.detail!]).toHaveLength(2000)
    expect(Buffer.from(long.detail!, 'utf8').toString('utf8')).toBe(long.detail)
  })

  it('is refused where its outcome is none, before others of the same write suffer', () => {
    expect(() => toRow(refusal({ outcome: 'maybe' as never }), 1)).toThrow(/outcome/)
  })

  it('from before scopes and counts keeps its signature; a later one is signed with them', () => {
    const row = toRow(refusal(), 1)
    const old = 'f7e2d96ab6e9f4ee8a3adc2a3b55b2e7b9a2e0ea1d3aab3d7c5c2ef8b7f9a0d1'
    expect(linkOf('key', old, 7, row)).toBe(
      linkOf('key', old, 7, { ...row, region: null, unit: null, times: 1 }),
    )
    const others = [{ region: '450100' }, { unit: 'u1' }, { times: 2 }].map((more) =>
      linkOf('key', old, 7, { ...row, ...more }),
    )
    expect(new Set([linkOf('key', old, 7, row), ...others]).size).toBe(4)
  })
})

describe('a flood of refusals', () => {
  it('is one row at once and one with its count when the minute is over', () => {
    const flood = makeAuditFlood()
    const taken = Array.from({ length: 400 }, (_, i) => flood.take(refusal(), 1000 + i * 3))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(flood.ended(30_000)).toEqual([])
    expect(flood.ended(61_000)).toEqual([{ event: refusal(), at: 1000 + 399 * 3, times: 399 }])
    expect(flood.ended(200_000)).toEqual([])
    expect(flood.take(refusal(), 200_000)).toBe(true)
  })

  it('never counts what succeeded, and tells other accounts, addresses and targets apart', () => {
    const flood = makeAuditFlood()
    const different = [
      refusal(),
      refusal({ account: 'b' }),
      refusal({ address: '10.0.0.2' }),
      refusal({ target: 'GET /api/accounts' }),
      refusal({ outcome: 'ok' }),
      refusal({ outcome: 'ok' }),
    ]
    expect(different.map((event) => flood.take(event, 5))).toEqual([true, true, true, true, true, true])
  })

  it('stays bounded when every refusal has another target, and when every one comes from another address', () => {
    const flood = makeAuditFlood()
    const written = Array.from({ length: 3000 }, (_, i) =>
      flood.take(refusal({ target: `id-${i}` }), 10),
    ).filter(Boolean)
    expect(written).toHaveLength(60)
    const [rest] = flood.ended(70_000)
    expect(rest).toMatchObject({ times: 2940, event: { account: 'wall-1', target: null } })
    const many = makeAuditFlood({ windowMs: 60_000, perActor: 60, most: 100 })
    const wide = Array.from({ length: 3000 }, (_, i) =>
      many.take(refusal({ address: `10.0.${i >> 8}.${i & 255}` }), 10),
    ).filter(Boolean)
    expect(wide).toHaveLength(100)
    expect(many.ended(70_000).reduce((sum, { times }) => sum + times, 0)).toBe(2900)
  })

  it('loses no count when it cannot be written, and none to a clock set back', () => {
    const flood = makeAuditFlood()
    for (let i = 0; i < 5; i++) flood.take(refusal(), 100_000)
    const [counted] = flood.ended(160_000)
    flood.restore(counted!, 160_000)
    expect(flood.take(refusal(), 100)).toBe(true)
    expect(flood.ended(160_000, true).reduce((sum, { times }) => sum + times, 0)).toBe(4)
  })
})

describe('what leaves the log', () => {
  it('is CSV that no spreadsheet runs, with quotes, commas and line ends kept', () => {
    const row = {
      id: 1,
      at: 0,
      account: '=cmd|x',
      role: 'wall',
      event: 'e',
      target: 'a,"b"\r\nc',
      outcome: 'ok' as const,
      address: '-1',
      detail: null,
      times: 2,
      region: null,
    }
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(auditCsv([row]))
    expect(text.startsWith('\ufeff序号 row,')).toBe(true)
    expect(text.slice(text.indexOf('\r\n') + 2)).toBe(
      `1,1970-01-01T00:00:00.000Z,'=cmd|x,wall,,e,"a,""b""\r\nc",ok,2,'-1,\r\n`,
    )
  })

  it('masks numbers and plates that stand in running text, and leaves ids and times alone', () => {
    expect(maskText('电话 13812345678,身份证 450102199001011234,车 桂A12345 与桂AD12345')).toBe(
      '电话 138****5678,身份证 450102********1234,车 桂A**345 与桂A***345',
    )
    expect(maskText('P45010200012 V4501030002 1792300000000 450102A001')).toBe(
      'P45010200012 V4501030002 1792300000000 450102A001',
    )
  })

  it('leaves of a name its first whole character, and of a short number no more than its end', () => {
    expect(['张三', '𠮷野家', '𠮷', '', '买买提·艾合买提'].map(maskName)).toEqual([
      '张*',
      '𠮷**',
      '*',
      '*',
      '买***',
    ])
    expect(['13812341234', '0771-2800001', '2800001', '28000012', '120', ''].map(maskPhone)).toEqual([
      '138****1234',
      '077****0001',
      '*****01',
      '******12',
      '***',
      '',
    ])
  })

  it('shows the shape of what was found and none of its text', () => {
    expect(maskQuoted('{"full":"张三丰","age":34,"phone":13998765432,"tags":["桂A12345",null]}')).toBe(
      '{"full":"张**","age":34,"phone":"1********","tags":["桂******",null]}',
    )
    expect(maskQuoted('"张三丰的很长的一段…')).toBe('"张********')
    expect(maskQuoted('-3')).toBe('-3')
  })
})

describe('what is notable', () => {
  it('names many refusals within an hour and every sign-in at night, by the clock of UTC+8', () => {
    const hour = (text: string): number => Date.parse(text) / 3_600_000
    const rows = notableOf([
      { account: 'a', hour: hour('2026-06-15T02:00:00+08:00'), kind: 'signIns', count: 1 },
      { account: 'b', hour: hour('2026-06-15T10:00:00+08:00'), kind: 'signIns', count: 9 },
      { account: 'c', hour: hour('2026-06-15T11:00:00+08:00'), kind: 'refusals', count: 20 },
      { account: 'd', hour: hour('2026-06-15T11:00:00+08:00'), kind: 'unmaskings', count: 19 },
    ])
    expect(rows.map(({ kind, account }) => [kind, account])).toEqual([
      ['refusals', 'c'],
      ['night', 'a'],
    ])
  })
})
