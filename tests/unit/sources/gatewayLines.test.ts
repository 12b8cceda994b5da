import { createConnection, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { locationBody } from '../../../data/standin/terminals/frames.ts'
import { fromHex, xorOf } from '../../../server/codecs/bytes.ts'
import { wire809 } from '../../../server/codecs/jt809/index.ts'
import { exchange809, u32Of, write809 } from '../../../server/codecs/jt809/replies.ts'
import { gbBytes } from '../../../server/codecs/text.ts'
import { gb32960ConfigSchema, jt809ConfigSchema } from '../../../server/sources/gateway/config.ts'
import { makeFaultBook } from '../../../server/sources/gateway/faults.ts'
import type { GatewaySource } from '../../../server/sources/gateway/gateway.ts'
import { makeIntake } from '../../../server/sources/gateway/intake.ts'
import { makeListener } from '../../../server/sources/gateway/listener.ts'
import { makeGb32960Source } from '../../../server/sources/gb32960/index.ts'
import { makeHealth } from '../../../server/sources/health.ts'
import { makeJt809Source } from '../../../server/sources/jt809/index.ts'
import type { SourceRegisters } from '../../../server/sources/registers.ts'
import type { SourceBatch, SourceSink } from '../../../server/sources/Source.ts'

const NOW = Date.UTC(2026, 10, 29, 4)
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined }
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
const until = async (what: string, isSo: () => boolean): Promise<void> => {
  for (
    const end = Date.now() + 8_000;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 10))
  )
    if (isSo()) return
  throw new Error(`not within 8 s: ${what}`)
}

/** A sink that keeps what comes, and waits while its gate is shut. */
const makeSink = () => {
  const kept = { positions: 0, drivers: 0 }
  let gate: Promise<void> = Promise.resolve()
  let open: () => void = () => undefined
  const sink: SourceSink = {
    accept: async (_source: string, batch: SourceBatch) => {
      await gate
      if (batch.kind === 'positions') kept.positions += batch.items.length
      if (batch.kind === 'drivers') kept.drivers += batch.items.length
    },
    quarantine: async () => undefined,
    settled: async () => undefined,
    cursor: async () => null,
    setCursor: async () => undefined,
  }
  return {
    sink,
    kept,
    shut: () => void (gate = new Promise((resolve) => (open = resolve))),
    open: () => open(),
  }
}
const REGISTERS: SourceRegisters = {
  metersOf: () => [],
  vehicleBy: (_kind, value) => {
    if (value === '桂A00666') throw new TypeError('a fault of ours')
    return value === '桂A99999' ? null : 'V1'
  },
}
const started = async (source: GatewaySource, sink: SourceSink): Promise<GatewaySource> => {
  await source.start(sink)
  ends.push(() => source.stop())
  return source
}
const connected = async (port: number): Promise<Socket> => {
  const socket = createConnection({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  ends.push(() => socket.destroy())
  return socket
}
const closes = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()).resume())

const PEER = { version: '2019', platform: 450_001, flag: '1.0.0', sentAt: 1_800_000_000 } as const
const LOGIN = write809(
  PEER,
  0x1001,
  1,
  Buffer.concat([u32Of(1), Buffer.from('secret\0\0'), u32Of(450_001), Buffer.alloc(32), Buffer.alloc(2)]),
)
const position = (plate: string, i = 0): Uint8Array => {
  const inner = locationBody({
    at: NOW - 3_600_000 + i * 1000,
    lat: 22.8,
    lon: 108.3,
    speedKmh: 20,
    headingDeg: 1,
    acc: true,
    alarm: 0,
  })
  return write809(
    PEER,
    0x1200,
    i,
    exchange809(
      gbBytes(plate),
      2,
      0x1202,
      Buffer.concat([Buffer.of(0), u32Of(inner.length), inner, Buffer.alloc(45)]),
    ),
  )
}
const jt809 = (more: object = {}) =>
  makeJt809Source(
    jt809ConfigSchema.parse({
      way: 'jt809',
      name: 'operators',
      port: 0,
      users: [{ user: 1, password: 'secret', platform: 450_001 }],
      ...more,
    }),
    () => NOW,
    LOG,
    REGISTERS,
  )

