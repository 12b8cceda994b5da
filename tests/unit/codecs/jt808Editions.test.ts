import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { writeFrame } from '../../../data/standin/terminals/frames.ts'
import { fromHex, toHex } from '../../../server/codecs/bytes.ts'
import { decodeJt808, decodeWire808, wire808 } from '../../../server/codecs/jt808/index.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array

const gb = (text: string): Buffer => iconv.encode(text, 'gb18030')

const wide = (text: string, width: number): Buffer =>
  Buffer.concat([gb(text), Buffer.alloc(width)]).subarray(0, width)

const body = bytes('54313030303030303030303031')

describe('JT/T 808: the declared length decides the edition', () => {
  it('a header of 2013 with bit 14 set, one of 2019 without it, and each with its own', () => {
    expect(decodeJt808(bytes('7e0102400c0138000000010902543130303030303030303031187e'))).toMatchObject({
      ok: true,
      frame: {
        version: '2013',
        phone: '013800000001',
        serial: 0x902,
        kind: 'authenticate',
        code: 'T10000000001',
      },
    })
    const without = decodeWire808(wire808(bytes(`0102000d01${'00000000013800000001'}0902${toHex(body)}`)))
    expect(without).toMatchObject({
      ok: true,
      frame: { version: '2019', protocolVersion: 1, phone: '00000000013800000001', code: 'T100000000001' },
    })
    const part = decodeWire808(
      wire808(bytes(`0704600d01${'00000000013800000001'}0902${'00020001'}${toHex(body)}`)),
    )
    expect(part).toMatchObject({ ok: true, frame: { version: '2019', split: { total: 2, index: 1 } } })
  })
})

describe('JT/T 808: the declared length decides the edition', () => {
  it('a registration of 2011, of 2013 behind a header of 2019, and the other way round', () => {
    expect(
      decodeJt808(
        bytes(
          '7e01000021013800000001000a002800324d414b45524d4f44454c3131005445524d30303102b9f0413030303031137e',
        ),
      ),
    ).toMatchObject({
      ok: true,
      frame: {
        kind: 'register',
        edition: '2011',
        manufacturer: 'MAKER',
        model: 'MODEL11',
        terminalId: 'TERM001',
        plateColour: 2,
        plate: '桂A00001',
      },
    })
    const register = (widths: readonly number[], plate: string, colour = 1): Buffer =>
      Buffer.concat([
        Buffer.from([0, 45, 0, 1]),
        ...widths.map((width) => wide('M', width)),
        Buffer.from([colour]),
        gb(plate),
      ])
    const frames = [
      [{ phone: '013900001234', version: '2013' }, [5, 20, 7], '桂AD12345', '2013'],
      [{ phone: '00000000013900001234', version: '2019' }, [5, 20, 7], '桂A12345', '2013'],
      [{ phone: '013900001234', version: '2013' }, [11, 30, 30], '桂A12345', '2019'],
      [{ phone: '013900001234', version: '2013' }, [5, 8, 7], 'LSVAA4187C2184847', '2011'],
      [{ phone: '013900001234', version: '2013' }, [5, 8, 7], '', '2011'],
    ] as const
    for (const [terminal, widths, plate, edition] of frames) {
      expect(
        decodeWire808(writeFrame(terminal, 0x0100, 1, register(widths, plate, plate.length > 8 ? 0 : 1))),
      ).toMatchObject({ ok: true, frame: { edition, plate, manufacturer: 'M', model: 'M', terminalId: 'M' } })
    }
  })
})

describe('JT/T 808: the declared length decides the edition', () => {
  const old = { phone: '013900001234', version: '2013' } as const
  const newer = { phone: '00000000013900001234', version: '2019' } as const

  it('attributes of a terminal (0x0107)', () => {
    const attributes = (widths: readonly number[]): Buffer =>
      Buffer.concat([
        Buffer.from([0, 3]),
        ...widths.map((width) => wide('终端', width)),
        bytes('89860000000000000000'),
        Buffer.from([2]),
        gb('H1'),
        Buffer.from([3]),
        gb('F12'),
        Buffer.from([3, 1]),
      ])
    for (const [edition, widths] of [
      ['2011', [5, 8, 7]],
      ['2013', [5, 20, 7]],
      ['2019', [5, 30, 30]],
    ] as const)
      for (const terminal of [old, newer])
        expect(decodeWire808(writeFrame(terminal, 0x0107, 1, attributes(widths)))).toMatchObject({
          ok: true,
          frame: {
            kind: 'attributes',
            edition,
            model: '终端',
            terminalId: '终端',
            iccid: '89860000000000000000',
            hardware: 'H1',
            firmware: 'F12',
            gnss: 3,
            communication: 1,
          },
        })
  })

  it('a code of either form (0x0102)', () => {
    const code = Buffer.concat([Buffer.from([4]), gb('AB12'), wide('860000000000001', 15), wide('1.0.3', 20)])
    for (const terminal of [old, newer]) {
      expect(decodeWire808(writeFrame(terminal, 0x0102, 1, code))).toMatchObject({
        ok: true,
        frame: { code: 'AB12', imei: '860000000000001', software: '1.0.3' },
      })
      expect(decodeWire808(writeFrame(terminal, 0x0102, 1, gb('abcdef0123456789')))).toMatchObject({
        ok: true,
        frame: { code: 'abcdef0123456789', imei: null },
      })
    }
  })
})

describe('JT/T 808: the declared length decides the edition', () => {
  it('a driver of 2011 (0x0702)', () => {
    const old = { phone: '013900001234', version: '2013' } as const
    const driver = Buffer.concat([
      Buffer.from([6]),
      gb('韦建国'),
      wide('450100199001011234', 20),
      wide('4501000001', 40),
      Buffer.from([4]),
      gb('南宁'),
    ])
    expect(decodeWire808(writeFrame(old, 0x0702, 1, driver))).toMatchObject({
      ok: true,
      frame: {
        edition: '2011',
        card: 'in',
        at: null,
        driver: '韦建国',
        certificate: '4501000001',
        issuer: '南宁',
      },
    })
  })
})
