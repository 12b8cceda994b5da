import { describe, expect, it } from 'vitest'
import { makeFrame, readFrames, type Frame } from '#shared/protocol/frame.ts'
import { REPLAY_RATES, REPLAY_STEPS, replayStepMs } from '#shared/protocol/http.ts'
import {
  makeReplayPlayer,
  type ReplayState,
  type ReplayWindow,
} from '../../../src/connectors/replay/player.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'
import { parseWhen, spacedWhen } from '../../../src/app/frame/time/when.ts'
import { replayedSummary } from '../../../src/boards/vehicles/panels/vehicle-status/viewModel.ts'

const T0 = Date.parse('2026-11-20T09:00:00+08:00')

const HORIZON = Date.parse('2026-11-20T18:00:00+08:00')

/** A vehicle that goes east by 0.001° a minute from 108°, as the server would send it. */
const octetsOf = ({ from, to, stepMs }: ReplayWindow): ArrayBuffer => {
  const parts: ArrayBuffer[] = []
  for (let at = from, k = 0; at <= Math.min(to, HORIZON); at += stepMs, k++) {
    const { buffer, columns } = makeFrame({
      topic: 'vehicles',
      snapshot: k === 0,
      sequence: k,
      follows: Math.max(k - 1, 0),
      rows: 1,
      serverTime: at,
    })
    columns.ordinal[0] = 7
    columns.lonE6[0] = Math.round(108e6 + ((at - T0) / 60_000) * 1000)
    columns.latE6[0] = 23e6
    parts.push(buffer)
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole.buffer
}

const rig = () => {
  let monotonic = 0
  const clock = makeClock(() => monotonic)
  const table = new VehicleTable()
  const windows: ReplayWindow[] = []
  const states: ReplayState[] = []
  let fail = false
  const player = makeReplayPlayer({
    load: async (window) => {
      windows.push(window)
      if (fail) throw new Error('away')
      return readFrames(octetsOf(window)) as Frame<'vehicles'>[]
    },
    show: (frame, glideMs) => table.apply(frame, clock.now(), glideMs),
    clock,
    horizon: () => HORIZON,
    onState: (state) => states.push(state),
  })
  /** Lets so many seconds of the screen go by in animation frames of 50 ms. */
  const run = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds * 20; i++) {
      monotonic += 50
      player.tick()
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { player, clock, table, windows, states, run, setFail: (now: boolean) => (fail = now) }
}

const lonAt = (at: number): number => 108 + ((at - T0) / 60_000) * 0.001

describe('frames one after the other', () => {
  it('are read each by itself, and what is left over is an error that says how much', () => {
    const octets = octetsOf({ from: T0, to: T0 + 10_000, stepMs: 2_000 })
    expect(readFrames(octets).map(({ serverTime }) => serverTime)).toEqual(
      [0, 2, 4, 6, 8, 10].map((s) => T0 + s * 1000),
    )
    expect(() => readFrames(octets.slice(0, octets.byteLength - 8))).toThrow(/bytes/)
  })
})

describe('replay', () => {
  it.each(REPLAY_RATES)(
    'at %i times the picture stands where the vehicle was at the shown instant',
    async (rate) => {
      const { player, clock, table, run } = rig()
      player.setRate(rate)
      player.seek(T0)
      await run(4)
      const now = clock.now()
      expect(now - T0).toBeGreaterThan(rate * 3_500)
      expect(table.read(7, now)!.at[0]).toBeCloseTo(lonAt(now), 4)
    },
  )

  it('reads ahead in stretches that join without a gap and without a repeat', async () => {
    const { player, windows, run } = rig()
    player.setRate(60)
    player.seek(T0)
    await run(60)
    expect(windows.length).toBeGreaterThan(2)
    for (const [i, window] of windows.entries()) {
      expect(window.stepMs).toBe(replayStepMs(60))
      expect((window.to - window.from) / window.stepMs).toBe(REPLAY_STEPS - 1)
      if (i > 0) expect(window.from).toBe(windows[i - 1]!.to + window.stepMs)
    }
  })

  it('asks for nothing that begins after the horizon, and ends there', async () => {
    const { player, windows, states, run } = rig()
    player.setRate(60)
    player.seek(HORIZON - 600_007)
    await run(12)
    expect(windows.every(({ from }) => from < HORIZON)).toBe(true)
    expect(states.at(-1)).toBe('ended')
    expect(states).not.toContain('failed')
  })

  it('asks for whole milliseconds, wherever in the axis one pressed', async () => {
    const { player, windows, run } = rig()
    player.setRate(60)
    player.seek(T0 + 0.4)
    await run(2)
    expect(windows.length).toBeGreaterThan(0)
    expect(windows.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to))).toBe(true)
  })
})

