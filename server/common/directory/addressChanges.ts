import type { LedgerChange } from '#shared/protocol/events.ts'
import type { Belonging } from './directoryRows.ts'

/** A changed place with the region and unit it belongs to; regions are their own. */
export interface AddressedChange {
  readonly item: LedgerChange
  readonly region: string | null
  readonly unit: string | null
}

/** Finds where changed places belong: a screen hears of a place only when it lies in its region. */
export const addressChanges = async (
  changes: readonly LedgerChange[],
  belonging: (ids: readonly string[]) => Promise<Belonging[]>,
): Promise<AddressedChange[]> => {
  const places = changes.filter(({ kind }) => kind !== 'region')
  const known = new Map(
    (places.length > 0 ? await belonging(places.map(({ id }) => id)) : []).map((row) => [row.id, row]),
  )
  return changes.flatMap((item) => {
    if (item.kind === 'region') return [{ item, region: item.id, unit: null }]
    const row = known.get(item.id)
    return row ? [{ item, region: row.region, unit: row.unit }] : []
  })
}