describe('a platform that sends what it should not', () => {
  it('loses the frame that is wrong, and no other: bad checks, lengths, escapes, junk, a frame that breaks its handler', async () => {
    const { sink, kept } = makeSink()
    const source = await started(jt809(), sink)
    const socket = await connected(source.port())
    const answers: string[] = []
    socket.on('data', (chunk) => void answers.push((chunk as Buffer).toString('hex')))
    socket.write(LOGIN)
    await until('it is in', () => answers.length > 0)
    const good = position('桂A00001')
    const flipped = Uint8Array.from(good, (byte, i) => (i === 60 ? byte ^ 1 : byte))
    const lying = exchange809(gbBytes('桂A00001'), 2, 0x1203, Buffer.from([255, ...Buffer.alloc(40)]))
    const frames = [
      flipped,
      good.subarray(0, 50),
      Buffer.from('5b5a035d', 'hex'),
      Buffer.alloc(5_000, 0x41),
      write809(PEER, 0x1200, 2, lying),
      position('桂A00666'),
      position('桂A99999'),
      wire809(Buffer.alloc(10)),
      write809(PEER, 0x1400, 3, Buffer.from('14020000ffff', 'hex')),
    ]
    for (const frame of frames) socket.write(Buffer.concat([frame, position('桂A00001', 1)]))
    await until('all good ones are kept', () => kept.positions === frames.length)
    expect(source.counts()).toMatchObject({
      checksum: expect.any(Number),
      escape: 1,
      handler: 1,
      'unknown-plate': 1,
      'junk-bytes': expect.any(Number),
    })
    socket.write(write809(PEER, 0x1005, 9, new Uint8Array(0)))
    await until('it is answered still', () => answers.join('').includes('1006'))
    const driver = exchange809(
      gbBytes('桂A00001'),
      2,
      0x120a,
      Buffer.concat([Buffer.from(gbBytes('张𬱖')), Buffer.alloc(16 - 6), Buffer.alloc(20 + 40 + 200)]),
    )
    socket.write(write809(PEER, 0x1200, 10, driver))
    await until('its driver is on record', () => kept.drivers === 1)
  })
  it('is closed for nothing but junk, for frames that never end, and for silence before its login', async () => {
    const { sink } = makeSink()
    const source = await started(jt809({ patienceMs: 400 }), sink)
    const junk = await connected(source.port())
    const closed = closes(junk)
    for (let i = 0; i < 40; i++) junk.write(Buffer.alloc(65_536, i % 2 ? 0x5b : 0x41))
    await closed
    await closes(await connected(source.port()))
    await until('both are gone', () => source.connections() === 0)
  })
})

describe('a listener that is held', () => {
  it('reads no line, nor one that comes meanwhile, calls none silent, and loses nothing', async () => {
    let heard = 0
    const listener = makeListener(
      {
        name: 'g',
        host: '127.0.0.1',
        port: 0,
        maxConnections: 10,
        idleMs: 150,
        bytesPerSecond: 1 << 20,
        unprovenPerAddress: 10,
      },
      LOG,
      () => ({ data: (chunk) => void (heard += chunk.length), end: () => undefined }),
    )
    await listener.listen()
    ends.push(() => listener.close())
    const early = await connected(listener.port())
    early.write('abc')
    await until('it is read', () => heard === 3)
    listener.hold()
    listener.hold()
    const late = await connected(listener.port())
    for (const socket of [early, late]) socket.write('defg')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect([heard, listener.connections()]).toEqual([3, 2])
    listener.release()
    expect(heard).toBe(3)
    listener.release()
    await until('all of it is read', () => heard === 11)
  })
})

