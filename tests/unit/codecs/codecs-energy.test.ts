import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../server/codecs/bytes.ts'
import { decodeCjt188 } from '../../../server/codecs/cjt188.ts'
import { decodeDlt645 } from '../../../server/codecs/dlt645.ts'
import { DECODERS } from '../../../server/codecs/index.ts'
import { decodeLine } from '../../../server/codecs/lines.ts'
import { aesBytes, isMd5, seal, unseal } from '../../../server/sources/collector/cipher.ts'
import {
  encodeFrame,
  makeFrameReader,
  type Dialect,
  type FrameEvent,
} from '../../../server/sources/collector/frame.ts'
import { MessageFault, readMessage } from '../../../server/sources/collector/xml.ts'
import { numberIn } from '../../../server/sources/modbus/device.ts'
import { modbusNumberSchema } from '../../../server/sources/modbus/config.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array
const sum = (all: readonly number[]): number => all.reduce((total, byte) => (total + byte) & 0xff, 0)
/** A DL/T 645 frame around data that has its 33H still to get. */
const meterFrame = (address: string, control: number, data: string): Uint8Array => {
  const body = data === '' ? [] : [...bytes(data)].map((byte) => (byte + 0x33) & 0xff)
  const head = [0x68, ...bytes(address).toReversed(), 0x68, control, body.length, ...body]
  return Uint8Array.from([0xfe, 0xfe, ...head, sum(head), 0x16])
}
const waterFrame = (type: number, control: number, data: string): Uint8Array => {
  const head = [0x68, type, ...bytes('44332211003378'), control, bytes(data).length, ...bytes(data)]
  return Uint8Array.from([0xfe, 0xfe, 0xfe, ...head, sum(head), 0x16])
}
const frameOf = (decoded: ReturnType<typeof decodeDlt645>): Record<string, any> => {
  if (!decoded.ok) throw new Error(decoded.error.reason)
  return decoded.frame
}
/** xorshift32: the same bytes on every machine. */
const seeded = (seed: number) => (): number => {
  seed ^= seed << 13
  seed ^= seed >>> 17
  seed ^= seed << 5
  return seed >>> 0
}

