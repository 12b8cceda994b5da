import { describe, expect, it } from 'vitest'
import { fromHex, toHex, xorOf } from '../../../server/codecs/bytes.ts'
import { makeFlagFramer, makeLengthFramer } from '../../../server/codecs/framers.ts'
import { decodeGb32960 } from '../../../server/codecs/gb32960/index.ts'
import { DECODERS } from '../../../server/sources/ways.ts'
import { decodeJt808, unescape808 } from '../../../server/codecs/jt808/index.ts'
import { FRAMES, REPAIRS } from '../../builders/devices/frames.ts'
import { makeMutator } from '../../builders/devices/mutate.ts'
import { bytes } from './vehicleFrames.ts'

describe('framers', () => {
  const collect = (): [Uint8Array[], (frame: Uint8Array) => void] => {
    const frames: Uint8Array[] = []
    return [frames, (frame) => void frames.push(frame)]
  }
  it('find a frame behind junk, in pieces, and after a lost flag', () => {
    const [frames, take] = collect()
    const framer = makeFlagFramer({ head: 0x7e, end: 0x7e }, 2200, take)
    for (const byte of bytes('24247e307d02087d01557e')) framer.push(Uint8Array.of(byte))
    expect(frames.map((frame) => toHex(unescape808(frame)))).toEqual(['307e087d55'])
    expect(framer.junk()).toBe(2)
    framer.push(new Uint8Array(100_000).fill(0x41))
    framer.push(bytes('7e01027e'))
    expect(frames.at(-1)).toEqual(bytes('0102'))
    expect(framer.held()).toBe(0)
  })
  it('of GB/T 32960 find the next frame behind a lying length', () => {
    const [frames, take] = collect()
    const good = bytes(FRAMES.gb32960![0]!)
    const framer = makeLengthFramer(65_560, take)
    const liar = good.slice()
    liar[23] = 0x20
    for (const piece of [bytes('0123'), liar, good, good.subarray(0, 11), good.subarray(11)])
      framer.push(piece)
    expect(frames.filter((frame) => decodeGb32960(frame).ok)).toHaveLength(2)
    framer.push(good)
    expect(frames.filter((frame) => decodeGb32960(frame).ok).length).toBe(3)
  })
})

describe('odd frames and odd files', () => {
  it('of a maker with a serial of one byte are read by their header', () => {
    const frame = bytes('5501' + '0c03' + '123456789012' + '47' + '010203' + '00')
    frame[frame.length - 1] = xorOf(frame, 0, frame.length - 1)
    expect(decodeJt808(frame)).toMatchObject({
      ok: true,
      frame: { message: '0x5501', serial: 0x47, kind: 'raw', why: 'unread', hex: '010203' },
    })
  })
  it.each([
    ['0x7E 0x02 0x0a', '7e020a'],
    [' 7e02\t', '7e02'],
    ['0X7e02', '7e02'],
    ['7E0x02', null],
    ['7e0', null],
    ['', null],
  ])('hex %j is %s', (text, hex) => {
    const read = fromHex(text)
    expect(read && toHex(read)).toBe(hex)
  })
})

describe('50,000 mutated frames', () => {
  it.each(['jt808', 'jt809', 'gb32960'])(
    'neither break nor hold up the decoder of %s, and its framer',
    (protocol) => {
      const decode = DECODERS[protocol]!
      const mutator = makeMutator(FRAMES[protocol]!.map(bytes), 808, REPAIRS[protocol])
      const [frames, take] = [{ count: 0 }, () => void frames.count++] as [{ count: number }, () => void]
      const framer =
        protocol === 'gb32960'
          ? makeLengthFramer(65_560, take)
          : makeFlagFramer(
              protocol === 'jt809' ? { head: 0x5b, end: 0x5d } : { head: 0x7e, end: 0x7e },
              4096,
              take,
            )
      const codes: Record<string, number> = {}
      let good = 0
      for (let i = 0; i < 50_000; i++) {
        const frame = mutator.next()
        const decoded = decode(frame)
        if (!decoded.ok) codes[decoded.error.code] = (codes[decoded.error.code] ?? 0) + 1
        else if (++good % 20 === 0)
          expect(JSON.stringify(decoded.frame).length).toBeLessThan(200 * frame.length + 2000)
        if (i % 10 === 0) framer.push(frame)
      }
      expect(good).toBeGreaterThan(1000)
      expect(Object.keys(codes).length).toBeGreaterThan(1)
      expect(frames.count).toBeGreaterThan(100)
      expect(framer.held()).toBeLessThan(65_560)
    },
  )
})
