import { type Finding, finding } from './finding.ts'

/** VH-01 登记六项: 用车时间、事由、地点、里程、油耗、费用 of a trip that was registered. */
export const tripFindings = (trip: {
  readonly reason: string
  readonly to: string
  readonly report: {
    readonly returnedAt: number | null
    readonly kilometres: number | null
    readonly energy: number | null
    readonly cost: number | null
  }
}): Finding[] => {
  const missing = [
    trip.report.returnedAt === null ? ['用车时间', 'time'] : null,
    trip.reason.trim() === '' ? ['事由', 'reason'] : null,
    trip.to.trim() === '' ? ['地点', 'place'] : null,
    trip.report.kilometres === null ? ['里程', 'distance'] : null,
    trip.report.energy === null ? ['油耗', 'fuel'] : null,
    trip.report.cost === null ? ['费用', 'cost'] : null,
  ].filter((one) => one !== null)
  if (missing.length === 0) return []
  return [
    finding(
      'VH-01',
      'yellow',
      'six',
      `登记缺${missing.map(([zh]) => zh).join('、')}`,
      `registered without ${missing.map(([, en]) => en).join(', ')}`,
    ),
  ]
}

/** VH-17 社会化租赁: a rental needs a vehicle and a distance too. */
export const rentalFindings = (rental: {
  readonly plate: string | null
  readonly kilometres: number | null
  readonly reason: string
}): Finding[] => {
  const missing = [
    rental.plate === null ? ['车牌', 'plate'] : null,
    rental.kilometres === null ? ['里程', 'distance'] : null,
    rental.reason.trim() === '' ? ['事由', 'reason'] : null,
  ].filter((one) => one !== null)
  return missing.length === 0
    ? []
    : [
        finding(
          'VH-17',
          'yellow',
          'items',
          `租赁登记缺${missing.map(([zh]) => zh).join('、')}`,
          `rental without ${missing.map(([, en]) => en).join(', ')}`,
        ),
      ]
}
