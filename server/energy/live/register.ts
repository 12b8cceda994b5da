import { holderOf, sharesOf, type HolderShare } from '#shared/energy/holders.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { EnergyStore, HeldArea } from '../quarters/quarterRows.ts'
import { makeRoster, type Roster } from './roster.ts'

const sharesFrom = (areas: readonly HeldArea[]): Map<string, HolderShare[]> => {
  const byBuilding = new Map<string, Map<string, number>>()
  for (const area of areas) {
    const sums = byBuilding.get(area.building) ?? new Map<string, number>()
    byBuilding.set(area.building, sums)
    const holder = holderOf(area)
    sums.set(holder, (sums.get(holder) ?? 0) + area.usableDm2)
  }
  return new Map([...byBuilding].map(([building, sums]) => [building, sharesOf(sums)]))
}

/** Meters and holders as the ledger has them now; shares that changed are kept with the day since which they hold. */
export const readRoster = async (
  store: EnergyStore,
  known: ReadonlyMap<string, readonly HolderShare[]>,
  today: DayString,
): Promise<Roster> => {
  const rows = await store.roster()
  const shares = sharesFrom(await store.areas())
  const before = known.size > 0 ? known : await store.shares('9999-12-31')
  const changed = [...shares].filter(([building, list]) => !sameShares(before.get(building), list))
  if (changed.length > 0) await store.addShares(today, changed)
  return makeRoster(rows, shares)
}

const sameShares = (a: readonly HolderShare[] | undefined, b: readonly HolderShare[]): boolean =>
  a?.length === b.length &&
  a.every(({ holder, share }, i) => b[i]?.holder === holder && Math.abs((b[i]?.share ?? 0) - share) < 1e-12)
