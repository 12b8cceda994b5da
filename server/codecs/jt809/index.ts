import type { EpochMs } from '#shared/units.ts'
import { makeReader, toHex, type Reader } from '../bytes.ts'
import { guarded, type Decoded, type DecodeError } from '../decoded.ts'
import { alarmNames } from '../jt808/bits.ts'
import { readLocation } from '../jt808/location.ts'
import { asciiOf, gbTextOf } from '../text.ts'
import { wireTime } from '../time.ts'
import { parse809, unescape809, type Jt809Frame, type Jt809Header, type Jt809Secret } from './frame.ts'

export { crc809, mix809, wire809 } from './frame.ts'

/** 车辆定位信息: degrees, km/h, km, degrees from north, metres. */
export interface Jt809Position {
  /** 加密标识 of the coordinates: 保密插件 shifted them. */
  readonly encrypted: boolean
  readonly at: EpochMs | null
  readonly time: string
  readonly lon: number
  readonly lat: number
  readonly speedKmh: number
  readonly directionDeg: number
  readonly altitudeM: number
  readonly mileageKm: number | null
  readonly recorderSpeedKmh: number | null
  readonly status: number
  readonly alarm: number
  readonly alarms: readonly string[]
}
export type Jt809Point = Jt809Position | { readonly error: DecodeError }
interface Exchange {
  readonly plate: string
  readonly plateColour: number
  readonly sub: string
}
interface Jt809Register {
  readonly platformId: string
  readonly producerId: string
  readonly model: string | null
  readonly terminalId: string | null
  readonly imei: string | null
  readonly sim: string | null
  readonly rest: string
}
/** Its moment in seconds since 1970, and what the platform says of it. */
interface Jt809Alarm {
  readonly type: number
  readonly alarmAt: number
  readonly text: string
}
type Jt809Body =
  | {
      readonly kind: 'login'
      readonly user: number
      readonly password: string
      readonly downIp: string
      readonly downPort: number
    }
  | { readonly kind: 'login-reply'; readonly result: number; readonly code: number }
  | {
      readonly kind:
        | 'logout'
        | 'keepalive'
        | 'keepalive-reply'
        | 'logout-reply'
        | 'down-keepalive'
        | 'down-keepalive-reply'
        | 'down-logout-reply'
    }
  | { readonly kind: 'down-login' | 'down-logout'; readonly code: number }
  | { readonly kind: 'down-login-reply'; readonly result: number }
  /** 断开、关闭链路通知: `code` says why. */
  | { readonly kind: 'main-broken' | 'closing' | 'down-broken' | 'down-closing'; readonly code: number }
  | { readonly kind: 'received'; readonly count: number; readonly from: number; readonly to: number }
  | (Exchange & { readonly kind: 'position' } & Jt809Position)
  | (Exchange & { readonly kind: 'batch'; readonly count: number; readonly points: readonly Jt809Point[] })
  /** 0x1201. What no edition is as long as stands in `rest`. */
  | (Exchange & { readonly kind: 'register' } & Jt809Register)
  /** 0x120A, 0x120C. */
  | (Exchange & {
      readonly kind: 'driver'
      readonly driver: string
      readonly driverId: string
      readonly certificate: string
      readonly issuer: string
      readonly rest: string
    })
  /** 0x1402 上报报警信息. */
  | (Exchange & { readonly kind: 'alarm' } & Jt809Alarm)
  | (Exchange & { readonly kind: 'raw'; readonly why: 'unread'; readonly hex: string })
  /** Since 2019 messages between platforms, alarms and others begin with the sub-business. */
  | { readonly kind: 'raw'; readonly why: 'unread'; readonly sub: string; readonly hex: string }
  | { readonly kind: 'raw'; readonly why: 'encrypted' | 'unread'; readonly hex: string }
export type Jt809Message = Omit<Jt809Header, 'business'> & {
  readonly protocol: 'jt809'
  readonly message: string
  readonly name: string | null
  readonly escaped: boolean
} & Jt809Body

const OLD_POSITION = 36
const hexId = (id: number): string => `0x${id.toString(16).padStart(4, '0').toUpperCase()}`

