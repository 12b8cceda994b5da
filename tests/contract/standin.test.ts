import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COLLECTIONS, COLLECTION_NAMES, METER_ITEMS, pageSchema } from '#shared/protocol/platform.ts'
import type { CollectionName, Page } from '#shared/protocol/platform.ts'
import { keyOf } from '../../data/standin/collections.ts'
import { makeProvince } from '../../data/province/index.ts'
import type { Standin } from '../../data/standin/standin.ts'
import { askStandin as ask, orderFaults as order, startHandmadeStandin } from '../builders/house/standin.ts'

const page = async (standin: Standin, path: string): Promise<Page> =>
  pageSchema.parse(await (await ask(standin, path)).json())
const pull = async (
  standin: Standin,
  name: CollectionName,
  query: string,
): Promise<{ items: Record<string, unknown>[]; pages: Page[] }> => {
  const pages = [await page(standin, `/v1/${name}?${query}`)]
  while (pages.at(-1)!.next !== null)
    pages.push(await page(standin, `/v1/${name}?${query}&cursor=${pages.at(-1)!.next}`))
  return { items: pages.flatMap((p) => p.items as Record<string, unknown>[]), pages }
}
describe('the request way', () => {
  let standin: Standin
  let forget: () => Promise<void>
  beforeAll(async () => {
    ;({ standin, forget } = await startHandmadeStandin())
  })
  afterAll(() => forget())

  it('同步请求: every collection walks to its end by cursor, complete, without doubles, valid by the contract', async () => {
    for (const name of COLLECTION_NAMES) {
      const { items, pages } = await pull(standin, name, 'limit=7')
      expect(new Set(items.map((item) => keyOf(name, item))).size, name).toBe(items.length)
      expect(
        pages.every((p) => p.total === items.length),
        name,
      ).toBe(true)
      expect(
        pages.every((p) => p.items.length <= 7),
        name,
      ).toBe(true)
      for (const item of items)
        expect(
          COLLECTIONS[name].safeParse(item).error?.message,
          `${name} ${keyOf(name, item)}`,
        ).toBeUndefined()
    }
    expect((await pull(standin, 'rooms', 'limit=5')).items).toHaveLength(36)
    expect((await pull(standin, 'meter-days', 'limit=100')).items).toHaveLength(6 * METER_ITEMS.length * 2)
  })

  it('a page of one size equals pages of another', async () => {
    const small = (await pull(standin, 'rooms', 'limit=1')).items
    expect((await pull(standin, 'rooms', 'limit=5000')).items).toEqual(small)
  })

  it('since is inclusive and leaves out what did not change', async () => {
    const all = (await pull(standin, 'rooms', 'limit=5000')).items
    const since = Math.max(...all.map((item) => Number(item['updatedAt'])))
    const newest = await pull(standin, 'rooms', `limit=2&since=${since}`)
    expect(newest.items).toEqual(all.filter((item) => item['updatedAt'] === since))
    expect(newest.pages[0]!.total).toBe(newest.items.length)
    expect((await pull(standin, 'rooms', `since=${since + 1}`)).items).toEqual([])
  })

  it('refuses without the key, an unknown collection, a wrong limit, a foreign cursor', async () => {
    expect((await fetch(`${standin.url}/v1/rooms`)).status).toBe(401)
    expect(
      (await fetch(`${standin.url}/v1/rooms`, { headers: { authorization: 'Bearer wrong-key' } })).status,
    ).toBe(401)
    expect((await ask(standin, '/v1/nothing')).status).toBe(404)
    for (const query of ['limit=0', 'limit=5001', 'limit=x', 'since=-1', 'cursor=abc']) {
      const answer = await ask(standin, `/v1/rooms?${query}`)
      expect(answer.status, query).toBe(400)
      expect(await answer.json(), query).toMatchObject({ code: 'bad-request', field: query.split('=')[0] })
    }
  })
})

