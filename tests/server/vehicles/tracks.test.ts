import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase } from '../../../server/db/open.ts'
import { makeTrackStore } from '../../../server/vehicles/tracks/store.ts'
import type { TrackStore } from '../../../server/vehicles/tracks/types.ts'
import { makePoints, POINT_MARK, type PointColumns } from '../../../src/shared/vehicles/track/points.ts'
import { SLAB_MS, type TrackPoint } from '../../../src/shared/vehicles/track/chunk/format.ts'
import { makeTestDatabase, type TestDatabase } from '../../builders/house/database.ts'
import { until } from '../../builders/house/liveHouse.ts'

const NOON = Math.floor(Date.parse('2026-06-15T12:00:00+08:00') / SLAB_MS) * SLAB_MS
const folder = mkdtempSync(join(tmpdir(), 'tracks-'))
let clock = NOON + 20 * 60_000
let database: TestDatabase
let store: TrackStore

/** A vehicle's point is known by its time: what comes back can be checked without a list of what went in. */
const pointOf = (ordinal: number, at: number): TrackPoint => {
  const t = (at - NOON) / 1000
  return {
    at,
    lonE7: 1_083_000_000 + ordinal * 1000 + t * 700,
    latE7: 228_000_000 - t * 333 + ordinal,
    speed: (ordinal + Math.abs(t)) % 1200,
    heading: (ordinal * 7 + Math.floor(Math.abs(t) / 60)) % 360,
    alarm: Math.abs(t) % 900 === 0 ? 3 : 0,
    acc: 1,
  }
}
type Named = readonly [ordinal: number, at: number]
const columnsOf = (named: readonly Named[]): PointColumns => {
  const p = makePoints(named.length)
  named.forEach(([ordinal, at], i) => {
    p.ordinal[i] = ordinal
    for (const [name, value] of Object.entries(pointOf(ordinal, at)))
      (p as unknown as Record<string, number[]>)[name]![i] = value
  })
  return p
}
const rowsOf = (p: PointColumns) =>
  Array.from({ length: p.count }, (_, i) => ({
    ordinal: p.ordinal[i],
    at: p.at[i],
    lonE7: p.lonE7[i],
    latE7: p.latE7[i],
    speed: p.speed[i],
    heading: p.heading[i],
    alarm: p.alarm[i],
    acc: p.acc[i],
  }))
const expected = (named: readonly Named[]) =>
  named.map(([ordinal, at]) => ({ ordinal, ...pointOf(ordinal, at) }))
const every = (ordinals: readonly number[], from: number, to: number, step: number): Named[] => {
  const all: Named[] = []
  for (let at = from; at <= to; at += step) for (const ordinal of ordinals) all.push([ordinal, at])
  return all
}
const open = (url = database.url, dataDir = folder, limits = {}): TrackStore =>
  makeTrackStore({
    databaseUrl: url,
    dataDir,
    limits,
    clock: () => clock,
    log: { error: (detail, message) => console.error(message, detail) },
  })
const append = (named: readonly Named[], on = store) => on.append(columnsOf(named), clock)
const kept = async (on = database): Promise<number> =>
  Number((await on.pool.query('select coalesce(sum(points), 0) as n from track_chunks')).rows[0].n)
const reopen = async (): Promise<void> => {
  await store.close()
  store = open()
  await store.start()
}

