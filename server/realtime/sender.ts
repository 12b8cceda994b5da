import type { Server, Socket } from 'socket.io'
import type { Encoded, Group } from './latest.ts'

/** Hands one encoded frame to one screen. */
export type FrameSender = (socket: Pick<Socket, 'conn'>, group: Group, encoded: Encoded) => void

/** A frame as socket.io sends it, a text that announces it and its bytes, and both as they stand on a WebSocket. */
interface Packed {
  readonly parts: readonly (string | Uint8Array)[]
  readonly onWire: Buffer
}

const EVENT = 2
const TEXT = 0x81
const BINARY = 0x82
/** Engine.IO's mark of a message, before a text. */
const MESSAGE = '4'

/** The head of an unmasked, unfragmented WebSocket message (RFC 6455, 5.2), as a server sends it. */
const headOf = (opcode: number, length: number): Buffer => {
  if (length < 126) return Buffer.from([opcode, length])
  const head = Buffer.alloc(length < 65_536 ? 4 : 10)
  head[0] = opcode
  if (length < 65_536) {
    head[1] = 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return head
}

const pack = (io: Server, { region, cell }: Group, bytes: Uint8Array): Packed => {
  const parts = io.encoder.encode({
    type: EVENT,
    nsp: '/',
    data: cell === undefined ? ['frame', region, bytes] : ['frame', region, bytes, cell],
  })
  const messages = parts.map((part) =>
    typeof part === 'string'
      ? { opcode: TEXT, body: Buffer.from(MESSAGE + part) }
      : { opcode: BINARY, body: part as Uint8Array },
  )
  return {
    parts,
    onWire: Buffer.concat(messages.flatMap(({ opcode, body }) => [headOf(opcode, body.byteLength), body])),
  }
}

/**
 * Packs a frame once however many screens share it: each gets the same octets in one write. socket.io itself would
 * make two messages with heads of their own for every screen. A screen on long polling gets the plain parts.
 */
export const makeFrameSender = (io: Server): FrameSender => {
  const packed = new WeakMap<Encoded, Packed>()
  return ({ conn }, group, encoded) => {
    const known = packed.get(encoded) ?? pack(io, group, encoded.bytes)
    packed.set(encoded, known)
    const [first] = known.parts
    if (conn.transport.name === 'websocket' && first !== undefined)
      conn.write(first as string, { compress: false, wsPreEncodedFrame: [known.onWire] } as never)
    else for (const part of known.parts) conn.write(part as string, { compress: false })
  }
}