describe('DL/T 645-2007', () => {
  it.each([
    [
      '68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16',
      { direction: 'request', address: '000000000001', di: '00010000', function: 'read' },
    ],
    [
      'FE FE FE FE 68 AA AA AA AA AA AA 68 11 04 33 33 34 33 AE 16',
      { direction: 'request', address: null, di: '00010000' },
    ],
    [
      '68 37 03 00 92 81 39 68 91 08 33 33 34 33 37 33 33 33 8C 16',
      { direction: 'answer', address: '398192000337', di: '00010000', value: 0.04, unit: 'kWh' },
    ],
    [
      '68 37 03 00 92 81 39 68 91 08 33 33 34 33 3A 33 33 33 8F 16',
      { address: '398192000337', value: 0.07, unit: 'kWh' },
    ],
    [
      '68 AA AA AA AA AA AA 68 13 00 DF 16',
      { direction: 'request', address: null, function: 'read-address' },
    ],
    [
      '68 61 01 00 00 00 00 68 91 06 33 34 34 35 34 43 10 16',
      { address: '000000000161', di: '02010100', value: 100.1, unit: 'V' },
    ],
  ])('reads the published frame %s', (hex, expected) => {
    expect(frameOf(decodeDlt645(bytes(hex)))).toMatchObject(expected)
  })

  it('turns away the published voltage answer whose checksum is wrong', () => {
    const decoded = decodeDlt645(bytes('68 37 03 00 92 81 39 68 91 06 33 34 34 35 C7 56 B6 16'))
    expect(decoded).toEqual({
      ok: false,
      error: { code: 'checksum', reason: 'expected da, found b6', at: 16 },
    })
  })

  it.each([
    ['00000000', '23010080', { value: -1.23, unit: 'kWh' }],
    ['02030000', '563412', { value: 12.3456, unit: 'kW' }],
    ['02030000', '563492', { value: -12.3456, unit: 'kW' }],
    ['02020100', '345612', { value: 125.634, unit: 'A' }],
    ['02800002', '0150', { value: 50.01, unit: 'Hz' }],
    ['0201ff00', '0123ffff0223', { values: [230.1, null, 230.2], unit: 'V' }],
    ['04000306', '200000', { value: 20 }],
    ['03110001', 'abcd', { name: null, raw: 'abcd' }],
  ])('reads identifier %s', (di, data, expected) => {
    expect(
      frameOf(decodeDlt645(meterFrame('112233445566', 0x91, toHex(bytes(di).toReversed()) + data))),
    ).toMatchObject({ address: '112233445566', di: di.toUpperCase(), ...expected })
  })

  it('reads a block of tariffs, the address of a meter, a refusal and an answer that goes on', () => {
    expect(
      frameOf(decodeDlt645(meterFrame('000000000001', 0xb1, `00ff0100${'00010000'.repeat(5)}`))).more,
    ).toBe(true)
    expect(
      frameOf(decodeDlt645(meterFrame('000000000001', 0x91, `00ff0100${'00010000'.repeat(5)}`))).values,
    ).toEqual([1, 1, 1, 1, 1])
    expect(frameOf(decodeDlt645(meterFrame('112233445566', 0x93, '665544332211'))).meter).toBe('112233445566')
    expect(frameOf(decodeDlt645(meterFrame('112233445566', 0xd1, '02'))).refused.reasons).toEqual([
      '无请求数据 no such data',
    ])
  })

  it('says where digits are no digits, and where a length is not that of the identifier', () => {
    expect(decodeDlt645(meterFrame('112233445566', 0x91, '0000010001'))).toMatchObject({
      ok: false,
      error: { code: 'length', reason: expect.stringContaining('expected 4 bytes of data, found 1') },
    })
    expect(decodeDlt645(meterFrame('112233445566', 0x91, '000001000a000000'))).toMatchObject({
      ok: false,
      error: { code: 'field', reason: expect.stringContaining('found 0a000000') },
    })
  })
})

describe('CJ/T 188', () => {
  it('reads the published address answer and query', () => {
    expect(frameOf(decodeCjt188(bytes('FEFEFE 68 10 12000000000000 83 03 81 0A 00 9B 16')))).toMatchObject({
      type: '10',
      address: '00000000000012',
      direction: 'answer',
      function: 'read-address',
      di: '810A',
    })
    expect(frameOf(decodeCjt188(bytes('FEFEFEFE 68 AA AAAAAAAAAAAAAA 03 03 81 0A 00 49 16')))).toMatchObject({
      address: null,
      direction: 'request',
      function: 'read-address',
    })
  })

  const reading = '00776655 2C 00776655 2C 31012211051520 2184'
  it.each(['901F', '1F90'])('reads a water meter whose identifier is sent as %s', (di) => {
    expect(frameOf(decodeCjt188(waterFrame(0x10, 0x81, `${di}00${reading}`)))).toMatchObject({
      address: '78330011223344',
      di: '901F',
      current: { value: 556_677, unit: 'm³' },
      settled: { value: 556_677, unit: 'm³' },
      clock: { time: '2015-05-11T22:01:31+08:00' },
      status: { valve: 'closed' },
    })
  })

  it('reads a published heat meter answer, its unit before its number', () => {
    const hex =
      'FE FE FE FE 68 20 32 41 31 40 00 00 00 81 2E 90 1F 01 08 02 00 00 00 08 02 00 00 00 17 00 00 00 00 35 00 00 00 00 2C 34 10 00 00 35 25 00 66 25 00 00 00 00 53 00 12 10 07 15 20 00 00 31 16'
    expect(frameOf(decodeCjt188(bytes(hex)))).toMatchObject({
      current: { value: 0.02, unit: 'MWh' },
      volume: { value: 10.34, unit: 'm³' },
      supplyC: 25.35,
      returnC: 25.66,
      clock: { time: '2015-07-10T12:00:53+08:00' },
    })
  })

  it.each([
    [0x30, { meter: '燃气表 gas' }],
    [0x40, { meter: '电能表 electricity' }],
    [0x77, { meter: null }],
  ])('names type %i and reads it', (type, expected) => {
    expect(frameOf(decodeCjt188(waterFrame(type, 0x81, `901F00${reading}`)))).toMatchObject({
      ...expected,
      current: { value: 556_677 },
    })
  })

  it('gives an unknown layout, unit and identifier as they came', () => {
    expect(frameOf(decodeCjt188(waterFrame(0x10, 0x81, '901F00 0102030405060708')))).toMatchObject({
      raw: '0102030405060708',
    })
    expect(frameOf(decodeCjt188(waterFrame(0x10, 0x81, '901F00 0077665599')))).toMatchObject({
      current: { value: 556_677, unit: null, unitCode: '99' },
    })
    expect(frameOf(decodeCjt188(waterFrame(0x10, 0x81, '810300 0102')))).toMatchObject({
      di: '8103',
      raw: '0102',
    })
  })
})