/** 2011, 5.3.2: longitude comes before latitude. */
const readOld = (r: Reader): Jt809Position => {
  const encrypted = r.u8('encrypt') !== 0
  const day = r.u8('day')
  const month = r.u8('month')
  const time = wireTime(r.u16('year'), month, day, r.u8('hour'), r.u8('minute'), r.u8('second'))
  const lon = r.u32('longitude') / 1e6
  const lat = r.u32('latitude') / 1e6
  const speedKmh = r.u16('vec1')
  const recorderSpeedKmh = r.u16('vec2')
  const mileageKm = r.u32('mileage')
  const directionDeg = r.u16('direction')
  const altitudeM = r.u16('altitude')
  const status = r.u32('state')
  const alarm = r.u32('alarm')
  return {
    encrypted,
    ...time,
    lon,
    lat,
    speedKmh,
    recorderSpeedKmh,
    mileageKm,
    directionDeg,
    altitudeM,
    status,
    alarm,
    alarms: alarmNames(alarm),
  }
}

/** 2019: the body of a JT/T 808 position inside, then three platforms with their alarms. */
const readNew = (r: Reader): Jt809Position => {
  const encrypted = r.u8('encrypt') !== 0
  const inner = r.part(r.u32('length of position'), 'position')
  const { at, time, lat, lon, speedKmh, directionDeg, altitudeM, status, alarm, alarms, extras } =
    readLocation(inner)
  return {
    encrypted,
    at,
    time,
    lon,
    lat,
    speedKmh,
    recorderSpeedKmh: extras.recorderSpeedKmh ?? null,
    mileageKm: extras.mileageKm ?? null,
    directionDeg,
    altitudeM,
    status,
    alarm,
    alarms,
  }
}

/** Platforms of the 2019 edition follow each position: number 11, alarm 4, three times. */
const NEW_TAIL = 45

const readPoints = (r: Reader): { count: number; points: Jt809Point[] } => {
  const count = r.u8('count')
  const isOld = r.left() === count * OLD_POSITION
  const points: Jt809Point[] = []
  for (let i = 0; i < count; i++) {
    const one = guarded(() => {
      if (isOld) return readOld(r.part(OLD_POSITION, 'position'))
      const position = readNew(r)
      r.take(Math.min(NEW_TAIL, r.left()), 'platforms')
      return position
    })
    points.push(one.ok ? one.frame : { error: one.error })
    if (!one.ok) break
  }
  return { count, points }
}

const hexOf = (r: Reader): string => toHex(r.take(r.left(), 'rest'))
/** Bytes of model, IMEI, terminal id and SIM number by the length of 0x1201: 2011 with a model of 8, later of 20, and 2019. */
const REGISTERS: Readonly<
  Record<number, readonly [model: number, imei: number, terminal: number, sim: number]>
> = { 49: [8, 0, 7, 12], 61: [20, 0, 7, 12], 110: [30, 15, 30, 13] }
const readRegister = (r: Reader): Jt809Register => {
  const widths = REGISTERS[r.left()]
  const head = {
    platformId: asciiOf(r.take(11, 'platform id')),
    producerId: gbTextOf(r.take(11, 'producer id')),
  }
  if (!widths) return { ...head, model: null, terminalId: null, imei: null, sim: null, rest: hexOf(r) }
  const [model, imei, terminal, sim] = widths
  return {
    ...head,
    model: gbTextOf(r.take(model, 'model')),
    imei: asciiOf(r.take(imei, 'imei')) || null,
    terminalId: gbTextOf(r.take(terminal, 'terminal id')),
    sim: asciiOf(r.take(sim, 'sim')),
    rest: '',
  }
}
const readDriver = (r: Reader) => ({
  driver: gbTextOf(r.take(16, 'driver')),
  driverId: gbTextOf(r.take(20, 'driver id')),
  certificate: gbTextOf(r.take(40, 'certificate')),
  issuer: gbTextOf(r.take(200, 'issuer')),
  rest: hexOf(r),
})

