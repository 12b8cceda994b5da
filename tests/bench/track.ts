import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ROOT } from '../../server/config.ts'
import { migrate } from '../../server/db/migrate.ts'
import { openDatabase } from '../../server/db/open.ts'
import { startPrivatePostgres, type PrivatePostgres } from '../../server/db/privatePostgres.ts'
import { makeTrackStore } from '../../server/vehicles/tracks/store.ts'
import type { TrackStore } from '../../server/vehicles/tracks/types.ts'
import { dayOf, startOfDay } from '../../src/shared/kernel/units.ts'
import type { PointColumns } from '../../src/shared/vehicles/track/points.ts'
import { GROUP, SLAB_MS, slabOf } from '../../src/shared/vehicles/track/chunk/format.ts'
import { percentile, print } from './parts/figure.ts'
import type { Bench } from './run.ts'
import { BEGIN, makeSample, REPORT_MS, roundsOf } from './parts/trackSample.ts'

const FLEET = 70_000
const DAY_MS = 86_400_000
const SEEKS = 40
/** Of the plain rows, which take seconds each. */
const ROW_SEEKS = 8
const LOOK_BACK_MS = 30 * 60_000
const BASELINE_MS = 35 * 60_000
const GB = 1e9
/** Groups whose vehicles have a whole civil day. */
const DAY_GROUPS = 8
const DAY_BEGIN = startOfDay(dayOf(BEGIN))

type Kind = 'mixed' | 'driving'
const NAMES: Record<Kind, string> = {
  mixed: 'a working day, most vehicles parked',
  driving: 'every vehicle driving',
}

interface Kept {
  readonly points: number
  readonly appendMs: number
  readonly moveMs: number
}
interface House {
  readonly url: string
  readonly pool: pg.Pool
  readonly store: TrackStore
  close(): Promise<void>
}

const figure = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'track', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

/** A database and a store of their own. */
const openHouse = async (server: PrivatePostgres, folder: string, name: string): Promise<House> => {
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  await admin.query(`drop database if exists track_${name} with (force)`)
  await admin.query(`create database track_${name} owner ${new URL(server.url).username}`)
  await admin.end()
  const url = Object.assign(new URL(server.url), { pathname: `/track_${name}` }).href
  const { db, pool, close } = openDatabase(url, () => undefined, 4)
  await migrate(db)
  const store = makeTrackStore({
    databaseUrl: url,
    dataDir: join(folder, name),
    clock: () => BEGIN + DAY_MS,
    log: console,
  })
  await store.start()
  await store.moveOld()
  return { url, pool, store, close: () => store.close().then(close) }
}

const one = async (pool: pg.Pool, text: string, values: unknown[] = []): Promise<number> =>
  Number((await pool.query(text, values)).rows[0].n)
const SIZE = `select coalesce(sum(pg_total_relation_size(inhrelid)), 0) as n from pg_inherits where inhparent = $1::regclass`
const chunkBytes = (pool: pg.Pool): Promise<number> =>
  one(pool, 'select sum(length(blob)) as n from track_chunks')

