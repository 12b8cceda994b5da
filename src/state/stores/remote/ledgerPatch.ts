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

interface Named {
  name: string
}
/** The names as they came. */
const own = new WeakMap<object, string>()

const nameRow = (row: Named, nameOf: (name: string) => string): void => {
  const name = own.get(row) ?? row.name
  own.set(row, name)
  row.name = nameOf(name)
}

/** Writes the names of all that is held in place, as the screen's language has them. */
export const writeNames = (held: LedgerHeld, nameOf: (name: string) => string): void => {
  for (const row of held.regions.values()) nameRow(row, nameOf)
  for (const view of held.views)
    for (const row of [view, ...view.path, ...view.children]) nameRow(row, nameOf)
  for (const rows of held.compounds) for (const row of rows) nameRow(row, nameOf)
  for (const interior of held.interiors) nameRow(interior, nameOf)
}