/** 2011: source, type, moment, number, text. */
const readOldAlarm = (r: Reader): Jt809Alarm => {
  r.u8('source')
  const type = r.u16('type')
  const alarmAt = r.u64('time')
  r.u32('number')
  return { type, alarmAt, text: gbTextOf(r.take(r.u32('length of text'), 'text')) }
}
/** 2019: source platform, type, moment, begin and end, plate, target platform, route, text. */
const readNewAlarm = (r: Reader): Jt809Alarm & Pick<Exchange, 'plate' | 'plateColour'> => {
  r.take(11, 'source platform')
  const type = r.u16('type')
  const alarmAt = r.u64('time')
  r.take(16, 'begin and end')
  const plate = gbTextOf(r.take(21, 'plate'))
  const plateColour = r.u8('plate colour')
  r.take(11 + 4, 'target platform and route')
  return { type, alarmAt, plate, plateColour, text: gbTextOf(r.take(r.u32('length of text'), 'text')) }
}

/** An edition is as long as its positions: the header's own may have been guessed. */
const readPosition = (data: Reader): Jt809Position =>
  data.left() === OLD_POSITION ? readOld(data) : readNew(data)

const readExchange = (body: Uint8Array): Jt809Body => {
  const r = makeReader(body)
  const plate = gbTextOf(r.take(21, 'plate'))
  const plateColour = r.u8('plate colour')
  const id = r.u16('sub-business')
  const data = r.part(r.u32('length of data'), 'data')
  const head = { plate, plateColour, sub: hexId(id) }
  if (id === 0x1202 || id === 0x9202) return { kind: 'position', ...head, ...readPosition(data) }
  if (id === 0x1203 || id === 0x9203) return { kind: 'batch', ...head, ...readPoints(data) }
  if (id === 0x1201) return { kind: 'register', ...head, ...readRegister(data) }
  if (id === 0x120a || id === 0x120c) return { kind: 'driver', ...head, ...readDriver(data) }
  if (id === 0x1402) return { kind: 'alarm', ...head, ...readOldAlarm(data) }
  return { kind: 'raw', why: 'unread', ...head, hex: hexOf(data) }
}
/** The sub-business comes first. */
const readBare = (body: Uint8Array): Jt809Body => {
  const r = makeReader(body)
  const id = r.u16('sub-business')
  const data = r.part(r.u32('length of data'), 'data')
  if (id === 0x1402) return { kind: 'alarm', sub: hexId(id), ...readNewAlarm(data) }
  return { kind: 'raw', why: 'unread', sub: hexId(id), hex: hexOf(data) }
}

const readLogin = (body: Uint8Array, version: Jt809Header['version']): Jt809Body => {
  const r = makeReader(body)
  const user = r.u32('user')
  const password = gbTextOf(r.take(8, 'password'))
  if (version === '2019') r.u32('platform')
  return { kind: 'login', user, password, downIp: asciiOf(r.take(32, 'address')), downPort: r.u16('port') }
}

const NAMES: Readonly<Record<number, string>> = {
  0x1001: '主链路登录请求',
  0x1002: '主链路登录应答',
  0x1003: '主链路注销请求',
  0x1004: '主链路注销应答',
  0x1005: '主链路连接保持请求',
  0x1006: '主链路连接保持应答',
  0x1007: '主链路断开通知',
  0x1008: '下级平台主动关闭链路通知',
  0x9001: '从链路连接请求',
  0x9002: '从链路连接应答',
  0x9003: '从链路注销请求',
  0x9004: '从链路注销应答',
  0x9005: '从链路连接保持请求',
  0x9006: '从链路连接保持应答',
  0x9007: '从链路断开通知',
  0x9008: '上级平台主动关闭链路通知',
  0x9101: '接收定位信息数量通知',
  0x1200: '主链路车辆动态信息交换',
  0x1300: '主链路平台间信息交互',
  0x1400: '主链路报警信息交互',
  0x1500: '主链路车辆监管',
  0x1600: '主链路静态信息交换',
  0x9200: '从链路车辆动态信息交换',
  0x9300: '从链路平台间信息交互',
  0x9400: '从链路报警信息交互',
  0x9500: '从链路车辆监管',
  0x9600: '从链路静态信息交换',
}

