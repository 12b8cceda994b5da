import { measuresToArray, zeroMeasures } from '#shared/indices/measures.ts'
import type { CompoundRow, MeasureDay, PlaceView, RegionRow } from '#shared/protocol/http.ts'

const NOTHING: readonly number[] = measuresToArray(zeroMeasures())

/**
 * The ledger's roll-ups of a past day laid over the places of today: names, borders and children are today's, figures
 * that day's; what was not kept counts nothing. Each laid-over row is made once.
 */
export const makeLedgerPast = (day: MeasureDay) => {
  const measures = new Map(day.rows.map((row) => [row.id, row.measures]))
  const made = new WeakMap<object, object>()
  const over = <T extends { readonly id: string; measures: number[] }>(row: T): T => {
    const known = made.get(row) as T | undefined
    if (known) return known
    const laid = { ...row, measures: [...(measures.get(row.id) ?? NOTHING)] }
    made.set(row, laid)
    return laid
  }
  return {
    asOf: day.asOf,
    has: (id: string): boolean => measures.has(id),
    region: (row: RegionRow): RegionRow => over(row),
    compound: (row: CompoundRow): CompoundRow => over(row),
    view: (view: PlaceView): PlaceView => {
      const known = made.get(view) as PlaceView | undefined
      if (known) return known
      const laid: PlaceView = {
        ...view,
        measures: [...(measures.get(view.id) ?? NOTHING)],
        children: view.children.map(over),
        asOf: day.asOf,
      }
      made.set(view, laid)
      return laid
    },
  }
}
export type LedgerPast = ReturnType<typeof makeLedgerPast>
