/** What each room of a floor is for. */
import { ROOM_USES, type RoomCategory } from '#shared/housing/rooms.ts'
import type { FloorWork } from './floors.ts'
import type { PlannedRoom } from './floorPlan.ts'
import type { Rng } from '../made/rng.ts'

export interface RoomUse {
  readonly category: RoomCategory
  readonly use: string
}

const office: RoomUse = { category: 'office', use: '办公室' }
const service = (use: (typeof ROOM_USES.service)[number]): RoomUse => ({ category: 'service', use })
const equipment = (use: (typeof ROOM_USES.equipment)[number]): RoomUse => ({ category: 'equipment', use })
const auxiliary = (use: (typeof ROOM_USES.auxiliary)[number]): RoomUse => ({ category: 'auxiliary', use })

const area = (room: PlannedRoom): number => room.rect[2] * room.rect[3]

/** Takes rooms off a list that is sorted small to large: `small` from the front, `large` from the back. */
const takeFrom = (order: number[], uses: RoomUse[], end: 'small' | 'large', use: RoomUse): void => {
  const i = end === 'small' ? order.shift() : order.pop()
  if (i !== undefined) uses[i] = use
}

/** How much of a usual floor meets, files and stores: a township has its few rooms for its people. */
const SERVICE_SHARE = { usual: [0.165, 0.265], township: [0.06, 0.13] } as const
const LARGE_PER_ROOMS = { usual: 7, township: 20 } as const

const usualUses = (
  take: (end: 'small' | 'large', use: RoomUse) => void,
  count: number,
  kind: keyof typeof SERVICE_SHARE,
  rng: Rng,
): void => {
  take('small', service('开水间'))
  if (rng.chance(0.8)) take('small', equipment(rng.pick(['通信机房', '空调机房', '建筑智能化系统设备用房'])))
  take('large', service('会议室'))
  const [least, most] = SERVICE_SHARE[kind]
  const more = Math.round(count * rng.between(least, most))
  for (let i = 0; i < more; i++)
    take(
      'small',
      service(
        rng.pick([
          '储藏室',
          '文印室',
          '档案室',
          '档案室',
          '图书资料室',
          '机关信息网络用房',
          '机要保密室',
          '会议室',
        ]),
      ),
    )
  for (let i = 0; i < Math.floor(count / LARGE_PER_ROOMS[kind]); i++)
    take('large', service(rng.pick(['会议室', '会议室', '档案室', '图书资料室'])))
}

const groundUses = (
  take: (end: 'small' | 'large', use: RoomUse) => void,
  canteen: boolean,
  rng: Rng,
): void => {
  for (const use of ['收发室', '值班室', '开水间'] as const) take('small', service(use))
  if (rng.chance(0.7)) take('small', auxiliary('警卫用房'))
  if (rng.chance(0.5)) take('small', equipment('变配电室'))
  take('large', service('接待室'))
  if (canteen) take('large', auxiliary('食堂'))
  else if (rng.chance(0.6)) take('large', service('会议室'))
  if (rng.chance(0.35)) take('small', service('医务室'))
  if (rng.chance(0.5)) take('small', service('物业及工勤人员用房'))
}

const BASEMENT: readonly RoomUse[] = [
  equipment('变配电室'),
  equipment('水泵房'),
  equipment('空调机房'),
  equipment('通信机房'),
  equipment('水箱间'),
  service('储藏室'),
  auxiliary('人防设施'),
]

const basementUses = (order: number[], uses: RoomUse[], canteen: boolean): void => {
  if (canteen) takeFrom(order, uses, 'large', auxiliary('食堂'))
  const machines = Math.ceil(order.length * 0.45)
  for (let i = 0; i < machines; i++) takeFrom(order, uses, 'small', BASEMENT[i % BASEMENT.length]!)
  for (const i of order) uses[i] = auxiliary('停车库')
}

/** Where a building cooks: below ground when it has a basement, else on its ground floor. */
const hasCanteen = (building: FloorWork['building']): boolean =>
  building.draft.ordinal === 1 && building.draft.rooms.length >= 4

export const usesOf = (floor: FloorWork, rng: Rng): RoomUse[] => {
  const { rooms, level, building } = floor
  const uses: RoomUse[] = rooms.map((room) => (room.use === null ? office : service(room.use)))
  const order = rooms
    .flatMap((room, i) => (room.use === null ? [i] : []))
    .sort((a, b) => area(rooms[a]!) - area(rooms[b]!) || a - b)
  const take = (end: 'small' | 'large', use: RoomUse): void => takeFrom(order, uses, end, use)
  const canteen = hasCanteen(building)
  if (level < 0) basementUses(order, uses, canteen && level === -1)
  else if (level === 1) groundUses(take, canteen && building.draft.below === 0, rng)
  else usualUses(take, rooms.length, building.draft.tier === 'township' ? 'township' : 'usual', rng)
  if (level === building.draft.above && building.draft.above >= 6) take('small', equipment('电梯机房'))
  if (building.record.use === 'technical' && level > 0)
    for (const i of order) if (rng.chance(0.6)) uses[i] = { category: 'technical', use: '技术业务用房' }
  return uses
}
