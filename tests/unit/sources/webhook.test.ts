import { request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeHttpApp } from '../../../server/http/app.ts'
import { webhookRoutes } from '../../../server/intake/webhookRoutes.ts'
import type { Rejected, SourceSink } from '../../../server/sources/Source.ts'
import {
  makeWebhookSource,
  signWebhook,
  type WebhookSource,
} from '../../../server/sources/platform/webhook.ts'
import { goodRecords } from '../../builders/records/goodRecords.ts'

const SECRET = 'secret-of-a-test'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let app: FastifyInstance | null = null

afterEach(async () => {
  vi.restoreAllMocks()
  await app?.close()
  app = null
})

const serve = async (
  isOpen = true,
): Promise<{ refused: Rejected[]; hold: () => () => void; taken: () => number }> => {
  const refused: Rejected[] = []
  let taken = 0
  let gate: Promise<void> = Promise.resolve()
  const cursors = new Map<string, string>()
  const sink: SourceSink = {
    accept: async () => {
      taken++
      await gate
    },
    quarantine: async (rows) => void refused.push(...rows),
    settled: async () => undefined,
    cursor: async (_, stream) => cursors.get(stream) ?? null,
    setCursor: async (_, stream, value) => void cursors.set(stream, value),
  }
  const source: WebhookSource = makeWebhookSource({ name: 'hook', secret: SECRET }, Date.now, silent)
  await source.start(sink)
  const deps = {
    routes: webhookRoutes(() => (isOpen ? source : null)),
    sessions: {},
    audit: {},
    log: pino({ level: 'silent' }),
    mapbox: false,
    trustProxy: null,
    checkAnswers: true,
    pulse: { whileAlive: <T>(work: () => Promise<T>) => work() },
  }
  app = await makeHttpApp(deps as unknown as Parameters<typeof makeHttpApp>[0])
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    refused,
    taken: () => taken,
    hold: () => {
      let open = (): void => undefined
      gate = new Promise((resolve) => (open = resolve))
      return open
    },
  }
}

const url = (): string => `http://127.0.0.1:${(app!.server.address() as AddressInfo).port}/hooks/platform`

const post = (
  body: string | Uint8Array,
  signature = signWebhook(SECRET, body, Date.now()),
): Promise<Response> =>
  fetch(url(), {
    method: 'POST',
    body: body as string,
    headers: { 'content-type': 'application/json', 'x-platform-signature': signature },
  })

const delivery = (id: string, items: unknown[] = [goodRecords(Date.now()).depots]): string =>
  JSON.stringify({ delivery: id, collection: 'depots', items })

/** Announces a large body, sends none of it, and answers the status and when it came. */
const announce = (
  signature: string,
  localAddress = '127.0.0.1',
): Promise<{ status: number; retryAfter: string | undefined }> =>
  new Promise((resolve, reject) => {
    const asked = ask(
      url(),
      {
        method: 'POST',
        localAddress,
        headers: {
          'content-type': 'application/json',
          'content-length': 8_000_000,
          'x-platform-signature': signature,
        },
      },
      (answer) => {
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
        asked.destroy()
      },
    )
    asked.on('error', reject)
    asked.flushHeaders()
  })

describe('the callback’s address', () => {
  it('joins and parses nothing before its signature is proven', async () => {
    const { refused } = await serve()
    const parse = vi.spyOn(JSON, 'parse')
    const join = vi.spyOn(Buffer, 'concat')
    expect((await post('['.repeat(7_800_000), `t=${Date.now()},v1=${'0'.repeat(64)}`)).status).toBe(401)
    expect(parse.mock.calls.filter(([text]) => String(text).startsWith('[['))).toEqual([])
    expect(
      join.mock.results.map(({ value }) => (value as Buffer).length).filter((length) => length > 1_000_000),
    ).toEqual([])
    expect(refused).toEqual([])
    const large = delivery('large', ['文'.repeat(2_000_000)])
    expect((await post(large)).status).toBe(200)
    expect(join.mock.results.map(({ value }) => (value as Buffer).length)).toContain(Buffer.byteLength(large))
  })

  it('stops at the limit where no length was announced, answers, and closes the line', async () => {
    const { taken } = await serve()
    /** Fits into the line's buffer: no write is under way when the other side closes, which would lose its answer. */
    const PIECE = 1 << 16
    let sent = 0
    const status = await new Promise((resolve, reject) => {
      const signature = `t=${Date.now()},v1=${'0'.repeat(64)}`
      const asked = ask(
        url(),
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-platform-signature': signature },
        },
        (answer) => {
          resolve([answer.statusCode, answer.headers.connection])
          asked.destroy()
        },
      )
      asked.on('error', reject)
      const more = (): void => {
        if (asked.destroyed) return
        sent += PIECE
        asked.write(Buffer.alloc(PIECE), () => setTimeout(more, 5))
      }
      more()
    })
    expect(status).toEqual([413, 'close'])
    expect(sent).toBeLessThan(64 << 20)
    expect(taken()).toBe(0)
    expect((await post(delivery('after'))).status).toBe(200)
  })
})

