import { fromHex } from '../../codecs/bytes.ts'
import { decodeCjt188 } from '../../codecs/cjt188.ts'
import { decodeDlt645 } from '../../codecs/dlt645.ts'
import { shapeOf } from '../turnedAway.ts'

export const RAW_PROTOCOLS = ['dlt645', 'cjt188'] as const
export type RawProtocol = (typeof RAW_PROTOCOLS)[number]

/** A register in kWh or m³ as decimal text, or why there is none. */
type RawReading = { readonly value: string } | { readonly field: string; readonly reason: string }

/** 组合有功 and 正向有功, total or as the block that begins with the total. */
const ENERGY_REGISTERS = new Set(['00000000', '00010000', '0000FF00', '0001FF00'])
/** What one of the unit is worth in kWh or m³. */
const WORTH: Readonly<Record<string, number>> = {
  kWh: 1,
  MWh: 1_000,
  Wh: 0.001,
  J: 1 / 3_600_000,
  kJ: 1 / 3_600,
  MJ: 1 / 3.6,
  GJ: 1_000 / 3.6,
  'm³': 1,
  L: 0.001,
}
const DECIMALS = 6
/** `68 A0…A5 68`: the second 68 is what CJ/T 188 lacks. */
const SECOND_START = 7
const LONGEST_HEX = 1_024

const isDlt645 = (bytes: Uint8Array): boolean => {
  const start = bytes.findIndex((byte) => byte !== 0xfe)
  return (
    bytes[start] === 0x68 &&
    bytes[start + SECOND_START] === 0x68 &&
    bytes.at(-1) === 0x16 &&
    bytes.length === start + 12 + (bytes[start + 9] ?? 0)
  )
}

const textOf = (value: unknown): string | null =>
  typeof value === 'number' && Number.isFinite(value) ? String(Number(value.toFixed(DECIMALS))) : null

const electricityOf = (frame: Record<string, unknown>): RawReading => {
  if (!ENERGY_REGISTERS.has(String(frame['di'])))
    return {
      field: 'value',
      reason: `expected an energy register (00000000 or 00010000), found identifier ${String(frame['di'] ?? 'none')}`,
    }
  const value = textOf(frame['value'] ?? (frame['values'] as readonly unknown[] | undefined)?.[0])
  return value === null
    ? { field: 'value', reason: 'expected a register, the meter says that it lacks it' }
    : { value }
}
const pipedOf = (frame: Record<string, unknown>): RawReading => {
  const { value, unit } = (frame['current'] ?? {}) as { value?: unknown; unit?: unknown }
  const worth = WORTH[String(unit)]
  if (typeof value !== 'number' || worth === undefined)
    return {
      field: 'value',
      reason:
        `expected the current reading 901F in m³ or a unit of energy, found ${String(frame['di'] ?? 'none')} ${String(unit ?? '')}`.trim(),
    }
  return { value: textOf(value * worth) as string }
}

/**
 * parser=no: the function's text is the meter's own answer in hex, DL/T 645 or CJ/T 188. `protocol` null: by its form.
 * `number`: the meter's number where it is known; a frame of another meter is none of its readings.
 */
export const readRaw = (hex: string, protocol: RawProtocol | null, number: string): RawReading => {
  const bytes = hex.length > LONGEST_HEX ? null : fromHex(hex.replace(/^0x/i, ''))
  if (!bytes)
    return { field: 'value', reason: `expected a meter's frame in hex (parser=no), found ${shapeOf(hex)}` }
  const named = protocol ?? (isDlt645(bytes) ? 'dlt645' : 'cjt188')
  const decoded = named === 'dlt645' ? decodeDlt645(bytes) : decodeCjt188(bytes)
  if (!decoded.ok)
    return {
      field: 'value',
      reason: `expected a frame of ${named}: ${decoded.error.code}: ${decoded.error.reason}`,
    }
  const frame = decoded.frame as Record<string, unknown>
  if (frame['direction'] !== 'answer' || frame['refused'] !== undefined)
    return {
      field: 'value',
      reason: `expected the meter's answer, found ${frame['refused'] === undefined ? 'a request' : 'a refusal'}`,
    }
  const address = String(frame['address'] ?? '')
  if (
    /^\d{6,14}$/.test(number) &&
    Number(number) > 0 &&
    BigInt(number) !== BigInt(/^\d+$/.test(address) ? address : 0)
  )
    return { field: 'address', reason: `expected a frame of meter ${number}, found one of ${address}` }
  return named === 'dlt645' ? electricityOf(frame) : pipedOf(frame)
}