describe('rubbish', () => {
  const seeds = {
    dlt645: [
      meterFrame('112233445566', 0x91, '0000010012345678'),
      meterFrame('112233445566', 0x91, `00ff0100${'00010000'.repeat(5)}`),
      meterFrame('112233445566', 0x93, '665544332211'),
    ],
    cjt188: [
      waterFrame(0x10, 0x81, '901F00 00776655 2C 00776655 2C 31012211051520 2184'),
      waterFrame(0x20, 0x81, `901F00${'00'.repeat(43)}`),
      waterFrame(0x10, 0x83, '810A00'),
    ],
  }
  const mutate = (frame: Uint8Array, random: () => number): Uint8Array => {
    const out = [...frame]
    for (let left = 1 + (random() % 4); left > 0; left--) {
      const at = random() % (out.length + 1)
      const how = random() % 5
      if (how === 0) out.splice(at, 1)
      else if (how === 1) out.splice(at, 0, random() & 0xff)
      else if (how === 2) out.length = at
      else if (at < out.length)
        out[at] = how === 3 ? random() & 0xff : (out[at] as number) ^ (1 << (random() % 8))
    }
    if (random() % 2 === 0 && out.length > 12) {
      const from = out.indexOf(0x68)
      out[out.length - 2] = sum(out.slice(Math.max(from, 0), -2))
    }
    return Uint8Array.from(out)
  }
  it.each(['dlt645', 'cjt188'] as const)(
    'of 50,000 mutated %s frames is answered or read, never thrown',
    (name) => {
      const decode = DECODERS[name] as (given: Uint8Array) => { ok: boolean }
      const random = seeded(20_261_122)
      const counts = { read: 0, refused: 0 }
      for (let i = 0; i < 50_000; i++) {
        const decoded = decode(mutate(seeds[name][i % seeds[name].length] as Uint8Array, random))
        counts[decoded.ok ? 'read' : 'refused'] += 1
        JSON.stringify(decoded)
      }
      expect(counts.read + counts.refused).toBe(50_000)
      expect(counts.read).toBeGreaterThan(500)
      expect(counts.refused).toBeGreaterThan(20_000)
    },
  )

  it('takes a line each of a file of frames', () => {
    const decode = DECODERS['dlt645'] as typeof decodeDlt645
    expect(
      decodeLine('68 37 03 00 92 81 39 68 91 08 33 33 34 33 37 33 33 33 8C 16\tread\t0.04', 3, decode),
    ).toMatchObject({ line: 3, value: 0.04 })
    expect(decodeLine('68 37', 4, decode)).toMatchObject({ line: 4, error: { code: 'short' } })
  })
})

