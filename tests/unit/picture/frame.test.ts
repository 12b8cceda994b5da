import { describe, expect, it } from 'vitest'
import {
  frameBytes,
  makeFrame,
  packFrame,
  readFrame,
  readFrames,
  widenFrame,
  MOST_ROWS,
  type Frame,
  type FrameTopic,
} from '../../../src/shared/protocol/frame.ts'
import { FRAME_TOPICS } from '../../../src/shared/protocol/allTopics.ts'
import { randomFillSync } from 'node:crypto'
import { AppError } from '../../../src/shared/kernel/errors.ts'
import { makeMutator, makeRandom } from '../../builders/devices/mutate.ts'
import { makeLatestGroup, type LatestFeed } from '../../../server/realtime/latest.ts'
import { makeBatchGroup } from '../../../server/realtime/batches.ts'
import { makeBacklog } from '../../../server/realtime/backlog.ts'
import { alertsTopic } from '../../../src/shared/supervision/topics.ts'
import { energyTopic, loadTopic } from '../../../src/shared/energy/topics.ts'
import { vehiclesTopic } from '../../../src/shared/vehicles/topics.ts'
import { admitTopic } from '../../../server/realtime/gate.ts'
import type { Viewer } from '../../../src/shared/kernel/roles.ts'

const feedOf = (rows: number[]): LatestFeed<'energy'> => ({
  topic: 'energy',
  takeChanged: () => rows,
  all: () => rows,
  member: (group) => (ordinal) => group.region === '450000' || ordinal % 2 === 0,
  write: (columns, ordinals) =>
    ordinals.forEach(
      (ordinal, i) => (
        (columns.ordinal[i] = ordinal),
        (columns.kw[i] = ordinal * 1.5),
        (columns.todayKwh[i] = 7)
      ),
    ),
})

const bytesOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer

describe('a frame', () => {
  it('reads back what was written, as views over the same bytes', () => {
    const { buffer, columns } = makeFrame({
      topic: 'vehicles',
      snapshot: false,
      sequence: 7,
      follows: 6,
      rows: 3,
      serverTime: 1_760_000_000_123,
    })
    columns.lonE6.set([108_366_543, -1, 0])
    columns.ageDs[2] = 65_535
    columns.state.set([0, 2, 3])
    const frame = readFrame(buffer)
    expect([frame.sequence, frame.follows, frame.snapshot, frame.serverTime]).toEqual([
      7,
      6,
      false,
      1_760_000_000_123,
    ])
    if (frame.topic !== 'vehicles') throw new Error('topic')
    expect([...(frame.columns as typeof columns).lonE6]).toEqual([108_366_543, -1, 0])
    expect((frame.columns as typeof columns).state.buffer).toBe(buffer)
  })

  it('refuses a foreign, a short and a newer frame', () => {
    expect(() => readFrame(new ArrayBuffer(8))).toThrow(/shorter than its head/)
    expect(() => readFrame(new ArrayBuffer(64))).toThrow(/not a Guanlan frame/)
    const { buffer } = makeFrame({
      topic: 'energy',
      snapshot: true,
      sequence: 1,
      follows: 0,
      rows: 2,
      serverTime: 0,
    })
    new DataView(buffer).setUint8(4, 9)
    expect(() => readFrame(buffer)).toThrow(/version 9/)
  })
})

/** A wide frame of any bits, or of one second of a city: rising ordinals, two degrees, reports of a quarter second. */
const wideOf = (topic: FrameTopic, rows: number, random: () => number, like: 'any' | 'city'): ArrayBuffer => {
  const { buffer, columns } = makeFrame({
    topic,
    snapshot: rows % 2 === 0,
    sequence: rows,
    follows: rows - 1,
    rows,
    serverTime: 1_760_000_000_000,
  })
  if (like === 'any') for (const column of Object.values(columns)) randomFillSync(column)
  else {
    const c = columns as Frame<'vehicles'>['columns']
    for (let i = 0, ordinal = 30_000; i < rows; i++) {
      c.ordinal[i] = ordinal += 1 + Math.floor(random() * 24)
      c.lonE6[i] = 107_500_000 + random() * 2e6
      c.latE6[i] = 22_300_000 + random() * 1.5e6
      c.ageDs[i] = random() * 5
      c.speedKmh[i] = random() * 120
      c.heading[i] = random() * 256
      c.state[i] = random() * 4
    }
  }
  return buffer
}

