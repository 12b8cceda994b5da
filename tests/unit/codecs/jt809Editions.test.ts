import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { locationBody } from '../../../data/standin/terminals/frames.ts'
import { fromHex, toHex, xorOf } from '../../../server/codecs/bytes.ts'
import { decodeGb32960 } from '../../../server/codecs/gb32960/index.ts'
import { decodeJt808 } from '../../../server/codecs/jt808/index.ts'
import { decodeJt809, decodeWire809, mix809, wire809 } from '../../../server/codecs/jt809/index.ts'
import { exchange809, write809 } from '../../../server/codecs/jt809/replies.ts'
import { gbBytes, gbTextOf, isReadable } from '../../../server/codecs/text.ts'
import { takeDriver } from '../../../server/sources/gateway/drivers.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array

const gb = (text: string): Buffer => iconv.encode(text, 'gb18030')

const wide = (text: string, width: number): Buffer =>
  Buffer.concat([gb(text), Buffer.alloc(width)]).subarray(0, width)

const u64 = (value: number): Buffer => {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(BigInt(value))
  return out
}

const u32 = (value: number): Buffer => u64(value).subarray(4)

const secret = { m1: 10_000_000, ia1: 20_000_000, ic1: 30_000_000 }

const encrypted = bytes(
  '5b0000008c0000000112000006ddd10100000100003b890000000068fb34581e339c1852d2b289821630e051a30d0fe407da2ca76a7fb79477ef39b73202892b3c4216039354e3b1b9d3afca3a1360b15344720bdd7244f3abb0821600d061933d3fd437ea1c97686db59447df47870232b9070c7226039354e38288bf026a0c575721631072c3dd28356f5d',
)

describe('JT/T 809: the body says its own edition', () => {
  it('an encrypted position is read after decryption, under the header that only then comes out', () => {
    expect(decodeWire809(encrypted, { secret })).toMatchObject({
      ok: true,
      frame: {
        version: '2019',
        mixed: true,
        encrypted: false,
        sentAt: 0x68fb3458,
        kind: 'position',
        sub: '0x1202',
        plate: expect.stringMatching(/^桂A/),
        lat: expect.closeTo(22.8, 0),
        lon: expect.closeTo(108.3, 0),
      },
    })
    expect(decodeWire809(encrypted)).toMatchObject({
      ok: true,
      frame: { kind: 'raw', why: 'encrypted', version: '2011' },
    })
    expect(decodeWire809(encrypted, { edition: '2019' })).toMatchObject({
      ok: true,
      frame: { kind: 'raw', why: 'encrypted', version: '2019', sentAt: 0x68fb3458 },
    })
  })

  it('what we write mixed is read back, main link and down link alike', () => {
    for (const version of ['2011', '2019'] as const) {
      const peer = {
        version,
        platform: 450_001,
        flag: '1.0.0',
        sentAt: version === '2019' ? 1_800_000_000 : null,
      }
      const frame = write809(peer, 0x9200, 7, exchange809(gbBytes('桂A12345'), 2, 0x920a), {
        secret,
        key: 4_000_000_000,
      })
      expect(decodeWire809(frame, { secret })).toMatchObject({
        ok: true,
        frame: { version, serial: 7, plate: '桂A12345', sub: '0x920A', hex: '' },
      })
    }
    const plain = locationBody({ at: 0, lat: 1, lon: 2, speedKmh: 3, headingDeg: 4, acc: true, alarm: 0 })
    expect(toHex(mix809(mix809(plain, 0, { m1: 0, ia1: 1, ic1: 2 }), 0, { m1: 0, ia1: 1, ic1: 2 }))).toBe(
      toHex(plain),
    )
  })
})

describe('JT/T 809: the body says its own edition', () => {
  it('an alarm of 2019 begins with its sub-business; one of 2011 with the plate', () => {
    const frame =
      '5b0000007e0000000114000006ddd101000000000000000000000068fb3458140200000056313233343536373839303100010000000068fb344f0000000068fb344f0000000068fb3459b9f0413030303031000000000000000000000000000230303030303030303030300000000000000008b3accbd9b1a8beafdcb25d'
    expect(decodeJt809(bytes(frame))).toMatchObject({
      ok: true,
      frame: {
        version: '2019',
        kind: 'alarm',
        sub: '0x1402',
        type: 1,
        alarmAt: 0x68fb344f,
        plate: '桂A00001',
        plateColour: 2,
        text: '超速报警',
      },
    })
    const old = exchange809(
      gbBytes('桂A00001'),
      2,
      0x1402,
      Buffer.concat([Buffer.from([1, 0, 1]), u64(1_800_000_000), u32(5), u32(4), gb('超速')]),
    )
    expect(
      decodeWire809(write809({ version: '2011', platform: 1, flag: '1.0.0', sentAt: null }, 0x1400, 1, old)),
    ).toMatchObject({
      ok: true,
      frame: {
        version: '2011',
        kind: 'alarm',
        plate: '桂A00001',
        type: 1,
        alarmAt: 1_800_000_000,
        text: '超速',
      },
    })
  })
})

