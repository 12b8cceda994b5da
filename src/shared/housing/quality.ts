import type { BuildingRecord } from './collections/buildings.ts'
import type { CompoundRecord } from './collections/compounds.ts'
import type { RoomRecord } from './collections/rooms.ts'
import type { UnitRecord } from './collections/units.ts'
import { DAY_MS } from '../kernel/time/time.ts'
import type { EpochMs } from '../kernel/units.ts'
import { ringArea } from './geometry.ts'
import { ROOM_USES } from './rooms.ts'
import { isCreditCode } from './creditCode.ts'
import { isWholeOf, SHARE_TOLERANCE } from './shares.ts'

/** 完整性 and 准确性 of one record: required fields and those filled, checks and those failed. 本系统口径. */
export interface Quality {
  readonly required: number
  readonly filled: number
  readonly checks: number
  readonly failed: number
}

const quality = (fields: readonly boolean[], checks: readonly boolean[]): Quality => ({
  required: fields.length,
  filled: fields.filter(Boolean).length,
  checks: checks.length,
  failed: checks.filter((ok) => !ok).length,
})

/** A drawn outline and the area written in the ledger may differ by this share before the check fails. */
const AREA_TOLERANCE = 0.2

const sharesSum = (room: RoomRecord): boolean =>
  room.occupants.length === 0 || isWholeOf(room.occupants.reduce((sum, one) => sum + one.share, 0))

/**
 * Required: 房号 面积 使用功能, and in use the 使用单位, and for an office in use its occupants. Checks:
 * drawing against ledger, function against category, shares, occupants known.
 */
export const roomQuality = (room: RoomRecord, unknownOccupants: number): Quality => {
  const drawn = ringArea(room.ring)
  const inUse = room.state === 'in-use'
  const fields = [room.number !== '', room.use !== '', room.usableArea > 0]
  if (inUse) fields.push(room.unit !== null)
  if (inUse && room.category === 'office') fields.push(room.occupants.length > 0)
  return quality(fields, [
    Math.abs(drawn - room.usableArea) <= drawn * AREA_TOLERANCE,
    (ROOM_USES[room.category] as readonly string[]).includes(room.use),
    sharesSum(room),
    unknownOccupants === 0,
    room.state !== 'idle' || room.occupants.length === 0,
  ])
}

/** 权属: a certificate with its number and holder, or the reason why there is none and the planned day (广西 未办证登记). */
export const buildingQuality = (building: BuildingRecord): Quality => {
  const { certificate } = building
  const held = certificate.kind !== 'none'
  return quality(
    [
      building.structure !== '',
      building.builtYear > 0,
      building.grossArea > 0,
      held,
      held ? certificate.number !== null : certificate.reason !== null,
    ],
    [
      building.footprint.length >= 3,
      building.grossArea <=
        ringArea(building.footprint) * (building.floorsAbove + building.floorsBelow) * (1 + AREA_TOLERANCE),
      !held || certificate.holder !== null,
      held || certificate.planned !== null,
    ],
  )
}

export const compoundQuality = (compound: CompoundRecord): Quality =>
  quality(
    [compound.name !== '', compound.address !== '', compound.landArea > 0],
    [compound.boundary.length >= 3],
  )

/** 统一社会信用代码 with its check character (GB 32100-2015), 编制 and 用能人数. */
export const unitQuality = (unit: UnitRecord): Quality =>
  quality(
    [unit.name !== '', unit.uscc !== null, Object.keys(unit.establishment).length > 0, unit.energyUsers > 0],
    [unit.uscc === null || isCreditCode(unit.uscc)],
  )

/** 本系统口径 [D]: 时效性 and tolerances of checks. */
export const QUALITY_LIMITS = {
  freshMs: 365 * DAY_MS,
  area: AREA_TOLERANCE,
  share: SHARE_TOLERANCE,
}
export type QualityLimits = typeof QUALITY_LIMITS

/** 时效性: the record was changed or confirmed within so long. */
export const isFresh = (
  updatedAt: EpochMs,
  now: EpochMs,
  freshMs: number = QUALITY_LIMITS.freshMs,
): boolean => updatedAt >= freshSince(now, freshMs)
export const freshSince = (now: EpochMs, freshMs: number = QUALITY_LIMITS.freshMs): EpochMs => now - freshMs