beforeAll(async () => {
  database = await makeTestDatabase()
  store = open()
  await store.start()
})
afterAll(async () => {
  await store.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the store of tracks', () => {
  const fleet = Array.from({ length: 150 }, (_, i) => i + 1)
  const quarter = every(fleet, NOON, NOON + 15 * 60_000, 10_000)

  it('keeps every point once, whatever is repeated or reordered, in memory and in the database', async () => {
    const shuffled = quarter.toSorted(
      ([a, b], [c, d]) => ((a * 7919 + b / 1000) % 1009) - ((c * 7919 + d / 1000) % 1009),
    )
    for (let i = 0; i < shuffled.length; i += 500) await append(shuffled.slice(i, i + 700))
    expect(await store.counts()).toMatchObject({ newest: expect.any(Number), repeated: expect.any(Number) })
    expect(rowsOf(await store.track(77, 0, clock))).toEqual(
      expected(quarter.filter(([ordinal]) => ordinal === 77)),
    )
    await store.flush()
    expect(await kept()).toBe(quarter.length)
    for (let i = 0; i < quarter.length; i += 5000) {
      const again = await append(quarter.slice(i, i + 5000))
      expect(again.mark.includes(POINT_MARK.newest)).toBe(false)
    }
    await store.flush()
    expect(await kept()).toBe(quarter.length)
    expect(rowsOf(await store.track(77, NOON + 30_000, NOON + 400_000))).toEqual(
      expected(
        quarter.filter(([ordinal, at]) => ordinal === 77 && at >= NOON + 30_000 && at <= NOON + 400_000),
      ),
    )
    expect((await store.pending()).rows).toBe(0)
  })

  it('gives late points their place, and every later instant knows of them', async () => {
    const silent = 200
    await append([[silent, NOON + 1000]])
    await store.flush()
    const late = every([silent, 5], NOON + 61_000, NOON + 8 * 60_000, 61_000)
    const marks = (await append(late)).mark
    expect(marks.filter((mark) => mark === POINT_MARK.late).length).toBe(late.length / 2)
    await store.flush()
    expect(await kept()).toBe(quarter.length + 1 + late.length)
    const at = NOON + 14 * 60_000
    const instant = rowsOf(await store.fleetAt(at))
    expect(instant.map(({ ordinal }) => ordinal)).toEqual([...fleet, silent])
    expect(instant.at(-1)).toEqual({ ordinal: silent, ...pointOf(silent, (late.at(-2) as Named)[1]) })
    expect(instant[4]).toEqual({ ordinal: 5, ...pointOf(5, at) })
    const times = rowsOf(await store.track(5, 0, clock)).map((row) => row.at as number)
    expect(times).toEqual(
      [...new Set([...quarter, ...late].filter(([ordinal]) => ordinal === 5).map(([, time]) => time))].sort(
        (a, b) => a - b,
      ),
    )
  })

  it('knows any instant, and walks a window step by step through the database and memory alike', async () => {
    const fresh = every([1, 2, 3], NOON + 15 * 60_000 + 10_000, NOON + 19 * 60_000, 10_000)
    await append(fresh)
    expect(rowsOf(await store.fleetAt(NOON - 1))).toEqual([])
    expect(rowsOf(await store.fleetAt(NOON + 18 * 60_000)).slice(0, 3)).toEqual(
      expected([
        [1, NOON + 18 * 60_000],
        [2, NOON + 18 * 60_000],
        [3, NOON + 18 * 60_000],
      ]),
    )
    const shown = new Map<number, number>()
    const steps: number[] = []
    for await (const { at, points } of store.fleetWindow({
      from: NOON + 12 * 60_000 + 5_000,
      to: NOON + 18 * 60_000,
      stepMs: 35_000,
      ordinals: [2, 140],
    })) {
      steps.push(at)
      for (const row of rowsOf(points)) shown.set(row.ordinal as number, row.at as number)
      expect([shown.get(2), shown.get(140)]).toEqual(
        [2, 140].map((ordinal) =>
          Math.max(
            ...[...quarter, ...fresh]
              .filter(([o, time]) => o === ordinal && time <= at)
              .map(([, time]) => time),
          ),
        ),
      )
    }
    expect(steps).toHaveLength(11)
  })

  it('reads the newest state back after a restart, and what was in the spool is still there once', async () => {
    const before = rowsOf(await store.newest())
    const track = rowsOf(await store.track(2, 0, clock))
    await reopen()
    expect(rowsOf(await store.newest())).toEqual(before)
    expect(rowsOf(await store.track(2, 0, clock))).toEqual(track)
    await store.flush()
    await reopen()
    expect(rowsOf(await store.newest())).toEqual(before)
    expect(rowsOf(await store.track(2, 0, clock))).toEqual(track)
  })

  it('drops whole civil days, and moves what an earlier version kept in rows', async () => {
    const { pool } = database
    const day = Date.parse('2026-06-13T00:00:00+08:00')
    await pool.query(
      'create table if not exists positions (vehicle integer not null, at bigint not null, lon_e6 integer not null, lat_e6 integer not null, speed smallint not null, heading smallint not null, alarm bigint not null, acc boolean not null, primary key (vehicle, at)) partition by range (at)',
    )
    await pool.query(
      `create table positions_20260613 partition of positions for values from (${day}) to (${day + 86_400_000})`,
    )
    await pool.query(
      'insert into positions select v, $1::bigint + t * 60000, 108300000 + t, 22800000 - v, 33, 90, 4294967295, true from generate_series(1, 70) v, generate_series(0, 29) t',
      [day + 3_600_000],
    )
    const before = await kept()
    await store.moveOld()
    expect(await kept()).toBe(before + 70 * 30)
    expect((await pool.query("select to_regclass('positions') as gone")).rows[0].gone).toBeNull()
    expect(rowsOf(await store.track(70, day, day + 86_400_000))[29]).toEqual({
      ordinal: 70,
      at: day + 3_600_000 + 29 * 60_000,
      lonE7: 1_083_000_290,
      latE7: 227_999_300,
      speed: 330,
      heading: 90,
      alarm: 4_294_967_295,
      acc: 1,
    })
    expect(rowsOf(await store.fleetAt(NOON - 1))).toHaveLength(70)
    expect(await store.dropBefore(day + 86_400_000)).toEqual(['track_chunks_20260613'])
    expect(await kept()).toBe(before)
  })
})

