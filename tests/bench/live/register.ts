import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeProvince } from '../../../data/province/index.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase } from '../../../server/db/open.ts'
import { startPrivatePostgres, type PrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { makeDirectoryRows } from '../../../server/common/directory/directoryRows.ts'
import { makeLedger } from '../../builders/ledger/ledger.ts'
import type { VehicleRecord } from '../../../src/shared/protocol/platform.ts'
import { smallProvince } from '../../builders/records/smallProvince.ts'
import { countiesOf, countyOf, idOf, latE6Of, lonE6Of, type HerdOptions } from './herd.ts'

const SEED = 20_260_101
const PAGE = 2000
/** One metered building: the server lets reports in once it knows vehicles and meters. */
const METERED = ['units', 'compounds', 'buildings', 'floors', 'meters'] as const

/** A private PostgreSQL of the rig's own, with the settings that the product has: every commit is on the disk. */
export interface RigDatabase {
  readonly postgres: PrivatePostgres
  readonly url: string
  readonly herd: HerdOptions
  /** Index in the herd by the server's ordinal; −1 where there is none. */
  readonly indexes: readonly number[]
  query<T>(text: string): Promise<T[]>
  close(): Promise<void>
}

const recordsOf = (herd: HerdOptions, at: number) => {
  const units = herd.counties.map(({ code }) => ({
    id: `U-${code}`,
    name: `${code}机关事务管理局`,
    region: code,
    role: 'department',
    level: 'county',
    nature: 'organ',
    uscc: null,
    establishment: { staff: 10 },
    energyUsers: 10,
    updatedAt: at,
  }))
  const depots = herd.counties.map(({ code, center: [lon, lat] }) => ({
    id: `D-${code}`,
    region: code,
    name: `${code}停车场`,
    lon,
    lat,
    fence: [
      [lon, lat],
      [lon + 0.001, lat],
      [lon, lat + 0.001],
    ],
    updatedAt: at,
  }))
  const vehicles = Array.from({ length: herd.vehicles }, (_, i): VehicleRecord => {
    const { code } = countyOf(herd, i)
    return {
      id: idOf(i),
      plate: `桂A${String(i).padStart(5, '0')}`,
      unit: `U-${code}`,
      region: code,
      depot: `D-${code}`,
      category: 'law',
      energy: 'petrol',
      model: '轿车',
      seats: 5,
      registered: '2020-01-01',
      driver: null,
      updatedAt: at,
    }
  })
  return { units, depots, vehicles }
}

/** An empty house with a register of so many vehicles, dealt out over all counties, in a folder of the run. */
export const makeRigDatabase = async (
  dataDir: string,
  vehicles: number,
  everyMs: number,
): Promise<RigDatabase> => {
  const postgres = await startPrivatePostgres({ dataDir: join(dataDir, 'pg') })
  const database = openDatabase(postgres.url, () => {})
  await migrate(database.db)
  const now = Date.now()
  const { regions } = makeProvince({ seed: SEED, scale: 'tiny', now })
  const herd: HerdOptions = { vehicles, everyMs, counties: countiesOf(regions) }
  const ledger = makeLedger({ db: database.db, clock: () => now, publish: () => undefined })
  await ledger.ingest.ready()
  const hand = async (collection: string, items: readonly unknown[]): Promise<void> => {
    for (let i = 0; i < items.length; i += PAGE)
      await ledger.ingest.accept('rig', { collection, items: items.slice(i, i + PAGE) } as never)
  }
  await hand('regions', regions)
  const house = smallProvince({ counties: 1, compounds: 1, buildings: 1, floors: 1, rooms: 1 })
  for (const collection of METERED) await hand(collection, house[collection])
  for (const [collection, items] of Object.entries(recordsOf(herd, now))) await hand(collection, items)
  await ledger.ingest.settled('rig')
  const indexes: number[] = []
  for (const { id, ordinal } of await makeDirectoryRows(database.db).vehicles())
    indexes[ordinal] = Number(id.slice(2))
  return {
    postgres,
    url: postgres.url,
    herd,
    indexes: Array.from(indexes, (index) => index ?? -1),
    query: async <T>(text: string) => (await database.pool.query(text)).rows as T[],
    close: async () => {
      await database.close()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const everyOf = (herd: HerdOptions, region: string): number[] =>
  Array.from({ length: herd.vehicles }, (_, i) => i).filter((i) =>
    countyOf(herd, i).code.startsWith(region.replace(/(00)+$/, '')),
  )
export const citiesOf = (herd: HerdOptions): string[] => [
  ...new Set(herd.counties.map(({ code }) => `${code.slice(0, 4)}00`)),
]
export const placeOf = (herd: HerdOptions, index: number): readonly [number, number] => [
  lonE6Of(herd, index) / 1e6,
  latE6Of(herd, index, 0) / 1e6,
]
