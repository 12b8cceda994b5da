import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { PositionRecord } from '../../../src/shared/protocol/platform.ts'
import { signWebhook } from '../../../server/sources/platform/webhook.ts'
import type { Standin } from '../../../data/standin/index.ts'
import { PLANS } from '../../../server/intake/ledger/plans.ts'
import { OCCUPANTS, SEARCH_PLACES } from '../../../server/intake/ledger/shapes.ts'
import { makeSources } from '../../../server/sources/index.ts'
import { sourcesConfigSchema } from '../../../server/sources/config.ts'
import { COLLECTION_NAMES, type CollectionName } from '../../../src/shared/protocol/platform.ts'
import { goodPosition, goodRecords } from '../../builders/records/goodRecords.ts'
import { poisonOf, SECRET, startPoisonPlatform } from '../../builders/devices/poison.ts'
import { keptTracks } from '../../builders/records/keptTracks.ts'
import {
  HOOK_SECRET,
  STANDIN_KEY,
  hear,
  makeLiveHouse,
  startStandin,
  until,
  viewerOf,
  waysOf,
  type LiveHouse,
} from '../../builders/house/liveHouse.ts'

let house: LiveHouse
let standin: Standin
let stopStandin: () => Promise<void>

beforeAll(async () => {
  house = await makeLiveHouse()
  const started = await startStandin({ webhook: { url: `${house.url}/hooks/platform`, secret: HOOK_SECRET } })
  standin = started.standin
  stopStandin = started.stop
  await standin.settled()
  await house.start(waysOf(standin))
})
afterAll(async () => {
  await house?.close()
  await stopStandin?.()
})

const count = async (sql: string): Promise<number> =>
  Number((await house.database.pool.query(`select count(*) as n from ${sql}`)).rows[0].n)
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
    const started = Date.now()
    await platform('PATCH', `/v1/rooms/${encodeURIComponent(room.id)}`, { usableArea: 77.7 })
    const ancestors = [room.floor, room.building, room.compound, room.county, room.city, '450000']
    const seen = await until('every ancestor', () => {
      const ids = heard.batches.flatMap((batch) =>
        batch.topic === 'ledger' ? batch.items.map(({ id }) => id) : [],
      )
      return ancestors.every((id) => ids.includes(id)) ? { after: Date.now() - started } : null
    })
    expect(seen.after).toBeLessThan(1_000)
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

