import { mix809, wire809, type Jt809Header, type Jt809Secret } from './frame.ts'

const HEADER = { v2011: 22, v2019: 30 } as const
const FRAME_REST = 4

/** Under whose header a platform is written to, as it wrote itself. */
export type Jt809Peer = Pick<Jt809Header, 'version' | 'platform' | 'flag' | 'sentAt'>
/** Mixes a body as 2011, 6.4 has it; a key of its own for every message. */
interface Jt809Mixing {
  readonly secret: Jt809Secret
  readonly key: number
}

/** A message to a subordinate platform. `mixing` null: in the clear. */
export const write809 = (
  to: Jt809Peer,
  business: number,
  serial: number,
  body: Uint8Array,
  mixing: Jt809Mixing | null = null,
): Uint8Array => {
  const head = to.version === '2019' ? HEADER.v2019 : HEADER.v2011
  const content = new Uint8Array(head + body.length)
  const view = new DataView(content.buffer)
  view.setUint32(0, content.length + FRAME_REST)
  view.setUint32(4, serial >>> 0)
  view.setUint16(8, business)
  view.setUint32(10, to.platform)
  content.set(to.flag.split('.').map(Number), 14)
  content[17] = mixing ? 1 : 0
  view.setUint32(18, mixing?.key ?? 0)
  if (to.version === '2019') view.setBigUint64(22, BigInt(to.sentAt ?? 0))
  content.set(mixing ? mix809(body, mixing.key, mixing.secret) : body, head)
  return wire809(content)
}

/** The body of a message to one vehicle (0x9200): plate 21, colour 1, sub-business 2, length 4, data. */
export const exchange809 = (
  plate: Uint8Array,
  colour: number,
  sub: number,
  data: Uint8Array = new Uint8Array(0),
): Uint8Array => {
  const body = new Uint8Array(28 + data.length)
  body.set(plate.subarray(0, 21))
  body[21] = colour
  new DataView(body.buffer).setUint16(22, sub)
  new DataView(body.buffer).setUint32(24, data.length)
  body.set(data, 28)
  return body
}

export const u32Of = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
export const u64Of = (value: number): Uint8Array =>
  Uint8Array.from([...u32Of(Math.floor(value / 0x1_0000_0000)), ...u32Of(value % 0x1_0000_0000)])
