import iconv from 'iconv-lite'
import { toSoundText } from '#shared/kernel/text.ts'

/** Of a field without its padding of zeros and blanks; the standards pad behind, some makers before. */
const unpadded = (bytes: Uint8Array): Uint8Array => {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--
  let start = 0
  while (start < end && bytes[start] === 0) start++
  return bytes.subarray(start, end)
}

const UNREADABLE = '\ufffd'
const isPlain = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte < 0x20 || byte > 0x7e) return false
  return true
}

/**
 * Text of terminals and platforms without its padding. GB 18030, which holds all of GBK and GB 2312 and the rare
 * characters of names in four bytes. What is no character, a zero inside the text too, becomes U+FFFD and never
 * vanishes: a shortened name may be another's.
 */
export const gbTextOf = (bytes: Uint8Array): string => {
  const text = unpadded(bytes)
  if (isPlain(text)) return Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1')
  return toSoundText(iconv.decode(text as Buffer, 'gb18030'))
}

/** Text as GB 18030, for what we write to terminals and platforms. */
export const gbBytes = (text: string): Uint8Array => iconv.encode(text, 'gb18030')

/** Every character of a text could be read: no U+FFFD, no control character, nothing of the private use areas. */
export const isReadable = (text: string): boolean => !/[\ufffd\p{Cc}\p{Co}\p{Cs}]/u.test(text)

/** ASCII text without its padding; other bytes become U+FFFD. For numbers and addresses. */
export const asciiOf = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of unpadded(bytes))
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : UNREADABLE
  return text
}
