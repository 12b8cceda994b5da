import { makeReader, toHex } from '../bytes.ts'
import { fault } from '../decoded.ts'

const HEAD = 0x5b
const END = 0x5d
/** Bytes that never stand inside a frame, and what stands for them: 5B → 5A 01, 5A → 5A 02, 5D → 5E 01, 5E → 5E 02. */
const ESCAPES: Readonly<Record<number, readonly [number, number]>> = {
  0x5b: [0x5a, 1],
  0x5a: [0x5a, 2],
  0x5d: [0x5e, 1],
  0x5e: [0x5e, 2],
}
const HEADER = { v2011: 22, v2019: 30 } as const
/** Before the data of a sub-business: plate 21, colour 1, sub-business 2, length 4. */
const EXCHANGE_HEAD = 28
/** Without a plate: sub-business 2, length 4. */
const BARE_HEAD = 6

export interface Jt809Header {
  readonly version: '2011' | '2019'
  /** Of the whole frame, unescaped, with both flags. */
  readonly length: number
  readonly serial: number
  readonly business: number
  /** 下级平台接入码. */
  readonly platform: number
  /** Protocol version flag as it stands, e.g. 1.2.15. */
  readonly flag: string
  /** 报文加密标识: the body is mixed with the key; a position's own `encrypted` is another. */
  readonly mixed: boolean
  readonly key: number
  /** Seconds since 1970 of the 2019 header; null in 2011. */
  readonly sentAt: number | null
}
export interface Jt809Frame {
  readonly header: Jt809Header
  /** In the clear where it came so, or where the platform's numbers were given. */
  readonly body: Uint8Array
  /** null: no layout came out. */
  readonly layout: Jt809Layout | null
}

/** The platform's own numbers for encrypted bodies: M1, IA1, IC1. */
export interface Jt809Secret {
  readonly m1: number
  readonly ia1: number
  readonly ic1: number
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc & 0xffff
})

/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF. */
export const crc809 = (bytes: Uint8Array, from: number, to: number): number => {
  let crc = 0xffff
  for (let i = from; i < to; i++)
    crc = ((crc << 8) & 0xffff) ^ (CRC_TABLE[(crc >> 8) ^ (bytes[i] as number)] as number)
  return crc
}

export const unescape809 = (bytes: Uint8Array): Uint8Array => {
  if (!bytes.includes(0x5a) && !bytes.includes(0x5e)) return bytes
  const out = new Uint8Array(bytes.length)
  let to = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (byte !== 0x5a && byte !== 0x5e) {
      out[to++] = byte
      continue
    }
    const next = bytes[++i]
    if (next !== 1 && next !== 2)
      fault(
        'escape',
        i,
        `after ${toHex(Uint8Array.of(byte))} expected 01 or 02, found ${next === undefined ? 'the end' : toHex(Uint8Array.of(next))}`,
      )
    out[to++] = byte === 0x5a ? (next === 1 ? HEAD : 0x5a) : next === 1 ? END : 0x5e
  }
  return out.subarray(0, to)
}

/** The frame as it goes on the wire; `content` is header and body, its length field already right. */
export const wire809 = (content: Uint8Array): Uint8Array => {
  const crc = crc809(content, 0, content.length)
  const out = [HEAD]
  for (const byte of [...content, crc >> 8, crc & 255]) out.push(...(ESCAPES[byte] ?? [byte]))
  out.push(END)
  return Uint8Array.from(out)
}

/** Bytes in the bodies of the links' own messages: login, logout, keeping up, notices; the login grew by 4 in 2019. */
const BODIES: Readonly<Record<number, number>> = {
  0x1001: 46,
  0x1002: 5,
  0x1003: 12,
  0x1004: 0,
  0x1005: 0,
  0x1006: 0,
  0x1007: 1,
  0x1008: 1,
  0x9001: 4,
  0x9002: 1,
  0x9003: 4,
  0x9004: 0,
  0x9005: 0,
  0x9006: 0,
  0x9007: 1,
  0x9008: 1,
  0x9101: 20,
}
const LOGIN_2019 = 50

/** How a body begins: with the plate (车牌 21, colour 1) before its sub-business, with the sub-business alone, or as a link's own message. */
type Jt809Layout = 'plate' | 'bare' | 'link'

