import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import iconv from 'iconv-lite'

/** What a collector of this make does its own way. */
export interface Make {
  readonly encoding: 'UTF-8' | 'GB2312'
  /** The CRC covers the frame from its head, big-endian; or from the sequence on, little-endian. */
  readonly crcWhole: boolean
}
export interface WireKeys {
  readonly md5: string
  /** Sixteen characters, also the IV. */
  readonly aes: string
}

const HEAD = Buffer.from('68681616', 'hex')
const TAIL = Buffer.from('55aa55aa', 'hex')
/** Head, length and sequence; CRC and tail. */
const BEFORE = 12
const AFTER = 6
const BLOCK = 16

const crcOf = (bytes: Buffer): number => {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc
}

/** One upload frame: AES-128-CBC padded with zeros, little-endian length of sequence and text. */
export const frameOf = (sequence: number, xml: string, make: Make, keys: WireKeys): Buffer => {
  const text = iconv.encode(xml, make.encoding === 'UTF-8' ? 'utf8' : 'gb18030')
  const padded = Buffer.concat([text, Buffer.alloc((BLOCK - (text.length % BLOCK)) % BLOCK)])
  const cipher = createCipheriv('aes-128-cbc', keys.aes, keys.aes).setAutoPadding(false)
  const body = Buffer.concat([cipher.update(padded), cipher.final()])
  const start = Buffer.alloc(BEFORE)
  HEAD.copy(start)
  start.writeUInt32LE(4 + body.length, 4)
  start.writeUInt32LE(sequence, 8)
  const frame = Buffer.concat([start, body])
  const crc = Buffer.alloc(2)
  if (make.crcWhole) crc.writeUInt16BE(crcOf(frame))
  else crc.writeUInt16LE(crcOf(frame.subarray(8)))
  return Buffer.concat([frame, crc, TAIL])
}

/** Takes the data centre's answers off the begin of a buffer: their texts, and what is left over. */
export const answersOf = (buffer: Buffer, make: Make, keys: WireKeys): { texts: string[]; rest: Buffer } => {
  const texts: string[] = []
  let rest = buffer
  while (rest.length >= BEFORE + AFTER) {
    const end = 8 + rest.readUInt32LE(4)
    if (rest.length < end + AFTER) break
    const decipher = createDecipheriv('aes-128-cbc', keys.aes, keys.aes).setAutoPadding(false)
    const text = iconv.decode(
      Buffer.concat([decipher.update(rest.subarray(BEFORE, end)), decipher.final()]),
      make.encoding === 'UTF-8' ? 'utf8' : 'gb18030',
    )
    texts.push(text.slice(0, text.lastIndexOf('>') + 1))
    rest = rest.subarray(end + AFTER)
  }
  return { texts, rest }
}

/** The text of an element of an answer; empty without it. */
export const textIn = (xml: string, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? ''

export const proofOf = (sequence: string, keys: WireKeys): string =>
  createHash('md5')
    .update(sequence + keys.md5)
    .digest('hex')

export const messageOf = (
  building: string,
  gateway: string,
  make: Make,
  type: string,
  inner: string,
): string =>
  `<?xml version="1.0" encoding="${make.encoding}"?><root><common><building_id>${building}</building_id><gateway_id>${gateway}</gateway_id><type>${type}</type></common>${inner}</root>`