/** The same points as plain rows, the obvious way. */
const insertRows = async (pool: pg.Pool, p: PointColumns): Promise<void> => {
  const list = (column: ArrayLike<number>): string => `{${Array.from(column).join(',')}}`
  await pool.query(
    'insert into rows select v, a, x, y, s, h, m, c = 1 from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::int[]) as t(v, a, x, y, s, h, m, c) on conflict do nothing',
    [p.ordinal, p.at, p.lonE7, p.latE7, p.speed, p.heading, p.alarm, p.acc].map(list),
  )
}
const makeRows = (pool: pg.Pool) =>
  pool.query(
    'create table rows (vehicle integer not null, at bigint not null, lon_e7 integer not null, lat_e7 integer not null, speed smallint not null, heading smallint not null, alarm bigint not null, acc boolean not null, primary key (vehicle, at))',
  )

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Feeds the sample to both stores and its last minutes to the rows. */
const feed = async (
  houses: Record<Kind, House>,
  sample: ReturnType<typeof makeSample>,
  hours: number,
  seats: number,
): Promise<{ kept: Record<Kind, Kept>; rows: { points: number; ms: number } }> => {
  const kept = {
    mixed: { points: 0, appendMs: 0, moveMs: 0 },
    driving: { points: 0, appendMs: 0, moveMs: 0 },
  }
  const rows = { points: 0, ms: 0 }
  const end = BEGIN + hours * 3_600_000
  await makeRows(houses.mixed.pool)
  let round = 0
  for (const made of roundsOf(sample, hours, seats)) {
    const at = BEGIN + round++ * REPORT_MS
    if (at >= end - BASELINE_MS) {
      rows.points += made.mixed.count
      rows.ms += await timed(() => insertRows(houses.mixed.pool, made.mixed))
    }
    for (const kind of ['mixed', 'driving'] as const) {
      kept[kind].points += made[kind].count
      kept[kind].appendMs += await timed(() => houses[kind].store.append(made[kind], at))
      if ((at + REPORT_MS) % SLAB_MS === 0) kept[kind].moveMs += await timed(() => houses[kind].store.flush())
    }
  }
  for (const kind of ['mixed', 'driving'] as const)
    kept[kind].moveMs += await timed(() => houses[kind].store.flush())
  return { kept, rows }
}

/** Fills up to 70,000 vehicles with copies of the sample's groups, and the civil day of eight groups with copies of its hours. */
const multiply = async ({ pool }: House, vehicles: number, hours: number): Promise<void> => {
  const groups = Math.max(1, Math.floor((vehicles + 1) / GROUP))
  const target = Math.ceil(FLEET / GROUP)
  const from = slabOf(BEGIN + hours * 3_600_000 - BASELINE_MS) / SLAB_MS
  for (let shift = groups; shift < target; shift += groups) {
    await pool.query(
      'insert into track_chunks select slab, grp + $1, points, blob from track_chunks where grp < $2 and slab >= $3 and grp + $1 < $4 on conflict do nothing',
      [shift, Math.min(groups, target - shift), from, target],
    )
  }
  const first = BEGIN / SLAB_MS
  const [opens, slabs] = [DAY_BEGIN / SLAB_MS, hours * (3_600_000 / SLAB_MS)]
  for (let to = opens - (opens % slabs) + (first % slabs); to < opens + DAY_MS / SLAB_MS; to += slabs) {
    await pool.query(
      'insert into track_chunks select slab + $1, grp, points, blob from track_chunks where grp < $2 and slab >= $3 and slab < $4 and slab + $1 >= $5 and slab + $1 < $6 on conflict do nothing',
      [to - first, DAY_GROUPS, first, first + slabs, opens, opens + DAY_MS / SLAB_MS],
    )
  }
  await pool.query('vacuum analyze track_chunks')
}

const multiplyRows = async ({ pool }: House, vehicles: number): Promise<void> => {
  for (let shift = vehicles; shift < FLEET; shift += vehicles)
    await pool.query(
      'insert into rows select vehicle + $1, at, lon_e7, lat_e7, speed, heading, alarm, acc from rows where vehicle <= $2 and vehicle + $1 <= $3',
      [shift, vehicles, FLEET],
    )
  await pool.query('vacuum analyze rows')
}

const seeks = async (work: (i: number) => Promise<unknown>, times = SEEKS): Promise<number[]> => {
  const samples: number[] = []
  for (let i = 0; i < times + 3; i++) {
    const ms = await timed(() => work(i))
    if (i >= 3) samples.push(ms)
  }
  return samples
}

const told = (metric: string, samples: number[], baseline?: number[]): void => {
  for (const share of [0.5, 0.99])
    figure(
      `${metric}, p${share * 100}`,
      percentile(samples, share),
      'ms',
      baseline && percentile(baseline, share),
    )
}

/** Instants within the last five minutes of the sample, at every distance from a slab's begin. */
const instant = (hours: number, i: number): number =>
  BEGIN + hours * 3_600_000 - SLAB_MS + ((i * 7919) % (SLAB_MS - 1000))

