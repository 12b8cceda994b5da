import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { makeModbusSource } from '../../../../server/sources/modbus/index.ts'
import { modbusConfigSchema } from '../../../../server/sources/modbus/config.ts'
import { startModbusDevice } from '../../../builders/devices/meterDevices.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { smallProvince, SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import { QUARTER, quiet, house, clock, dayOf } from './house.ts'

const total = { address: 10, type: 'u32', words: 'low-first', scale: 0.01, ratio: 40 }

const stored = (building: string): number | undefined => house.live.energy.state(`${building}-M`)?.total

interface Device {
  readonly port: number
  readonly building: string
}

const configOf = (stuck: Device, alive: Device) =>
  modbusConfigSchema.parse({
    way: 'modbus',
    name: 'modbus',
    pollMs: 60,
    devices: [
      {
        host: '127.0.0.1',
        port: stuck.port,
        building: stuck.building,
        timeoutMs: 400,
        meters: [{ item: 'total', total }],
      },
      {
        host: '127.0.0.1',
        port: alive.port,
        unit: 3,
        building: alive.building,
        timeoutMs: 400,
        meters: [{ item: 'total', total, kw: { address: 12, type: 'f32' } }],
      },
    ],
  })

const fallTold = async () =>
  (
    await house.database.pool.query(
      "select 1 from quarantine where source = 'modbus' and reason like 'expected a register not below %'",
    )
  ).rows.length === 1

describe('Modbus TCP', () => {
  it('is asked device by device: one that never answers delays nobody, one that dies comes back, a register may roll over', async () => {
    const buildings = smallProvince().buildings.map(({ id }) => id)
    const [alive, stuck] = [buildings[8] as string, buildings[9] as string]
    let device = await startModbusDevice()
    const silent = createServer((socket) => void socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const config = configOf(
      { port: (silent.address() as AddressInfo).port, building: stuck },
      { port: device.port, building: alive },
    )
    const modbus = makeModbusSource(config, () => clock.now, quiet, house.live.registers)
    const wrap = 0x1_0000_0000
    device.set(wrap - 100, 12.5)
    await modbus.start(house.live.sink)
    try {
      await until(
        'the first register',
        () => Math.abs((stored(alive) ?? 0) - (wrap - 100) * 0.4) < 0.01,
        3_000,
      )
      expect(modbus.status()).toMatchObject({ way: 'request', state: 'live' })
      await until(
        'the silent one is told',
        () => modbus.status().error?.includes(`/${1}:`) || modbus.status().error !== null,
        3_000,
      )
      clock.now += QUARTER
      device.set(wrap - 50, 13)
      const quarter = 32 + (clock.now - SMALL_NOW) / QUARTER - 1
      await until(
        '20 kWh',
        async () => Math.abs(((await dayOf(alive))?.values[quarter] ?? 0) - 20) < 0.05,
        3_000,
      )
      await device.stop()
      await until('its death is told', () => modbus.status().state === 'backing-off', 3_000)
      clock.now += QUARTER
      device = await startModbusDevice(device.port)
      device.set(10, 14)
      await until('the fall is told', fallTold, 6_000)
      clock.now += QUARTER / 15
      device.set(11, 14)
      await until('it is read again, begun anew', () => Math.abs((stored(alive) ?? 0) - 4.4) < 0.01, 6_000)
      expect(modbus.status().state).toBe('live')
      expect(
        (await dayOf(alive))?.values.every((value) => value === null || (value >= 0 && value < 100)),
      ).toBe(true)
    } finally {
      await modbus.stop()
      await device.stop()
      silent.close()
    }
  })
})
