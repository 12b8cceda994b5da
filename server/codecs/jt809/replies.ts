import { wire809, type Jt809Header } from './frame.ts'

const HEADER = { v2011: 22, v2019: 30 } as const
const FRAME_REST = 4

/** A message back on the main link, under the header of the message that it answers, in the clear. */
export const reply809 = (to: Pick<Jt809Header, 'version' | 'platform' | 'flag' | 'sentAt'>, business: number, serial: number, body: Uint8Array): Uint8Array => {
  const head = to.version === '2019' ? HEADER.v2019 : HEADER.v2011
  const content = new Uint8Array(head + body.length)
  const view = new DataView(content.buffer)
  view.setUint32(0, content.length + FRAME_REST)
  view.setUint32(4, serial >>> 0)
  view.setUint16(8, business)
  view.setUint32(10, to.platform)
  content.set(to.flag.split('.').map(Number), 14)
  if (to.version === '2019') view.setBigUint64(22, BigInt(to.sentAt ?? 0))
  content.set(body, head)
  return wire809(content)
}
