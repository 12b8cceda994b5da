import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { describe, expect, it, vi } from 'vitest'
import { SOCKET_PATH } from '../../../src/shared/protocol/events.ts'
import type { FromWorker, ToWorker } from '../../../src/connectors/live/messages.ts'
import { makeFrame, readFrame, type Frame } from '../../../src/shared/protocol/frame.ts'
import { makeSequenceKeeper } from '../../../src/connectors/live/sequence.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { EnergyTable } from '../../../src/state/live/energy.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'

type Row = readonly [ordinal: number, lon: number, lat: number, state: number]

const T0 = 1_780_000_000_000

const vehicles = (rows: readonly Row[], serverTime: number, snapshot = false): Frame<'vehicles'> => {
  const { buffer, columns } = makeFrame({
    topic: 'vehicles',
    snapshot,
    sequence: 1,
    follows: 0,
    rows: rows.length,
    serverTime,
  })
  for (const [i, [ordinal, lon, lat, state]] of rows.entries()) {
    columns.ordinal[i] = ordinal
    columns.lonE6[i] = lon * 1e6
    columns.latE6[i] = lat * 1e6
    columns.state[i] = state
    columns.heading[i] = 64
  }
  return readFrame(buffer) as Frame<'vehicles'>
}

describe('vehicle table', () => {
  it('glides from where a vehicle is drawn to where it is reported, as long as the reports are apart', () => {
    const table = new VehicleTable()
    table.apply(vehicles([[7, 108, 22, 0]], T0, true), T0)
    table.apply(vehicles([[7, 108.01, 22, 0]], T0 + 10_000), T0 + 10_000)
    expect(table.read(7, T0 + 10_000)?.at[0]).toBeCloseTo(108, 5)
    expect(table.read(7, T0 + 15_000)?.at[0]).toBeCloseTo(108.005, 5)
    expect(table.read(7, T0 + 30_000)?.at[0]).toBeCloseTo(108.01, 5)
  })

  it('starts a new glide where the old one stood, without a jump', () => {
    const table = new VehicleTable()
    table.apply(vehicles([[7, 108, 22, 0]], T0, true), T0)
    table.apply(vehicles([[7, 108.01, 22, 0]], T0 + 10_000), T0 + 10_000)
    const before = table.read(7, T0 + 14_000)?.at
    table.apply(vehicles([[7, 108.02, 22, 0]], T0 + 14_000), T0 + 14_000)
    expect(table.read(7, T0 + 14_000)?.at[0]).toBeCloseTo(before?.[0] ?? 0, 5)
  })

  it('counts states, moves paint only when one changed, and motion with every frame', () => {
    const table = new VehicleTable()
    table.apply(
      vehicles(
        [
          [1, 108, 22, 0],
          [2, 109, 23, 1],
        ],
        T0,
        true,
      ),
      T0,
    )
    const { paint, motion } = table
    table.apply(vehicles([[1, 108, 22, 0]], T0 + 1000), T0 + 1000)
    expect([table.paint, table.motion]).toEqual([paint, motion + 1])
    table.apply(vehicles([[1, 108, 22, 3]], T0 + 2000), T0 + 2000)
    expect(table.paint).toBe(paint + 1)
    expect([...table.byState]).toEqual([0, 1, 0, 1])
  })
})

describe('vehicle table', () => {
  it('takes a snapshot as the whole truth', () => {
    const table = new VehicleTable()
    table.apply(
      vehicles(
        [
          [1, 108, 22, 0],
          [2, 109, 23, 1],
          [3, 110, 24, 2],
        ],
        T0,
        true,
      ),
      T0,
    )
    table.apply(vehicles([[3, 110, 24, 2]], T0 + 1000, true), T0 + 1000)
    expect(table.count).toBe(1)
    expect(table.read(1, T0 + 1000)).toBeNull()
    expect(table.read(3, T0 + 1000)?.at[1]).toBeCloseTo(24, 5)
    expect([...table.byState]).toEqual([0, 0, 1, 0])
  })

  it('holds 70,000 vehicles and stays exact after hours', () => {
    const table = new VehicleTable()
    const rows = Array.from({ length: 70_000 }, (_, i): Row => [
      i,
      105 + (i % 600) / 100,
      21 + (i % 500) / 100,
      i % 4,
    ])
    table.apply(vehicles(rows, T0, true), T0)
    const later = T0 + 30 * 3600 * 1000
    table.apply(vehicles([[5, 108.5, 22.5, 0]], later), later)
    expect(table.count).toBe(70_000)
    expect(table.read(5, later + 20_000)?.at[0]).toBeCloseTo(108.5, 4)
    expect(table.epoch).toBe(later)
  })
})