const seekAll = async (houses: Record<Kind, House>, hours: number): Promise<void> => {
  const { pool } = houses.mixed
  const rowsAt = await seeks(
    (i) =>
      pool.query(
        'select distinct on (vehicle) * from rows where at <= $1 and at > $2 order by vehicle, at desc',
        [instant(hours, i), instant(hours, i) - LOOK_BACK_MS],
      ),
    ROW_SEEKS,
  )
  for (const kind of ['mixed', 'driving'] as const) {
    let count = 0
    const ours = await seeks(
      async (i) => (count = (await houses[kind].store.fleetAt(instant(hours, i))).count),
    )
    told(
      `the fleet at an instant, ${count} vehicles, ${NAMES[kind]}`,
      ours,
      kind === 'mixed' ? rowsAt : undefined,
    )
    let points = 0
    const day = await seeks(
      async (i) =>
        (points = Math.max(
          points,
          (await houses[kind].store.track(1 + ((i * 37) % 500), DAY_BEGIN, DAY_BEGIN + DAY_MS - 1)).count,
        )),
    )
    told(`one vehicle's day, up to ${points} points, ${NAMES[kind]}`, day)
  }
}

const tellSizes = async (
  kind: Kind,
  house: House,
  { points, appendMs, moveMs }: Kept,
  perVehicleDay: number,
  row: { bytes: number; perSecond: number },
): Promise<void> => {
  const bytes = (await chunkBytes(house.pool)) / points
  const onDisk = (await one(house.pool, SIZE, ['track_chunks'])) / points
  const dayPoints = perVehicleDay * FLEET
  figure(`bytes a point, ${NAMES[kind]}`, bytes, 'B', row.bytes)
  figure(`bytes a point on disk with the database's own, ${NAMES[kind]}`, onDisk, 'B', row.bytes)
  figure(
    `a day of 70,000 vehicles on disk, ${NAMES[kind]}, ${Math.round(dayPoints / 1e6)} million points`,
    (onDisk * dayPoints) / GB,
    'GB',
    (row.bytes * dayPoints) / GB,
  )
  figure(
    `durable on the spool, one batch at a time, ${NAMES[kind]}`,
    points / (appendMs / 1000),
    'points/s',
    row.perSecond,
  )
  figure(
    `packed and moved to the database, ${NAMES[kind]}`,
    points / (moveMs / 1000),
    'points/s',
    row.perSecond,
  )
}

/**
 * A day of 70,000 vehicles at ten seconds: size, speed of keeping, time to any instant; the baseline is a table of plain
 * rows with the same points. A sample is driven (`--vehicles`, `--hours`; `--full` drives all for 24 hours) and multiplied up to 70,000
 * vehicles for the seeks.
 */
export const bench: Bench = async ({ scale, rest }) => {
  const isFull = rest['full'] === true
  const hours = isFull ? 24 : Number(rest['hours'] ?? 2)
  const sample = makeSample(scale, isFull ? FLEET : Number(rest['vehicles'] ?? 6400))
  const seats = Math.max(GROUP, Math.floor(sample.size / 10))
  const base = join(ROOT, 'data', 'var')
  mkdirSync(base, { recursive: true })
  const folder = mkdtempSync(join(base, 'bench-track-'))
  const server = await startPrivatePostgres({ dataDir: folder })
  const open: House[] = []
  try {
    const houses = {
      mixed: await openHouse(server, folder, 'mixed'),
      driving: await openHouse(server, folder, 'driving'),
    }
    open.push(houses.mixed, houses.driving)
    figure('sample: vehicles', sample.size, '')
    figure('sample: hours', hours, 'h')
    const { kept, rows } = await feed(houses, sample, hours, seats)
    const row = {
      bytes: (await one(houses.mixed.pool, "select pg_total_relation_size('rows') as n")) / rows.points,
      perSecond: rows.points / (rows.ms / 1000),
    }
    await tellSizes('mixed', houses.mixed, kept.mixed, (kept.mixed.points / sample.size / hours) * 24, row)
    await tellSizes('driving', houses.driving, kept.driving, DAY_MS / REPORT_MS, row)
    if (!isFull) {
      await multiply(houses.mixed, sample.size, hours)
      await multiply(houses.driving, seats, hours)
    }
    await multiplyRows(houses.mixed, sample.size)
    await seekAll(houses, hours)
  } finally {
    for (const house of open) await house.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
