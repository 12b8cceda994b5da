import type { GatewaySource } from '../../../../server/sources/gateway/gateway.ts'
import { sourcesConfigSchema } from '../../../../server/sources/config.ts'
import { fill, makeLiveHouse, until, type LiveHouse } from '../../../builders/house/liveHouse.ts'
import { keptPoints } from '../../../builders/records/keptPoints.ts'
import { smallProvince, SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import type { TestTerminal } from '../../../builders/devices/terminal.ts'

export const now = SMALL_NOW
export const records = smallProvince()
export const PHONES = records.vehicles.map((_, i) =>
  i % 2 === 0 ? `01390000${String(i).padStart(4, '0')}` : `0000000001390000${String(i).padStart(4, '0')}`,
)
export const VIN = 'LGX450103A3000012'
records.vehicles.forEach((vehicle, i) =>
  Object.assign(vehicle, { terminal: { phone: PHONES[i], vin: i === 0 ? VIN : null } }),
)
export const [first, second, third] = records.vehicles.map(({ id }) => id) as [string, string, string]

export let house: LiveHouse
export const lines: TestTerminal[] = []
export const source = (name: string): GatewaySource =>
  house.sources.find((each) => each.name === name) as GatewaySource

export const openHouse = async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, records)
  const common = { port: 0, authKey: 'gateway-test-key' }
  await house.start(
    sourcesConfigSchema.parse([
      { way: 'jt808', name: 'terminals', ...common, partsMs: 400, patienceMs: 1_500 },
      { way: 'jt808', name: 'gcj', ...common, crs: 'GCJ02', bytesPerSecond: 65_536 },
      {
        way: 'jt809',
        name: 'platforms',
        port: 0,
        users: [{ user: 1001, password: 'secret88', platform: 45 }],
      },
      { way: 'gb32960', name: 'newenergy', port: 0 },
    ]),
  )
  await until('the gateways listen', () => house.sources.every(({ status }) => status().state === 'live'))
}
export const points = (vehicle: string) => keptPoints(house, vehicle, now - 86_400_000, now)
