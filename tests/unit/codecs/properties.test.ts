import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, xorOf } from '../../../server/codecs/bytes.ts'
import { makeFlagFramer, makeLengthFramer, type Framer } from '../../../server/codecs/framers.ts'
import { answerGb32960, decodeGb32960 } from '../../../server/codecs/gb32960/index.ts'
import type { Decoded } from '../../../server/codecs/decoded.ts'
import { DECODERS } from '../../../server/sources/ways.ts'
import { decodeWire808, unescape808, wire808 } from '../../../server/codecs/jt808/index.ts'
import { generalReply, registerReply } from '../../../server/codecs/jt808/replies.ts'
import { unescape809 } from '../../../server/codecs/jt809/frame.ts'
import { crc809, decodeWire809, mix809, wire809 } from '../../../server/codecs/jt809/index.ts'
import { write809 } from '../../../server/codecs/jt809/replies.ts'
import { decodeLine } from '../../../server/codecs/lines.ts'
import { gbBytes, gbTextOf, isReadable } from '../../../server/codecs/text.ts'
import { unsoundPath } from '../../../src/shared/kernel/text.ts'
import { anyBytes, holds } from '../../builders/plain/property.ts'

/** An answer is a frame of plain values with sound text, or one of the decoder's own errors within the bytes. */
const expectAnswer = (decoded: Decoded, bytes: Uint8Array): void => {
  if (!decoded.ok) {
    expect(decoded.error.code).toMatch(/^[a-z-]+$/)
    expect(decoded.error.reason).not.toBe('')
    expect(decoded.error.at).toBeGreaterThanOrEqual(0)
    expect(decoded.error.at).toBeLessThanOrEqual(bytes.length)
    return
  }
  expect(unsoundPath(decoded.frame)).toBeNull()
  expect(JSON.parse(JSON.stringify(decoded.frame))).toEqual(decoded.frame)
}
const u16 = (value: number): number[] => [value >> 8, value & 255]
const u8 = fc.integer({ min: 0, max: 255 })
const anyId = fc.integer({ min: 0, max: 0xffff })

/** Header and body of JT/T 808 as a terminal writes them: the length is right, the rest is anything. */
const content808 = fc
  .record({
    id: fc.constantFrom(0x0200, 0x0704, 0x0100, 0x0702, 0x0107, 0x0001, 0x0900),
    is2019: fc.boolean(),
    body: anyBytes(400),
  })
  .map(({ id, is2019, body }) => {
    const attribute = body.length | (is2019 ? 0x4000 : 0)
    const phone = is2019 ? [1, ...Array<number>(10).fill(0x13)] : Array<number>(6).fill(0x13)
    return Uint8Array.from([...u16(id), ...u16(attribute), ...phone, 0, 7, ...body])
  })
const content809 = fc
  .record({ business: fc.constantFrom(0x1001, 0x1002, 0x1200, 0x1300, 0x1400), body: anyBytes(300) })
  .map(({ business, body }) => {
    const size = 22 + body.length + 4
    return Uint8Array.from([
      0,
      0,
      ...u16(size),
      0,
      0,
      0,
      1,
      ...u16(business),
      0,
      0,
      0,
      9,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ...body,
    ])
  })
const frame32960 = fc
  .record({
    start: fc.constantFrom(0x23, 0x24),
    command: fc.integer({ min: 1, max: 9 }),
    body: anyBytes(400),
  })
  .map(({ start, command, body }) => {
    const head = [
      start,
      start,
      command,
      0xfe,
      ...Array<number>(17).fill(0x41),
      1,
      ...u16(body.length),
      ...body,
    ]
    return Uint8Array.from([...head, xorOf(Uint8Array.from(head), 2, head.length)])
  })

describe.each(Object.entries(DECODERS))('%s', (_, decode) => {
  it('answers whatever bytes there are with a frame or its own error', () => {
    holds(anyBytes(), (bytes) => expectAnswer(decode(bytes), bytes))
  })

  it('answers every line of text', () => {
    holds(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const told = decodeLine(text, 2, decode)
      expect(told === null || told.line === 2).toBe(true)
    })
  })
})

describe('frames whose check is right and whose body is anything', () => {
  it('are answered by JT/T 808, and unescaping undoes escaping', () => {
    holds(content808, (content) => {
      const wire = wire808(content)
      expect(unescape808(wire.subarray(1, -1))).toEqual(
        Uint8Array.from([...content, xorOf(content, 0, content.length)]),
      )
      expectAnswer(decodeWire808(wire), wire)
      expectAnswer(decodeWire808(wire.subarray(0, wire.length >> 1)), wire)
    })
  })

  it('are answered by JT/T 809, and unescaping undoes escaping', () => {
    holds(content809, (content) => {
      const wire = wire809(content)
      const crc = crc809(content, 0, content.length)
      expect(unescape809(wire.subarray(1, -1))).toEqual(Uint8Array.from([...content, ...u16(crc)]))
      expectAnswer(decodeWire809(wire), wire)
    })
  })

  it('are answered by GB/T 32960, and its answer is a frame', () => {
    holds(frame32960, (bytes) => {
      expectAnswer(decodeGb32960(bytes), bytes)
      expect(decodeGb32960(answerGb32960(bytes, 'ok'))).not.toMatchObject({ error: { code: 'checksum' } })
    })
  })
})

