import type { LedgerChange } from '#shared/protocol/events.ts'
import type { CompoundRow, Interior, PlaceView, RegionRow } from '#shared/protocol/http.ts'

type Measured = { measures: number[] }
type Changes = ReadonlyMap<string, LedgerChange>

/** What this screen holds of the ledger. */
export interface LedgerHeld {
  readonly regions: ReadonlyMap<string, RegionRow>
  readonly views: Iterable<PlaceView>
  readonly compounds: Iterable<readonly CompoundRow[]>
  readonly interiors: Iterable<Interior>
}

const writeInto = (row: Measured | undefined, change: LedgerChange | undefined): void => {
  if (row && change) row.measures = [...change.measures]
}

const patchView = (view: PlaceView, changes: Changes): void => {
  const own = changes.get(view.id)
  writeInto(view, own)
  if (own) view.asOf = own.at
  for (const child of view.children) writeInto(child, changes.get(child.id))
}

/** Writes changes in place, everywhere the place is shown. */
export const writeChanges = (held: LedgerHeld, changes: Changes): void => {
  for (const [id, change] of changes) writeInto(held.regions.get(id), change)
  for (const view of held.views) patchView(view, changes)
  for (const rows of held.compounds) for (const row of rows) writeInto(row, changes.get(row.id))
  for (const { floors } of held.interiors) for (const floor of floors) writeInto(floor, changes.get(floor.id))
}
