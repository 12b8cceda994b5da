import { guarded, type Decoded } from '../decoded.ts'
import { parse808, unescape808, type Jt808Header } from './frame.ts'
import { messageId, messageName, readBody, type Jt808Body } from './messages.ts'

export { parse808, unescape808, wire808, type Jt808Frame, type Jt808Header } from './frame.ts'
export { messageId, readBody, type Jt808Body } from './messages.ts'
export type { Jt808Location } from './location.ts'

/** A message as one flat object: its header, then what its kind says. */
export type Jt808Message = Omit<Jt808Header, 'id'> & {
  readonly protocol: 'jt808'
  readonly message: string
  readonly name: string | null
  /** Escapes were undone. */ readonly escaped: boolean
} & Jt808Body

const FLAG = 0x7e

const content = (bytes: Uint8Array): Uint8Array => {
  const from = bytes[0] === FLAG ? 1 : 0
  const to = bytes.length > from && bytes[bytes.length - 1] === FLAG ? bytes.length - 1 : bytes.length
  return bytes.subarray(from, to)
}

const read = (bytes: Uint8Array, escaped: boolean): Jt808Message => {
  const frame = parse808(bytes)
  const { id, ...header } = frame.header
  return {
    protocol: 'jt808',
    message: messageId(id),
    name: messageName(id),
    ...header,
    escaped,
    ...readBody(frame),
  }
}

/** A frame from the wire: flags are optional, escapes are always undone. */
export const decodeWire808 = (bytes: Uint8Array): Decoded<Jt808Message> =>
  guarded(() => {
    const inner = content(bytes)
    const plain = unescape808(inner)
    return read(plain, plain !== inner)
  })

/**
 * A frame of unknown origin: logs often keep frames after unescaping. It is read as it stands; only if that fails are
 * escapes undone, and `escaped` says so. When both fail, the fault of the undone frame is told,
 * or that of the given one where its escapes make no sense.
 */
export const decodeJt808 = (bytes: Uint8Array): Decoded<Jt808Message> => {
  const inner = content(bytes)
  const asGiven = guarded(() => read(inner, false))
  if (asGiven.ok || !inner.includes(0x7d)) return asGiven
  const undone = decodeWire808(inner)
  return undone.ok || undone.error.code !== 'escape' ? undone : asGiven
}