/** The layout in which the body's own length comes out; null where none does. Only its first 28 bytes are looked at. */
const layoutOf = (head: Uint8Array, left: number, business: number, isNew: boolean): Jt809Layout | null => {
  if (business === 0x1001) return left === (isNew ? LOGIN_2019 : BODIES[business]) ? 'link' : null
  const body = BODIES[business]
  if (body !== undefined) return left === body ? 'link' : null
  const says = (at: number): number =>
    head.length < at + 4 ? Number.NaN : makeReader(head, at).u32('length of data')
  if (says(EXCHANGE_HEAD - 4) === left - EXCHANGE_HEAD) return 'plate'
  return says(BARE_HEAD - 4) === left - BARE_HEAD && head[0] === business >> 8 ? 'bare' : null
}

type Edition = Jt809Header['version']
interface Reading {
  readonly version: Edition
  readonly layout: Jt809Layout | null
}

/**
 * The edition whose header leaves a body that says its own length; of an encrypted one only the mixed bytes say it. The
 * version flag is not to be trusted: senders of both editions write 1.0.0. It decides last, after the login's edition.
 */
const readingOf = (
  bytes: Uint8Array,
  end: number,
  business: number,
  flag: Uint8Array,
  mix: ((head: Uint8Array) => Uint8Array) | null,
  known: Edition | null,
): Reading => {
  const editions: readonly Edition[] = known === '2019' ? ['2019', '2011'] : ['2011', '2019']
  for (const version of editions) {
    const start = version === '2019' ? HEADER.v2019 : HEADER.v2011
    if (end < start) continue
    const head = bytes.subarray(start, Math.min(end, start + EXCHANGE_HEAD))
    const layout = layoutOf(mix ? mix(head) : head, end - start, business, version === '2019')
    if (layout) return { version, layout }
  }
  const version = known ?? ((flag[1] as number) >= 2 ? '2019' : '2011')
  return { version: end >= HEADER.v2019 ? version : '2011', layout: null }
}

/** Reads header and body of an unescaped frame without its flags. `known`: the edition of the login. Faults: `short`, `checksum`, `length`. */
export const parse809 = (
  bytes: Uint8Array,
  secret: Jt809Secret | null = null,
  known: Edition | null = null,
): Jt809Frame => {
  if (bytes.length < HEADER.v2011 + 2)
    fault(
      'short',
      bytes.length,
      `expected at least ${HEADER.v2011 + 2} bytes of header and check, found ${bytes.length}`,
    )
  const end = bytes.length - 2
  const crc = crc809(bytes, 0, end)
  const found = ((bytes[end] as number) << 8) | (bytes[end + 1] as number)
  if (crc !== found)
    fault(
      'checksum',
      end,
      `CRC-16: computed ${crc.toString(16).padStart(4, '0')}, found ${found.toString(16).padStart(4, '0')}`,
    )
  const reader = makeReader(bytes, 0, end)
  const head = {
    length: reader.u32('length'),
    serial: reader.u32('serial'),
    business: reader.u16('business'),
    platform: reader.u32('platform'),
  }
  const flag = reader.take(3, 'version flag')
  const mixed = reader.u8('encrypt flag') !== 0
  const key = reader.u32('key')
  const mix = mixed && secret ? (body: Uint8Array): Uint8Array => mix809(body, key, secret) : null
  const { version, layout } = readingOf(bytes, end, head.business, flag, mix, known)
  const sentAt = version === '2019' ? reader.u64('time') : null
  if (head.length !== bytes.length + 2)
    fault('length', 0, `frame: declared ${head.length} bytes, found ${bytes.length + 2}`)
  const body = reader.take(reader.left(), 'body')
  return {
    header: { version, ...head, flag: flag.join('.'), mixed, key, sentAt },
    body: mix ? mix(body) : body,
    layout,
  }
}

/** JT/T 809-2011, 6.4: the bytes are mixed with a linear congruence, modulo 2^32, from the frame's key and the platform's numbers. Its own inverse. */
export const mix809 = (body: Uint8Array, key: number, secret: Jt809Secret): Uint8Array => {
  const m1 = secret.m1 >>> 0 || 1
  let state = key >>> 0 || 1
  return body.map((byte) => {
    state = (Math.imul(secret.ia1, state % m1) + secret.ic1) >>> 0
    return byte ^ ((state >>> 20) & 0xff)
  })
}
