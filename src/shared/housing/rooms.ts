import { z } from 'zod'

/** Room category (房间类别), 《党政机关办公用房建设标准》第十条 表2; 技术业务用房 stands outside the four. */
const ROOM_CATEGORIES = ['office', 'service', 'equipment', 'auxiliary', 'technical'] as const
export const roomCategorySchema = z.enum(ROOM_CATEGORIES)
export type RoomCategory = z.infer<typeof roomCategorySchema>

/** Room state (房间状态): 在用 闲置 出租 出借 维修 待处置. */
export const ROOM_STATES = ['in-use', 'idle', 'leased', 'lent', 'repair', 'disposal'] as const
export const roomStateSchema = z.enum(ROOM_STATES)
export type RoomState = z.infer<typeof roomStateSchema>

/** The fourteen kinds of 服务用房, the nine of 设备用房 and the four of 附属用房; `''` for offices and technical rooms. */
export const ROOM_USES = {
  office: ['办公室'],
  service: [
    '会议室',
    '接待室',
    '档案室',
    '图书资料室',
    '机关信息网络用房',
    '机要保密室',
    '文印室',
    '收发室',
    '医务室',
    '值班室',
    '储藏室',
    '物业及工勤人员用房',
    '开水间',
    '卫生间',
  ],
  equipment: [
    '变配电室',
    '水泵房',
    '水箱间',
    '中水处理间',
    '锅炉房',
    '空调机房',
    '通信机房',
    '电梯机房',
    '建筑智能化系统设备用房',
  ],
  auxiliary: ['食堂', '停车库', '人防设施', '警卫用房'],
  technical: ['技术业务用房'],
} as const satisfies Record<RoomCategory, readonly string[]>
