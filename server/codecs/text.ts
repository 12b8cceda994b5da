import iconv from 'iconv-lite'

const trimEnd = (bytes: Uint8Array): Uint8Array => {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--
  return bytes.subarray(0, end)
}

/** GBK text without its padding of zeros and blanks; bytes that are no GBK become U+FFFD. */
export const gbkOf = (bytes: Uint8Array): string => iconv.decode(trimEnd(bytes) as Buffer, 'gbk')

/** ASCII text without its padding; other bytes become U+FFFD. */
export const asciiOf = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of trimEnd(bytes)) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '\ufffd'
  return text
}
