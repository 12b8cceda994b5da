import type { Contents } from './plainFigures.ts'

/** 服务用房 and the rest: which use belongs to which category (the 2014 standard, 第十条 表2). */
const USES: Readonly<Record<string, readonly string[]>> = {
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
}
const YEAR_MS = 365 * 24 * 3_600_000
const surface = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce(
      (sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * y,
      0,
    ),
  ) / 2

/** GB 32100-2015: the last of eighteen characters checks the others. */
const isCreditCode = (code: string): boolean => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const values = [...code].map((character) => alphabet.indexOf(character))
  if (values.length !== 18 || values.includes(-1)) return false
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, 17)) {
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return values[17] === (31 - (sum % 31)) % 31
}

/** 完整性, 准确性, 时效性 of what lies in a place, by the written definitions and from the records alone. */
export const plainQuality = (
  { rooms, buildings, compounds, units }: Pick<Contents, 'rooms' | 'buildings' | 'compounds' | 'units'>,
  isKnown: (person: string) => boolean,
  now: number,
): Record<string, number> => {
  const fields: boolean[] = []
  const checks: boolean[] = []
  const stamps: number[] = []
  for (const room of rooms) {
    const used = room.state === 'in-use'
    fields.push(room.number !== '', room.use !== '', room.usableArea > 0)
    if (used) fields.push(room.unit !== null)
    if (used && room.category === 'office') fields.push(room.occupants.length > 0)
    const drawn = surface(room.ring as [number, number][])
    const whole = room.occupants.reduce((sum, one) => sum + one.share, 0)
    checks.push(Math.abs(drawn - room.usableArea) <= 0.2 * drawn, USES[room.category]!.includes(room.use))
    checks.push(
      room.occupants.length === 0 || Math.abs(whole - 1) <= 0.01,
      room.occupants.every((one) => isKnown(one.person)),
    )
    checks.push(room.state !== 'idle' || room.occupants.length === 0)
    stamps.push(room.updatedAt)
  }
  for (const b of buildings) {
    const held = b.certificate.kind !== 'none'
    fields.push(
      b.structure !== '',
      b.builtYear > 0,
      b.grossArea > 0,
      held,
      (held ? b.certificate.number : b.certificate.reason) !== null,
    )
    checks.push(
      b.footprint.length >= 3,
      b.grossArea <= surface(b.footprint as [number, number][]) * (b.floorsAbove + b.floorsBelow) * 1.2,
    )
    checks.push(!held || b.certificate.holder !== null, held || b.certificate.planned !== null)
    stamps.push(b.updatedAt)
  }
  for (const c of compounds) {
    fields.push(c.name !== '', c.address !== '', c.landArea > 0)
    checks.push(c.boundary.length >= 3)
    stamps.push(c.updatedAt)
  }
  for (const u of units) {
    fields.push(u.name !== '', u.uscc !== null, Object.keys(u.establishment).length > 0, u.energyUsers > 0)
    checks.push(u.uscc === null || isCreditCode(u.uscc))
    stamps.push(u.updatedAt)
  }
  const yes = (list: readonly boolean[]): number => list.filter(Boolean).length
  return {
    fieldsRequired: fields.length,
    fieldsFilled: yes(fields),
    checks: checks.length,
    checksFailed: checks.length - yes(checks),
    records: stamps.length,
    recordsFresh: stamps.filter((at) => at >= now - YEAR_MS).length,
  }
}
