import { join } from 'node:path'
import pg from 'pg'
import { makeProvince, type CountyBundle, type Scale } from '../../../data/province/index.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase, type Database } from '../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { makeLedger, type Ledger } from '../../builders/ledger/ledger.ts'
import type { LedgerChange } from '../../../src/shared/protocol/events.ts'

export interface Population {
  readonly database: Database
  readonly ledger: Ledger
  /** What was published since the start. */
  readonly published: LedgerChange[]
  /** What the loading took, by collection; empty when the database was there already. */
  readonly loaded: readonly { collection: string; rows: number; ms: number }[]
  close(): Promise<void>
}

const NOW = Date.parse('2026-06-15T02:00:00Z')
const SEED = 20_260_101
const PAGE = 2000
const DATA_DIR = join(import.meta.dirname, '../../../data/var/bench-pg')

const FIELDS = {
  units: 'units',
  compounds: 'compounds',
  buildings: 'buildings',
  floors: 'floors',
  people: 'people',
  rooms: 'rooms',
  depots: 'depots',
  vehicles: 'vehicles',
  orders: 'orders',
  fences: 'fences',
  'road-limits': 'roadLimits',
  'working-hours': 'workingHours',
  'vehicle-months': 'vehicleMonths',
  'order-step-limits': 'orderStepLimits',
  'vehicle-vendors': 'vehicleVendors',
  'vehicle-costs': 'vehicleCosts',
  'vehicle-rentals': 'vehicleRentals',
  'vehicle-quotas': 'vehicleQuotas',
  meters: 'meters',
  'energy-months': 'energyMonths',
  'energy-quotas': 'energyQuotas',
} as const satisfies Record<string, keyof CountyBundle>

const createIfMissing = async (url: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (!rowCount) await client.query(`create database ${name}`)
  await client.end()
}

const load = async (
  ledger: Ledger,
  scale: Scale,
): Promise<{ collection: string; rows: number; ms: number }[]> => {
  const province = makeProvince({ seed: SEED, scale, now: NOW })
  const spent = new Map<string, { rows: number; ms: number }>()
  const hand = async (collection: string, items: readonly unknown[]): Promise<void> => {
    const sum = spent.get(collection) ?? spent.set(collection, { rows: 0, ms: 0 }).get(collection)
    const began = performance.now()
    for (let i = 0; i < items.length; i += PAGE)
      await ledger.ingest.accept('bench', { collection, items: items.slice(i, i + PAGE) } as never)
    if (sum) [sum.rows, sum.ms] = [sum.rows + items.length, sum.ms + performance.now() - began]
  }
  await hand('regions', province.regions)
  for (const code of province.countyCodes) {
    const county = province.county(code)
    for (const [collection, field] of Object.entries(FIELDS)) await hand(collection, county[field])
  }
  const began = performance.now()
  await ledger.ingest.settled('bench')
  return [...spent]
    .map(([collection, sum]) => ({ collection, ...sum }))
    .concat({ collection: 'settled', rows: 1, ms: performance.now() - began })
}

/** A database with the whole province of a scale, loaded once through the ledger's own ingest and kept below data/var. */
export const populate = async (scale: Scale, fresh = false): Promise<Population> => {
  const server = await startPrivatePostgres({
    dataDir: DATA_DIR,
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', synchronous_commit: 'off' },
  })
  const name = `bench_${scale.replace('-', '_')}`
  const url = new URL(server.url)
  if (fresh) {
    const client = new pg.Client({ connectionString: server.adminUrl })
    await client.connect()
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
  await createIfMissing(server.adminUrl, name)
  url.pathname = `/${name}`
  const database = openDatabase(url.href, () => {})
  await migrate(database.db)
  const published: LedgerChange[] = []
  const log = (message: string, details: Record<string, unknown>): void => console.error(message, details)
  const ledger = makeLedger({
    db: database.db,
    clock: () => NOW,
    publish: (changes) => published.push(...changes),
    log,
  })
  await ledger.ingest.ready()
  const { rows } = await database.pool.query<{ done: boolean }>(
    'select rebuilt_at is not null and not dirty as done from ledger_state',
  )
  const loaded = rows[0]?.done ? [] : await load(ledger, scale)
  return {
    database,
    ledger,
    published,
    loaded,
    close: async () => database.close().then(() => (server.adopted ? undefined : server.stop())),
  }
}
