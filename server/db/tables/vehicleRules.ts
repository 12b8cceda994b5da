import type { JSONColumnType } from 'kysely'
import type { RoadLimitRecord, WorkingHoursRecord } from '#shared/protocol/platform.ts'
import type { ProvenanceColumns } from './columns.ts'

interface RoadLimitsTable extends ProvenanceColumns {
  id: string
  region: string
  name: string
  class: RoadLimitRecord['class']
  path: JSONColumnType<RoadLimitRecord['path']>
  width_m: number | null
  one_way: boolean
  limit_kmh: number | null
  limit_other_kmh: number | null
}

interface WorkingHoursTable extends ProvenanceColumns {
  id: string
  region: string
  unit: string | null
  name: string
  rows: JSONColumnType<WorkingHoursRecord['rows']>
  since: string | null
  until: string | null
}

export interface VehicleRulesTables {
  road_limits: RoadLimitsTable
  working_hours: WorkingHoursTable
}
