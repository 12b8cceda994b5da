import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { ModbusTCPServer } from 'jsmodbus'

/** A DL/T 645 meter's answer: FE bytes, address, DI 00010000, register in 0.01 kWh, all with 33H added, CS, 16. */
export const answer645 = (number: string, kwh: number): string => {
  const bcd = (digits: string): number[] => digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16)).reverse()
  const data = [0x00, 0x00, 0x01, 0x00, ...bcd(String(Math.round(kwh * 100)).padStart(8, '0'))].map((byte) => (byte + 0x33) & 255)
  const frame = [0x68, ...bcd(number.padStart(12, '0')), 0x68, 0x91, data.length, ...data]
  return `FEFEFEFE${Buffer.from([...frame, frame.reduce((sum, byte) => (sum + byte) & 255, 0), 0x16]).toString('hex').toUpperCase()}`
}

/** A Modbus TCP device with one u32 (low word first, ratio 40) and one float. */
export const startModbusDevice = async (port = 0): Promise<{ port: number; set(total: number, kw: number): void; stop(): Promise<void> }> => {
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