describe('edits', () => {
  it('an edit is validated, comes with since, and outlives a restart', async () => {
    const { standin, dir } = await startHandmadeStandin()
    const before = await page(standin, '/v1/rooms?limit=5000')
    const key = 'R-B450103-1-3'
    const edited = await ask(standin, `/v1/rooms/${key}`, {
      method: 'PATCH',
      body: JSON.stringify({ state: 'idle', usableArea: 21.5 }),
    })
    expect(edited.status).toBe(200)
    const changed = await page(standin, `/v1/rooms?since=${before.watermark}`)
    expect(changed.items).toEqual([await edited.json()])
    expect(changed.items[0]).toMatchObject({ id: key, state: 'idle', usableArea: 21.5 })

    const wrong = await ask(standin, `/v1/rooms/${key}`, {
      method: 'PATCH',
      body: JSON.stringify({ usableArea: -3 }),
    })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ code: 'invalid-record', field: 'usableArea' })
    expect(
      (await ask(standin, `/v1/rooms/${key}`, { method: 'PATCH', body: JSON.stringify({ id: 'other' }) }))
        .status,
    ).toBe(400)
    expect((await ask(standin, `/v1/rooms/${key}`, { method: 'PATCH', body: '{"broken' })).status).toBe(400)
    expect((await ask(standin, '/v1/rooms/none', { method: 'PATCH', body: '{}' })).status).toBe(404)
    await standin.stop()

    const { standin: again, forget } = await startHandmadeStandin({ dataDir: dir })
    const all = await pull(again, 'rooms', 'limit=10')
    expect(all.items).toHaveLength(36)
    expect(all.items.find((item) => item['id'] === key)).toMatchObject({ state: 'idle', usableArea: 21.5 })
    expect((await page(again, `/v1/rooms?since=${before.watermark}`)).items).toHaveLength(1)
    await forget()
  })
})

describe('faults of the request way', () => {
  let standin: Standin
  let forget: () => Promise<void>
  beforeAll(async () => {
    ;({ standin, forget } = await startHandmadeStandin())
  })
  afterAll(() => forget())

  it('delays, fails, goes down, and heals; wrong orders are refused', async () => {
    await order(standin, { delayMs: 300 })
    const begun = performance.now()
    await page(standin, '/v1/units')
    expect(performance.now() - begun).toBeGreaterThan(290)
    await order(standin, { failRate: 1 })
    expect((await ask(standin, '/v1/units')).status).toBe(503)
    await order(standin, { down: true })
    expect((await ask(standin, '/v1/units')).status).toBe(503)
    expect(await (await ask(standin, '/_faults')).json()).toMatchObject({ down: true, failRate: 0 })
    await order(standin, {})
    expect((await ask(standin, '/v1/units')).status).toBe(200)
    expect((await order(standin, { failRate: 2 })).status).toBe(400)
    expect(
      (
        await fetch(`${standin.url}/_faults`, {
          method: 'POST',
          body: '{"down":true}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(401)
  })

  it('repeats, turns round, and adds rubbish without taking a good record away', async () => {
    const good = (await page(standin, '/v1/units')).items
    await order(standin, { repeatRate: 1 })
    expect((await page(standin, '/v1/units')).items).toEqual([...good, ...good])
    await order(standin, { reorderRate: 1 })
    expect((await page(standin, '/v1/units')).items).toEqual(good.toReversed())
    await order(standin, { rubbishRate: 1 })
    const spoilt = (await page(standin, '/v1/units')).items
    expect(spoilt.slice(0, good.length)).toEqual(good)
    expect(spoilt.slice(good.length).some((item) => COLLECTIONS.units.safeParse(item).success)).toBe(false)
    expect(spoilt.length).toBeGreaterThan(good.length)
    await order(standin, {})
  })
})

describe('the demonstration province', () => {
  it('is served whole and valid at the smallest scale', async () => {
    const { standin, forget } = await startHandmadeStandin({ seed: 20260101 }, makeProvince)
    for (const name of COLLECTION_NAMES) {
      const { items, pages } = await pull(standin, name, 'limit=400')
      expect(items.length, name).toBeGreaterThan(0)
      expect(new Set(items.map((item) => keyOf(name, item))).size, name).toBe(items.length)
      expect(pages[0]!.total, name).toBe(items.length)
      for (const item of items)
        expect(
          COLLECTIONS[name].safeParse(item).error?.message,
          `${name} ${keyOf(name, item)}`,
        ).toBeUndefined()
    }
    await forget()
  })
})

describe('the next civil day', () => {
  it('brings new orders as news, and leaves what lasts as it was', async () => {
    const { standin, dir } = await startHandmadeStandin()
    const [orders, rooms] = [
      await page(standin, '/v1/orders?limit=5000'),
      await page(standin, '/v1/rooms?limit=5000'),
    ]
    await standin.stop()
    const { standin: next, forget } = await startHandmadeStandin({ dataDir: dir, clockOffsetMs: 86_400_000 })
    const fresh = (await pull(next, 'orders', `limit=4&since=${orders.watermark}`)).items
    expect(fresh).toHaveLength(orders.total)
    expect(fresh.every((order) => Number(order['start']) > orders.watermark)).toBe(true)
    expect((await page(next, `/v1/rooms?since=${rooms.watermark}`)).items).toEqual([])
    expect((await page(next, '/v1/rooms?limit=5000')).items).toEqual(rooms.items)
    await forget()
  })
})
