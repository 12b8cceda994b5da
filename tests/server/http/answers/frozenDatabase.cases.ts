import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { whileFrozen } from '../../../builders/house/frozenDatabase.ts'
import { server } from './house.ts'

/** What a busy machine may add to a limit. */
const SLACK_MS = 3000

const ask = async (
  path: string,
  cookie: string,
  init: RequestInit = {},
): Promise<{ path: string; status: number; ms: number; retry: string | null; body: string }> => {
  const since = performance.now()
  const response = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { cookie, ...init.headers },
    signal: AbortSignal.timeout(30_000),
  })
  return {
    path,
    body: await response.text(),
    status: response.status,
    ms: performance.now() - since,
    retry: response.headers.get('retry-after'),
  }
}

/** What was answered until the first 200, which it waits for. */
const back = async (cookie: string): Promise<number[]> => {
  const since = performance.now()
  const statuses: number[] = []
  do {
    statuses.push((await ask('/api/regions', cookie)).status)
    await delay(100)
  } while (statuses.at(-1) !== 200 && performance.now() - since < 60_000)
  return [...new Set(statuses)]
}

describe.skipIf(process.platform !== 'linux')('a frozen database', () => {
  it('is 503 on every route that reads it, within two seconds, and all is well when it goes on', async () => {
    const cookie = await server.signIn('supervisor')
    const paths = server.running.routes
      .filter(({ method, withoutDatabase }) => method === 'GET' && !withoutDatabase)
      .map(({ url }) => url.replaceAll(/:\w+/g, '450100'))
    expect(paths.length).toBeGreaterThan(40)
    const change = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'person', id: 'x', reason: '核对人员' }),
    }
    const [answers, changed, probe] = await whileFrozen(server.database, () =>
      Promise.all([
        Promise.all(paths.map((path) => ask(path, cookie))),
        ask('/api/unmask', cookie, change),
        ask('/healthz', ''),
      ]),
    )
    expect(
      answers.filter(
        ({ status, ms, retry, body }) =>
          status !== 503 || ms > 2000 + SLACK_MS || retry === null || !body.includes('unavailable'),
      ),
    ).toEqual([])
    expect([changed.status, changed.body]).toEqual([
      503,
      expect.stringContaining('whether this was done is not certain'),
    ])
    expect([probe.status, JSON.parse(probe.body)]).toEqual([200, expect.objectContaining({ ok: false })])
    expect((await back(cookie)).filter((status) => status !== 503)).toEqual([200])
    const again = await Promise.all(paths.map((path) => ask(path, cookie)))
    expect(again.filter(({ status }) => status >= 500)).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('a frozen database', () => {
  it('ends the wait of a question that is under way, and never one that is only slow', async () => {
    const cookie = await server.signIn('supervisor')
    let locked = (): void => {}
    const isLocked = new Promise<void>((done) => (locked = done))
    let release = (): void => {}
    const released = new Promise<void>((done) => (release = done))
    const holding = server.database.db.transaction().execute(async (transaction) => {
      await sql`lock table units in access exclusive mode`.execute(transaction)
      locked()
      await released
    })
    await isLocked
    const path = `/api/units/${(await server.request('unit-user', 'GET', '/api/session')).body.scope.unit}`
    const [slow, frozen] = [ask(path, cookie), ask(path, cookie)]
    expect(await Promise.race([slow.then(() => 'answered'), delay(3000, 'waits')])).toBe('waits')
    const since = performance.now()
    await whileFrozen(server.running.database, () => frozen)
    expect([(await slow).status, (await frozen).status]).toEqual([503, 503])
    expect(performance.now() - since).toBeLessThan(2000 + SLACK_MS)
    release()
    await holding
    await back(cookie)
    expect((await ask(path, cookie)).status).toBe(200)
  })
})
