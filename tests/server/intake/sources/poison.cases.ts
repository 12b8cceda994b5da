import { describe, expect, it } from 'vitest'
import { signWebhook } from '../../../../server/sources/platform/webhook.ts'
import { PLANS } from '../../../../server/intake/ledger/plans.ts'
import { SEARCH_PLACES } from '../../../../server/intake/ledger/shapes.ts'
import { makeSources } from '../../../../server/sources/index.ts'
import { sourcesConfigSchema } from '../../../../server/sources/config.ts'
import { COLLECTION_NAMES, type CollectionName } from '../../../../src/shared/protocol/platform.ts'
import { goodPosition, goodRecords } from '../../../builders/records/goodRecords.ts'
import { poisonOf, SECRET, startPoisonPlatform } from '../../../builders/devices/poison.ts'
import { HOOK_SECRET, until } from '../../../builders/house/liveHouse.ts'
import { house, count } from './house.ts'

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

const allNamed = () =>
  until('all are named', async () => {
    const all = [...(await named('poisoned')), ...(await named('poisoned-line'))]
    const ids = new Set(all.map(({ record_id }) => record_id))
    return collections.every((name) => poisonOf(name, now, 'Z').every(({ id }) => ids.has(id))) &&
      ids.has('C-spoilt') &&
      all.filter(({ record_id }) => record_id?.startsWith('V-Z:') || record_id?.startsWith('V\ufffd'))
        .length >= 3
      ? all
      : null
  })

describe('poison', () => {
  it('[GX-02] of every kind on a page and on a line is named, and everything good beside it and behind it arrives', async () => {
    await house.database.pool.query(
      `create or replace function spoil() returns trigger language plpgsql as $$ begin if new.address like '%spoils%' then raise exception 'value "${SECRET}" out of range' using errcode = '22003'; end if; return new; end $$`,
    )
    await house.database.pool.query(
      'create trigger spoil before insert on compounds for each row execute function spoil()',
    )
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
    const rows = await allNamed()
    expect(rows.find(({ record_id }) => record_id === 'C-spoilt')?.reason).toMatch(
      /the database cannot hold it: 22003/,
    )
    expect(JSON.stringify(rows.map(({ field, reason }) => [field, reason]))).not.toContain(
      '450102199001011234',
    )
    for (const collection of collections) {
      const table = TABLES[collection] ?? collection.replaceAll('-', '_')
      const record = good('Z')[collection] as Record<string, unknown>
      const key = ['id', 'vehicle', 'building', 'meter', 'unit', 'place', 'region'].find(
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
})

describe('poison', () => {
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
    for (const shape of [
      ...Object.values(PLANS).flatMap(({ shape: own, carries }) => (carries ? [own, carries.shape] : [own])),
      SEARCH_PLACES,
    ]) {
      for (const [column, type] of Object.entries(shape.columns))
        expect(types.get(`${shape.table}.${column}`), `${shape.table}.${column}`).toBe(
          type.endsWith('[]') ? `_${type.slice(0, -2)}` : type,
        )
    }
  })
})