describe('the callback’s address', () => {
  it('goes by the signature over the octets, decoded, whatever they are called', async () => {
    await serve()
    const body = delivery('plain')
    const send = (text: string | Uint8Array, signed: string, headers: Record<string, string>) =>
      fetch(url(), {
        method: 'POST',
        body: text as string,
        headers: { 'x-platform-signature': signWebhook(SECRET, signed, Date.now()), ...headers },
      })
    expect((await send(body, body, { 'content-type': 'text/plain' })).status).toBe(200)
    expect((await send(body, body, { 'content-type': 'application/xml' })).status).toBe(415)
    const packed = delivery('packed')
    expect(
      (
        await send(gzipSync(packed), packed, {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        })
      ).status,
    ).toBe(200)
    const bomb = gzipSync(Buffer.alloc(64 << 20))
    expect(
      (await send(bomb, 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status,
    ).toBe(413)
    expect(
      (await send('no gzip', 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status,
    ).toBe(400)
  })

  it('refuses who shows no signature, or none of now, before it reads a body, and all where no way is open', async () => {
    await serve()
    for (const signature of ['', 'nonsense', `t=1,v1=${'0'.repeat(64)}`])
      expect((await announce(signature)).status).toBe(401)
    await app!.close()
    await serve(false)
    expect(await announce(`t=${Date.now()},v1=${'0'.repeat(64)}`)).toEqual({ status: 503, retryAfter: '60' })
  })

  it('lets few deliveries be under way at once and says when to come again', async () => {
    const { hold, taken } = await serve()
    const open = hold()
    const first = Array.from({ length: 4 }, (_, i) => post(delivery(`d${i}`)))
    await vi.waitFor(() => expect(taken()).toBe(4), 20_000)
    expect(await announce(`t=${Date.now()},v1=${'0'.repeat(64)}`)).toEqual({ status: 429, retryAfter: '1' })
    open()
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await post(delivery('later'))).status).toBe(200)
  })
})

describe('the callback’s address', () => {
  it('keeps room for who proved himself, however many strangers come', async () => {
    await serve()
    const wrong = `t=${Date.now()},v1=${'0'.repeat(64)}`
    expect((await post(delivery('first'))).status).toBe(200)
    const strangers = ['127.0.0.2', '127.0.0.3'].flatMap((localAddress) =>
      Array.from({ length: 4 }, () =>
        ask(url(), {
          method: 'POST',
          localAddress,
          headers: {
            'content-type': 'application/json',
            'content-length': 8_000_000,
            'x-platform-signature': wrong,
          },
        }),
      ),
    )
    for (const stranger of strangers) stranger.on('error', () => undefined).flushHeaders()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await announce(wrong, '127.0.0.4')).toEqual({ status: 429, retryAfter: '1' })
    expect((await post(delivery('second'))).status).toBe(200)
    for (const stranger of strangers) stranger.destroy()
  })

  it('serves others while it proves large bodies, and takes those of strangers no faster than 8 MiB a second', async () => {
    await serve()
    const began = performance.now()
    let turns = 0
    const count = (): void => void (turns++, over || setImmediate(count))
    let over = false
    setImmediate(count)
    expect((await post(Buffer.alloc(8 << 20), `t=${Date.now()},v1=${'0'.repeat(64)}`)).status).toBe(401)
    over = true
    expect(turns).toBeGreaterThanOrEqual(7)
    expect(performance.now() - began).toBeGreaterThan(900)
  })
})

describe('the callback’s address', () => {
  it('answers every body with 2xx or 4xx, signed over its octets, and names what it refused', async () => {
    const { refused } = await serve()
    const bodies = [
      '',
      '{}',
      '[]',
      'null',
      '{"delivery":"\\u0000","collection":"depots","items":[1]}',
      '{"delivery":"x","collection":"nothing","items":[1]}',
      '['.repeat(100_000),
      Buffer.from([0x7b, 0xff, 0xfe]),
      `{"delivery":"${'x'.repeat(1000)}"`,
    ]
    for (const body of bodies) expect([400, 401]).toContain((await post(body)).status)
    const answer = await post(
      delivery('names', [null, { id: 'D-bad', name: '\u0000' }, goodRecords(Date.now()).depots]),
    )
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { accepted: 1, quarantined: 2, refused: [{ id: null }, { id: 'D-bad' }] },
    ])
    expect(refused.map(({ collection }) => collection)).toContain('depots')
    expect((await post(delivery('x', ['文'.repeat(3_000_000)]))).status).toBe(413)
  })
})
