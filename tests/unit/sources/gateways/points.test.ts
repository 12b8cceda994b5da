import { afterEach, describe, expect, it } from 'vitest'
import { fromHex, xorOf } from '../../../../server/codecs/bytes.ts'
import { gbBytes } from '../../../../server/codecs/text.ts'
import { gb32960ConfigSchema } from '../../../../server/sources/gateway/config.ts'
import { makeFaultBook } from '../../../../server/sources/gateway/faults.ts'
import { makeIntake } from '../../../../server/sources/gateway/intake.ts'
import { makeGb32960Source } from '../../../../server/sources/gb32960/index.ts'
import { makeHealth } from '../../../../server/sources/health.ts'
import { NOW, LOG, until, makeSink, REGISTERS, started, connected, closes, clear } from './lines.ts'

afterEach(clear)

describe('the points of all lines', () => {
  it('are bounded together; a session that breaks over its answer takes no other with it', async () => {
    const { sink, kept, shut, open } = makeSink()
    const told: string[] = []
    const intake = makeIntake({
      name: 'g',
      clock: () => NOW,
      health: makeHealth('g', 'session', 'positions'),
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

describe('an enterprise platform of GB/T 32960', () => {
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
