import type { Measures } from '#shared/indices/measures.ts'
import type { RateOf } from '#shared/kernel/rate.ts'

export interface RealtyRow {
  readonly id: string
  readonly name: string
  readonly buildings: number
  readonly plans: number
  readonly rooms: number
  /** m². */
  readonly gross: number
  readonly usable: number
  readonly missing: number
  /** m² with a certificate of all. */
  readonly certified: RateOf
  readonly people: number
}

/** 房地产概况: one line a place, from its measures alone. */
export const realtyRow = (id: string, name: string, m: Measures): RealtyRow => ({
  id,
  name,
  buildings: m.buildings,
  plans: m.plans,
  rooms: m.rooms,
  gross: m.grossDm2 / 100,
  usable: m.usableDm2 / 100,
  missing: (m.grossDm2 - m.certifiedDm2) / 100,
  certified: { part: m.certifiedDm2 / 100, base: m.grossDm2 / 100 },
  people: m.people,
})
