import { makeReader, toHex, type Reader } from '../bytes.ts'
import { guarded, type DecodeError } from '../decoded.ts'
import { asciiOf, gbTextOf } from '../text.ts'
import { readDriver, type Jt808Driver } from './driver.ts'
import type { Jt808Frame } from './frame.ts'
import { readLocation, type Jt808Location } from './location.ts'
import { readAttributes, readRegister, type Jt808Attributes, type Jt808Register } from './terminal.ts'

type Jt808Point = Jt808Location | { readonly error: DecodeError }
export type Jt808Body =
  | Jt808Register
  | Jt808Attributes
  | {
      readonly kind: 'authenticate'
      readonly code: string
      readonly imei: string | null
      readonly software: string | null
    }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'logout' }
  | ({ readonly kind: 'location' } & Jt808Location)
  | {
      readonly kind: 'batch'
      readonly blind: boolean
      readonly count: number
      readonly points: readonly Jt808Point[]
    }
  | Jt808Driver
  | { readonly kind: 'transparent'; readonly type: number; readonly hex: string }
  | { readonly kind: 'reply'; readonly toSerial: number; readonly toId: string; readonly result: number }
  | {
      readonly kind: 'register-reply'
      readonly toSerial: number
      readonly result: number
      readonly code: string | null
    }
  /** An encrypted body, one of several parts, or a message that is not read here. */
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'part' | 'unread'; readonly hex: string }

type Version = Jt808Frame['header']['version']

/** IMEI and version of the software, behind the code since 2019. */
const AFTER_CODE = 15 + 20

/**
 * 终端鉴权. Since 2019 a length stands before the code, IMEI and software behind it; the code alone is the older form. The
 * form whose length comes out is taken, whatever the header says.
 */
const readAuthenticate = (r: Reader, version: Version): Jt808Body => {
  const length = r.left() > 0 ? (r.bytes[r.position()] as number) : 0
  const isNew = version === '2019' ? 1 + length <= r.left() : 1 + length + AFTER_CODE === r.left()
  if (!isNew)
    return { kind: 'authenticate', code: gbTextOf(r.take(r.left(), 'code')), imei: null, software: null }
  const code = gbTextOf(r.take(r.u8('length of code'), 'code'))
  return {
    kind: 'authenticate',
    code,
    imei: asciiOf(r.take(Math.min(15, r.left()), 'imei')),
    software: gbTextOf(r.take(Math.min(20, r.left()), 'software')),
  }
}

/** Every item is read by itself: a broken one takes no other with it, unless its length is broken. */
const readBatch = (r: Reader): Jt808Body => {
  const count = r.u16('count')
  const blind = r.u8('type') === 1
  const points: Jt808Point[] = []
  for (let i = 0; i < count; i++) {
    const one = guarded(() => readLocation(r.part(r.u16('length of point'), 'point')))
    points.push(one.ok ? one.frame : { error: one.error })
    if (!one.ok && r.left() < 2) break
  }
  return { kind: 'batch', blind, count, points }
}

const hexId = (id: number): string => `0x${id.toString(16).padStart(4, '0').toUpperCase()}`
const readReply = (r: Reader): Jt808Body => ({
  kind: 'reply',
  toSerial: r.u16('serial'),
  toId: hexId(r.u16('id')),
  result: r.u8('result'),
})

interface MessageType {
  readonly name: string
  read(r: Reader, version: Version): Jt808Body
}
/** Message ids that are read, with their Chinese names. */
const MESSAGES: Readonly<Record<number, MessageType>> = {
  0x0001: { name: '终端通用应答', read: readReply },
  0x0002: { name: '终端心跳', read: () => ({ kind: 'heartbeat' }) },
  0x0003: { name: '终端注销', read: () => ({ kind: 'logout' }) },
  0x0100: { name: '终端注册', read: readRegister },
  0x0107: { name: '查询终端属性应答', read: readAttributes },
  0x0102: { name: '终端鉴权', read: readAuthenticate },
  0x0200: { name: '位置信息汇报', read: (r) => ({ kind: 'location', ...readLocation(r) }) },
  0x0702: { name: '驾驶员身份信息采集上报', read: readDriver },
  0x0704: { name: '定位数据批量上传', read: readBatch },
  0x0900: {
    name: '数据上行透传',
    read: (r) => ({ kind: 'transparent', type: r.u8('type'), hex: toHex(r.take(r.left(), 'data')) }),
  },
  0x8001: { name: '平台通用应答', read: readReply },
  0x8100: {
    name: '终端注册应答',
    read: (r) => ({
      kind: 'register-reply',
      toSerial: r.u16('serial'),
      result: r.u8('result'),
      code: r.left() > 0 ? gbTextOf(r.take(r.left(), 'code')) : null,
    }),
  },
}

export const messageName = (id: number): string | null => MESSAGES[id]?.name ?? null
export const messageId = hexId

/** Reads the body of a whole message. Fault: `short`. */
export const readBody = ({ header, body }: Jt808Frame): Jt808Body => {
  if (header.encryption !== 0) return { kind: 'raw', why: 'encrypted', hex: toHex(body) }
  if (header.split && header.split.total > 1) return { kind: 'raw', why: 'part', hex: toHex(body) }
  const type = MESSAGES[header.id]
  return type ? type.read(makeReader(body), header.version) : { kind: 'raw', why: 'unread', hex: toHex(body) }
}