describe('a packed frame', () => {
  it('gives back every bit of every column, whatever stands in it', () => {
    for (const topic of Object.keys(FRAME_TOPICS) as FrameTopic[]) {
      for (const rows of [0, 1, 2, 3, 31, 33, 1000]) {
        const wide = wideOf(topic, rows, Math.random, 'any')
        expect(
          Buffer.compare(Buffer.from(widenFrame(packFrame(wide))), Buffer.from(wide)),
          `${topic} of ${rows}`,
        ).toBe(0)
      }
    }
  })

  it('holds columns of one value, of all 32 bits, and that rise', () => {
    const { buffer, columns } = makeFrame({
      topic: 'vehicles',
      snapshot: false,
      sequence: 1,
      follows: 0,
      rows: 4,
      serverTime: 0,
    })
    columns.ordinal.set([1, 5, 5, 4_294_967_295])
    columns.lonE6.set([-2_147_483_648, 2_147_483_647, 0, -1])
    columns.latE6.fill(-22_000_000)
    columns.ageDs.fill(65_535)
    expect(readFrame(packFrame(buffer)).columns).toEqual(columns)
  })

  it('costs at most 9.5 bytes a vehicle of a city, beside 17 wide; 70,000 are at most 1.2 MB either way', () => {
    const wide = wideOf('vehicles', 900, makeRandom(1), 'city')
    expect(wide.byteLength).toBe(frameBytes('vehicles', 900))
    expect(packFrame(wide).byteLength).toBeLessThan(900 * 9.5)
    expect(packFrame(wideOf('vehicles', 70_000, Math.random, 'any')).byteLength).toBeLessThanOrEqual(
      1_200_000,
    )
  })

  it('stands after another in one answer, and what is left over is refused', () => {
    const one = Buffer.from(packFrame(wideOf('vehicles', 5, Math.random, 'any')))
    const both = Buffer.concat([one, Buffer.from(wideOf('energy', 3, Math.random, 'any'))])
    expect(readFrames(bytesOf(both)).map(({ rows }) => rows)).toEqual([5, 3])
    for (const length of [both.length - 4, one.length + 8])
      expect(() => readFrames(bytesOf(both.subarray(0, length)))).toThrow(AppError)
  })
})

describe('a packed frame', () => {
  it('cut short or changed is refused cleanly or read within bounds', () => {
    const random = makeRandom(20_261_122)
    const mutator = makeMutator(
      [
        packFrame(wideOf('vehicles', 40, random, 'city')),
        wideOf('energy', 9, random, 'any'),
        packFrame(wideOf('energy', 9, random, 'any')),
      ].map((frame) => new Uint8Array(frame)),
      4,
    )
    let [read, refused] = [0, 0]
    for (let n = 0; n < 30_000; n++) {
      try {
        const frame = readFrame(bytesOf(mutator.next()))
        if (
          frame.rows > MOST_ROWS ||
          Object.values(frame.columns).some((column) => column.length !== frame.rows)
        )
          throw new Error(`${frame.rows} rows`)
        read++
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refused++
      }
    }
    expect(Math.min(read, refused)).toBeGreaterThan(5_000)
  })
})

describe('a group of screens', () => {
  it('numbers its updates one after another and holds only its own changed rows', () => {
    const group = makeLatestGroup(
      feedOf([1, 2, 3, 4]),
      { region: '450100', unit: null },
      { frames: 0, rows: 0 },
    )
    const first = group.update([1, 2, 4], 1000)
    const second = group.update([2], 2000)
    expect(group.update([1, 3], 3000)).toBeNull()
    const frame = readFrame(bytesOf(second?.bytes as Uint8Array))
    expect([first?.sequence, frame.sequence, frame.follows, frame.rows]).toEqual([1, 2, 1, 1])
  })

  it('makes one snapshot for all who come within a second', () => {
    const counter = { frames: 0, rows: 0 }
    const group = makeLatestGroup(feedOf([1, 2, 3]), { region: '450000', unit: null }, counter)
    const snapshots = Array.from({ length: 50 }, () => group.snapshot(5000))
    expect(counter).toEqual({ frames: 1, rows: 3 })
    expect(new Set(snapshots.map(({ bytes }) => bytes)).size).toBe(1)
  })
})

