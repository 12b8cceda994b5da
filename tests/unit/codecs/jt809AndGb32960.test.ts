import { describe, expect, it } from 'vitest'
import { locationBody } from '../../../data/standin/terminals/frames.ts'
import { toHex, xorOf } from '../../../server/codecs/bytes.ts'
import { decodeGb32960 } from '../../../server/codecs/gb32960/index.ts'
import { crc809, mix809, wire809 } from '../../../server/codecs/jt809/index.ts'
import { FRAMES } from '../../builders/devices/frames.ts'
import { bytes, read } from './vehicleFrames.ts'

const head = (length: number, business: string, tail = ''): string =>
  `${length.toString(16).padStart(8, '0')}00000001${business}0000006401000000${'00000000'}${tail}`

const exchange = (sub: string, data: string): string =>
  `D4C1413132333435${'00'.repeat(13)}02${sub}${(data.length / 2).toString(16).padStart(8, '0')}${data}`

const position = '00130707DC0F0F0F07EF4D80017018400032003300000096002D002D0000000300000101'

describe('JT/T 809', () => {
  it('undoes escapes and checks the CRC of a published frame', () => {
    expect(read('jt809', FRAMES.jt809![0]!)).toMatchObject({
      message: '0x9400',
      version: '2011',
      length: 146,
      serial: 1666,
      platform: 20_180_920,
      plate: '粤A12345',
      plateColour: 2,
      sub: '0x9401',
      escaped: true,
    })
    expect(crc809(bytes('313233343536373839'), 0, 9)).toBe(0x29b1)
  })
})

describe('JT/T 809', () => {
  it('reads a position, longitude first, under the headers of 2011 and 2019', () => {
    const fields = {
      kind: 'position',
      sub: '0x1202',
      plate: '粤A12345',
      lon: 133.123456,
      lat: 24.123456,
      speedKmh: 50,
      recorderSpeedKmh: 51,
      mileageKm: 150,
      directionDeg: 45,
      altitudeM: 45,
      time: '2012-07-19T15:15:15+08:00',
      alarm: 257,
    }
    const body = exchange('1202', position)
    expect(read('jt809', toHex(wire809(bytes(head(26 + body.length / 2, '1200') + body))))).toMatchObject({
      version: '2011',
      ...fields,
    })
    const inner = toHex(
      locationBody({
        at: Date.UTC(2026, 3, 26, 4, 2, 3),
        lat: 24.1,
        lon: 108.5,
        speedKmh: 33,
        headingDeg: 10,
        acc: true,
        alarm: 0,
      }),
    )
    const newer = exchange(
      '1202',
      `00${(inner.length / 2).toString(16).padStart(8, '0')}${inner}${'31'.repeat(11)}00000000${'32'.repeat(11)}00000000${'33'.repeat(11)}00000000`,
    )
    expect(
      read('jt809', toHex(wire809(bytes(head(34 + newer.length / 2, '1200', '000000005EA507B8') + newer)))),
    ).toMatchObject({
      version: '2019',
      sentAt: 0x5ea507b8,
      kind: 'position',
      lat: 24.1,
      lon: 108.5,
      speedKmh: 33,
      time: '2026-04-26T12:02:03+08:00',
    })
  })

  it('mixes an encrypted body back with the key of the platform', () => {
    const secret = { m1: 10_000_000, ia1: 20_000_000, ic1: 30_000_000 }
    const plain = bytes(position)
    const mixed = mix809(plain, 9999, secret)
    expect(toHex(mixed)).not.toBe(toHex(plain))
    expect(toHex(mix809(mixed, 9999, secret))).toBe(toHex(plain))
  })
})

describe('GB/T 32960', () => {
  it('reads vehicle, time and place', () => {
    expect(read('gb32960', FRAMES.gb32960![0]!)).toMatchObject({
      vin: '170606GB06CZH0045',
      time: '2017-07-21T17:31:39+08:00',
      position: { valid: true, lon: 110.87568, lat: 32.586856 },
      stopped: null,
    })
    expect(read('gb32960', FRAMES.gb32960![1]!)).toMatchObject({
      vin: 'OV20260001',
      position: null,
      blocks: [
        { type: '08', subsystems: [{ cellsV: [3.276, 3.28, 3.265, 3.271] }] },
        { type: '09', subsystems: [{ probesC: [31, 35] }] },
      ],
    })
  })
  it('stops at a block whose length nobody knows, and says so; a wrong BCC and a wrong length are told', () => {
    const data = bytes('110715111F270500069BD42001F13C68801122')
    const frame = new Uint8Array(24 + data.length + 1)
    frame.set(bytes(FRAMES.gb32960![0]!).subarray(0, 24))
    frame.set(data, 24)
    frame[23] = data.length
    frame[frame.length - 1] = xorOf(frame, 2, frame.length - 1)
    expect(decodeGb32960(frame)).toMatchObject({
      ok: true,
      frame: {
        position: { lon: 110.87568 },
        stopped: { reason: expect.stringContaining('block 80'), hex: '1122' },
      },
    })
    expect(decodeGb32960(frame.slice(0, -1))).toMatchObject({
      ok: false,
      error: { code: 'length', reason: 'data: declared 19 bytes, found 18' },
    })
    frame[frame.length - 1]! ^= 1
    expect(decodeGb32960(frame)).toMatchObject({ ok: false, error: { code: 'checksum' } })
  })
})

describe('GB/T 32960-2025', () => {
  const frame = (i: number) =>
    decodeGb32960(bytes(FRAMES.gb32960![i]!)) as unknown as { ok: boolean; frame: Record<string, any> }
  it('reads packs at login and every block of a report, with the coordinate system it names', () => {
    expect(frame(2).frame).toMatchObject({
      edition: '2025',
      kind: 'login',
      subsystems: 1,
      codes: ['A'.repeat(24), 'A'.repeat(24)],
    })
    const { blocks, position, stopped, speedKmh } = frame(3).frame
    expect([position, stopped, speedKmh]).toEqual([
      { valid: true, lon: 108.30869, lat: 22.80118, crs: 'GCJ02' },
      null,
      45,
    ])
    expect(blocks.map(({ type }: { type: string }) => type)).toEqual([
      '01',
      '02',
      '04',
      '05',
      '06',
      '07',
      '08',
      '30',
      '31',
      '32',
      '80',
      'ff',
    ])
    expect(blocks[0]).toMatchObject({ currentA: 10, mileageKm: 12_345.6 })
    expect(blocks[1].motors).toEqual([
      { number: 1, state: 1, controllerC: 50, speedRpm: 4000, torqueNm: 0, motorC: 40 },
    ])
    expect(blocks[4]).toMatchObject({
      faults: [{ codes: [] }, { codes: [] }, { part: 'engine', codes: ['00010203'] }, { codes: [] }],
      levels: [{ alarm: 1, level: 2 }],
    })
    expect(blocks[5].packs).toEqual([{ number: 1, voltageV: 350, currentA: 10, cellsV: [3.3, null] }])
  })
  it('stops at a reserved block, whose length nobody says, and keeps what it read', () => {
    const reserved = bytes(FRAMES.gb32960![3]!)
    reserved[24 + 6 + 19] = 0x33
    reserved[reserved.length - 1] = xorOf(reserved, 2, reserved.length - 1)
    const read = decodeGb32960(reserved) as unknown as { ok: boolean; frame: Record<string, any> }
    expect(read.frame.blocks).toHaveLength(1)
    expect(read.frame.stopped?.reason).toMatch(/33/)
  })
})
