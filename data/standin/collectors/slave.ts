import { createServer, type AddressInfo, type Socket } from 'node:net'
import { ModbusTCPServer } from 'jsmodbus'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { EnergyModel } from '../energy/model.ts'
import type { MeteredBuilding } from '../energy/roster.ts'
import type { FaultDesk } from '../faults.ts'

/** A building's meters behind one Modbus TCP address: holding registers, six a meter. */
export interface ModbusSlave {
  start(port: number): Promise<number>
  /** From now on it answers. */
  join(building: MeteredBuilding): void
  tick(now: EpochMs): void
  stop(): Promise<void>
}

/** Of one meter: its register in 1/1000 kWh on the transformer's far side as u32, low word first, then power in kW as a float. */
const SLAVE_WORDS = 6
const POWER_AT = 2
/** Current transformer ratio, 倍率. */
export const SLAVE_RATIO = 20

/** Where each item's words begin. */
export const slaveAddress = (items: readonly MeterItem[], item: MeterItem): number =>
  items.indexOf(item) * SLAVE_WORDS

export const makeSlave = ({
  model,
  faults,
}: {
  readonly model: EnergyModel
  readonly faults: FaultDesk
}): ModbusSlave => {
  const holding = Buffer.alloc(1024)
  const sockets = new Set<Socket>()
  let building: MeteredBuilding | null = null
  const server = createServer((socket) => {
    if (building === null || faults.current().down) return socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.destroy())
  })
  const dropAll = (): void => sockets.forEach((socket) => socket.destroy())
  faults.onChange(({ down }) => down && dropAll())
  new ModbusTCPServer(server, {
    holding,
    coils: Buffer.alloc(0),
    discrete: Buffer.alloc(0),
    input: Buffer.alloc(0),
  })
  return {
    start: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      }),
    join: (joined) => {
      building = joined
    },
    tick: (now) => {
      building?.meters.forEach(({ item }, i) => {
        const { kw, total } = model.at((building as MeteredBuilding).load, item, now)
        const at = i * SLAVE_WORDS * 2
        const raw = Math.round((total * 1_000) / SLAVE_RATIO) >>> 0
        holding.writeUInt16BE(raw & 0xffff, at)
        holding.writeUInt16BE(raw >>> 16, at + 2)
        holding.writeFloatBE(kw / SLAVE_RATIO, at + POWER_AT * 2)
      })
    },
    stop: async () => {
      dropAll()
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
