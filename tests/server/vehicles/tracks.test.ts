import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POINT_MARK } from '../../../src/shared/vehicles/track/points.ts'
import {
  NOON,
  folder,
  clock,
  database,
  state,
  pointOf,
  type Named,
  rowsOf,
  expected,
  every,
  open,
  append,
  kept,
  openHouse,
} from './tracks/store.ts'
import './tracks/acknowledged.cases.ts'

beforeAll(openHouse)

afterAll(async () => {
  await state.store.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const reopen = async (): Promise<void> => {
  await state.store.close()
  state.store = open()
  await state.store.start()
}

const fleet = Array.from({ length: 150 }, (_, i) => i + 1)

const quarter = every(fleet, NOON, NOON + 15 * 60_000, 10_000)

describe('the store of tracks', () => {
  it('keeps every point once, whatever is repeated or reordered, in memory and in the database', async () => {
    const shuffled = quarter.toSorted(
      ([a, b], [c, d]) => ((a * 7919 + b / 1000) % 1009) - ((c * 7919 + d / 1000) % 1009),
    )
    for (let i = 0; i < shuffled.length; i += 500) await append(shuffled.slice(i, i + 700))
    expect(await state.store.counts()).toMatchObject({
      newest: expect.any(Number),
      repeated: expect.any(Number),
    })
    expect(rowsOf(await state.store.track(77, 0, clock))).toEqual(
      expected(quarter.filter(([ordinal]) => ordinal === 77)),
    )
    await state.store.flush()
    expect(await kept()).toBe(quarter.length)
    for (let i = 0; i < quarter.length; i += 5000) {
      const again = await append(quarter.slice(i, i + 5000))
      expect(again.mark.includes(POINT_MARK.newest)).toBe(false)
    }
    await state.store.flush()
    expect(await kept()).toBe(quarter.length)
    expect(rowsOf(await state.store.track(77, NOON + 30_000, NOON + 400_000))).toEqual(
      expected(
        quarter.filter(([ordinal, at]) => ordinal === 77 && at >= NOON + 30_000 && at <= NOON + 400_000),
      ),
    )
    expect((await state.store.pending()).rows).toBe(0)
  })

  it('gives late points their place, and every later instant knows of them', async () => {
    const silent = 200
    await append([[silent, NOON + 1000]])
    await state.store.flush()
    const late = every([silent, 5], NOON + 61_000, NOON + 8 * 60_000, 61_000)
    const marks = (await append(late)).mark
    expect(marks.filter((mark) => mark === POINT_MARK.late).length).toBe(late.length / 2)
    await state.store.flush()
    expect(await kept()).toBe(quarter.length + 1 + late.length)
    const at = NOON + 14 * 60_000
    const instant = rowsOf(await state.store.fleetAt(at))
    expect(instant.map(({ ordinal }) => ordinal)).toEqual([...fleet, silent])
    expect(instant.at(-1)).toEqual({ ordinal: silent, ...pointOf(silent, (late.at(-2) as Named)[1]) })
    expect(instant[4]).toEqual({ ordinal: 5, ...pointOf(5, at) })
    const times = rowsOf(await state.store.track(5, 0, clock)).map((row) => row.at as number)
    expect(times).toEqual(
      [...new Set([...quarter, ...late].filter(([ordinal]) => ordinal === 5).map(([, time]) => time))].sort(
        (a, b) => a - b,
      ),
    )
  })
})

describe('the store of tracks', () => {
  it('knows any instant, and walks a window step by step through the database and memory alike', async () => {
    const fresh = every([1, 2, 3], NOON + 15 * 60_000 + 10_000, NOON + 19 * 60_000, 10_000)
    await append(fresh)
    expect(rowsOf(await state.store.fleetAt(NOON - 1))).toEqual([])
    expect(rowsOf(await state.store.fleetAt(NOON + 18 * 60_000)).slice(0, 3)).toEqual(
      expected([
        [1, NOON + 18 * 60_000],
        [2, NOON + 18 * 60_000],
        [3, NOON + 18 * 60_000],
      ]),
    )
    const shown = new Map<number, number>()
    const steps: number[] = []
    for await (const { at, points } of state.store.fleetWindow({
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
    const before = rowsOf(await state.store.newest())
    const track = rowsOf(await state.store.track(2, 0, clock))
    await reopen()
    expect(rowsOf(await state.store.newest())).toEqual(before)
    expect(rowsOf(await state.store.track(2, 0, clock))).toEqual(track)
    await state.store.flush()
    await reopen()
    expect(rowsOf(await state.store.newest())).toEqual(before)
    expect(rowsOf(await state.store.track(2, 0, clock))).toEqual(track)
  })
})

describe('the store of tracks', () => {
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
    await state.store.moveOld()
    expect(await kept()).toBe(before + 70 * 30)
    expect((await pool.query("select to_regclass('positions') as gone")).rows[0].gone).toBeNull()
    expect(rowsOf(await state.store.track(70, day, day + 86_400_000))[29]).toEqual({
      ordinal: 70,
      at: day + 3_600_000 + 29 * 60_000,
      lonE7: 1_083_000_290,
      latE7: 227_999_300,
      speed: 330,
      heading: 90,
      alarm: 4_294_967_295,
      acc: 1,
    })
    expect(rowsOf(await state.store.fleetAt(NOON - 1))).toHaveLength(70)
    expect(await state.store.dropBefore(day + 86_400_000)).toEqual(['track_chunks_20260613'])
    expect(await kept()).toBe(before)
  })
})
