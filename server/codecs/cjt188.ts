import { makeReader, toHex, type Reader } from './bytes.ts'
import { afterPreamble, bcdNumber, closeFrame, reversedDigits } from './bcd.ts'
import { fault, guarded, type Decoded } from './decoded.ts'
import { wireTime } from './time.ts'

type Fields = Readonly<Record<string, unknown>>

const START = 0x68

/** CJ/T 188-2018, table 1: meter types by T. */
const TYPES: Readonly<Record<number, readonly [string, 'water' | 'heat' | 'gas' | 'other']>> = {
  0x10: ['冷水水表 cold water', 'water'],
  0x11: ['生活热水水表 hot water', 'water'],
  0x12: ['直饮水水表 drinking water', 'water'],
  0x13: ['中水水表 reclaimed water', 'water'],
  0x20: ['热量表(计热量) heat', 'heat'],
  0x21: ['热量表(计冷量) cooling', 'heat'],
  0x22: ['热量表(计热量和冷量) heat and cooling', 'heat'],
  0x30: ['燃气表 gas', 'gas'],
  0x40: ['电能表 electricity', 'other'],
}

/** CJ/T 188-2018, table of unit codes. The second number is what one of the unit is worth in the unit shown. */
const UNITS: Readonly<Record<number, readonly [string, number]>> = {
  0x01: ['J', 1],
  0x02: ['Wh', 1],
  0x05: ['kWh', 1],
  0x08: ['MWh', 1],
  0x0a: ['MWh', 100],
  0x0b: ['kJ', 1],
  0x0e: ['MJ', 1],
  0x11: ['GJ', 1],
  0x13: ['GJ', 100],
  0x14: ['W', 1],
  0x17: ['kW', 1],
  0x1a: ['MW', 1],
  0x29: ['L', 1],
  0x2c: ['m³', 1],
  0x32: ['L/h', 1],
  0x35: ['m³/h', 1],
}

const FUNCTIONS: Readonly<Record<number, string>> = {
  0x01: 'read',
  0x03: 'read-address',
  0x04: 'write',
  0x09: 'read-key-version',
  0x15: 'write-address',
  0x16: 'write-reading',
}

/** Identifiers begin with one of these; the edition of 2018 sends the byte second. */
const GROUPS = new Set([0x90, 0x81, 0xd1, 0xa0])
const CURRENT = '901F'

const identifierOf = (reader: Reader): string => {
  const [first, second] = reader.take(2, 'data identifier') as unknown as [number, number]
  return toHex(
    !GROUPS.has(first) && GROUPS.has(second) ? Uint8Array.of(second, first) : Uint8Array.of(first, second),
  ).toUpperCase()
}

/** Four BCD bytes and a unit code; some makers send the unit first, which shows where only then it is a unit. */
const quantity = (reader: Reader, field: string, decimals: number): Fields => {
  const at = reader.position()
  const bytes = reader.take(5, field)
  const [first, last] = [bytes[0] as number, bytes[4] as number]
  const isFirst = UNITS[last] === undefined && UNITS[first] !== undefined
  const code = isFirst ? first : last
  const value = bcdNumber(isFirst ? bytes.subarray(1) : bytes.subarray(0, 4), decimals, false, field, at)
  const [unit, worth] = UNITS[code] ?? [null, 1]
  return {
    value: value === null ? null : Number((value * worth).toFixed(decimals)),
    unit,
    ...(unit === null ? { unitCode: toHex(Uint8Array.of(code)) } : {}),
  }
}

/** Seconds, minutes, hours, day, month, year, century in BCD. */
const clock = (reader: Reader): { at: number | null; time: string } => {
  const bytes = reader.take(7, 'time')
  const [second, minute, hour, day, month, year, century] = Array.from(
    bytes,
    (byte) => (byte >> 4) * 10 + (byte & 15),
  ) as [number, number, number, number, number, number, number]
  const read = wireTime(century * 100 + year, month, day, hour, minute, second)
  return bytes.every((byte) => byte >> 4 <= 9 && (byte & 15) <= 9) ? read : { ...read, at: null }
}