describe('poison', () => {
  const now = Date.now()
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  /** The region is the platform's own: its records stay as they are. */
  const collections: CollectionName[] = COLLECTION_NAMES.filter((name) => name !== 'regions')
  const TABLES: Partial<Record<CollectionName, string>> = {
    'energy-days': 'energy_hours',
    'vehicle-tracks': 'vehicle_track_days',
    'overlap-months': 'vehicle_overlap_months',
  }
  const good = (name: string) => goodRecords(now, name)
  const named = async (source: string): Promise<{ record_id: string; field: string; reason: string }[]> =>
    (
      await house.database.pool.query('select record_id, field, reason from quarantine where source = $1', [
        source,
      ])
    ).rows

  it('[GX-02] of every kind on a page and on a line is named, and everything good beside it and behind it arrives', async () => {
    await house.database.pool.query(
      `create or replace function spoil() returns trigger language plpgsql as $$ begin if new.address like '%spoils%' then raise exception 'value "${SECRET}" out of range' using errcode = '22003'; end if; return new; end $$`,
    )
    await house.database.pool.query(
      'create trigger spoil before insert on compounds for each row execute function spoil()',
    )
    const spoilt = { ...good('Z').compounds, id: 'C-spoilt', address: 'this one spoils its page' }
    const pages = (collection: CollectionName): unknown[] =>
      collections.includes(collection)
        ? [
            ...poisonOf(collection, now, 'Z').map(({ record }) => record),
            ...(collection === 'compounds' ? [spoilt] : []),
            good('Z')[collection],
            null,
            'text',
            5,
            [],
          ]
        : []
    const at = now - 60_000
    const batch = (seq: number, items: readonly unknown[]): string =>
      JSON.stringify({ type: 'positions', seq, items })
    const messages = (): string[] => [
      batch(1, [
        { ...goodPosition(at, 'V-Z'), vehicle: `V\u0000${SECRET}` },
        { ...goodPosition(at, 'V-Z'), at: 9e15 },
        { ...goodPosition(at, 'V-Z'), alarm: 2 ** 40 },
        goodPosition(at, 'V-Z'),
        null,
      ]),
      `rubbish ${SECRET}`,
      '['.repeat(200_000),
      batch(2, [goodPosition(at + 1_000, 'V-Z'), { ...goodPosition(at, 'V-Z'), lat: SECRET }]),
    ]
    const platform = await startPoisonPlatform(pages, messages)
    const [rest, line] = makeSources(
      sourcesConfigSchema.parse([
        { way: 'request', name: 'poisoned', url: platform.url, key: 'k', pollMs: 200 },
        { way: 'session', name: 'poisoned-line', url: platform.wsUrl, key: 'k' },
      ]),
      Date.now,
      silent,
      house.live.registers,
    )
    await rest!.start(house.live.sink)
    await until('the pages are in', () => rest!.status().state === 'live', 60_000)
    await house.live.directory.reload()
    await line!.start(house.live.sink)
    const ordinal = house.live.directory.now().vehicleOrdinals.get('V-Z') as number
    await until('the last position is in', () => house.live.vehicles.fleet.row(ordinal)?.at === at + 1_000)
    const rows = await until('all are named', async () => {
      const all = [...(await named('poisoned')), ...(await named('poisoned-line'))]
      const ids = new Set(all.map(({ record_id }) => record_id))
      return collections.every((name) => poisonOf(name, now, 'Z').every(({ id }) => ids.has(id))) &&
        ids.has('C-spoilt') &&
        all.filter(({ record_id }) => record_id?.startsWith('V-Z:') || record_id?.startsWith('V\ufffd'))
          .length >= 3
        ? all
        : null
    })
    expect(rows.find(({ record_id }) => record_id === 'C-spoilt')?.reason).toMatch(
      /the database cannot hold it: 22003/,
    )
    expect(JSON.stringify(rows.map(({ field, reason }) => [field, reason]))).not.toContain(
      '450102199001011234',
    )
    for (const collection of collections) {
      const table = TABLES[collection] ?? collection.replaceAll('-', '_')
      const record = good('Z')[collection] as Record<string, unknown>
      const key = ['id', 'vehicle', 'building', 'meter', 'unit', 'region'].find(
        (field) => typeof record[field] === 'string',
      ) as string
      expect(await count(`${table} where ${key} = '${String(record[key])}'`), collection).toBeGreaterThan(0)
    }
    expect(house.live.runner.statuses().every(({ state }) => state === 'live')).toBe(true)
    await rest!.stop()
    await line!.stop()
    await platform.stop()
    await house.database.pool.query('drop trigger spoil on compounds')
  }, 180_000)

  it('in a delivery is named in its answer, and the good of it is taken', async () => {
    let n = 0
    for (const collection of collections.filter((name) => poisonOf(name, now, 'Y').length > 0)) {
      const bad = poisonOf(collection, now, 'Y')
      const body = JSON.stringify({
        delivery: `poison-${n++}`,
        collection,
        items: [...bad.map(({ record }) => record), good('Y')[collection]],
      })
      const response = await fetch(`${house.url}/hooks/platform`, {
        method: 'POST',
        body,
        headers: { 'x-platform-signature': signWebhook(HOOK_SECRET, body, Date.now()) },
      })
      expect(response.status, collection).toBe(200)
      const answer = (await response.json()) as {
        accepted: number
        quarantined: number
        refused: { id: string; reason: string }[]
      }
      expect(answer, collection).toMatchObject({ accepted: 1, quarantined: bad.length })
      expect(answer.refused.map(({ id }) => id)).toEqual(bad.map(({ id }) => id))
      expect(JSON.stringify(answer)).not.toContain('450102199001011234')
    }
  })

  it('that stands in the tables since before gives way to what comes next', async () => {
    const depot = { ...good('Y').depots, id: 'D-future', updatedAt: now - 1_000 }
    await house.live.sink.accept('test', { kind: 'records', collection: 'depots', items: [depot] })
    await house.database.pool.query("update depots set updated_at = 9000000000000000 where id = 'D-future'")
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'depots',
      items: [{ ...depot, name: '改正' }],
    })
    expect(await count("depots where id = 'D-future' and name = '改正'")).toBe(1)
  })

  it('the columns that a bulk write names are as wide as it says', async () => {
    const { rows } = await house.database.pool.query(
      "select table_name, column_name, udt_name from information_schema.columns where table_schema = 'public'",
    )
    const types = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, String(row.udt_name)]))
    for (const shape of [...Object.values(PLANS).map((plan) => plan.shape), OCCUPANTS, SEARCH_PLACES]) {
      for (const [column, type] of Object.entries(shape.columns))
        expect(types.get(`${shape.table}.${column}`), `${shape.table}.${column}`).toBe(
          type.endsWith('[]') ? `_${type.slice(0, -2)}` : type,
        )
    }
  })
})