/** Messages of the two links themselves (2011, 5.1 and 5.2). */
const LINKS: Readonly<Record<number, (r: Reader) => Jt809Body>> = {
  0x1002: (r) => ({ kind: 'login-reply', result: r.u8('result'), code: r.u32('code') }),
  0x1003: () => ({ kind: 'logout' }),
  0x1004: () => ({ kind: 'logout-reply' }),
  0x1005: () => ({ kind: 'keepalive' }),
  0x1006: () => ({ kind: 'keepalive-reply' }),
  0x1007: (r) => ({ kind: 'main-broken', code: r.u8('error code') }),
  0x1008: (r) => ({ kind: 'closing', code: r.u8('reason code') }),
  0x9001: (r) => ({ kind: 'down-login', code: r.u32('code') }),
  0x9002: (r) => ({ kind: 'down-login-reply', result: r.u8('result') }),
  0x9003: (r) => ({ kind: 'down-logout', code: r.u32('code') }),
  0x9004: () => ({ kind: 'down-logout-reply' }),
  0x9005: () => ({ kind: 'down-keepalive' }),
  0x9006: () => ({ kind: 'down-keepalive-reply' }),
  0x9007: (r) => ({ kind: 'down-broken', code: r.u8('error code') }),
  0x9008: (r) => ({ kind: 'down-closing', code: r.u8('reason code') }),
  0x9101: (r) => ({ kind: 'received', count: r.u32('count'), from: r.u64('from'), to: r.u64('to') }),
}

const readBody809 = ({ header, body, layout }: Jt809Frame): Jt809Body => {
  if (header.business === 0x1001) return readLogin(body, header.version)
  const link = LINKS[header.business]
  if (link) return link(makeReader(body))
  if (layout === 'bare') return readBare(body)
  if (layout === 'plate' || [0x1200, 0x9200, 0x1400, 0x9400].includes(header.business))
    return readExchange(body)
  return { kind: 'raw', why: 'unread', hex: toHex(body) }
}

const content = (bytes: Uint8Array): Uint8Array => {
  const from = bytes[0] === 0x5b ? 1 : 0
  return bytes.subarray(
    from,
    bytes.length > from && bytes[bytes.length - 1] === 0x5d ? bytes.length - 1 : bytes.length,
  )
}

/** What helps to read a frame: the platform's numbers for encrypted bodies, and the edition that it logged in with. */
export interface Jt809Known {
  readonly secret?: Jt809Secret | null
  readonly edition?: Jt809Header['version'] | null
}

const read = (
  bytes: Uint8Array,
  escaped: boolean,
  { secret = null, edition = null }: Jt809Known,
): Jt809Message => {
  const frame = parse809(bytes, secret, edition)
  const { business, ...header } = frame.header
  const head = {
    protocol: 'jt809' as const,
    message: hexId(business),
    name: NAMES[business] ?? null,
    ...header,
    escaped,
  }
  if (header.mixed && !secret) return { ...head, kind: 'raw', why: 'encrypted', hex: toHex(frame.body) }
  return { ...head, ...readBody809(frame) }
}

/** A frame from the wire: flags are optional, escapes are always undone. With `secret`, encrypted bodies are read too. */
export const decodeWire809 = (bytes: Uint8Array, known: Jt809Known = {}): Decoded<Jt809Message> =>
  guarded(() => {
    const inner = content(bytes)
    const plain = unescape809(inner)
    return read(plain, plain !== inner, known)
  })

/** A frame of unknown origin: as it stands first, then with its escapes undone, as for JT/T 808. */
export const decodeJt809 = (bytes: Uint8Array): Decoded<Jt809Message> => {
  const inner = content(bytes)
  const asGiven = guarded(() => read(inner, false, {}))
  if (asGiven.ok || !(inner.includes(0x5a) || inner.includes(0x5e))) return asGiven
  const undone = decodeWire809(inner)
  return undone.ok || undone.error.code !== 'escape' ? undone : asGiven
}
