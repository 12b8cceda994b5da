import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { PositionRecord } from '../../../../src/shared/protocol/platform.ts'
import { signWebhook } from '../../../../server/sources/platform/webhook.ts'
import { makeBeats } from '../../../builders/plain/beats.ts'
import { keptTracks } from '../../../builders/records/keptTracks.ts'
import { HOOK_SECRET, STANDIN_KEY, hear, until, viewerOf } from '../../../builders/house/liveHouse.ts'
import { house, standin, count } from './house.ts'

const status = (name: string) => house.live.runner.statuses().find((source) => source.name === name)
const platform = async (method: string, path: string, body?: unknown): Promise<any> => {
  const response = await fetch(`${standin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${STANDIN_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}

/** What the platform itself still holds: all batches from its ring, read by another client. */
const ringOf = (): Promise<{ last: number; items: PositionRecord[] }> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${standin.url.replace('http', 'ws')}/v1/positions`, {
      headers: { authorization: `Bearer ${STANDIN_KEY}` },
    })
    const items: PositionRecord[] = []
    let last = 0
    const end = (): void => {
      socket.terminate()
      resolve({ last, items })
    }
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', lastSeq: 0 })))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type !== 'positions') return
      last = message.seq
      items.push(...message.items)
      socket.send(JSON.stringify({ type: 'ack', seq: message.seq }))
    })
    socket.on('error', reject)
    setTimeout(end, 1_500)
  })

const expectAllKept = async (): Promise<void> => {
  const { last, items } = await ringOf()
  await until(
    'the cursor passes what the platform holds',
    async () =>
      Number(
        (await house.database.pool.query("select value from source_cursors where source = 'positions'"))
          .rows[0]?.value,
      ) >= last,
  )
  await house.live.tracks.flush()
  const rows = await keptTracks(house.database.pool)
  const kept = new Set(rows)
  const missing = items.filter(({ vehicle, at }) => !kept.has(`${vehicle}:${at}`))
  expect(items.length).toBeGreaterThan(50)
  expect(missing).toEqual([])
  expect(kept.size).toBe(rows.length)
}

describe('the four ways together', () => {
  it('[XA-14] take pages, callbacks, positions and readings of a real platform into the database', async () => {
    await until('pages settled', () => status('pages')?.state === 'live', 60_000)
    expect(await count('rooms')).toBe((await platform('GET', '/v1/rooms?limit=1')).total)
    await until('positions kept', async () => (await house.live.tracks.counts()).received > 50)
    await until('readings kept', async () => (await count('meter_state')) > 10)
    expect(house.live.runner.statuses().map(({ way, state, error }) => [way, state, error])).toEqual([
      ['request', 'live', null],
      ['callback', 'live', null],
      ['session', 'live', null],
      ['broadcast', 'live', null],
    ])
    await expectAllKept()
  })

  it('bring an edit at the platform to a subscribed screen, at every ancestor, within a second', async () => {
    const { rows } = await house.database.pool.query(
      'select r.id, r.floor, r.building, b.compound, r.county, c.parent as city from rooms r join buildings b on b.id = r.building join regions c on c.code = r.county where r.office_room limit 1',
    )
    const room = rows[0]
    const socket = house.connect(viewerOf('leader', '450000'))
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'ledger', region: '450000' })
    const beats = makeBeats()
    await platform('PATCH', `/v1/rooms/${encodeURIComponent(room.id)}`, { usableArea: 77.7 })
    const ancestors = [room.floor, room.building, room.compound, room.county, room.city, '450000']
    await until('every ancestor', () => {
      const ids = heard.batches.flatMap((batch) =>
        batch.topic === 'ledger' ? batch.items.map(({ id }) => id) : [],
      )
      return ancestors.every((id) => ids.includes(id))
    })
    expect(beats.stop()).toBeLessThan(10)
    socket.disconnect()
  })
})

