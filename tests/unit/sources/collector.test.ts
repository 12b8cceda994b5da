import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { seal } from '../../../server/sources/collector/cipher.ts'
import { collectorConfigSchema } from '../../../server/sources/collector/config.ts'
import { encodeFrame } from '../../../server/sources/collector/frame.ts'
import {
  encodeFrame1f1f,
  makeFrameReader1f1f,
  USUAL_1F1F,
} from '../../../server/sources/collector/frame1f1f.ts'
import { makeCollectorLine, type LinePorts } from '../../../server/sources/collector/line.ts'
import { readMessage } from '../../../server/sources/collector/xml.ts'
import type { Line } from '../../../server/sources/gateway/listener.ts'

const ROOT =
  '<root><common><building_id>450102A001</building_id><gateway_id>01</gateway_id><type>request</type></common><id_validate operation="request"/></root>'

const HEAD =
  '<root><common><building_id>B1</building_id><gateway_id>01</gateway_id><type>report</type></common>'

const why = (xml: string | Buffer): string => {
  try {
    readMessage(Buffer.from(xml as string))
    return 'read'
  } catch (error) {
    return (error as Error).message
  }
}

describe('a collector’s XML', () => {
  it.each(['', '\n', '\r\n \t\n', '\ufeff', '\n\ufeff\n', '\ufeff\n\n'])(
    'may have %j before its declaration',
    (before) => {
      expect(
        readMessage(Buffer.from(`${before}<?xml version="1.0" encoding="utf-8" ?>\n${ROOT}`)),
      ).toMatchObject({ building: '450102A001', gateway: '01', body: { kind: 'request' } })
    },
  )
  it('may be GB 18030 under the name of any of its parts, and is answered in it', () => {
    for (const encoding of ['GB2312', 'gbk', ' GB18030 ']) {
      const data = `<data operation="report"><parser>yes</parser><meter id="1" name="张𬱖"><function id="1" sample_time="20260615000000">1.5</function></meter></data>`
      const xml = iconv.encode(
        `\n<?xml version="1.0" encoding="${encoding}"?>${HEAD}${data}</root>`,
        'gb18030',
      )
      expect(readMessage(xml)).toMatchObject({
        encoding: encoding.trim().toLowerCase(),
        body: { kind: 'data', samples: [{ meterName: '张𬱖', value: '1.5' }] },
      })
    }
  })
  it('is bounded before it is parsed: nesting, tags, the length of one, entities, NUL; ids are never another’s', () => {
    expect(why(`${HEAD}${'<a>'.repeat(20)}`)).toMatch(/at most 8 tags in one another/)
    expect(why(`${HEAD}${'<a/>'.repeat(30_000)}</root>`)).toMatch(/at most 20100 tags/)
    expect(why(`${HEAD}<data ${'a="1" '.repeat(1_000)}/></root>`)).toMatch(/tags of at most 1024 characters/)
    expect(why(`${HEAD}${'<'.repeat(5_000)}`)).toMatch(/tags of at most 1024 characters/)
    expect(why(`${HEAD}<!-- ${'<a>'.repeat(50)}`)).toMatch(/expected -->/)
    expect(why(`${HEAD}<!-- ${'<a>'.repeat(50)} --><![CDATA[${'<a>'.repeat(50)}]]></root>`)).toBe('read')
    expect(why(`<!DOCTYPE r [<!ENTITY a "b">]>${ROOT}`)).toMatch(/no document type/)
    expect(why(ROOT.replace('450102A001', 'a\0b'))).toMatch(/without NUL/)
    expect(why(ROOT.replace('450102A001', 'B'.repeat(65)))).toMatch(/at most 64 characters/)
    expect(why(ROOT.replace('>01<', `>${'1'.repeat(65)}<`))).toMatch(/at most 64 characters/)
    const long = `<data operation="report"><meter id="${'7'.repeat(70)}"><function id="1" sample_time="${'𬱖'.repeat(100)}">${'1'.repeat(2_000)}</function></meter></data>`
    const message = readMessage(Buffer.from(`${HEAD}${long}</root>`))
    const sample = message.body.kind === 'data' ? message.body.samples[0] : undefined
    expect(sample?.meter).toBe(`${'7'.repeat(63)}…`)
    expect([...(sample?.time ?? '')]).toHaveLength(64)
    expect(sample?.value).toHaveLength(1_100)
  })
})

const CONFIG = {
  way: 'collector',
  name: 'collectors',
  port: 0,
  key: 'a shared key',
  aes: { key: '0000000000123456', iv: '0000000000123456' },
} as const

const AES = { key: Buffer.from('0000000000123456'), iv: Buffer.from('0000000000123456') }

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

const open = (more: object, broken: { deliver?: boolean } = {}) => {
  const config = collectorConfigSchema.parse({ ...CONFIG, ...more })
  const seen = {
    written: [] as Buffer[],
    faults: [] as string[],
    uploads: [] as string[],
    closed: '',
    lost: 0,
  }
  const line: Line = {
    address: '10.0.0.1',
    write: (bytes) => void seen.written.push(Buffer.from(bytes)),
    proven: () => undefined,
    close: (reason) => void (seen.closed = reason),
    hold: () => undefined,
    release: () => undefined,
  }
  const ports: LinePorts = {
    config,
    clock: () => Date.UTC(2026, 5, 15),
    aes: config.aes ? AES : null,
    gatewayOf: (building, gateway) => {
      if (building === 'BROKEN') throw new TypeError('a fault of ours')
      return config.gateways.find((each) => each.building === building && each.gateway === gateway) ?? null
    },
    proven: () => undefined,
    deliver: async (gateway, upload) => {
      if (broken.deliver) throw new Error('the disk is full')
      seen.uploads.push(`${gateway.here ?? gateway.building}/${gateway.gateway}:${upload.samples.length}`)
    },
    fault: async (_who, reason) => void seen.faults.push(reason),
    lost: () => void seen.lost++,
  }
  return { line: makeCollectorLine(line, ports), seen }
}

