import { smallProvince } from '../../../builders/records/smallProvince.ts'
import { fill, makeLiveHouse, type LiveHouse } from '../../../builders/house/liveHouse.ts'

/** A Saturday that the state made a workday, 10:00. */
const SATURDAY = Date.parse('2026-10-10T10:00:00+08:00')
export const records = smallProvince({ counties: 4, compounds: 1, buildings: 1, floors: 1, rooms: 8 })
export const UNITS = 6

export const clock = {
  house: undefined as never as LiveHouse,
  now: SATURDAY,
}

const addFences = (): void => {
  const fence = {
    region: '450102',
    place: null,
    roster: null,
    order: null,
    window: null,
    updatedAt: 1,
  } as const
  records.fences.push(
    {
      ...fence,
      id: 'F1',
      name: '国际酒店',
      kind: 'sensitive',
      place: 'hotel',
      rule: 'no-stop',
      geometry: { type: 'circle', center: [108.4, 22.8], radiusM: 100 },
      roster: { vehicles: [], units: ['U-450102-1'], categories: [], regions: [] },
    },
    {
      ...fence,
      id: 'F2',
      name: '南宁市用车范围',
      kind: 'allowed',
      rule: 'keep-in',
      geometry: { type: 'region', code: '450100' },
      roster: { vehicles: [], units: [], categories: [], regions: ['450102'] },
    },
    {
      ...fence,
      id: 'F3',
      name: '柳州禁行区',
      region: '450203',
      kind: 'forbidden',
      rule: 'keep-out',
      geometry: {
        type: 'polygon',
        rings: [
          [
            [109.2, 22.2],
            [109.3, 22.2],
            [109.3, 22.3],
            [109.2, 22.2],
          ],
        ],
      },
    },
  )
}

/** Six units a county with a vehicle each; the hotel binds the vehicles of one category. */
const enrich = (): void => {
  const [unit, vehicle] = [records.units[0], records.vehicles[0]]
  if (!unit || !vehicle) throw new Error('the small province has no unit or vehicle')
  records.units.length =
    records.vehicles.length =
    records.people.length =
    records.rooms.length =
    records['vehicle-months'].length =
      0
  for (const [c, county] of ['450102', '450203', '450104', '450205'].entries()) {
    for (let i = 0; i < UNITS; i++) {
      records.units.push({ ...unit, id: `U-${county}-${i}`, name: `${county}第${i}局`, region: county })
      records.vehicles.push({
        ...vehicle,
        id: `V-${county}-${i}`,
        plate: `桂A${c}00${i}1`,
        unit: `U-${county}-${i}`,
        region: county,
        depot: `D-${county}`,
        category: 'other',
      })
    }
  }
}

export const openHouse = async () => {
  enrich()
  addFences()
  clock.house = await makeLiveHouse({ clock: () => clock.now })
  await fill(clock.house, records)
  await clock.house.start([])
  await clock.house.live.alerts.judgeAll()
}
