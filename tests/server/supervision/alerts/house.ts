import type { Alert } from '../../../../src/shared/protocol/http.ts'
import { smallProvince } from '../../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../../builders/house/liveHouse.ts'

const SATURDAY = Date.parse('2025-10-11T10:00:00+08:00')
export let house: LiveHouse

export const clock = {
  now: SATURDAY,
}
export const records = smallProvince()
export const leader = viewerOf('leader', '450000')

export const openHouse = async () => {
  for (const vehicle of records.vehicles) vehicle.category = 'other'
  house = await makeLiveHouse({ clock: () => clock.now })
  await fill(house, records)
  await house.start([])
  await house.live.alerts.judgeAll()
}

export const list = async (
  viewer = leader,
  query: Record<string, unknown> = { limit: 2000 },
): Promise<{ alerts: Alert[]; total: number }> =>
  house.live.routes
    .find(({ url }) => url === '/api/alerts')
    ?.handle({ params: undefined, query, body: undefined } as never, {
      viewer,
      address: '',
      sessionId: '',
    }) as never
export const ofRule = async (rule: string, viewer = leader): Promise<Alert[]> =>
  (await list(viewer)).alerts.filter((alert) => alert.rule === rule)
