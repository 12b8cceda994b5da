import { connect, type Socket } from 'node:net'
import {
  answersOf,
  frameOf,
  messageOf,
  proofOf,
  textIn,
  type Make,
  type WireKeys,
} from '../../../data/standin/collectors/wire.ts'

export const KEYS: WireKeys = { md5: 'a shared key', aes: '0000000000123456' }
export const UTF8: Make = { encoding: 'UTF-8', crcWhole: true }
export const GBK: Make = { encoding: 'GB2312', crcWhole: false }

/** A collector's line, message by message, by hand. */
export interface Line {
  readonly socket: Socket
  readonly heard: string[]
  readonly closed: Promise<void>
  send(type: string, inner: string): void
  /** The next answer that contains the text; rejects after the time. */
  answer(containing: string, ms?: number): Promise<string>
  /** Proves itself with the key; resolves with `pass` or `fail`. */
  prove(key?: string): Promise<string>
  report(sequence: string, meters: string, operation?: string): void
}

export const openLine = async (
  port: number,
  building: string,
  gateway = '01',
  make = UTF8,
  keys = KEYS,
): Promise<Line> => {
  const socket = connect(port, '127.0.0.1')
  const heard: string[] = []
  let buffer: Buffer = Buffer.alloc(0)
  let sequence = 1
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    const { texts, rest } = answersOf(Buffer.concat([buffer, chunk]), make, keys)
    buffer = rest
    heard.push(...texts)
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const line: Line = {
    socket,
    heard,
    closed,
    send: (type, inner) =>
      void socket.write(frameOf(sequence++, messageOf(building, gateway, make, type, inner), make, keys)),
    answer: async (containing, ms = 5_000) => {
      for (
        const end = Date.now() + ms;
        Date.now() < end;
        await new Promise((resolve) => setTimeout(resolve, 10))
      ) {
        const at = heard.findIndex((text) => text.includes(containing))
        if (at >= 0) return heard.splice(at, 1)[0] as string
      }
      throw new Error(`no answer with ${containing} within ${ms} ms; heard ${heard.join(' ')}`)
    },
    prove: async (key = keys.md5) => {
      line.send('request', '<id_validate operation="request"/>')
      const challenge = textIn(await line.answer('operation="sequence"'), 'sequence')
      line.send(
        'md5',
        `<id_validate operation="md5"><md5>${proofOf(challenge, { ...keys, md5: key })}</md5></id_validate>`,
      )
      return textIn(await line.answer('operation="result"'), 'result')
    },
    report: (id, meters, operation = 'report') =>
      line.send(
        operation,
        `<data operation="${operation}"><sequence>${id}</sequence><parser>yes</parser><time>20260615000000</time><total>1</total><current>0</current>${meters}</data>`,
      ),
  }
  return line
}

const two = (value: number): string => String(value).padStart(2, '0')
/** `YYYYMMDDhhmmss` in UTC+8. */
export const stamp = (at: number): string => {
  const local = new Date(at + 8 * 3_600_000)
  return `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}${two(local.getUTCHours())}${two(local.getUTCMinutes())}${two(local.getUTCSeconds())}`
}
export const meterXml = (
  at: number,
  total: number | string,
  more: { id?: string; coding?: string; error?: string; name?: string; conn?: string } = {},
): string =>
  `<meter id="${more.id ?? '1'}" name="${more.name ?? '000000000001'}" conn="${more.conn ?? 'conn'}"><function id="1" coding="${more.coding ?? '01000'}" error="${more.error ?? '0'}" sample_time="${stamp(at)}">${total}</function></meter>`
