import { fromHex } from '../../../server/codecs/bytes.ts'
import { DECODERS } from '../../../server/sources/ways.ts'

export const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array
export const read = (protocol: string, hex: string): any => {
  const decoded = DECODERS[protocol]!(bytes(hex))
  return decoded.ok ? decoded.frame : decoded.error
}
