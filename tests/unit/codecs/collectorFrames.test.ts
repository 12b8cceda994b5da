import { describe, expect, it } from 'vitest'
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
import { bytes, seeded } from './meterFrames.ts'

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

describe('the frame of collectors', () => {
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
})

describe('the frame of collectors', () => {
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
