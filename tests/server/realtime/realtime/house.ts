import type { PositionRecord } from '../../../../src/shared/protocol/platform.ts'
import { smallProvince, SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, position, viewerOf, type LiveHouse } from '../../../builders/house/liveHouse.ts'

export let house: LiveHouse

export const clock = {
  now: SMALL_NOW,
}
export const records = smallProvince()
export const vehicles = records.vehicles.map(({ id }) => id)
export const leader = viewerOf('leader', '450000')

export const openHouse = async () => {
  house = await makeLiveHouse({ clock: () => clock.now, tickMs: 50 })
  await fill(house, records)
  await house.start([])
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: vehicles.map((id) => position(id, clock.now - 1000)),
  })
}

let turns = 0
/** Each report turns a little, so that there is something new to see. */
export const report = async (ids: readonly string[], more: Partial<PositionRecord> = {}): Promise<void> => {
  clock.now += 1000
  turns = (turns + 7) % 360
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: ids.map((id) => position(id, clock.now, { headingDeg: turns, ...more })),
  })
}
