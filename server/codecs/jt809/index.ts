import { toHex } from '../bytes.ts'
import { guarded, type Decoded } from '../decoded.ts'
import { parse809, unescape809, type Jt809Header, type Jt809Secret } from './frame.ts'
import type { Jt809Message } from './messages.ts'
import { hexId, NAMES, readBody809 } from './body.ts'

export type { Jt809Message, Jt809Point, Jt809Position } from './messages.ts'
export { crc809, mix809, wire809 } from './frame.ts'

const content = (bytes: Uint8Array): Uint8Array => {
  const from = bytes[0] === 0x5b ? 1 : 0
  return bytes.subarray(
    from,
    bytes.length > from && bytes[bytes.length - 1] === 0x5d ? bytes.length - 1 : bytes.length,
  )
}

/** What helps to read a frame: the platform's numbers for encrypted bodies, and the edition that it logged in with. */
export interface Jt809Known {
  readonly secret?: Jt809Secret | null
  readonly edition?: Jt809Header['version'] | null
}

const read = (
  bytes: Uint8Array,
  escaped: boolean,
  { secret = null, edition = null }: Jt809Known,
): Jt809Message => {
  const frame = parse809(bytes, secret, edition)
  const { business, ...header } = frame.header
  const head = {
    protocol: 'jt809' as const,
    message: hexId(business),
    name: NAMES[business] ?? null,
    ...header,
    escaped,
  }
  if (header.mixed && !secret) return { ...head, kind: 'raw', why: 'encrypted', hex: toHex(frame.body) }
  return { ...head, ...readBody809(frame) }
}

/** A frame from the wire: flags are optional, escapes are always undone. With `secret`, encrypted bodies are read too. */
export const decodeWire809 = (bytes: Uint8Array, known: Jt809Known = {}): Decoded<Jt809Message> =>
  guarded(() => {
    const inner = content(bytes)
    const plain = unescape809(inner)
    return read(plain, plain !== inner, known)
  })

/** A frame of unknown origin: as it stands first, then with its escapes undone, as for JT/T 808. */
export const decodeJt809 = (bytes: Uint8Array): Decoded<Jt809Message> => {
  const inner = content(bytes)
  const asGiven = guarded(() => read(inner, false, {}))
  if (asGiven.ok || !(inner.includes(0x5a) || inner.includes(0x5e))) return asGiven
  const undone = decodeWire809(inner)
  return undone.ok || undone.error.code !== 'escape' ? undone : asGiven
}