describe('what is written to terminals and platforms', () => {
  it('is read back as it was meant', () => {
    const to = {
      id: 0x0200,
      version: '2013',
      protocolVersion: null,
      phone: '013800001111',
      serial: 258,
      encryption: 0,
      split: null,
    } as const
    holds(fc.tuple(fc.constantFrom(0, 1, 2, 3) as fc.Arbitrary<0 | 1 | 2 | 3>, anyId), ([result, serial]) => {
      const told = decodeWire808(generalReply(to, result, serial))
      expect(told).toMatchObject({ ok: true, frame: { serial, phone: to.phone } })
    })
    holds(fc.string({ maxLength: 60 }), (code) => {
      expect(decodeWire808(registerReply(to, 0, code, 1)).ok).toBe(true)
    })
  })

  it('of a platform keeps its business, its serial and its body, mixed or not', () => {
    const secret = fc.record({ m1: fc.nat(), ia1: fc.nat(), ic1: fc.nat() })
    const peer = { version: '2011', platform: 9, flag: '1.0.0', sentAt: null } as const
    holds(fc.tuple(anyBytes(), fc.nat(), secret), ([body, key, numbers]) => {
      expect(mix809(mix809(body, key, numbers), key, numbers)).toEqual(body)
      const wire = write809(peer, 0x9200, 5, body, { secret: numbers, key })
      expectAnswer(decodeWire809(wire, { secret: numbers }), wire)
    })
  })
})

describe('text and bytes', () => {
  it('hex is read back, and anything else is no hex', () => {
    holds(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) =>
      expect(fromHex(toHex(bytes))).toEqual(bytes),
    )
    holds(fc.string({ unit: 'binary' }), (text) => void fromHex(text))
  })

  it('GB 18030 gives back what it took, and garbled bytes give sound text', () => {
    holds(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const plain = text.trim()
      if (isReadable(plain)) expect(gbTextOf(gbBytes(plain))).toBe(plain)
    })
    holds(anyBytes(), (bytes) => expect(unsoundPath(gbTextOf(bytes))).toBeNull())
  })
})

describe('a stream', () => {
  /** Pushes the stream in pieces of these sizes, over and over. */
  const inPieces = (stream: Uint8Array, sizes: readonly number[], framer: Framer): void => {
    for (let at = 0, i = 0; at < stream.length; i++) {
      const size = (sizes[i % sizes.length] as number) + 1
      framer.push(stream.subarray(at, at + size))
      at += size
    }
  }
  const LONGEST = 600
  const pieces = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 })
  const noise = fc.array(fc.oneof(anyBytes(30), content808.map(wire808), frame32960), { maxLength: 5 })

  it.each([
    [
      'with flags',
      (take: (bytes: Uint8Array) => void) => makeFlagFramer({ head: 0x7e, end: 0x7e }, LONGEST, take),
    ],
    ['with lengths', (take: (bytes: Uint8Array) => void) => makeLengthFramer(LONGEST, take)],
  ])('%s gives the same frames however it is cut, and holds no more than the longest', (_, make) => {
    holds(fc.tuple(noise, pieces), ([parts, sizes]) => {
      const stream = Uint8Array.from(parts.flatMap((part) => [...part]))
      const [whole, cut]: [Uint8Array[], Uint8Array[]] = [[], []]
      const framer = make((bytes) => cut.push(bytes))
      make((bytes) => whole.push(bytes)).push(stream)
      inPieces(stream, sizes, framer)
      expect(cut).toEqual(whole)
      expect(framer.held()).toBeLessThanOrEqual(LONGEST)
      for (const bytes of cut) expect(bytes.length).toBeLessThanOrEqual(LONGEST)
    })
  })

  it('finds every frame of a clean stream', () => {
    holds(fc.tuple(fc.array(content808, { maxLength: 5 }), pieces), ([contents, sizes]) => {
      let found = 0
      const framer = makeFlagFramer({ head: 0x7e, end: 0x7e }, 2_000, () => found++)
      inPieces(Uint8Array.from(contents.flatMap((content) => [...wire808(content)])), sizes, framer)
      expect([found, framer.junk()]).toEqual([contents.length, 0])
    })
  })
})

it('a byte says nothing alone', () => {
  holds(u8, (byte) => {
    for (const decode of Object.values(DECODERS)) expect(decode(Uint8Array.of(byte)).ok).toBe(false)
  })
})