describe('batches', () => {
  const all = (): boolean => true
  const item = (n: number) => ({
    item: { region: '45', at: n, kw: n, todayKwh: 0, buildingsReporting: 0 },
    region: '45',
    unit: null,
  })

  it('replay what followed a number, and say when the ring does not reach back', () => {
    const group = makeBatchGroup('load', { region: '45', unit: null }, all, 100)
    for (let n = 0; n < 1005; n++) group.add([item(n)])
    expect(group.after(1103).batches.map(({ sequence }) => sequence)).toEqual([1104, 1105])
    expect(group.after(1103).whole).toBe(true)
    expect(group.after(104).whole).toBe(false)
    expect(group.after(1105)).toEqual({ batches: [], whole: true })
  })

  it('from before a restart are seen to be lost', () => {
    const group = makeBatchGroup('load', { region: '45', unit: null }, all, 5000)
    expect(group.after(4200).whole).toBe(false)
  })
})

describe('a slow screen', () => {
  it('is left out until it has caught up, and then told how many frames it missed', () => {
    const wire = { packets: 0, bytes: 2_000_000 }
    const backlog = makeBacklog({ waitingPackets: () => wire.packets, bufferedBytes: () => wire.bytes })
    expect(backlog.slow()).toBe(true)
    backlog.skip('vehicles', '450000')
    backlog.skip('vehicles', '450000')
    wire.bytes = 500_000
    expect(backlog.slow()).toBe(true)
    expect(backlog.takeSkipped()).toEqual([])
    wire.bytes = 0
    expect(backlog.takeSkipped()).toEqual([{ topic: 'vehicles', region: '450000', frames: 2 }])
    expect(backlog.slow()).toBe(false)
  })

  it('is cut off when more waits for it than is worth keeping, of frames or of batches', () => {
    const wire = { packets: 1_000, bytes: 16_000_000 }
    const backlog = makeBacklog({ waitingPackets: () => wire.packets, bufferedBytes: () => wire.bytes })
    expect(backlog.lost()).toBe(false)
    wire.packets++
    expect(backlog.lost()).toBe(true)
    Object.assign(wire, { packets: 0, bytes: 16_000_001 })
    expect(backlog.lost()).toBe(true)
  })
})

describe('the gate', () => {
  const regions = {
    contains: (ancestor: string, code: string) => code.startsWith(ancestor.replace(/0+$/, '')),
  }
  const viewer = (role: Viewer['role'], scope: Viewer['scope']): Viewer => ({ account: 'a', role, scope })

  it('refuses a role without the permission, a region outside the scope, and sums to a unit', () => {
    const city = viewer('leader', { kind: 'region', region: '450100' })
    expect(admitTopic(city, vehiclesTopic, '450102', regions)).toEqual({
      ok: true,
      group: { region: '450102', unit: null },
    })
    expect(admitTopic(city, vehiclesTopic, '450000', regions)).toMatchObject({
      ok: false,
      code: 'out-of-scope',
    })
    expect(
      admitTopic(viewer('auditor', { kind: 'region', region: '450000' }), alertsTopic, '450000', regions),
    ).toMatchObject({ ok: false, code: 'forbidden' })
    const unit = viewer('unit-user', { kind: 'unit', unit: 'U1', region: '450102' })
    expect(admitTopic(unit, energyTopic, '450102', regions)).toEqual({
      ok: true,
      group: { region: '450102', unit: 'U1' },
    })
    expect(admitTopic(unit, loadTopic, '450102', regions)).toMatchObject({ ok: false, code: 'out-of-scope' })
    expect(admitTopic(unit, vehiclesTopic, '450200', regions)).toMatchObject({
      ok: false,
      code: 'out-of-scope',
    })
  })
})
