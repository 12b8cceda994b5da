import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { makeHttpApp } from '../../../server/http/app.ts'
import { closed } from '../../../server/http/guard.ts'
import { LIMITS, type Limits } from '../../../server/http/limits.ts'
import { civilDay } from '#shared/protocol/http/common.ts'
import { instant, offset, route } from '../../../server/http/route.ts'
import type { ActiveSession } from '../../../server/access/sessions/sessions.ts'

let app: FastifyInstance | null = null
const open: Socket[] = []
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.destroy())
  await app?.close()
  app = null
})

const body = z.object({
  name: z.string(),
  scope: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), inner: z.array(z.object({ id: z.string() })).optional() }),
    ])
    .optional(),
})
const routes = [
  route({
    method: 'GET',
    url: '/api/things/:id',
    needs: 'session',
    summary: '',
    params: z.object({ id: z.string() }),
    query: z.object({ at: instant, day: civilDay.optional(), offset, q: z.string().optional() }),
    response: z.any(),
    handle: async (input) => input,
  }),
  route({
    method: 'POST',
    url: '/api/things',
    needs: 'session',
    summary: '',
    body,
    response: z.any(),
    handle: async (input) => input.body,
  }),
  route({
    method: 'POST',
    url: '/api/bare',
    needs: 'session',
    summary: '',
    response: z.any(),
    handle: async () => ({}),
  }),
  route({
    method: 'GET',
    url: '/api/slow',
    needs: 'session',
    summary: '',
    response: z.any(),
    handle: () => new Promise((resolve) => setTimeout(() => resolve({}), 300)),
  }),
  route({
    method: 'POST',
    url: '/api/open',
    needs: 'public',
    why: 'a test',
    summary: '',
    body: z.object({ name: z.string() }),
    response: z.any(),
    handle: async () => ({}),
  }),
]

const looked: string[] = []
/** Any cookie is a session of that name, but forged ones. */
const sessions = {
  resolve: async (token: string) =>
    (looked.push(token), token.startsWith('forged'))
      ? null
      : ({
          sessionId: token,
          viewer: { account: token, role: 'manager', scope: { kind: 'region', region: '450000' } },
          mustChangePassword: false,
        } as unknown as ActiveSession),
  endOf: () => null,
}

const serve = async (limits: Partial<Limits> = {}): Promise<FastifyInstance> => {
  const deps = {
    routes,
    sessions,
    audit: { record: async () => undefined },
    log: pino({ level: 'silent' }),
    mapbox: false,
    trustProxy: null,
    checkAnswers: false,
    pulse: { whileAlive: <T>(work: () => Promise<T>) => work() },
    limits: { ...LIMITS, ...limits },
  }
  return (app = await makeHttpApp(deps as unknown as Parameters<typeof makeHttpApp>[0]))
}
const ask = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: unknown,
  session: string | null = 'one',
  remoteAddress = '127.0.0.1',
) => {
  const answer = await app!.inject({
    method,
    url,
    remoteAddress,
    ...(session === null ? {} : { cookies: { guanlan_session: session } }),
    ...(payload === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
        }),
  })
  return {
    status: answer.statusCode,
    body:
      answer.body === ''
        ? null
        : (answer.json() as {
            code: string
            message: string
            details: { field?: string; issues?: string[] }
          }),
    headers: answer.headers,
  }
}

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

describe('how much a client may ask', () => {
  it('is counted by session, so that screens behind one address do not refuse each other, with a ceiling for the address', async () => {
    await serve({ perMinute: { address: 12, stranger: 3, session: 5 } })
    const walls: Record<string, number[]> = { a: [], b: [] }
    for (const wall of ['a', 'b'])
      for (let n = 0; n < 6; n++)
        walls[wall]?.push((await ask('GET', '/api/things/x', undefined, wall)).status)
    expect(walls).toEqual({ a: [200, 200, 200, 200, 200, 429], b: [200, 200, 200, 200, 200, 429] })
    const { status, headers } = await ask('GET', '/api/things/x', undefined, 'c')
    expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true])
    expect((await ask('GET', '/api/things/x', undefined, 'c', '127.0.0.2')).status).toBe(200)
  })

  it('counts files apart, so that a fleet behind one address loads an update', async () => {
    await serve({ perMinute: { address: 2, stranger: 3, session: 5 }, filesPerMinute: 6 })
    app!.get('/assets/x.js', async () => 'x')
    const statuses = []
    for (let n = 0; n < 8; n++) statuses.push((await app!.inject('/assets/x.js')).statusCode)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect((await ask('GET', '/api/things/x')).status).toBe(200)
  })

  it('is counted by address for who has no session, refusals too', async () => {
    await serve({ perMinute: { address: 100, stranger: 3, session: 5 } })
    expect((await ask('GET', '/api/things/x', undefined, 'signed-in')).status).toBe(200)
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push((await ask('GET', '/api/things/x', undefined, null)).status)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect((await ask('POST', '/api/open', { name: 'a' }, null)).status).toBe(429)
    expect((await ask('GET', '/api/things/x', undefined, 'signed-in')).status).toBe(200)
  })

  it('looks no more tokens up from an address whose strangers are refused, but those that were good', async () => {
    await serve({ perMinute: { address: 100, stranger: 3, session: 50 } })
    expect((await ask('GET', '/api/things/x', undefined, 'mine')).status).toBe(200)
    const before = looked.length
    const statuses = []
    for (let n = 0; n < 8; n++)
      statuses.push((await ask('GET', '/api/things/x', undefined, `forged-${n}`)).status)
    expect([statuses, looked.length - before]).toEqual([[401, 401, 401, 429, 429, 429, 429, 429], 4])
    expect((await ask('GET', '/api/things/x', undefined, 'mine')).status).toBe(200)
    expect((await ask('GET', '/api/things/x', undefined, 'another', '127.0.0.2')).status).toBe(200)
  })

  it('is bounded at once: one session leaves room for the others', async () => {
    await serve({ atOnce: { address: 100, stranger: 2, session: 2 } })
    const url = await app!.listen({ port: 0, host: '127.0.0.1' })
    const get = async (session: string): Promise<number> =>
      (await fetch(`${url}/api/slow`, { headers: { cookie: `guanlan_session=${session}` } })).status
    expect(
      (await Promise.all([...Array.from({ length: 4 }, () => get('greedy')), get('other')])).toSorted(),
    ).toEqual([200, 200, 200, 429, 429])
    expect(await get('greedy')).toBe(200)
  })

  it('ends where a body or its headers do not come', async () => {
    await serve({ headersMs: 200, requestMs: 400, checkMs: 50 })
    const url = new URL(await app!.listen({ port: 0, host: '127.0.0.1' }))
    const closedBy = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let heard = ''
        const socket = connect(Number(url.port), '127.0.0.1', () => socket.write(text))
        open.push(socket)
        socket.on('data', (part) => (heard += String(part)))
        socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''))
        socket.on('error', () => undefined)
      })
    const unfinished =
      'POST /api/open HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"na'
    expect(
      await Promise.all([closedBy(unfinished), closedBy('GET /api/open HTTP/1.1\r\nhost: x\r\nx-more')]),
    ).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout'])
  })
})