describe('JT/T 809: the body says its own edition', () => {
  it.each([0x1300, 0x9300, 0x1200, 0x9200, 0x1500, 0x1600])(
    'messages %i without a plate and with one, under either header',
    (business) => {
      const sub = business + 5
      const bare = Buffer.concat([bytes(sub.toString(16).padStart(4, '0')), u32(6), bytes('000a00000001')])
      for (const version of ['2011', '2019'] as const) {
        const peer = {
          version,
          platform: 450_001,
          flag: '1.0.0',
          sentAt: version === '2019' ? 1_800_000_000 : null,
        }
        const name = `0x${sub.toString(16).toUpperCase()}`
        const read = decodeWire809(write809(peer, business, 1, bare))
        expect(read).toMatchObject({ ok: true, frame: { version, sub: name, hex: '000a00000001' } })
        expect(read.ok && 'plate' in read.frame).toBe(false)
        expect(
          decodeWire809(write809(peer, business, 1, exchange809(gbBytes('桂A00001'), 2, sub, bytes('0a')))),
        ).toMatchObject({ ok: true, frame: { version, sub: name, plate: '桂A00001', hex: '0a' } })
      }
    },
  )
})

describe('JT/T 809: the body says its own edition', () => {
  it('a registration (0x1201) by its length: a model of 8, of 20, and 2019', () => {
    const data = ([model, imei, terminal, sim]: readonly [number, number, number, number]): Buffer =>
      Buffer.concat([
        wide('45000000001', 11),
        wide('70000000001', 11),
        wide('GL-1', model),
        wide('860000000000001'.slice(0, imei), imei),
        wide('T000001', terminal),
        wide('013900001234', sim),
      ])
    for (const widths of [
      [8, 0, 7, 12],
      [20, 0, 7, 12],
      [30, 15, 30, 13],
    ] as const) {
      const frame = write809(
        { version: '2011', platform: 1, flag: '1.0.0', sentAt: null },
        0x1200,
        1,
        exchange809(gbBytes('桂A12345'), 2, 0x1201, data(widths)),
      )
      expect(decodeWire809(frame)).toMatchObject({
        ok: true,
        frame: {
          kind: 'register',
          platformId: '45000000001',
          model: 'GL-1',
          terminalId: 'T000001',
          sim: '013900001234',
          imei: widths[1] ? '860000000000001' : null,
          rest: '',
        },
      })
    }
  })
})

describe('text of terminals and platforms', () => {
  it('is GB 18030, whose rare characters have four bytes', () => {
    const frame = decodeJt808(
      bytes(
        '7e0702002c013800000001000b012611290800000006d5c59933c336343530313233303030303030303030303030303004b2e2cad4203012313c7e',
      ),
    )
    expect(frame).toMatchObject({ ok: true, frame: { kind: 'driver', driver: '张𬱖', issuer: '测试' } })
    const driver = Buffer.concat([wide('张𬱖', 16), wide('', 20), wide('450', 40), wide('南宁', 200)])
    const told = write809(
      { version: '2019', platform: 1, flag: '1.0.0', sentAt: 1 },
      0x1200,
      1,
      exchange809(gbBytes('桂A12345'), 2, 0x120a, driver),
    )
    expect(decodeWire809(told)).toMatchObject({
      ok: true,
      frame: { kind: 'driver', driver: '张𬱖', certificate: '450', issuer: '南宁' },
    })
    const login = Buffer.concat([
      bytes('232305fe'),
      wide('', 17),
      bytes('010029'),
      bytes('1a0b1d080000'),
      bytes('0001'),
      wide('机关车队', 12),
      wide('密码𬱖', 20),
      bytes('01'),
      bytes('00'),
    ])
    login[login.length - 1] = xorOf(login, 2, login.length - 1)
    expect(decodeGb32960(login)).toMatchObject({
      ok: true,
      frame: { kind: 'platform-login', user: '机关车队', password: '密码𬱖' },
    })
    const wire = wire809(exchange809(gbBytes('桂A𬱖'), 1, 0x920a))
    expect(wire.length).toBeGreaterThan(0)
  })

  it('keeps what it cannot read as such: no character, no zero in its midst and no half pair vanishes', () => {
    expect(gbTextOf(bytes('d5c5ff'))).toBe('张\ufffd')
    expect(gbTextOf(bytes('d5c500c8fd0000'))).toBe('张\ufffd三')
    expect(gbTextOf(bytes('0000d5c52020'))).toBe('张')
    for (let lead = 0x81; lead < 0xff; lead++) {
      const text = gbTextOf(Uint8Array.of(0x41, lead, 0x32, 0x9a, 0x35))
      expect(text).not.toMatch(/[\p{Surrogate}\0]/u)
    }
    expect([
      isReadable('张𬱖'),
      isReadable('张\ufffd'),
      isReadable('张\ue000'),
      isReadable('a\u0007'),
    ]).toEqual([true, false, false, false])
  })
})

describe('text of terminals and platforms', () => {
  it('a driver whose name cannot be read is on record without a name, not under a shorter one', () => {
    const now = Date.UTC(2026, 10, 29)
    const report = {
      card: 'in',
      at: now - 60_000,
      result: 0,
      certificate: '450123000000',
      issuer: '南宁市',
      validTo: '20301231',
    } as const
    expect(takeDriver({ ...report, name: '张𬱖' }, 'V1', now)).toMatchObject({
      card: { name: '张𬱖', certificateTail: '0000', validTo: '2030-12-31' },
      unreadable: null,
    })
    for (const name of ['张\ufffd', '张\ue5e5', '李'.repeat(65), '张\u0001三'])
      expect(takeDriver({ ...report, name }, 'V1', now)).toMatchObject({
        card: { name: null, card: 'in', result: 0, issuer: '南宁市' },
        unreadable: { code: 'driver-name-unreadable' },
      })
    expect(takeDriver({ ...report, name: ' \u200b' }, 'V1', now)).toMatchObject({ code: 'driver-name' })
    expect(takeDriver({ ...report, name: '张三', validTo: '20300230' }, 'V1', now)).toMatchObject({
      card: { validTo: null },
    })
  })
})
