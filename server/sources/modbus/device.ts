import { connect, type Socket } from 'node:net'
import { ModbusTCPClient } from 'jsmodbus'
import type { ModbusDevice, ModbusNumber } from './config.ts'

/** What of one meter was read; null where the device's number is none. */
export interface ModbusReading {
  readonly total: number | null
  readonly kw: number | null
}

const WORDS: Readonly<Record<ModbusNumber['type'], number>> = {
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  f32: 2,
  u64: 4,
  f64: 4,
}
/** Unit, function and count stand before the words of an answer. */
const BEFORE_WORDS = 3
/** Bytes that a device may send for one meter; its two answers have at most 520. */
const MOST_BYTES = 4_096

/** FFFFFFFF of an unsigned type, 80000000 of a signed one: what devices send for a quantity that they lack. A single word has no such mark: 65,535 is a number. */
const isLacking = (bytes: Buffer, type: ModbusNumber['type']): boolean =>
  bytes.length > 2 &&
  (type.startsWith('u')
    ? bytes.every((byte) => byte === 0xff)
    : type.startsWith('i') && bytes[0] === 0x80 && bytes.subarray(1).every((byte) => byte === 0))

/** The number in the words that were read; null for NaN, infinities and the marks of a quantity that the device lacks. */
export const numberIn = (words: Buffer, number: ModbusNumber): number | null => {
  const count = WORDS[number.type]
  const bytes = Buffer.alloc(count * 2)
  for (let word = 0; word < count; word++)
    words.copy(
      bytes,
      word * 2,
      (number.words === 'low-first' ? count - 1 - word : word) * 2,
      (number.words === 'low-first' ? count - word : word + 1) * 2,
    )
  if (number.bytes === 'low-first') bytes.swap16()
  if (isLacking(bytes, number.type)) return null
  const raw = {
    u16: () => bytes.readUInt16BE(),
    i16: () => bytes.readInt16BE(),
    u32: () => bytes.readUInt32BE(),
    i32: () => bytes.readInt32BE(),
    f32: () => bytes.readFloatBE(),
    u64: () => Number(bytes.readBigUInt64BE()),
    f64: () => bytes.readDoubleBE(),
  }[number.type]()
  return Number.isFinite(raw) ? Number((raw * number.scale * number.ratio).toPrecision(12)) : null
}

const connected = (device: ModbusDevice, socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.setTimeout(device.timeoutMs, () =>
      socket.destroy(new Error(`no answer within ${device.timeoutMs} ms`)),
    )
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the device closed the line')))
    socket.once('connect', () => resolve())
  })

/** The library's errors carry their sentence under other names than `message`. */
const explain = (error: unknown): Error => {
  if (error instanceof Error) return error
  const { err, message } = (error ?? {}) as { err?: string; message?: string }
  return new Error(message ?? err ?? String(error))
}

/**
 * Asks one device for all of its numbers over a line of its own, one after another. Rejects when the line breaks, an
 * answer is late or the device refuses; nothing half read is handed over.
 */
export const readDevice = async (device: ModbusDevice, signal: AbortSignal): Promise<ModbusReading[]> => {
  const socket = connect({ host: device.host, port: device.port })
  socket.on('error', () => undefined)
  const client = new ModbusTCPClient(socket, device.unit, device.timeoutMs)
  const onAbort = (): void => void socket.destroy()
  signal.addEventListener('abort', onAbort)
  try {
    await connected(device, socket)
    const most = MOST_BYTES * device.meters.length
    socket.on('data', () => socket.bytesRead > most && socket.destroy())
    const ask = async (number: ModbusNumber): Promise<number | null> => {
      const words = WORDS[number.type]
      const { response } = await (number.kind === 'holding'
        ? client.readHoldingRegisters(number.address, words)
        : client.readInputRegisters(number.address, words))
      const { valuesAsBuffer } = response.body
      if (response.bodyLength !== words * 2 + BEFORE_WORDS)
        throw new Error(
          `expected an answer of ${words * 2 + BEFORE_WORDS} bytes at register ${number.address}, found ${response.bodyLength}`,
        )
      if (valuesAsBuffer.length !== words * 2)
        throw new Error(
          `expected ${words * 2} bytes at register ${number.address}, found ${valuesAsBuffer.length}`,
        )
      return numberIn(valuesAsBuffer, number)
    }
    const readings: ModbusReading[] = []
    for (const { total, kw } of device.meters)
      readings.push({ total: await ask(total), kw: kw ? await ask(kw) : null })
    return readings
  } catch (error) {
    throw explain(error)
  } finally {
    signal.removeEventListener('abort', onAbort)
    socket.destroy()
  }
}