describe('replay', () => {
  it('a seek jumps, back as well as on; standing still keeps the instant', async () => {
    const { player, clock, table, run } = rig()
    player.setRate(60)
    player.seek(T0 + 3_600_000)
    await run(2)
    player.setRate(0)
    const stood = clock.now()
    await run(2)
    expect(clock.now()).toBe(stood)
    player.seek(T0)
    await run(0.2)
    expect(clock.now()).toBe(T0)
    expect(table.read(7, T0)!.at[0]).toBeCloseTo(lonAt(T0), 4)
  })

  it('the clock stands while a stretch is missing, and a failure says so until it is asked again', async () => {
    const { player, clock, states, run, setFail } = rig()
    setFail(true)
    player.setRate(60)
    player.seek(T0)
    await run(2)
    expect(states.at(-1)).toBe('failed')
    expect(clock.now()).toBe(T0)
    setFail(false)
    player.seek(clock.now())
    await run(2)
    expect(states.at(-1)).toBe('playing')
    expect(clock.now()).toBeGreaterThan(T0 + 60_000)
  })

  it('ends where the stored past ends', async () => {
    const { player, states, run } = rig()
    player.setRate(3600)
    player.seek(HORIZON - 3_600_000)
    await run(3)
    expect(states).toContain('ended')
  })
})

describe('an instant that is written', () => {
  const NOW = Date.parse('2026-11-20T18:00:00+08:00')
  it.each([
    ['2026-11-20 09:05', '2026-11-20T09:05:00+08:00'],
    ['202611200905', '2026-11-20T09:05:00+08:00'],
    ['2026年11月2日 9:05', '2026-11-02T09:05:00+08:00'],
    ['2026-11-20 09:05', '2026-11-20T09:05:00+08:00'],
  ])('%s is one of UTC+8', (text, at) => expect(parseWhen(text, NOW)).toEqual({ at: Date.parse(at) }))

  it.each([
    ['11/20/2026', 'whenBad'],
    ['2026-02-30 09:00', 'whenNone'],
    ['2026-11-20 24:00', 'whenNone'],
    ['2026-11-20 18:01', 'whenAhead'],
  ])('%s is refused: %s', (text, fault) => expect(parseWhen(text, NOW)).toEqual({ fault }))

  it('gets its signs while a keypad types digits', () =>
    expect(['2026', '202611', '2026112009', '202611200905'].map(spacedWhen)).toEqual([
      '2026',
      '2026-11',
      '2026-11-20 09',
      '2026-11-20 09:05',
    ]))
})

describe('the counts of an instant', () => {
  it('name the vehicles of the register that had not reported 离线, as live does', () => {
    const register = {
      total: 10,
      byState: { moving: 9, parked: 0, offline: 1, alarm: 0 },
      byCategory: [{ category: 'law', count: 10 }],
      asOf: 9,
    }
    expect(replayedSummary(register, { byState: [2, 3, 1, 1] }, 5)).toMatchObject({
      total: 10,
      byState: { moving: 2, parked: 3, offline: 4, alarm: 1 },
      asOf: 5,
    })
  })
})
