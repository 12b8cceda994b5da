import { HOUR_MS } from '#shared/kernel/time/time.ts'
import iconv from 'iconv-lite'
import type { EpochMs } from '#shared/kernel/units.ts'

/** What a JT/T 808 terminal writes and reads, by the published standard alone. */
export interface TerminalId {
  /** 12 digits for the 2013 header, 20 for the 2019 one. */
  readonly phone: string
  readonly version: '2013' | '2019'
}
/** One position as the terminal has it: WGS-84 degrees, metres, km/h, degrees from north. */
export interface TerminalFix {
  readonly at: EpochMs
  readonly lat: number
  readonly lon: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly acc: boolean
  readonly alarm: number
  readonly altitudeM?: number
  readonly mileageKm?: number
  /** Status bits beside ACC, fix and hemispheres. */
  readonly status?: number
}

const GMT8_MS = 8 * HOUR_MS
const FLAG = 0x7e
const bcdOf = (digits: string): Buffer => Buffer.from(digits, 'hex')
const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255])
const u32 = (value: number): Buffer => {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value >>> 0)
  return out
}
const padded = (text: string, length: number): Buffer =>
  Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(length)]).subarray(0, length)
const gbk = (text: string): Buffer => iconv.encode(text, 'gb18030')
/** YYMMDDhhmmss in GMT+8. */
const bcdTime = (at: EpochMs): Buffer =>
  bcdOf(new Date(at + GMT8_MS).toISOString().replace(/\D/g, '').slice(2, 14))

/** A frame as it goes on the wire: header, body, check byte, escapes, flags. */
export const writeFrame = (
  terminal: TerminalId,
  id: number,
  serial: number,
  body: Uint8Array,
  split?: { readonly total: number; readonly index: number },
): Buffer => {
  const isNew = terminal.version === '2019'
  const attribute = body.length | (split ? 0x2000 : 0) | (isNew ? 0x4000 : 0)
  const parts = [
    u16(id),
    u16(attribute),
    isNew ? Buffer.from([1]) : Buffer.alloc(0),
    bcdOf(terminal.phone),
    u16(serial & 0xffff),
  ]
  if (split) parts.push(u16(split.total), u16(split.index))
  const content = Buffer.concat([...parts, body])
  const out = [FLAG]
  for (const byte of [...content, content.reduce((sum, value) => sum ^ value, 0)]) {
    if (byte === FLAG) out.push(0x7d, 2)
    else if (byte === 0x7d) out.push(0x7d, 1)
    else out.push(byte)
  }
  out.push(FLAG)
  return Buffer.from(out)
}

/** 0x0100. Plate colours: 1 蓝, 2 黄, 4 白, 5 绿; 0 while there is none, then the VIN stands for the plate. */
export const registerBody = (
  version: TerminalId['version'],
  item: { readonly plate: string; readonly colour: number; readonly terminalId: string },
): Buffer => {
  const [maker, model, terminal] = version === '2019' ? [11, 30, 30] : [5, 20, 7]
  return Buffer.concat([
    u16(45),
    u16(100),
    padded('GLDEM', maker as number),
    padded('DEMO-T1', model as number),
    padded(item.terminalId, terminal as number),
    Buffer.from([item.colour]),
    gbk(item.plate),
  ])
}

/** 0x0102. */
export const authenticateBody = (version: TerminalId['version'], code: string): Buffer => {
  const text = gbk(code)
  return version === '2013'
    ? text
    : Buffer.concat([Buffer.from([text.length]), text, padded('860000000000000', 15), padded('1.0', 20)])
}

/** 0x0200. */
export const locationBody = (fix: TerminalFix): Buffer => {
  const status = (fix.status ?? 0x40002) | (fix.acc ? 1 : 0) | (fix.lat < 0 ? 4 : 0) | (fix.lon < 0 ? 8 : 0)
  const head = [
    u32(fix.alarm),
    u32(status),
    u32(Math.round(Math.abs(fix.lat) * 1e6)),
    u32(Math.round(Math.abs(fix.lon) * 1e6)),
    u16(fix.altitudeM ?? 90),
    u16(Math.round(fix.speedKmh * 10)),
    u16(Math.round(fix.headingDeg) % 360),
    bcdTime(fix.at),
  ]
  const mileage =
    fix.mileageKm === undefined ? [] : [Buffer.from([1, 4]), u32(Math.round(fix.mileageKm * 10))]
  return Buffer.concat([...head, ...mileage, Buffer.from([0x30, 1, 27, 0x31, 1, 14])])
}

/** 0x0704: what could not be sent before (blind spot, 盲区补报) or normal reports in one. */
export const batchBody = (bodies: readonly Uint8Array[], blind: boolean): Buffer =>
  Buffer.concat([
    u16(bodies.length),
    Buffer.from([blind ? 1 : 0]),
    ...bodies.flatMap((body) => [u16(body.length), body]),
  ])

/** 0x0702 with the card put in. */
export const driverBody = (
  at: EpochMs,
  driver: {
    readonly name: string
    readonly certificate: string
    readonly issuer: string
    readonly validTo?: string
  },
): Buffer => {
  const name = gbk(driver.name)
  const issuer = gbk(driver.issuer)
  return Buffer.concat([
    Buffer.from([1]),
    bcdTime(at),
    Buffer.from([0, name.length]),
    name,
    padded(driver.certificate, 20),
    Buffer.from([issuer.length]),
    issuer,
    bcdOf(driver.validTo ?? '20301231'),
  ])
}
/** 0x0702 with the card pulled out. */
export const driverOutBody = (at: EpochMs): Buffer => Buffer.concat([Buffer.from([2]), bcdTime(at)])

/** What the platform answered: 0x8001 to a message, 0x8100 to a registration. */
export interface PlatformReply {
  readonly id: number
  readonly toSerial: number
  readonly toId: number
  /** 0 done. */
  readonly result: number
  readonly code: string
}

const readReply = (escaped: Buffer): PlatformReply | null => {
  const plain: number[] = []
  for (let i = 0; i < escaped.length; i++)
    plain.push(escaped[i] === 0x7d ? 0x7c + escaped[++i]! : escaped[i]!)
  const frame = Buffer.from(plain)
  if (frame.length < 16) return null
  const id = frame.readUInt16BE(0)
  const body = frame.subarray((frame[2]! & 0x40) !== 0 ? 17 : 12, -1)
  if (id === 0x8100 && body.length >= 3)
    return {
      id,
      toSerial: body.readUInt16BE(0),
      toId: 0x0100,
      result: body[2]!,
      code: iconv.decode(body.subarray(3), 'gb18030'),
    }
  if (id === 0x8001 && body.length >= 5)
    return { id, toSerial: body.readUInt16BE(0), toId: body.readUInt16BE(2), result: body[4]!, code: '' }
  return null
}

/** Takes replies out of a stream; what is no reply is left out. */
export const makeReplyReader = (reply: (reply: PlatformReply) => void): ((chunk: Buffer) => void) => {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(FLAG, 1); end > 0; end = rest.indexOf(FLAG, 1)) {
      const found = rest[0] === FLAG && end > 1 ? readReply(rest.subarray(1, end)) : null
      if (found) reply(found)
      rest = rest.subarray(found || end === 1 ? end + (found ? 1 : 0) : end)
    }
  }
}
