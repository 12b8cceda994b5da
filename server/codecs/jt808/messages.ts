import { makeReader, toHex, type Reader } from '../bytes.ts'
import { guarded, type DecodeError } from '../decoded.ts'
import { asciiOf, gbkOf } from '../text.ts'
import { bcdTime } from '../time.ts'
import type { Jt808Frame } from './frame.ts'
import { readLocation, type Jt808Location } from './location.ts'

/** 终端注册: the plate is GBK, empty while the vehicle has none. */
interface Jt808Register {
  readonly kind: 'register'
  readonly provinceId: number
  readonly countyId: number
  readonly manufacturer: string
  readonly model: string
  readonly terminalId: string
  /** 0 未上牌, 1 蓝, 2 黄, 3 黑, 4 白, 5 绿, 9 其他; without a plate the text is the VIN. */
  readonly plateColour: number
  readonly plate: string
}
type Jt808Point = Jt808Location | { readonly error: DecodeError }
interface Jt808Driver {
  readonly kind: 'driver'
  /** 从业资格证 IC 卡 inserted or pulled. */
  readonly card: 'in' | 'out' | number
  readonly at: number | null
  readonly time: string
  /** 0 读卡成功; null when the card was pulled. */
  readonly result: number | null
  readonly driver: string | null
  readonly certificate: string | null
  readonly issuer: string | null
  /** YYYYMMDD as it stands. */
  readonly validTo: string | null
  readonly idCard: string | null
}
export type Jt808Body =
  | Jt808Register
  | { readonly kind: 'authenticate'; readonly code: string; readonly imei: string | null; readonly software: string | null }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'logout' }
  | ({ readonly kind: 'location' } & Jt808Location)
  | { readonly kind: 'batch'; readonly blind: boolean; readonly count: number; readonly points: readonly Jt808Point[] }
  | Jt808Driver
  | { readonly kind: 'transparent'; readonly type: number; readonly hex: string }
  | { readonly kind: 'reply'; readonly toSerial: number; readonly toId: string; readonly result: number }
  | { readonly kind: 'register-reply'; readonly toSerial: number; readonly result: number; readonly code: string | null }
  /** An encrypted body, one of several parts, or a message that is not read here. */
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'part' | 'unread'; readonly hex: string }

type Version = Jt808Frame['header']['version']

const readRegister = (r: Reader, version: Version): Jt808Register => {
  const [maker, model, terminal] = version === '2019' ? [11, 30, 30] : [5, 20, 7]
  return {
    kind: 'register',
    provinceId: r.u16('province'),
    countyId: r.u16('county'),
    manufacturer: asciiOf(r.take(maker as number, 'manufacturer')),
    model: asciiOf(r.take(model as number, 'model')),
    terminalId: asciiOf(r.take(terminal as number, 'terminal id')),
    plateColour: r.u8('plate colour'),
    plate: gbkOf(r.take(r.left(), 'plate')),
  }
}

const readAuthenticate = (r: Reader, version: Version): Jt808Body => {
  if (version === '2013') return { kind: 'authenticate', code: gbkOf(r.take(r.left(), 'code')), imei: null, software: null }
  const code = gbkOf(r.take(r.u8('length of code'), 'code'))
  return { kind: 'authenticate', code, imei: asciiOf(r.take(Math.min(15, r.left()), 'imei')), software: asciiOf(r.take(Math.min(20, r.left()), 'software')) }
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

const readDriver = (r: Reader): Jt808Driver => {
  const status = r.u8('card')
  const card = status === 1 ? 'in' : status === 2 ? 'out' : status
  const { at, time } = bcdTime(r.take(6, 'time'))
  const none = { driver: null, certificate: null, issuer: null, validTo: null, idCard: null }
  if (r.left() === 0) return { kind: 'driver', card, at, time, result: null, ...none }
  const result = r.u8('result')
  if (r.left() === 0) return { kind: 'driver', card, at, time, result, ...none }
  return {
    kind: 'driver',
    card,
    at,
    time,
    result,
    driver: gbkOf(r.take(r.u8('length of name'), 'name')),
    certificate: asciiOf(r.take(20, 'certificate')),
    issuer: gbkOf(r.take(r.u8('length of issuer'), 'issuer')),
    validTo: r.left() >= 4 ? toHex(r.take(4, 'valid to')) : null,
    idCard: r.left() >= 20 ? asciiOf(r.take(20, 'id card')) : null,
  }
}

const hexId = (id: number): string => `0x${id.toString(16).padStart(4, '0').toUpperCase()}`
const readReply = (r: Reader): Jt808Body => ({ kind: 'reply', toSerial: r.u16('serial'), toId: hexId(r.u16('id')), result: r.u8('result') })

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
  0x0102: { name: '终端鉴权', read: readAuthenticate },
  0x0200: { name: '位置信息汇报', read: (r) => ({ kind: 'location', ...readLocation(r) }) },
  0x0702: { name: '驾驶员身份信息采集上报', read: readDriver },
  0x0704: { name: '定位数据批量上传', read: readBatch },
  0x0900: { name: '数据上行透传', read: (r) => ({ kind: 'transparent', type: r.u8('type'), hex: toHex(r.take(r.left(), 'data')) }) },
  0x8001: { name: '平台通用应答', read: readReply },
  0x8100: { name: '终端注册应答', read: (r) => ({ kind: 'register-reply', toSerial: r.u16('serial'), result: r.u8('result'), code: r.left() > 0 ? gbkOf(r.take(r.left(), 'code')) : null }) },
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
