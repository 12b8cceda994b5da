import { mkdtempSync, rmSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import { QUARTER_MS } from '#shared/energy/series/quarters.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase, type Db } from '../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { makeEnergyPlaces } from '../../../server/energy/live/placeRows.ts'
import { makeEnergyRecords } from '../../../server/energy/quarters/recordRows.ts'
import { makeEnergyStore } from '../../../server/energy/quarters/quarterRows.ts'
import { makeEnergy, type Energy } from '../../../server/energy/live/live.ts'
import { METERS_EACH, PROVINCE, countyCode, fillProvince, makeRounds, regions, stepOf } from './province.ts'
import { percentile, print } from '../parts/figure.ts'
import type { Bench } from '../run.ts'

const DAY = '2026-06-15'
/** 30 s off the quarter hours, so that a round lies before and one after each of them. */
const START = Date.parse(`${DAY}T08:10:30+08:00`)
/** Meters' time between two rounds: they speak far oftener here than a meter does, and cross many quarter hours. */
const ROUND_MS = 60_000
/** Buildings in one message's batch, as the MQTT source gathers them; batches under way at once. */
const BATCH = 120
const UNDER_WAY = 4
const LATE_EVERY_MS = 500
const BASELINE_SECONDS = 6
const PARTS: RollItem[] = ['01A00', '01B00', '01C00', '01D00', 'rest:total']

/**
 * Energy kept at the service's level over a real PostgreSQL that waits for its disk: `--seconds` of readings as fast as
 * they are taken (or `--rate` of them a second), each durable in the spool and rolled up before the next of its line; late readings while it runs; then
 * all sums against what the registers say. Beside it the obvious design: one upsert a reading, roll-ups by GROUP BY.
 */
export const bench: Bench = async ({ rest }) => {
  const pace = {
    seconds: Number(rest['seconds'] ?? 30),
    rate: Number(rest['rate'] ?? Number.POSITIVE_INFINITY),
  }
  const buildings = Math.ceil(Number(rest['meters'] ?? 79_000) / METERS_EACH)
  const folder = mkdtempSync(join(tmpdir(), 'bench-energy-'))
  const server = await startPrivatePostgres({ dataDir: folder })
  const database = openDatabase(server.url, () => undefined)
  try {
    await migrate(database.db)
    const directory = await fillProvince(database.db, buildings)
    const baseline = await measureBaseline(database.db, buildings)
    let now = START
    const log = { info: () => undefined, warn: console.error, error: console.error }
    const energy = makeEnergy({
      store: makeEnergyStore(database.db),
      places: makeEnergyPlaces(database.db),
      records: makeEnergyRecords(database.db),
      dataDir: folder,
      directory,
      regions,
      clock: () => now,
      log,
      quarantine: async (rejected) => console.error(rejected[0]),
    })
    await energy.rebuild()
    energy.start()
    await run(energy, database.db, buildings, pace, baseline, (at) => {
      now = at
    })
    await energy.stop()
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const figure = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'energy', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

const run = async (
  energy: Energy,
  db: Db,
  buildings: number,
  { seconds, rate }: { seconds: number; rate: number },
  baseline: { perSecond: number; lateMs: number },
  setClock: (at: number) => void,
): Promise<void> => {
  const rounds = makeRounds(buildings)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const lates: number[] = []
  const rss: number[] = []
  let sent = 0
  let lateAt = 0
  const began = performance.now()
  const busy = performance.eventLoopUtilization()
  delay.enable()
  for (let at = START; performance.now() - began < seconds * 1000; at += ROUND_MS) {
    setClock(at)
    rounds.next(at)
    sent += await sendRound(energy, rounds.readings, (more) =>
      pause(((sent + more) / rate) * 1000 - (performance.now() - began)),
    )
    rss.push(process.memoryUsage.rss())
    if (Math.floor(at / QUARTER_MS) * QUARTER_MS > START && performance.now() - lateAt > LATE_EVERY_MS) {
      lateAt = performance.now()
      lates.push(await sendLate(energy, lates.length % buildings, at))
      sent++
    }
  }
  delay.disable()
  const took = (performance.now() - began) / 1000
  const used = performance.eventLoopUtilization(busy).utilization
  figure('readings a second, durable and rolled up', sent / took, 'readings/s', baseline.perSecond)
  figure('late reading to every level, p50', percentile(lates, 0.5), 'ms', baseline.lateMs)
  figure('late reading to every level, longest', Math.max(...lates), 'ms', baseline.lateMs)
  figure('main thread busy', used * 100, '%')
  figure('event loop delay p99', delay.percentile(99) / 1e6, 'ms')
  figure('resident memory, highest', Math.max(...rss) / 2 ** 20, 'MiB')
  figure('waits on the disk at the end', (await energy.pending()).bytes / 2 ** 20, 'MiB')
  const flushing = performance.now()
  await energy.flush()
  figure('all in PostgreSQL after the last reading', (performance.now() - flushing) / 1000, 's')
  figure(
    'sums that differ, at every level and period',
    await differences(energy, db, buildings, rounds.rounds()),
    'sums',
  )
}

const pause = (ms: number): Promise<void> =>
  ms < 5 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))

const sendRound = async (
  energy: Energy,
  readings: Parameters<Energy['acceptReadings']>[1],
  wait: (sent: number) => Promise<void>,
): Promise<number> => {
  let next = 0
  let sent = 0
  const line = async (): Promise<void> => {
    while (next < readings.length) {
      const batch = readings.slice(next, (next += BATCH))
      await energy.acceptReadings('bench', batch)
      sent += batch.reduce((sum, { meters }) => sum + meters.length, 0)
      await wait(sent)
    }
  }
  await Promise.all(Array.from({ length: UNDER_WAY }, line))
  return sent
}

/** What a building's last finished quarter hour is at every level above its whole meter. */
const levels = async (energy: Energy, building: number, quarter: number): Promise<number[]> => {
  const county = countyCode(building % 111)
  const places = [
    ['meter', `B${building}-total`],
    ['building', `B${building}`],
    ['region', county],
    ['region', `${county.slice(0, 4)}00`],
    ['region', PROVINCE],
  ] as const
  const values: number[] = []
  for (const [kind, id] of places) {
    const points = await energy.series.read({
      kind,
      id,
      item: 'total',
      period: 'quarter',
      from: DAY,
      to: DAY,
    })
    values.push(points[quarter]?.kwh ?? 0)
  }
  return values
}

/** A reading just before a quarter's end that shows nothing used since the one before: half a round's use moves to the next quarter. */
const sendLate = async (energy: Energy, building: number, now: number): Promise<number> => {
  const end = Math.floor(now / QUARTER_MS) * QUARTER_MS
  const quarter = Math.floor((end - Date.parse(`${DAY}T00:00:00+08:00`)) / QUARTER_MS) - 1
  const before = await levels(energy, building, quarter)
  const rounds = (end - 30_000 - START) / ROUND_MS
  const total = 1000 + building + (rounds * stepOf(0)) / 1000
  const began = performance.now()
  await energy.acceptReadings('bench', [
    { building: `B${building}`, at: end - 15, meters: [{ meter: `B${building}-total`, kw: 12, total }] },
  ])
  for (;;) {
    const after = await levels(energy, building, quarter)
    const moved = after.map((value, i) => Math.round(((before[i] as number) - value) * 1000))
    if (moved.every((wh) => wh === moved[0]) && (moved[0] as number) >= 50) return performance.now() - began
    if (performance.now() - began > 5_000)
      throw new Error(
        `a late reading of B${building}: expected the same move at every level; found ${moved.join(', ')} Wh`,
      )
  }
}

/** Counts sums that are not what they must be: registers against quarters in PostgreSQL, parts against wholes, levels against levels. */
const differences = async (energy: Energy, db: Db, buildings: number, rounds: number): Promise<number> => {
  const { rows } = await sql<{
    item: string
    wh: number
    wrong: number
  }>`select m.item, sum(d.sum)::float8 as wh,
    count(*) filter (where d.sum <> (select sum(w) from unnest(d.wh) w))::int as wrong from energy_meter_days d join meter_ordinals o on o.ordinal = d.meter join meters m on m.id = o.meter group by 1`.execute(
    db,
  )
  let wrong = rows.reduce((sum, row) => sum + row.wrong, 0)
  const expect = (a: number, b: number): void => {
    if (Math.round(a * 1000) !== Math.round(b * 1000)) wrong++
  }
  const items = ['total', '01A00', '01B00', '01C00', '01D00', 'water']
  for (const [i, item] of items.entries())
    expect(
      (rows.find((row) => row.item === item)?.wh ?? 0) / 1000,
      (buildings * (rounds - 1) * stepOf(i)) / 1000,
    )
  const counties = Array.from({ length: 111 }, (_, i) => countyCode(i))
  for (const period of ['quarter', 'hour', 'day', 'month', 'year'] as const) {
    const of = async (kind: 'region' | 'building', id: string, item: RollItem): Promise<number[]> =>
      (await energy.series.read({ kind, id, item, period, from: DAY, to: DAY })).map(({ kwh }) => kwh ?? 0)
    const compare = async (whole: number[], parts: number[][]): Promise<void> =>
      whole.forEach((value, at) =>
        expect(
          value,
          parts.reduce((sum, part) => sum + (part[at] ?? 0), 0),
        ),
      )
    await compare(
      await of('region', PROVINCE, 'total'),
      await Promise.all(counties.map((county) => of('region', county, 'total'))),
    )
    for (const [kind, id] of [
      ['region', PROVINCE],
      ['region', counties[0]],
      ['building', 'B0'],
    ] as const)
      await compare(
        await of(kind, id as string, 'total'),
        await Promise.all(PARTS.map((part) => of(kind, id as string, part))),
      )
    await compare(
      await of('region', PROVINCE, 'total'),
      await Promise.all((['held', 'vacant', 'common'] as const).map((item) => of('region', PROVINCE, item))),
    )
    const own = Array.from({ length: Math.ceil(buildings / 111) }, (_, k) => k * 111).filter(
      (n) => n < buildings,
    )
    await compare(
      await of('region', counties[0] as string, 'total'),
      await Promise.all(own.map((n) => of('building', `B${n}`, 'total'))),
    )
  }
  return wrong
}

/** The obvious design over the same PostgreSQL: one upsert a reading, roll-ups by GROUP BY every five seconds; a late reading shows after the next. */
const measureBaseline = async (db: Db, buildings: number): Promise<{ perSecond: number; lateMs: number }> => {
  await sql`create table plain_quarters (meter text not null, at bigint not null, total float8 not null, kwh float8 not null, primary key (meter, at))`.execute(
    db,
  )
  let sent = 0
  let stop = false
  const line = async (from: number): Promise<void> => {
    for (let n = from; !stop; n += 8) {
      const id = `B${n % buildings}-total`
      await sql`insert into plain_quarters values (${id}, ${START}, ${n}, 0) on conflict (meter, at) do update set kwh = plain_quarters.kwh + excluded.total - plain_quarters.total, total = excluded.total`.execute(
        db,
      )
      sent++
    }
  }
  const rollUp = () =>
    sql`select b.county, p.at, m.item, sum(p.kwh) from plain_quarters p join meters m on m.id = p.meter join buildings b on b.id = m.building group by grouping sets ((b.county, p.at, m.item), (p.at, m.item), (m.building, p.at, m.item))`.execute(
      db,
    )
  const began = performance.now()
  const lines = Promise.all(Array.from({ length: 8 }, (_, i) => line(i)))
  await new Promise((resolve) => setTimeout(resolve, BASELINE_SECONDS * 1000 - 1000))
  const rolling = performance.now()
  await rollUp()
  const lateMs = performance.now() - rolling
  stop = true
  await lines
  return { perSecond: (sent * 1000) / (performance.now() - began), lateMs }
}