describe('the points of all lines', () => {
  it('are bounded together; a session that breaks over its answer takes no other with it', async () => {
    const { sink, kept, shut, open } = makeSink()
    const told: string[] = []
    const intake = makeIntake({
      name: 'g',
      clock: () => NOW,
      health: makeHealth('g', 'session'),
      faults: makeFaultBook('g'),
      log: LOG,
      pressure: { hold: () => void told.push('hold'), release: () => void told.push('release') },
    })
    const item = {
      vehicle: 'V1',
      at: NOW,
      lon: 108,
      lat: 22,
      speedKmh: 0,
      headingDeg: 0,
      acc: true,
      alarm: 0,
      crs: 'WGS84',
    } as const
    const answered: boolean[] = []
    shut()
    intake.start(sink)
    for (let i = 0; i < 52; i++)
      intake.offer(
        Array.from({ length: 1_000 }, () => item),
        (durable) => {
          answered.push(durable)
          if (i === 0) throw new TypeError('a fault of ours')
        },
      )
    expect(told).toEqual(['hold'])
    expect(intake.waiting()).toBeGreaterThanOrEqual(50_000)
    open()
    await until('all are kept', () => kept.positions === 52_000 && answered.length === 52)
    expect(told).toEqual(['hold', 'release'])
    expect(answered.every(Boolean)).toBe(true)
    await intake.stop()
  })
})

describe('an enterprise platform of GB/T 32960', () => {
  const frame = (command: number, vin: string, data: Buffer, start = 0x23): Buffer => {
    const out = Buffer.concat([
      Buffer.of(start, start, command, 0xfe),
      Buffer.from(vin.padEnd(17, '\0')),
      Buffer.of(1, data.length >> 8, data.length & 255),
      data,
      Buffer.of(0),
    ])
    out[out.length - 1] = xorOf(out, 2, out.length - 1)
    return out
  }
  const clock = Buffer.from([26, 11, 29, 11, 0, 0])
  const login = (user: string): Buffer =>
    frame(
      5,
      '',
      Buffer.concat([
        clock,
        Buffer.of(0, 1),
        Buffer.concat([gbBytes(user), Buffer.alloc(12)]).subarray(0, 12),
        Buffer.concat([Buffer.from('pass'), Buffer.alloc(20)]).subarray(0, 20),
        Buffer.of(1),
      ]),
    )
  const report = Buffer.concat([clock, fromHex('0500069BD42001F13C68') as Uint8Array])
  it('logs in by a Chinese name, and its reports go on behind bad checks, lying lengths and junk', async () => {
    const { sink, kept } = makeSink()
    const source = await started(
      makeGb32960Source(
        gb32960ConfigSchema.parse({
          way: 'gb32960',
          name: 'newenergy',
          port: 0,
          users: [{ user: '机关车队', password: 'pass' }],
        }),
        () => NOW,
        LOG,
        REGISTERS,
      ),
      sink,
    )
    const socket = await connected(source.port())
    socket.resume()
    socket.write(login('机关车队'))
    const good = frame(2, 'VIN1', report)
    const wrong = Buffer.from(good)
    wrong[30]! ^= 1
    const liar = Buffer.from(good)
    liar[23] = 3
    for (const bad of [
      wrong,
      liar,
      Buffer.alloc(3_000, 0x23),
      Buffer.from('2323', 'hex'),
      frame(2, 'VIN1', Buffer.alloc(2)),
      frame(200, 'VIN1', Buffer.alloc(100)),
      frame(2, 'VIN1', Buffer.concat([clock, Buffer.of(8, 255, 255, 255)]), 0x24),
    ])
      socket.write(Buffer.concat([bad, good, good]))
    await until('reports are kept behind each', () => kept.positions >= 7)
    expect(source.connections()).toBe(1)
    const stranger = await connected(source.port())
    const closed = closes(stranger)
    stranger.write(login('机关车'))
    await closed
  })
})
