import { isFuture } from '#shared/kernel/time/age.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { EnergyBook } from '../quarters/book.ts'
import { SILENT_MS, type BuildingTable } from './buildings.ts'
import type { LoadTable } from './load.ts'

export interface PowerDeps {
  readonly book: EnergyBook
  readonly buildings: BuildingTable
  readonly load: LoadTable
  readonly directory: Pick<Directory, 'now'>
  readonly clock: Clock
}

/** A building's power is the sum over the meters that make its whole, as far as they reported lately. */
export const applyPower = ({ book, buildings, load, directory, clock }: PowerDeps, id: string): void => {
  const state = directory.now()
  const ordinal = state.buildingOrdinals.get(id)
  const building = ordinal === undefined ? undefined : state.buildings[ordinal]
  if (ordinal === undefined || !building) return
  const now = clock()
  let [kw, at] = [Number.NaN, 0]
  for (const meter of book.roster().ofBuilding.get(id) ?? []) {
    const newest = meter.whole ? book.newest(meter.ordinal) : null
    if (!newest || now - newest.at > SILENT_MS || isFuture(newest.at, now) || Number.isNaN(newest.kw))
      continue
    kw = (Number.isNaN(kw) ? 0 : kw) + newest.kw
    at = Math.max(at, newest.at)
  }
  if (Number.isNaN(kw)) return
  const change = buildings.setPower(ordinal, kw, at)
  load.addNow(building.county, change.kw, change.reporting)
}

/** Buildings' columns from the sheets: energy of today and the newest power. */
export const refillPower = (deps: PowerDeps, today: DayString): void => {
  const { book, buildings, load, directory } = deps
  load.clear()
  buildings.clearToday()
  buildings.sweep(Number.POSITIVE_INFINITY)
  const { ofBuilding } = book.roster()
  const sheet = book.held(today)?.sheet
  for (const [building, meters] of ofBuilding) {
    const ordinal = directory.now().buildingOrdinals.get(building)
    if (ordinal === undefined) continue
    for (const meter of meters) {
      const row = meter.whole && sheet ? sheet.row(meter.ordinal) : -1
      if (sheet && row >= 0) buildings.addToday(ordinal, sheet.sum(row) / 1000)
    }
    applyPower(deps, building)
  }
}

/** Buildings that fell silent are taken out of the sums. */
export const sweepPower = ({ buildings, load, directory, clock }: PowerDeps): void => {
  for (const { ordinal, kw } of buildings.sweep(clock())) {
    const building = directory.now().buildings[ordinal]
    if (building) load.addNow(building.county, -kw, -1)
  }
}