describe('what was acknowledged', () => {
  it('is there once after kill -9 at any instant between the disk and the database', async () => {
    const own = await makeTestDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-killed-'))
    const program = `
      const { makeTrackStore } = await import(${JSON.stringify(new URL('../../../server/vehicles/tracks/store.ts', import.meta.url).href)})
      const { makePoints } = await import(${JSON.stringify(new URL('../../../src/shared/vehicles/track/points.ts', import.meta.url).href)})
      const [url, dataDir, first] = process.argv.slice(1)
      const now = Date.now
      const store = makeTrackStore({ databaseUrl: url, dataDir, clock: now, log: console })
      await store.start()
      const begin = ${NOON}
      for (let n = Number(first); ; n++) {
        const p = makePoints(200)
        for (let i = 0; i < 200; i++) { p.ordinal[i] = i + 1; p.at[i] = begin + n * 10000; p.lonE7[i] = n; p.latE7[i] = i }
        await store.append(p, now())
        process.stdout.write(n + '\\n')
        if (n % 5 === 4) void store.flush().catch(() => undefined)
      }`
    let told = -1
    for (const batches of [23, 41, 12, 67]) {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', program, own.url, dataDir, String(Math.max(0, told - 2))],
        { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(import.meta.dirname, '../../..') },
      )
      let lines = 0
      for await (const line of createInterface(child.stdout)) {
        told = Math.max(told, Number(line))
        if (++lines === batches) child.kill('SIGKILL')
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    const again = open(own.url, dataDir)
    await again.start()
    await again.flush()
    const track = await again.track(200, 0, clock + 86_400_000)
    const times = Array.from(track.at, (at) => (at - NOON) / 10_000)
    expect(times.slice(0, told + 1)).toEqual(Array.from({ length: told + 1 }, (_, n) => n))
    expect(await kept(own)).toBe(times.length * 200)
    await again.close()
    await own.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('beyond what memory holds stays in the spool alone, and arrives with the rest', async () => {
    const own = await makeTestDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-full-'))
    const small = open(own.url, dataDir, { softPoints: 300, hardPoints: 400 })
    await small.start()
    const all = every([1, 2, 3, 4], NOON, NOON + 900_000, 3000)
    for (let i = 0; i < all.length; i += 100)
      expect(new Set((await append(all.slice(i, i + 100), small)).mark)).toEqual(new Set([POINT_MARK.newest]))
    expect(await small.pending()).toMatchObject({ behind: true, points: 400 })
    expect(new Set((await append(all.slice(-8, -4), small)).mark)).toEqual(new Set([POINT_MARK.late]))
    expect(new Set((await append(all.slice(-4), small)).mark)).toEqual(new Set([POINT_MARK.repeated]))
    await small.flush()
    expect(await small.pending()).toMatchObject({ behind: false, points: 0, rows: 0 })
    expect(await kept(own)).toBe(all.length)
    expect((await append(all.slice(0, 400), small)).mark.includes(POINT_MARK.newest)).toBe(false)
    await small.close()
    await own.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('waits on the disk while the database is away, and arrives', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tracks-away-'))
    let server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    const first = openDatabase(server.url, () => undefined, 2)
    await migrate(first.db)
    await first.close()
    const away = open(server.url, dataDir)
    await away.start()
    await append(every([1, 2, 3], NOON, NOON + 60_000, 1000), away)
    await server.stop()
    await append(every([1, 2, 3], NOON + 61_000, NOON + 400_000, 1000), away)
    await expect(away.flush()).rejects.toThrow()
    await append(every([1, 2, 3], NOON + 401_000, NOON + 500_000, 1000), away)
    expect(await away.pending()).toMatchObject({ rows: 3, points: 3 * 501, error: expect.any(String) })
    server = await startPrivatePostgres({ dataDir, settings: { fsync: 'off' } })
    await until('all have arrived', () =>
      away.flush().then(
        () => true,
        () => false,
      ),
    )
    const second = openDatabase(server.url, () => undefined, 2)
    expect(Number((await second.pool.query('select sum(points) as n from track_chunks')).rows[0].n)).toBe(
      3 * 501,
    )
    expect(rowsOf(await away.track(3, 0, clock))).toEqual(expected(every([3], NOON, NOON + 500_000, 1000)))
    await second.close()
    await away.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
})