describe('energy table', () => {
  it('keeps the newest reading and forgets what a snapshot does not name', () => {
    const table = new EnergyTable()
    const frame = (rows: readonly (readonly [number, number])[], snapshot: boolean): Frame<'energy'> => {
      const { buffer, columns } = makeFrame({
        topic: 'energy',
        snapshot,
        sequence: 1,
        follows: 0,
        rows: rows.length,
        serverTime: T0,
      })
      for (const [i, [ordinal, kw]] of rows.entries()) {
        columns.ordinal[i] = ordinal
        columns.kw[i] = kw
      }
      return readFrame(buffer) as Frame<'energy'>
    }
    table.apply(
      frame(
        [
          [1, 10],
          [2, 20],
        ],
        true,
      ),
    )
    table.apply(frame([[2, 25]], false))
    expect([table.read(1)?.kw, table.read(2)?.kw, table.read(3)]).toEqual([10, 25, null])
    table.apply(frame([[2, 30]], true))
    expect([table.count, table.version]).toEqual([1, expect.any(Number)])
  })
})

describe('sequence keeper', () => {
  const head = (sequence: number, follows: number, snapshot = false) => ({ sequence, follows, snapshot })

  it('asks for one snapshot after a gap and drops what cannot be placed until it is there', () => {
    const keeper = makeSequenceKeeper()
    const verdicts = [head(1, 0, true), head(2, 1), head(5, 4), head(6, 5), head(7, 0, true), head(8, 7)].map(
      (each) => keeper.frame('vehicles', '450000', each),
    )
    expect(verdicts).toEqual(['take', 'take', 'resync', 'drop', 'take', 'take'])
  })

  it('gives the server the last batch seen, and drops repeats', () => {
    const keeper = makeSequenceKeeper()
    expect(keeper.after('alerts', '450000')).toBeUndefined()
    expect([4, 5, 5, 6].map((sequence) => keeper.batch('alerts', '450000', sequence))).toEqual([
      'take',
      'take',
      'drop',
      'take',
    ])
    keeper.reconnected()
    expect(keeper.after('alerts', '450000')).toBe(6)
  })
})

describe('clock', () => {
  it('shows the server’s time from its best answer, and runs the past at any rate', () => {
    let monotonic = 1000
    const clock = makeClock(() => monotonic)
    clock.sync(T0, 40)
    expect(clock.now()).toBe(T0 + 20)
    clock.sync(T0 + 9000, 4000)
    expect(clock.now()).toBe(T0 + 20)
    monotonic += 500
    expect(clock.now()).toBe(T0 + 520)
    clock.seek(T0 - 60_000, 10)
    monotonic += 1000
    expect([clock.mode, clock.now()]).toEqual(['past', T0 - 50_000])
    clock.live()
    expect(clock.mode).toBe('live')
  })
})

describe('the line of a screen', () => {
  it('comes back after a refusal while the database is away, and after a server that ended in order', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const http = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => http.once('listening', done))
    const io = new Server(http, { path: SOCKET_PATH })
    let away = true
    io.use((_, next) => (away ? next(new Error('unavailable')) : next()))
    const told: string[] = []
    const scope = globalThis as unknown as {
      postMessage(message: FromWorker): void
      onmessage(event: { data: ToWorker }): void
      close(): void
    }
    Object.assign(scope, {
      close: () => undefined,
      postMessage: (message: FromWorker) =>
        told.push(message.type === 'state' ? message.state : message.type),
    })
    await import('../../../src/connectors/live/live.worker.ts')
    try {
      scope.onmessage({
        data: { type: 'open', origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` },
      })
      await vi.waitFor(() => expect(told).toEqual(['reconnecting']), 20_000)
      away = false
      await vi.waitFor(() => expect(told.at(-1)).toBe('live'), 20_000)
      told.length = 0
      io.disconnectSockets(true)
      await vi.waitFor(() => expect(told).toEqual(['reconnecting', 'live']), 20_000)
    } finally {
      scope.onmessage({ data: { type: 'close' } })
      await io.close()
      vi.restoreAllMocks()
    }
  }, 60_000)
})
