import type { RoomCategory, RoomState } from '../housing/rooms.ts'

export const VACANT = 'vacant'
export const COMMON = 'common'

/** A room as far as it says who uses its building's energy. */
export interface HeldRoom {
  readonly category: RoomCategory
  readonly state: RoomState
  readonly unit: string | null
  /** 使用面积, dm². */
  readonly usableDm2: number
}
/** A unit's id, `vacant` (空置) or `common` (公共), with its share of the building, 0–1; the shares of a building sum to 1. */
export interface HolderShare {
  readonly holder: string
  readonly share: number
}

/** Whose energy a room's is: its unit's; the common parts' for 设备用房 and 附属用房 and for 服务用房 that no unit holds; else the empty rooms'. [D] */
export const holderOf = (room: Pick<HeldRoom, 'category' | 'state' | 'unit'>): string => {
  if (room.category === 'equipment' || room.category === 'auxiliary') return COMMON
  if (room.unit !== null && room.state !== 'idle' && room.state !== 'disposal') return room.unit
  return room.category === 'service' ? COMMON : VACANT
}

/**
 * 分户: a building's consumption by used area of its rooms [D]. Sorted by holder, so that the same rooms give the same
 * shares; a building without rooms is all common.
 */
export const sharesOf = (areas: ReadonlyMap<string, number>): HolderShare[] => {
  const whole = [...areas.values()].reduce((sum, area) => sum + area, 0)
  if (whole <= 0) return [{ holder: COMMON, share: 1 }]
  return [...areas]
    .filter(([, area]) => area > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([holder, area]) => ({ holder, share: area / whole }))
}
