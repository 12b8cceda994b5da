import { makeReader, toHex, type Reader } from '../bytes.ts'
import { asciiOf, gbTextOf } from '../text.ts'
import type { Jt809Frame, Jt809Header } from './frame.ts'
import type { Exchange, Jt809Register, Jt809Alarm, Jt809Body } from './messages.ts'
import { readPoints, readPosition } from './position.ts'

export const hexId = (id: number): string => `0x${id.toString(16).padStart(4, '0').toUpperCase()}`

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

export const NAMES: Readonly<Record<number, string>> = {
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

export const readBody809 = ({ header, body, layout }: Jt809Frame): Jt809Body => {
  if (header.business === 0x1001) return readLogin(body, header.version)
  const link = LINKS[header.business]
  if (link) return link(makeReader(body))
  if (layout === 'bare') return readBare(body)
  if (layout === 'plate' || [0x1200, 0x9200, 0x1400, 0x9400].includes(header.business))
    return readExchange(body)
  return { kind: 'raw', why: 'unread', hex: toHex(body) }
}