describe('an outage', () => {
  it('backs off, keeps the last known with its age, and catches up with nothing lost or doubled', async () => {
    const fleetBefore = house.live.vehicles.fleet.size()
    standin.faults.set({ down: true })
    await until('all three back off', () =>
      ['pages', 'positions', 'readings'].every((name) => status(name)?.state === 'backing-off'),
    )
    for (const name of ['pages', 'positions', 'readings'])
      expect(status(name)).toMatchObject({ error: expect.any(String), lastAt: expect.any(Number) })
    expect(house.live.vehicles.fleet.size()).toBe(fleetBefore)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    standin.faults.set({})
    await until(
      'all live again',
      () => house.live.runner.statuses().every(({ state, error }) => state === 'live' && error === null),
      40_000,
    )
    await expectAllKept()
  })

  it('of answers that repeat, turn round, fail and talk rubbish changes nothing but the quarantine', async () => {
    standin.faults.set({ failRate: 0.2, repeatRate: 0.5, reorderRate: 0.5, rubbishRate: 0.5 })
    await platform(
      'PATCH',
      `/v1/rooms/${encodeURIComponent((await house.database.pool.query('select id from rooms limit 1')).rows[0].id)}`,
      { usableArea: 20 },
    )
    await until('rubbish in quarantine', async () => (await count('quarantine')) > 3)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    standin.faults.set({})
    await until(
      'all live again',
      () => house.live.runner.statuses().every(({ state }) => state === 'live'),
      40_000,
    )
    const { rows } = await house.database.pool.query(
      'select source, field, reason from quarantine where field is not null limit 5',
    )
    for (const row of rows) expect(row.reason).toMatch(/found /)
    await expectAllKept()
    expect(await count('rooms')).toBe((await platform('GET', '/v1/rooms?limit=1')).total)
  })
})

describe('the callback', () => {
  const depot = {
    id: 'D-hook',
    region: '450102',
    name: '车场',
    lon: 108,
    lat: 22,
    fence: [
      [108, 22],
      [108.1, 22],
      [108.1, 22.1],
    ],
    updatedAt: Date.now(),
  }
  const deliver = async (
    delivery: string,
    at = Date.now(),
    secret = HOOK_SECRET,
    items: unknown[] = [depot],
  ): Promise<number> => {
    const body = JSON.stringify({ delivery, collection: 'depots', items })
    return (
      await fetch(`${house.url}/hooks/platform`, {
        method: 'POST',
        body,
        headers: { 'x-platform-signature': signWebhook(secret, body, at) },
      })
    ).status
  }

  it('is answered only when durable, and counts once', async () => {
    expect(await deliver('one')).toBe(200)
    expect(await count("depots where id = 'D-hook'")).toBe(1)
    expect(await deliver('one')).toBe(409)
    expect(await Promise.all([deliver('two'), deliver('two')])).toEqual(expect.arrayContaining([200, 409]))
  })

  it('is refused with another’s signature, or outside its five minutes', async () => {
    expect(await deliver('three', Date.now(), 'another-secret')).toBe(401)
    expect(await deliver('four', Date.now() - 301_000)).toBe(401)
    expect(await deliver('four', Date.now() + 301_000)).toBe(401)
    expect(await deliver('four', Date.now() - 290_000)).toBe(200)
    expect((await fetch(`${house.url}/hooks/platform`, { method: 'POST', body: '{}' })).status).toBe(401)
  })

  it('keeps the good of a delivery and quarantines the rest', async () => {
    expect(
      await deliver('five', Date.now(), HOOK_SECRET, [
        { ...depot, id: 'D-good' },
        { ...depot, id: 'D-bad', lat: 91 },
      ]),
    ).toBe(200)
    const { rows } = await house.database.pool.query(
      "select field, reason from quarantine where record_id = 'D-bad'",
    )
    expect(rows).toEqual([{ field: 'lat', reason: expect.stringContaining('found 91') }])
  })
})
