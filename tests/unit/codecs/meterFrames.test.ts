import { describe, expect, it } from 'vitest'
import { toHex } from '../../../server/codecs/bytes.ts'
import { decodeCjt188 } from '../../../server/codecs/cjt188.ts'
import { decodeDlt645 } from '../../../server/codecs/dlt645.ts'
import { DECODERS } from '../../../server/sources/ways.ts'
import { decodeLine } from '../../../server/codecs/lines.ts'
import { bytes, seeded } from './meterFrames.ts'

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
})

describe('DL/T 645-2007', () => {
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

const reading = '00776655 2C 00776655 2C 31012211051520 2184'

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
})

describe('CJ/T 188', () => {
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
