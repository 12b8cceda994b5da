import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEnergyStore, type RowToWrite } from '../../../server/energy/quarters/quarterRows.ts'
import { until } from '../../builders/house/liveHouse.ts'
import { makeBeats } from '../../builders/plain/beats.ts'
import {
  at,
  state,
  dataDir,
  records,
  one,
  database,
  open,
  read,
  series,
  sum,
  checkSums,
  openHouse,
} from './rollups/house.ts'
import './rollups/rollups.cases.ts'

beforeAll(openHouse)
afterAll(async () => {
  await state.house?.close()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const QUARTER = 15 * 60_000

describe('days that memory has let go', () => {
  it('are closed into their months, and a late reading finds its place in them within 2 s', async () => {
    state.now = at('00:20', '2026-06-16')
    await read(one, state.now, ['M', 1050])
    state.now = at('08:00', '2026-06-18')
    await read(one, state.now, ['M', 1100])
    await state.house.live.energy.flush()
    expect(state.house.live.energy.book.held('2026-06-15')).toBeUndefined()
    expect(await sum('region:450000', 'total', 'month', '2026-06-01', '2026-06-18')).toBeCloseTo(40 + 88, 6)
    const days = await series('region:450000', 'total', 'day', '2026-06-15', '2026-06-18')
    expect(days).toHaveLength(4)
    const beats = makeBeats()
    await read(one, at('20:00'), ['M', 1049])
    await until(
      'the closed day',
      async () =>
        Math.abs(
          (await sum('region:450000', 'total', 'hour', '2026-06-15', '2026-06-15')) -
            (days[0]!.kwh as number),
        ) > 0.5,
    )
    expect(beats.stop()).toBeLessThan(20)
    await state.house.live.energy.flush()
    /** April and May came before this installation: the platform's months stand in, and the coverage says what was read here. */
    const months = records['energy-months']
      .filter(({ month }) => month >= '2026-01' && month < '2026-06')
      .reduce((total, { electricityKwh }) => total + electricityKwh, 0)
    const [year] = await series('region:450000', 'total', 'year', '2026-01-01', '2026-06-18')
    expect(year!.kwh).toBeCloseTo(months + 128, 6)
    expect(year!.platformKwh).toBeCloseTo(months, 6)
    const meters = 13
    const today = 32
    expect(year!.expected).toBe(meters * (96 * 168 + today))
    expect(year!.have).toBeLessThan(96 * 4 * meters)
    const byMonth = await series('region:450000', 'total', 'month', '2026-01-01', '2026-06-18')
    expect(byMonth.map(({ key, kwh }) => [key, kwh === null])).toEqual([
      ['2026-01', true],
      ['2026-02', true],
      ['2026-03', true],
      ['2026-04', false],
      ['2026-05', false],
      ['2026-06', false],
    ])
    expect((await series('region:450000', '01A00', 'year', '2026-01-01', '2026-06-18'))[0]!.platformKwh).toBe(
      0,
    )
    await checkSums('2026-06-15', '2026-06-18')
  })
})

describe('two writers of the same meter days', () => {
  it('never wait for each other, whatever the order in which they hand over their rows', async () => {
    const store = makeEnergyStore(database.db)
    const row = (meter: number): RowToWrite => ({
      meter,
      day: '2020-01-01',
      wh: Array.from({ length: 96 }, () => 1),
      marks: 'm'.repeat(96),
      sum: 96,
      estimated: 0,
      have: 96,
      packed: new Uint8Array(8),
    })
    const there = Array.from({ length: 400 }, (_, i) => row(900_000 + i))
    const states = there.map(({ meter }) => ({ meter: `twice-${meter}`, at: 1, total: 1, kw: 1 }))
    for (let round = 0; round < 15; round++)
      await Promise.all([
        store.write(there, states, round),
        store.write(there.toReversed(), states.toReversed(), round),
      ])
    expect(
      Number(
        (await database.pool.query("select count(*) as n from energy_meter_days where day = '2020-01-01'"))
          .rows[0].n,
      ),
    ).toBe(400)
    await database.pool.query(
      "delete from energy_meter_days where day = '2020-01-01'; delete from energy_registers where day = '2020-01-01'; delete from meter_state where meter like 'twice-%'",
    )
  })
})

describe('the database away', () => {
  it('leaves screens live and readings on the disk; a restart takes them from there once, and all arrive', async () => {
    await state.house.live.energy.flush()
    database.leave()
    state.now += QUARTER
    await read(one, state.now, ['M', 1104])
    expect(await sum(`meter:${one}-M`, 'total', 'quarter', '2026-06-18')).toBeCloseTo(
      await sum(`building:${one}`, 'total', 'quarter', '2026-06-18'),
      9,
    )
    const live = await sum(`building:${one}`, 'total', 'quarter', '2026-06-18')
    expect((await state.house.live.energy.pending()).rows).toBe(1)
    await state.house.live.energy.stop()
    database.comeBack()
    await state.house.close()
    state.house = await open()
    await state.house.start([])
    expect(await sum(`building:${one}`, 'total', 'quarter', '2026-06-18')).toBe(live)
    await read(one, state.now, ['M', 1104])
    await state.house.live.energy.flush()
    expect(await sum(`building:${one}`, 'total', 'quarter', '2026-06-18')).toBe(live)
    expect((await state.house.live.energy.pending()).rows).toBe(0)
    await checkSums('2026-06-15', '2026-06-18')
    const { rows } = await database.pool.query(
      "select sum(v) as kwh from meter_days, unnest(values) v where meter = $1 and day = '2026-06-18'",
      [`${one}-M`],
    )
    expect(Number(rows[0].kwh)).toBeCloseTo(live, 3)
  })
})