const message = (building: string | null, gateway: string | null, type: string, inner: string): Buffer =>
  Buffer.from(
    `<root><common>${building === null ? '' : `<building_id>${building}</building_id>`}${gateway === null ? '' : `<gateway_id>${gateway}</gateway_id>`}<type>${type}</type></common>${inner}</root>`,
  )

const REQUEST = '<id_validate operation="request"/>'

const proof = (sequence: string): string =>
  `<id_validate operation="md5"><md5>${createHash('md5').update(`${sequence}a shared key`).digest('hex')}</md5></id_validate>`

const REPORT =
  '<data operation="report"><sequence>1</sequence><parser>yes</parser><total>1</total><current>1</current><meter id="1"><function id="1" sample_time="20260615000000">1</function></meter></data>'

describe('a collector’s line', () => {
  it('of the other maker is framed by 1f1f, its proof in the clear and its uploads encrypted; answers alike', async () => {
    const { line, seen } = open({ frame: '1f1f', gateways: [{ building: '450102A001', gateway: '01' }] })
    const send = async (type: number, body: Buffer): Promise<void> => {
      line.data(encodeFrame1f1f(body, { ...USUAL_1F1F, type }))
      for (let i = 0; i < 4; i++) await tick()
    }
    line.data(Buffer.from('00ff1f', 'hex'))
    await send(1, message('450102A001', '01', 'request', REQUEST))
    const answers = makeFrameReader1f1f(() => 100_000)
    const texts = (): string[] =>
      seen.written
        .splice(0)
        .flatMap((bytes) => answers.push(bytes))
        .map((event) =>
          event.kind === 'frame'
            ? `${event.frame.dialect.type}:${event.frame.body.toString('utf8')}`
            : event.reason,
        )
    const [challenge] = texts()
    expect(challenge).toMatch(/^1:.*<sequence>\d{18}<\/sequence>/)
    await send(1, message('450102A001', '01', 'md5', proof(/<sequence>(\d+)</.exec(challenge!)![1]!)))
    expect(texts()[0]).toContain('<result>pass</result>')
    await send(3, seal(message('450102A001', '01', 'report', REPORT), AES))
    expect(seen.uploads).toEqual(['450102A001/01:1'])
    const sealed = texts()[0] ?? ''
    expect(sealed.startsWith('3:')).toBe(true)
    expect(sealed).not.toContain('report_ack')
    expect(seen.faults).toEqual([expect.stringContaining('1f1f at the begin')])
    line.end()
  })
})

describe('a collector’s line', () => {
  it('that names its building once or never is its collector’s', async () => {
    for (const [building, listed] of [
      ['450102A001', { building: '450102A001', gateway: '01' }],
      [null, { building: '', gateway: '01', here: 'B4501020001' }],
    ] as const) {
      const { line, seen } = open({ aes: null, gateways: [listed] })
      const send = async (body: Buffer): Promise<string> => {
        line.data(encodeFrame(1, body))
        for (let i = 0; i < 4; i++) await tick()
        return seen.written.splice(0).toString()
      }
      const challenge = await send(message(building, '01', 'request', REQUEST))
      expect(
        await send(message(null, '01', 'md5', proof(/<sequence>(\d+)</.exec(challenge)![1]!))),
      ).toContain('<result>pass</result>')
      expect(await send(message(null, null, 'report', REPORT))).toContain('report_ack')
      expect(await send(message('B9', '01', 'report', REPORT))).toBe('')
      expect(seen.uploads).toEqual([building === null ? 'B4501020001/01:1' : '450102A001/01:1'])
      expect(seen.faults).toEqual([expect.stringContaining('which proved itself on this line')])
      line.end()
    }
    expect(() =>
      collectorConfigSchema.parse({ ...CONFIG, gateways: [{ building: '', gateway: '01' }] }),
    ).toThrow(/expected the building here/)
  })

  it('is closed without an answer when an upload cannot be kept, and goes on behind a message that breaks its handler', async () => {
    for (const deliver of [true, false]) {
      const { line, seen } = open({ aes: null, gateways: [{ building: 'B1', gateway: '01' }] }, { deliver })
      const send = async (body: Buffer): Promise<string> => {
        line.data(encodeFrame(1, body))
        for (let i = 0; i < 4; i++) await tick()
        return seen.written.splice(0).toString()
      }
      const challenge = await send(message('B1', '01', 'request', REQUEST))
      await send(message('B1', '01', 'md5', proof(/<sequence>(\d+)</.exec(challenge)![1]!)))
      expect(await send(message('B1', '01', 'report', REPORT))).toEqual(
        deliver ? '' : expect.stringContaining('report_ack'),
      )
      expect([seen.lost, seen.closed]).toEqual(deliver ? [1, 'an upload could not be kept'] : [0, ''])
      line.end()
    }
    const { line, seen } = open({ aes: null, gateways: [{ building: 'B1', gateway: '01' }] })
    line.data(encodeFrame(1, message('BROKEN', '01', 'request', REQUEST)))
    line.data(encodeFrame(1, message('B2', '01', 'request', REQUEST)))
    for (let i = 0; i < 4; i++) await tick()
    expect(seen.faults).toEqual([
      'a message broke its handler',
      expect.stringContaining('expected a building of the register'),
    ])
    line.end()
  })
})
