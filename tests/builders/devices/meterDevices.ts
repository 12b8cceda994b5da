import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { ModbusTCPServer } from 'jsmodbus'

/** A DL/T 645 meter's answer: FE bytes, address, DI 00010000, register in 0.01 kWh, all with 33H added, CS, 16. */
export const answer645 = (number: string, kwh: number): string => {
  const bcd = (digits: string): number[] =>
    digits
      .match(/../g)!
      .map((pair) => Number.parseInt(pair, 16))
      .reverse()
  const data = [0x00, 0x00, 0x01, 0x00, ...bcd(String(Math.round(kwh * 100)).padStart(8, '0'))].map(
    (byte) => (byte + 0x33) & 255,
  )
  const frame = [0x68, ...bcd(number.padStart(12, '0')), 0x68, 0x91, data.length, ...data]
  return `FEFEFEFE${Buffer.from([...frame, frame.reduce((sum, byte) => (sum + byte) & 255, 0), 0x16])
    .toString('hex')
    .toUpperCase()}`
}

/** A Modbus TCP device with one u32 (low word first, ratio 40) and one float. */
export const startModbusDevice = async (
  port = 0,
): Promise<{ port: number; set(total: number, kw: number): void; stop(): Promise<void> }> => {
  const holding = Buffer.alloc(64)
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  new ModbusTCPServer(server, { holding })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    set: (raw, kw) => {
      holding.writeUInt16BE(raw & 0xffff, 20)
      holding.writeUInt16BE(raw >>> 16, 22)
      holding.writeFloatBE(kw, 24)
    },
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface RawDevice {
  readonly port: number
  answered(): number
  stop(): Promise<void>
}

/** A device that answers each request over Modbus TCP with octets of its own. */
export const startRawDevice = async (answer: (request: Buffer) => Buffer): Promise<RawDevice> => {
  const sockets = new Set<Socket>()
  let answered = 0
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (request: Buffer) => {
      answered++
      socket.write(answer(request))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    answered: () => answered,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An answer to a request: function and data in hex; what its head says of length and protocol may be a lie. */
export const answerModbus = (
  request: Buffer,
  body: string,
  lie: { readonly length?: number; readonly protocol?: number } = {},
): Buffer => {
  const bytes = Buffer.from(body, 'hex')
  const head = Buffer.alloc(7)
  request.copy(head, 0, 0, 2)
  head.writeUInt16BE(lie.protocol ?? 0, 2)
  head.writeUInt16BE(lie.length ?? bytes.length + 1, 4)
  head[6] = request[6] ?? 1
  return Buffer.concat([head, bytes])
}
