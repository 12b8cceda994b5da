import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { app, open, looked, serve, ask, clear } from './guardedApp.ts'

afterEach(clear)

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
})

describe('how much a client may ask', () => {
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
