import type { InteriorRoomRow } from '#shared/protocol/http.ts'
import type { RoomIcon } from '#shared/scene/roomIcons.ts'
import type { ROOM_USES } from '#shared/housing/rooms.ts'

type Use = (typeof ROOM_USES)[keyof typeof ROOM_USES][number]

/** Of each use that the ledger knows; offices are told by their numbers and units. */
const OF_USE: Readonly<Record<Exclude<Use, '办公室'>, RoomIcon>> = {
  会议室: 'meeting',
  接待室: 'reception',
  档案室: 'archive',
  图书资料室: 'books',
  机关信息网络用房: 'network',
  机要保密室: 'lock',
  文印室: 'print',
  收发室: 'post',
  医务室: 'medical',
  值班室: 'duty',
  储藏室: 'storage',
  物业及工勤人员用房: 'tools',
  开水间: 'water',
  卫生间: 'toilet',
  变配电室: 'power',
  水泵房: 'drop',
  水箱间: 'drop',
  中水处理间: 'drop',
  锅炉房: 'flame',
  空调机房: 'air',
  通信机房: 'network',
  电梯机房: 'lift',
  建筑智能化系统设备用房: 'network',
  食堂: 'canteen',
  停车库: 'parking',
  人防设施: 'shield',
  警卫用房: 'guard',
  技术业务用房: 'technical',
}

/** Of a use that is told in other words, by its category. */
const OF_CATEGORY: Partial<Record<InteriorRoomRow['category'], RoomIcon>> = {
  service: 'service',
  equipment: 'equipment',
  technical: 'technical',
}

/** The sign of a room; none of an office. */
export const iconOf = ({ use, category }: Pick<InteriorRoomRow, 'use' | 'category'>): RoomIcon | undefined =>
  category === 'office'
    ? undefined
    : ((OF_USE as Readonly<Record<string, RoomIcon | undefined>>)[use] ?? OF_CATEGORY[category])
