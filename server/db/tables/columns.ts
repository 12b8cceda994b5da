import type { JSONColumnType } from 'kysely'

/** Reads of a jsonb column; writes go through bulk statements. */
export type Json<T extends object> = JSONColumnType<T>
export type Points = [number, number][]

/** Where a row came from (`source`, and its id there) and when: changed at the platform, received here; epoch ms. */
export interface ProvenanceColumns {
  source: string
  source_id: string
  updated_at: number
  received_at: number
}