const VALVES = ['open', 'closed', 'reserved', 'faulty'] as const
const statusOf = (reader: Reader): Fields => {
  const bytes = reader.take(2, 'status')
  const low = bytes[0] as number
  return { word: toHex(bytes), valve: VALVES[low & 3], batteryLow: (low & 4) !== 0 }
}

const heatReading = (reader: Reader): Fields => {
  const at = (bytes: number, decimals: number, field: string): number | null => {
    const position = reader.position()
    return bcdNumber(reader.take(bytes, field), decimals, false, field, position)
  }
  return {
    settled: quantity(reader, 'heat or cold at settlement', 2),
    current: quantity(reader, 'current heat', 2),
    power: quantity(reader, 'thermal power', 2),
    flow: quantity(reader, 'flow', 4),
    volume: quantity(reader, 'volume', 2),
    supplyC: at(3, 2, 'supply temperature'),
    returnC: at(3, 2, 'return temperature'),
    hours: at(3, 0, 'working hours'),
    clock: clock(reader),
    status: statusOf(reader),
  }
}

const plainReading = (reader: Reader): Fields => ({
  current: quantity(reader, 'current volume', 2),
  settled: quantity(reader, 'volume at settlement', 2),
  clock: clock(reader),
  status: statusOf(reader),
})

const PLAIN_BYTES = 19
const HEAT_BYTES = 43

/** Reading 901F by kind of meter; lengths that fit neither layout come as raw hex. */
const readingOf = (type: number, reader: Reader): Fields => {
  const kind = TYPES[type]?.[1]
  const left = reader.left()
  if (kind === 'heat' && left === HEAT_BYTES) return heatReading(reader)
  if (kind !== 'heat' && left === PLAIN_BYTES) return plainReading(reader)
  if (left === 5) return { current: quantity(reader, 'current reading', 2) }
  return { raw: toHex(reader.take(left, 'reading')) }
}

const bodyOf = (type: number, code: number, answer: boolean, failed: boolean, data: Uint8Array): Fields => {
  if (failed) return { refused: { word: toHex(data) } }
  if (data.length < 3) return data.length > 0 ? { raw: toHex(data) } : {}
  const reader = makeReader(data)
  const di = identifierOf(reader)
  const base = { di, sequence: reader.u8('sequence') }
  if (answer && code === 0x01 && di === CURRENT) return { ...base, ...readingOf(type, reader) }
  return { ...base, ...(reader.left() > 0 ? { raw: toHex(reader.take(reader.left(), 'data')) } : {}) }
}

/**
 * One CJ/T 188 frame of a water, heat, gas or electricity meter: waking FE bytes, `68 T A0…A6 C L DI SER … CS 16`,
 * address and numbers in BCD low byte first, CS the sum from 68H; both byte orders of the identifier (2004, 2018). The
 * current reading 901F comes as quantities with units; other data as raw hex. Never throws.
 */
export const decodeCjt188 = (bytes: Uint8Array): Decoded =>
  guarded(() => {
    if (bytes.length === 0) fault('short', 0, 'expected a frame, found nothing')
    const start = afterPreamble(bytes)
    const reader = makeReader(bytes, start)
    if (reader.u8('start') !== START)
      fault('flags', start, `expected 68, found ${toHex(bytes.subarray(start, start + 1))}`)
    const type = reader.u8('meter type')
    const address = reversedDigits(reader.take(7, 'address'))
    const control = reader.u8('control code')
    const data = reader.take(reader.u8('length'), 'data')
    closeFrame(reader, start)
    const code = control & 0x3f
    const answer = (control & 0x80) !== 0
    return {
      protocol: 'cjt188',
      type: toHex(Uint8Array.of(type)),
      meter: type === 0xaa ? null : (TYPES[type]?.[0] ?? null),
      address: address === 'AAAAAAAAAAAAAA' ? null : address,
      direction: answer ? 'answer' : 'request',
      control: toHex(Uint8Array.of(control)),
      function: FUNCTIONS[code] ?? null,
      ...bodyOf(type, code, answer, (control & 0x40) !== 0, data),
    }
  })
