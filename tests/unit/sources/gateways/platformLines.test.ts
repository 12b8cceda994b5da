import { afterEach, describe, expect, it } from 'vitest'
import { locationBody } from '../../../../data/standin/terminals/frames.ts'
import { wire809 } from '../../../../server/codecs/jt809/index.ts'
import { exchange809, u32Of, write809 } from '../../../../server/codecs/jt809/replies.ts'
import { gbBytes } from '../../../../server/codecs/text.ts'
import { jt809ConfigSchema } from '../../../../server/sources/gateway/config.ts'
import { makeListener } from '../../../../server/sources/gateway/listener.ts'
import { makeJt809Source } from '../../../../server/sources/jt809/index.ts'
import { NOW, LOG, ends, until, makeSink, REGISTERS, started, connected, closes, clear } from './lines.ts'

afterEach(clear)

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
