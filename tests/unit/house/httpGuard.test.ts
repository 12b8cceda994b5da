import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { closed } from '../../../server/http/guard.ts'
import { LIMITS } from '../../../server/http/limits.ts'
import { serve, ask, clear } from './guardedApp.ts'

afterEach(clear)

describe('what a request may say', () => {
  it('is sound text in every part, refused by the name of its field before anything is validated', async () => {
    await serve()
    const refused: ['GET' | 'POST', string, unknown, string][] = [
      ['GET', '/api/things/a%00b', undefined, 'params.id'],
      ['GET', '/api/things/a?q=a%00b', undefined, 'query.q'],
      ['POST', '/api/things', { name: 'a\u0000b' }, 'body.name'],
      ['POST', '/api/things', '{"name":"\\ud800x"}', 'body.name'],
      [
        'POST',
        '/api/things',
        { name: 'a', scope: { kind: 'a', inner: [{ id: 'ok' }, { id: '\u0000' }] } },
        'body.scope.inner.1.id',
      ],
      ['POST', '/api/open', { name: 'a\u0000b' }, 'body.name'],
    ]
    for (const [method, url, payload, field] of refused) {
      const { status, body: answer } = await ask(method, url, payload)
      expect([url, status, answer?.code, answer?.details.field]).toEqual([url, 400, 'bad-request', field])
      expect(answer?.message).toContain(field)
    }
  })

  it('is no deeper than a record of ours, whatever its size', async () => {
    await serve()
    const parsed = vi.spyOn(JSON, 'parse')
    const deep = `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(await ask('POST', '/api/things', deep)).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    })
    expect(parsed.mock.calls.some(([text]) => text === deep)).toBe(false)
    parsed.mockRestore()
    expect(await ask('POST', '/api/things', { name: 'x'.repeat(LIMITS.bodyBytes) })).toMatchObject({
      status: 413,
      body: { code: 'bad-request' },
    })
  })
})

describe('what a request may say', () => {
  it('holds no key that the route does not name, in the query, in the body or within it', async () => {
    await serve()
    const refused: ['GET' | 'POST', string, unknown, string][] = [
      ['GET', '/api/things/a?place=building:x', undefined, '没有这个参数 place / unknown parameter: place'],
      ['GET', '/api/slow?x=1', undefined, '没有这个参数 x / unknown parameter: x'],
      ['POST', '/api/things?x=1', { name: 'a' }, '没有这个参数 x / unknown parameter: x'],
      ['POST', '/api/things', { name: 'a', role: 'operator' }, '没有这个字段 role / unknown field: role'],
      [
        'POST',
        '/api/things',
        { name: 'a', scope: { kind: 'a', unit: 'u' } },
        '没有这个字段 scope.unit / unknown field: scope.unit',
      ],
      [
        'POST',
        '/api/things',
        { name: 'a', scope: { kind: 'a', inner: [{ id: 'x', more: 1 }] } },
        '没有这个字段 scope.inner.0.more / unknown field: scope.inner.0.more',
      ],
      ['POST', '/api/bare', { more: 1 }, '没有这个字段 more / unknown field: more'],
    ]
    for (const [method, url, payload, sentence] of refused) {
      const { status, body: answer } = await ask(method, url, payload)
      expect([url, status, answer?.details.issues]).toEqual([url, 400, [sentence]])
    }
    expect(
      (await ask('POST', '/api/things', { name: 'a', scope: { kind: 'a', inner: [{ id: 'x' }] } })).status,
    ).toBe(200)
    expect([(await ask('POST', '/api/bare')).status, (await ask('POST', '/api/bare', {})).status]).toEqual([
      200, 200,
    ])
  })
})

describe('what a request may say', () => {
  it('names times, days and rows that can be', async () => {
    await serve()
    const wrong = [
      'at=8640000000000000',
      'at=0',
      'at=-1',
      'at=1e400',
      'at=NaN',
      'at=1.5',
      'at=x',
      'at=1&at=2',
      'day=2026-02-30',
      'day=2026-13-01',
      'day=0001-01-01',
      'day=9999-12-31',
      'offset=-1',
      'offset=1000001',
      'offset=Infinity',
    ]
    for (const query of wrong)
      expect([query, (await ask('GET', `/api/things/a?${query}`)).status]).toEqual([query, 400])
    expect((await ask('GET', '/api/things/a?at=1780000000000&day=2024-02-29&offset=0')).status).toBe(200)
  })

  it('is answered like a missing address where it is no address', async () => {
    await serve()
    for (const url of ['/api/things/%c0%ae', '/%zz', `/api/things/${'x'.repeat(300)}`, '/api/things/x%'])
      expect(await ask('GET', url)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })
})

describe('a closed schema', () => {
  it('keeps what the schema asks, its defaults and what was opened by hand', () => {
    const schema = closed(
      z
        .object({
          a: z.string().default('x'),
          b: z.object({ c: z.number() }).nullable().optional(),
          open: z.looseObject({}).optional(),
          map: z.record(z.string(), z.object({ d: z.number() })).optional(),
        })
        .refine(({ a }) => a !== 'no'),
    )
    expect(schema.parse({ b: { c: 1 }, open: { any: 1 }, map: { k: { d: 1 } } })).toEqual({
      a: 'x',
      b: { c: 1 },
      open: { any: 1 },
      map: { k: { d: 1 } },
    })
    for (const bad of [{ z: 1 }, { b: { c: 1, z: 1 } }, { map: { k: { d: 1, z: 1 } } }, { a: 'no' }])
      expect(schema.safeParse(bad).success).toBe(false)
  })
})
