import { makeReader, toHex, xorOf } from '../bytes.ts'
import { fault } from '../decoded.ts'

const FLAG = 0x7e
const ESCAPE = 0x7d
/** Bits 0–9 of the attribute: body length; 10–12 encryption; 13 sub-packages; 14 the 2019 header. */
const ATTRIBUTE = { length: 0x3ff, encryptionShift: 10, encryption: 7, split: 0x2000, v2019: 0x4000 } as const

/** Messages 0x55xx of one maker: a serial of one byte, the attribute's upper bits its own. */
const SHORT_SERIAL = 0x55

/** Bytes of a header: message, attribute, phone, serial; and of the two numbers that a part has more. */
const HEADER = { v2013: 12, v2019: 17, split: 4 } as const

/** JT/T 808 message header; the phone is 12 digits (2013) or 20 (2019). A terminal that writes no BCD is named by its hex. */
export interface Jt808Header {
  readonly id: number
  readonly version: '2013' | '2019'
  /** 协议版本号 of the 2019 header; null in 2013. */
  readonly protocolVersion: number | null
  readonly phone: string
  readonly serial: number
  /** 0 none, 1 RSA; the rest is reserved. */
  readonly encryption: number
  /** 分包: one of `total` parts, the first being 1. */
  readonly split: { readonly total: number; readonly index: number } | null
}
export interface Jt808Frame {
  readonly header: Jt808Header
  /** A view on the bytes given. */
  readonly body: Uint8Array
}

/** 7D 02 → 7E, 7D 01 → 7D; any other byte after 7D is a fault with code `escape`. */
export const unescape808 = (bytes: Uint8Array): Uint8Array => {
  const first = bytes.indexOf(ESCAPE)
  if (first < 0) return bytes
  const out = new Uint8Array(bytes.length)
  out.set(bytes.subarray(0, first))
  let to = first
  for (let i = first; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (byte !== ESCAPE) {
      out[to++] = byte
      continue
    }
    const next = bytes[++i]
    if (next !== 1 && next !== 2)
      fault(
        'escape',
        i,
        `after 7D expected 01 or 02, found ${next === undefined ? 'the end' : toHex(Uint8Array.of(next))}`,
      )
    out[to++] = ESCAPE + (next as number) - 1
  }
  return out.subarray(0, to)
}

/** The frame as it goes on the wire: flags, escapes, check byte. */
export const wire808 = (content: Uint8Array): Uint8Array => {
  const out = [FLAG]
  const put = (byte: number): void =>
    void (byte === FLAG ? out.push(ESCAPE, 2) : byte === ESCAPE ? out.push(ESCAPE, 1) : out.push(byte))
  content.forEach(put)
  put(xorOf(content, 0, content.length))
  out.push(FLAG)
  return Uint8Array.from(out)
}

/**
 * Which header stands before a body of the declared length. Bit 14 is asked first, but terminals of 2013 set it and some
 * of 2019 leave it out: the header that fits the frame's length decides; where neither does, the bit.
 */
const is2019 = (attribute: number, length: number): boolean => {
  const said = (attribute & ATTRIBUTE.v2019) !== 0
  const rest = (attribute & ATTRIBUTE.length) + ((attribute & ATTRIBUTE.split) !== 0 ? HEADER.split : 0)
  if (length === HEADER.v2019 + rest) return true
  if (length === HEADER.v2013 + rest) return false
  return said
}

/**
 * Reads header and body of an unescaped frame without its flags. JT/T 808-2019, 4.4. Faults: `short`, `checksum` (before
 * the length is believed), `length` when the body is not as long as it says.
 */
export const parse808 = (bytes: Uint8Array): Jt808Frame => {
  if (bytes.length < 13)
    fault('short', bytes.length, `expected at least 13 bytes of header and check, found ${bytes.length}`)
  const end = bytes.length - 1
  const sum = xorOf(bytes, 0, end)
  if (sum !== bytes[end])
    fault('checksum', end, `XOR: computed ${toHex(Uint8Array.of(sum))}, found ${toHex(bytes.subarray(end))}`)
  const reader = makeReader(bytes, 0, end)
  const id = reader.u16('message id')
  const attribute = reader.u16('attribute')
  const isShort = id >> 8 === SHORT_SERIAL && end === HEADER.v2013 - 1 + (attribute & ATTRIBUTE.length)
  const isNew = !isShort && is2019(attribute, end)
  const protocolVersion = isNew ? reader.u8('protocol version') : null
  const phone = toHex(reader.take(isNew ? 10 : 6, 'phone'))
  const declared = attribute & ATTRIBUTE.length
  const serial = isShort ? reader.u8('serial') : reader.u16('serial')
  const split =
    !isShort && (attribute & ATTRIBUTE.split) !== 0
      ? { total: reader.u16('total of parts'), index: reader.u16('part') }
      : null
  if (declared !== reader.left())
    fault('length', reader.position(), `body: declared ${declared} bytes, found ${reader.left()}`)
  return {
    header: {
      id,
      version: isNew ? '2019' : '2013',
      protocolVersion,
      phone,
      serial,
      encryption: isShort ? 0 : (attribute >> ATTRIBUTE.encryptionShift) & ATTRIBUTE.encryption,
      split,
    },
    body: reader.take(declared, 'body'),
  }
}
