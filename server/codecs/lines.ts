import { fromHex } from './bytes.ts'
import type { DecodeError, Decoded } from './decoded.ts'

/** Longest text that is turned into bytes; a longer line is told and not read. */
const LONGEST_LINE = 1 << 20
const SHOWN = 40

/** What one line of a file of hex frames gives: the frame's fields or its error, beside the line's number. */
export type LineResult = { readonly line: number; readonly error?: DecodeError } & object

const bytesOf = (hex: string): Decoded<Uint8Array> => {
  const fault = (code: 'hex' | 'too-long', reason: string): Decoded<Uint8Array> => ({
    ok: false,
    error: { code, reason, at: 0 },
  })
  if (hex.length > LONGEST_LINE)
    return fault('too-long', `expected at most ${LONGEST_LINE} characters, found ${hex.length}`)
  const bytes = fromHex(hex)
  return bytes
    ? { ok: true, frame: bytes }
    : fault(
        'hex',
        `expected pairs of hex digits, found "${hex.slice(0, SHOWN)}"${hex.length > SHOWN ? ` (${hex.length} characters)` : ''}`,
      )
}

/** Reads one line: the hex stands before the first tab, spaces are allowed in it; null for a blank line or a remark (#). */
export const decodeLine = (
  row: string,
  number: number,
  decode: (bytes: Uint8Array) => Decoded,
): LineResult | null => {
  const line = number === 1 ? row.replace(/^\ufeff/, '') : row
  if (line.trim() === '' || line.trimStart().startsWith('#')) return null
  const bytes = bytesOf((line.split('\t', 1)[0] as string).trim())
  const decoded = bytes.ok ? decode(bytes.frame) : bytes
  return decoded.ok ? { line: number, ...decoded.frame } : { line: number, error: decoded.error }
}
