import { makeReader, toHex, type Reader } from './bytes.ts'
import { afterPreamble, bcdNumber, closeFrame, reversedDigits } from './bcd.ts'
import { fault, guarded, type Decoded } from './decoded.ts'
import { dlt645Item } from './dlt645Items.ts'

type Fields = Readonly<Record<string, unknown>>

const START = 0x68
const OFFSET = 0x33

/** DL/T 645-2007, 5.2: function codes, bits 4–0 of the control code. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  0x03: 'security',
  0x08: 'broadcast-time',
  0x11: 'read',
  0x12: 'read-following',
  0x13: 'read-address',
  0x14: 'write',
  0x15: 'write-address',
  0x16: 'freeze',
  0x17: 'baud-rate',
  0x18: 'password',
  0x19: 'clear-demand',
  0x1a: 'clear-meter',
  0x1b: 'clear-events',
  0x1c: 'relay',
}

/** Bits of the error word of an answer D1, lowest first. */
const ERRORS = [
  '其他错误 other error',
  '无请求数据 no such data',
  '密码错/未授权 password or permission',
  '通信速率不能更改 baud rate fixed',
  '年时区数超 too many year zones',
  '日时段数超 too many day slots',
  '费率数超 too many tariffs',
] as const

const valuesOf = (di: string, data: Uint8Array, at: number): Fields => {
  const item = dlt645Item(di)
  if (!item) return { name: null, raw: toHex(data) }
  const { name, unit, bytes, decimals, signed, block } = item
  if (data.length === 0 || data.length % bytes !== 0 || (!block && data.length !== bytes))
    fault(
      'length',
      at,
      `${di}: expected ${block ? `a multiple of ${bytes}` : bytes} bytes of data, found ${data.length}`,
    )
  const values = Array.from({ length: data.length / bytes }, (_, i) =>
    bcdNumber(data.subarray(i * bytes, (i + 1) * bytes), decimals, signed, name, at + i * bytes),
  )
  return block ? { name, unit, values } : { name, unit, value: values[0] }
}

const identifierOf = (reader: Reader): string => reversedDigits(reader.take(4, 'data identifier'))

/** What the data field says, the offset of 33H taken off. */
const bodyOf = (code: number, answer: boolean, failed: boolean, data: Uint8Array): Fields => {
  const reader = makeReader(data)
  if (failed) {
    const word = reader.u8('error word')
    return { refused: { word, reasons: ERRORS.filter((_, bit) => word & (1 << bit)) } }
  }
  if (code === 0x13 && answer) return { meter: reversedDigits(reader.take(6, 'address')) }
  if ((code !== 0x11 && code !== 0x12) || reader.left() === 0)
    return data.length > 0 ? { raw: toHex(data) } : {}
  const di = identifierOf(reader)
  if (!answer)
    return {
      di,
      name: dlt645Item(di)?.name ?? null,
      ...(reader.left() > 0 ? { raw: toHex(reader.take(reader.left(), 'rest')) } : {}),
    }
  const following = code === 0x12 ? { sequence: data.at(-1) } : {}
  const length = reader.left() - (code === 0x12 ? 1 : 0)
  return { di, ...valuesOf(di, reader.take(length, 'data'), 4), ...following }
}

/**
 * One DL/T 645-2007 frame: waking FE bytes, `68 A0…A5 68 C L DATA CS 16`, address in BCD low byte first, data with 33H
 * added, CS the sum from the first 68H. Values come with unit and scale; data of an identifier that is not in the table
 * comes as raw hex with `name: null`. Never throws; CS and every length are checked before anything is read.
 */
export const decodeDlt645 = (bytes: Uint8Array): Decoded =>
  guarded(() => {
    if (bytes.length === 0) fault('short', 0, 'expected a frame, found nothing')
    const start = afterPreamble(bytes)
    const reader = makeReader(bytes, start)
    if (reader.u8('start') !== START)
      fault('flags', start, `expected 68, found ${toHex(bytes.subarray(start, start + 1))}`)
    const address = reversedDigits(reader.take(6, 'address'))
    if (reader.u8('second start') !== START)
      fault(
        'flags',
        start + 7,
        `expected 68 after the address, found ${toHex(bytes.subarray(start + 7, start + 8))}`,
      )
    const control = reader.u8('control code')
    const length = reader.u8('length')
    const data = reader.take(length, 'data').map((byte) => (byte - OFFSET) & 0xff)
    closeFrame(reader, start)
    const code = control & 0x1f
    const answer = (control & 0x80) !== 0
    return {
      protocol: 'dlt645',
      address: address === 'AAAAAAAAAAAA' ? null : address,
      direction: answer ? 'answer' : 'request',
      control: toHex(Uint8Array.of(control)),
      function: FUNCTIONS[code] ?? null,
      more: (control & 0x20) !== 0,
      ...bodyOf(code, answer, (control & 0x40) !== 0, data),
    }
  })