describe('the frame of collectors', () => {
  const aes = { key: aesBytes('0000000000123456'), iv: aesBytes('0000000000123456') }
  /** A published login of a collector, sealed with the key above and padded with characters of zero. */
  const published =
    '68681616e40000001692ec42AD4E729DCD81551ABC7C2983C86D3C6A58A862EAB7762371A0F6A3C83FBDC8EC79D54004F3249D83EE1D8BBE3C906270C99C44D6CF4C7B049B643A7DA312DCC0C5600F18FBB91ADF460802532B9FD2C766EC60477242D78F9CAA0092DA2F1B0492D92951E9EF1E68096B7EA76C41ABF30EB177D316196693D66C3C8AB2C767ED461BABF65A472C57DE9C972B10EDE61E916F38D678C48ED447928E77EF77798D71F71B29AA4A2542C866B4A623FDC6F8838B2D3AD851EC9091C029072A49BB9DDFCCF2831858E339FE73534A65432E5AC65F3E0DF735510BCD64F8B7C2B1F264644155aa55aa'
  const frames = (events: readonly FrameEvent[]) =>
    events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []))
  const xml = (inner: string, declared = '<?xml version="1.0" encoding="UTF-8"?>'): Buffer =>
    Buffer.from(
      `${declared}<root><common><building_id>B1</building_id><gateway_id>01</gateway_id><type>x</type></common>${inner}</root>`,
    )

  it('is read as published, whole or byte by byte', () => {
    const reader = makeFrameReader(() => 65_536)
    const [frame] = frames([...bytes(published)].flatMap((byte) => reader.push(Uint8Array.of(byte))))
    expect(frame?.dialect).toEqual({ length: 'le', crcFrom: 0, crc: 'be' })
    expect(readMessage(unseal(frame?.body as Buffer, aes) as Buffer)).toEqual({
      building: '110000015',
      gateway: '1100000140202',
      encoding: 'utf-8',
      body: { kind: 'request' },
    })
    expect(reader.held()).toBe(0)
  })

  it.each([
    { length: 'le', crcFrom: 0, crc: 'be' },
    { length: 'be', crcFrom: 0, crc: 'be' },
    { length: 'le', crcFrom: 8, crc: 'le' },
    { length: 'be', crcFrom: 8, crc: 'be' },
  ] as Dialect[])('is read in dialect %j, after junk and beside a bad one', (dialect) => {
    const good = encodeFrame(7, seal(xml('<heart_beat operation="notify"/>'), aes), dialect)
    const bad = Buffer.from(good)
    bad[20] = (bad[20] as number) ^ 1
    const events = makeFrameReader(() => 65_536).push(
      Buffer.concat([Buffer.from('junk68'), bad, good, good.subarray(0, 9)]),
    )
    expect(events.map((event) => (event.kind === 'fault' ? event.code : event.frame.sequence))).toEqual([
      'junk',
      'crc',
      7,
    ])
    expect(readMessage(unseal(frames(events)[0]?.body as Buffer, aes) as Buffer).body.kind).toBe('notify')
  })

  it('holds XML that is none, is nested deep, or brings a document type, for a fault and nothing else', () => {
    for (const text of [
      '',
      '<root>',
      '<a/>',
      `<root><common>${'<b>'.repeat(40)}${'</b>'.repeat(40)}</common></root>`,
      '<?xml version="1.0"?><!DOCTYPE root [<!ENTITY a "b">]><root/>',
      '<?xml version="1.0" encoding="EBCDIC"?><root/>',
    ])
      expect(() => readMessage(Buffer.from(text)), text).toThrow(MessageFault)
    expect(
      readMessage(
        xml(
          '<data operation="report"><meter id="&amp;__proto__"><function id="constructor">1</function></meter></data>',
        ),
      ).body,
    ).toMatchObject({ kind: 'data', samples: [{ function: 'constructor', value: '1', at: null }] })
  })

  it('proves a key in the guide’s order or the other', () => {
    const md5OfAbc = '900150983CD24FB0D6963F7D28E17F72'
    expect(isMd5(md5OfAbc, 'ab', 'c', 'sequence+key')).toBe(true)
    expect(isMd5(md5OfAbc, 'c', 'ab', 'key+sequence')).toBe(true)
    expect(isMd5(md5OfAbc, 'c', 'ab', 'sequence+key')).toBe(false)
    expect(isMd5('', 'ab', 'c', 'sequence+key')).toBe(false)
  })

  it('of 20,000 mutated streams is taken apart without a throw and holds no more than one frame', () => {
    const random = seeded(7)
    const good = encodeFrame(
      1,
      seal(
        xml(
          '<data operation="report"><sequence>1</sequence><parser>yes</parser><meter id="1"><function id="1" coding="01000" error="0" sample_time="20260615080000">1.5</function></meter></data>',
        ),
        null,
      ),
    )
    let read = 0
    let reader = makeFrameReader(() => 4_096)
    for (let i = 0; i < 20_000; i++) {
      if (i % 500 === 0) reader = makeFrameReader(() => 4_096)
      const stream = Buffer.from(good)
      for (let left = random() % 4; left > 0; left--) stream[random() % stream.length] = random() & 0xff
      const cut = random() % stream.length
      for (const event of [
        ...reader.push(stream.subarray(0, cut)),
        ...reader.push(stream.subarray(random() % 8 === 0 ? cut + 1 : cut)),
      ]) {
        if (event.kind === 'fault') continue
        try {
          readMessage(unseal(event.frame.body, null) as Buffer)
          read++
        } catch (error) {
          expect(error).toBeInstanceOf(MessageFault)
        }
      }
      expect(reader.held()).toBeLessThanOrEqual(4_096 + 14 + good.length)
    }
    expect(read).toBeGreaterThan(2_000)
  })
})

