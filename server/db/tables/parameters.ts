import type { JSONColumnType } from 'kysely'
import type { ParameterValue } from '#shared/standards/parameter.ts'

/** One revision of a parameter; `value` is as shown, null is the default. */
interface ParameterVersionsTable {
  key: string
  version: number
  value: JSONColumnType<ParameterValue> | null
  effective_from: string
  reason: string
  basis: string | null
  account: string
  role: string
  at: number
}

export interface ParameterTables {
  parameter_versions: ParameterVersionsTable
}
