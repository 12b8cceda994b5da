import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  authenticateBody,
  batchBody,
  driverBody,
  locationBody,
  registerBody,
  writeFrame,
} from '../../../data/standin/terminals/frames.ts'
import { fromHex, toHex, xorOf } from '../../../server/codecs/bytes.ts'
import { makeFlagFramer, makeLengthFramer } from '../../../server/codecs/framers.ts'
import { decodeGb32960 } from '../../../server/codecs/gb32960/index.ts'
import { DECODERS } from '../../../server/codecs/index.ts'
import { decodeJt808, decodeWire808, unescape808, wire808 } from '../../../server/codecs/jt808/index.ts'
import { crc809, mix809, wire809 } from '../../../server/codecs/jt809/index.ts'
import { decodeLine } from '../../../server/codecs/lines.ts'
import {
  gb32960ConfigSchema,
  jt808ConfigSchema,
  jt809ConfigSchema,
} from '../../../server/sources/gateway/config.ts'
import type { GatewayPorts } from '../../../server/sources/gateway/gateway.ts'
import type { Line } from '../../../server/sources/gateway/listener.ts'
import { makeGb32960Session } from '../../../server/sources/gb32960/session.ts'
import { authCode, makeJt808Session } from '../../../server/sources/jt808/session.ts'
import { makeJt809Session } from '../../../server/sources/jt809/session.ts'
import { FRAMES, REPAIRS } from '../../builders/devices/frames.ts'
import { makeMutator } from '../../builders/devices/mutate.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array
const read = (protocol: string, hex: string): any => {
  const decoded = DECODERS[protocol]!(bytes(hex))
  return decoded.ok ? decoded.frame : decoded.error
}

describe('JT/T 808', () => {
  const [escaped, location, vendor, batch, register, authenticate, register2019] = FRAMES.jt808! as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]

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
  it('reads what a terminal written from the standard alone writes', () => {
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
    for (const terminal of [
      { phone: '013900001234', version: '2013' },
      { phone: '00000000013900001234', version: '2019' },
    ] as const) {
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

describe('JT/T 809', () => {
  const head = (length: number, business: string, tail = ''): string =>
    `${length.toString(16).padStart(8, '0')}00000001${business}0000006401000000${'00000000'}${tail}`
  const exchange = (sub: string, data: string): string =>
    `D4C1413132333435${'00'.repeat(13)}02${sub}${(data.length / 2).toString(16).padStart(8, '0')}${data}`
  const position = '00130707DC0F0F0F07EF4D80017018400032003300000096002D002D0000000300000101'

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

/** What lets a session in: the code of a number; user 1 of platform 1; a VIN. */
const PROOFS: Readonly<Record<string, readonly Uint8Array[]>> = {
  jt808: [
    writeFrame(
      { phone: '013833501744', version: '2013' },
      0x0102,
      1,
      authenticateBody('2013', authCode('key-of-eight', '013833501744')),
    ),
  ],
  jt809: [
    wire809(bytes(`000000480000000110010000000101000000${'00000000'}00000001${'61'}${'00'.repeat(41)}`)),
  ],
  gb32960: [
    bytes('232301FE31373036303647423036435A483030343501001E1A0509102B000001' + '31'.repeat(20) + '000000'),
  ],
}
PROOFS.gb32960![0]![PROOFS.gb32960![0]!.length - 1] = xorOf(
  PROOFS.gb32960![0]!,
  2,
  PROOFS.gb32960![0]!.length - 1,
)

describe('sessions of the gateways', () => {
  const line: Line = {
    address: '10.0.0.1',
    write: () => undefined,
    proven: () => undefined,
    close: () => undefined,
    hold: () => undefined,
    release: () => undefined,
  }
  const makePorts = () => {
    const seen = { faults: 0, points: 0, codes: new Set<string>() }
    const ports: GatewayPorts = {
      clock: () => Date.UTC(2026, 4, 9, 8, 43),
      registers: { metersOf: () => [], vehicleBy: () => 'V1' },
      intake: {
        offer: (items, done) => void ((seen.points += items.length), done(true)),
        start: () => undefined,
        stop: async () => undefined,
        waiting: () => 0,
      },
      driver: async () => true,
      fault: ({ code }) => void (seen.faults++, seen.codes.add(code)),
      count: () => undefined,
    }
    return { ports, seen }
  }
  it.each([
    [
      'jt808',
      (ports: GatewayPorts) =>
        makeJt808Session(
          line,
          jt808ConfigSchema.parse({ way: 'jt808', name: 'a', port: 0, authKey: 'key-of-eight' }),
          new Map(),
          ports,
        ),
    ],
    [
      'jt809',
      (ports: GatewayPorts) =>
        makeJt809Session(
          line,
          jt809ConfigSchema.parse({
            way: 'jt809',
            name: 'a',
            port: 0,
            users: [{ user: 1, password: 'a', platform: 1 }],
          }),
          ports,
        ),
    ],
    [
      'gb32960',
      (ports: GatewayPorts) =>
        makeGb32960Session(line, gb32960ConfigSchema.parse({ way: 'gb32960', name: 'a', port: 0 }), ports),
    ],
  ] as const)('of %s outlive 5,000 mutated frames, proven or not', (protocol, open) => {
    const { ports, seen } = makePorts()
    const session = open(ports)
    const mutator = makeMutator([...FRAMES[protocol]!.map(bytes), ...PROOFS[protocol]!], 5, REPAIRS[protocol])
    for (const proof of PROOFS[protocol]!) session.data(proof)
    for (let i = 0; i < 5_000; i++) session.data(mutator.next())
    session.end()
    expect(seen.faults).toBeGreaterThan(1_000)
    expect([...seen.codes]).toEqual(expect.arrayContaining(['clock-behind', 'checksum']))
  })
})

describe('cli decode', () => {
  it('reads a file without a database, a JSON object a frame in order, an error for a bad one', () => {
    const dir = mkdtempSync(join(tmpdir(), 'decode-'))
    const file = join(dir, 'frames.tsv')
    const [good, other] = FRAMES.jt808 as [string, string]
    writeFileSync(
      file,
      `# remark\r\n${good}\tignored\tcolumns\r\n\r\nzz\n7E 0200 00 7E\n${other.replace(/(..)/g, '$1 ')}\n`,
    )
    const run = spawnSync(process.execPath, ['server/cli.ts', 'decode', 'jt808', file], {
      encoding: 'utf8',
      env: { ...process.env, GUANLAN_DATA_DIR: dir, DATABASE_URL: '' },
    })
    rmSync(dir, { recursive: true })
    expect(run.status).toBe(0)
    expect(
      run.stdout
        .trimEnd()
        .split('\n')
        .map((row) => JSON.parse(row)),
    ).toMatchObject([
      { line: 2, lat: 12.222222 },
      { line: 4, error: { code: 'hex' } },
      { line: 5, error: { code: 'short' } },
      { line: 6, lat: 22.6426 },
    ])
  })
})