describe('numbers of Modbus', () => {
  it.each([
    ['u16', 'ffff', 'high-first', 65_535],
    ['i16', 'ffff', 'high-first', -1],
    ['u32', '00018000', 'high-first', 98_304],
    ['u32', '80000001', 'low-first', 98_304],
    ['i32', 'fffffffe', 'high-first', -2],
    ['f32', '41480000', 'high-first', 12.5],
    ['f32', '00004148', 'low-first', 12.5],
    ['f32', '7fc00000', 'high-first', null],
    ['u64', '0000000000018000', 'high-first', 98_304],
    ['f64', '4029000000000000', 'high-first', 12.5],
  ] as const)('%s %s, %s', (type, words, order, expected) => {
    const number = modbusNumberSchema.parse({ address: 0, type, words: order, scale: 0.1, ratio: 20 })
    expect(numberIn(Buffer.from(words, 'hex'), number)).toBe(expected === null ? null : expected * 2)
  })
  it.each([
    ['u32', '00018000', 'high-first', 'high-first', 98_304],
    ['u32', '01000080', 'high-first', 'low-first', 98_304],
    ['u32', '80000001', 'low-first', 'high-first', 98_304],
    ['u32', '00800100', 'low-first', 'low-first', 98_304],
    ['f32', '48410000', 'high-first', 'low-first', 12.5],
    ['u16', '3930', 'high-first', 'low-first', 12_345],
    ['u32', 'ffffffff', 'high-first', 'high-first', null],
    ['u64', 'ffffffffffffffff', 'low-first', 'low-first', null],
    ['i32', '80000000', 'high-first', 'high-first', null],
    ['i32', '00800000', 'high-first', 'low-first', null],
    ['i32', 'ffffffff', 'high-first', 'high-first', -1],
  ] as const)(
    '%s %s, words %s, bytes %s; FFFFFFFF and 80000000 are no number',
    (type, hex, words, order, expected) => {
      const number = modbusNumberSchema.parse({ address: 0, type, words, bytes: order })
      expect(numberIn(Buffer.from(hex, 'hex'), number)).toBe(expected)
    },
  )
})
