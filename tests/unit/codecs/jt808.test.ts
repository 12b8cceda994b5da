import { describe, expect, it } from 'vitest'
import {
  batchBody,
  driverBody,
  locationBody,
  registerBody,
  writeFrame,
} from '../../../data/standin/terminals/frames.ts'
import { toHex } from '../../../server/codecs/bytes.ts'
import { decodeJt808, decodeWire808, wire808 } from '../../../server/codecs/jt808/index.ts'
import { decodeLine } from '../../../server/codecs/lines.ts'
import { FRAMES } from '../../builders/devices/frames.ts'
import { bytes, read } from './vehicleFrames.ts'

const [escaped, location, vendor, batch, register, authenticate, register2019] = FRAMES.jt808! as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]

describe('JT/T 808', () => {
  it('reads an escaped position with its alarm, mileage and fuel', () => {
    expect(read('jt808', escaped)).toMatchObject({
      message: '0x0200',
      version: '2013',
      phone: '123456789012',
      serial: 126,
      escaped: true,
      alarm: 1,
      alarms: ['紧急报警'],
      status: 2,
      lat: 12.222222,
      lon: 132.444444,
      altitudeM: 40,
      speedKmh: 6,
      time: '2018-10-15T10:10:10+08:00',
      extras: { mileageKm: 10, fuelL: 12.5 },
    })
  })

  it('reads positions of other terminals and leaves their own items as hex', () => {
    expect(read('jt808', location)).toMatchObject({
      phone: '013833501744',
      escaped: false,
      lat: 22.6426,
      lon: 114.032984,
      altitudeM: 128,
      speedKmh: 0,
      directionDeg: 8,
      time: '2015-08-18T07:21:21+08:00',
      extras: { mileageKm: 75.7, fuelL: 0 },
    })
    expect(read('jt808', vendor)).toMatchObject({
      status: 0xc0002,
      lat: 22.609778,
      lon: 114.106188,
      directionDeg: 291,
      extras: {
        rssi: 67,
        satellites: 20,
        vendor: [
          { id: '93', hex: '00' },
          { id: 'e3', hex: '0064019a0000' },
        ],
      },
    })
  })
})

describe('JT/T 808', () => {
  it('reads the 2019 header, a batch, and the southern half', () => {
    expect(read('jt808', batch)).toMatchObject({
      version: '2019',
      protocolVersion: 1,
      phone: '00000866496077582164',
      kind: 'batch',
      count: 1,
      points: [{ lat: -27.263378, lon: 153.037383, extras: { mileageKm: 960.2 } }],
    })
  })

  it('reads registrations of both editions and a code, in GBK', () => {
    expect(read('jt808', register)).toMatchObject({
      kind: 'register',
      plateColour: 2,
      plate: '苏BA6860',
      terminalId: '2366104',
    })
    expect(read('jt808', register2019)).toMatchObject({
      kind: 'register',
      version: '2019',
      plate: '粤A12345',
      manufacturer: '1234',
      model: 'smallchi123',
      terminalId: 'CHI123',
    })
    expect(read('jt808', authenticate)).toMatchObject({ kind: 'authenticate', code: 'authentication' })
  })

  it('says what is wrong: check byte, length, an escape, no hex', () => {
    expect(read('jt808', location.replace('9F7E', '9E7E'))).toMatchObject({
      code: 'checksum',
      reason: 'XOR: computed 9f, found 9e',
    })
    expect(read('jt808', toHex(wire808(bytes('02000032013833501744001900'))))).toMatchObject({
      code: 'length',
      reason: 'body: declared 50 bytes, found 1',
    })
    expect(decodeWire808(bytes('7e027d057e'))).toMatchObject({ ok: false, error: { code: 'escape' } })
    expect(decodeLine('(79,BASE)', 3, decodeJt808)).toMatchObject({ line: 3, error: { code: 'hex' } })
    expect(decodeLine(`${location}\tverifyPosition`, 4, decodeJt808)).toMatchObject({ line: 4, lat: 22.6426 })
    expect([decodeLine('  ', 1, decodeJt808), decodeLine('# remark', 2, decodeJt808)]).toEqual([null, null])
  })
})

const fix = {
  at: Date.UTC(2026, 0, 31, 16, 0, 1),
  lat: 22.817002,
  lon: 108.366543,
  speedKmh: 61.4,
  headingDeg: 359,
  acc: true,
  alarm: 0x7e,
  mileageKm: 12_345.6,
}
const terminals = [
  { phone: '013900001234', version: '2013' },
  { phone: '00000000013900001234', version: '2019' },
] as const

describe('JT/T 808', () => {
  it('reads what a terminal written from the standard alone writes: positions', () => {
    for (const terminal of terminals) {
      const body = locationBody(fix)
      expect(decodeWire808(writeFrame(terminal, 0x0200, 0x7e7d, body))).toMatchObject({
        ok: true,
        frame: {
          phone: terminal.phone,
          serial: 0x7e7d,
          at: fix.at,
          lat: fix.lat,
          lon: fix.lon,
          speedKmh: 61.4,
          directionDeg: 359,
          alarm: 0x7e,
          state: { acc: true, fixed: true },
          extras: { mileageKm: 12_345.6 },
        },
      })
      expect(
        decodeWire808(writeFrame(terminal, 0x0704, 1, batchBody([body, body.subarray(0, 20), body], true))),
      ).toMatchObject({
        ok: true,
        frame: {
          blind: true,
          count: 3,
          points: [{ at: fix.at }, { error: { code: 'short' } }, { at: fix.at }],
        },
      })
    }
  })
})

describe('JT/T 808', () => {
  it('reads what a terminal written from the standard alone writes: who it is and who drives', () => {
    for (const terminal of terminals) {
      expect(
        decodeWire808(
          writeFrame(
            terminal,
            0x0100,
            2,
            registerBody(terminal.version, { plate: '桂A12345', colour: 1, terminalId: 'T1' }),
          ),
        ),
      ).toMatchObject({ ok: true, frame: { plate: '桂A12345' } })
      expect(
        decodeWire808(
          writeFrame(
            terminal,
            0x0702,
            3,
            driverBody(fix.at, { name: '韦建国', certificate: '450100199001011234', issuer: '南宁市' }),
          ),
        ),
      ).toMatchObject({
        ok: true,
        frame: {
          kind: 'driver',
          name: '驾驶员身份信息采集上报',
          card: 'in',
          driver: '韦建国',
          certificate: '450100199001011234',
          issuer: '南宁市',
          validTo: '20301231',
        },
      })
    }
  })
})
