import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/** AES-128-CBC of the guide; the published program takes the same text for key and IV. */
export interface AesKey {
  readonly key: Buffer
  readonly iv: Buffer
}
const BLOCK = 16

/** Sixteen bytes: as 32 hex digits, or as sixteen characters. */
export const aesBytes = (text: string): Buffer =>
  /^[0-9a-fA-F]{32}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'latin1')

/** Padded with zeros to whole blocks, as collectors do; null keys leave the text as it is. */
export const seal = (text: Buffer, aes: AesKey | null): Buffer => {
  if (!aes) return text
  const padded = Buffer.alloc(Math.ceil(text.length / BLOCK) * BLOCK)
  text.copy(padded)
  const cipher = createCipheriv('aes-128-cbc', aes.key, aes.iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(padded), cipher.final()])
}

/** The XML without its padding, which makers fill with zeros, blanks or digits; null when the bytes are no whole blocks. */
export const unseal = (body: Buffer, aes: AesKey | null): Buffer | null => {
  if (!aes) return upToLastTag(body)
  if (body.length === 0 || body.length % BLOCK !== 0) return null
  const decipher = createDecipheriv('aes-128-cbc', aes.key, aes.iv).setAutoPadding(false)
  return upToLastTag(Buffer.concat([decipher.update(body), decipher.final()]))
}
const upToLastTag = (text: Buffer): Buffer => text.subarray(0, text.lastIndexOf(0x3e) + 1)

/** In which order the challenge and the shared key are put together: the guide's, or the one of some makers. */
export type Md5Order = 'sequence+key' | 'key+sequence'

const md5Of = (sequence: string, key: string, order: Md5Order): string =>
  createHash('md5')
    .update(order === 'sequence+key' ? sequence + key : key + sequence)
    .digest('hex')

export const isMd5 = (given: string, sequence: string, key: string, order: Md5Order): boolean => {
  const expected = Buffer.from(md5Of(sequence, key, order))
  const found = Buffer.from(given.trim().toLowerCase())
  return found.length === expected.length && timingSafeEqual(found, expected)
}
