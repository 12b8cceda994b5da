import type { RoadLimitRecord, WorkingHoursRecord } from '#shared/protocol/platform.ts'
import type { Row } from './writeRows.ts'

export const roadLimitRow = (r: RoadLimitRecord): Row => ({
  id: r.id,
  region: r.region,
  name: r.name,
  class: r.class,
  path: r.path,
  width_m: r.widthM ?? null,
  one_way: r.oneWay ?? false,
  limit_kmh: r.limitKmh,
  limit_other_kmh: r.limitOtherKmh ?? null,
})

export const workingHoursRow = (r: WorkingHoursRecord): Row => ({
  id: r.id,
  region: r.region,
  unit: r.unit,
  name: r.name,
  rows: r.rows,
  since: r.since,
  until: r.until,
})
