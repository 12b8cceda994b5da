import { COMMON, VACANT, type HolderShare } from '#shared/energy/holders.ts'
import { noCell, type Cell } from '#shared/energy/series/periods.ts'
import { METERED_ITEMS, type RollItem } from '#shared/energy/series/rollItems.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { CountyLine, EnergyPlaces, MonthRow, PlaceDay } from '../live/placeRows.ts'
import type { EnergyStore, Transaction } from './quarterRows.ts'
import { addLine, buildingLines, noLine, rowOf, sumLine, type ItemLine, type MeterQuarters } from './lines.ts'
import { shareOf, type Roster, type RosterMeter } from '../live/roster.ts'
import type { DaySheet } from './sheets.ts'

/** Writes the roll-ups of finished days: county lines by quarter, day sums by month of counties, buildings and units. Doing it twice comes to the same. */
export interface EnergyCloser {
  /** The named counties of a day, or all; from the sheet, or where there is none from the database. */
  close(day: DayString, counties: Iterable<number> | 'all', sheet?: DaySheet): Promise<void>
}

const ALL_MEASURED = 'm'.repeat(96)

interface CloserDeps {
  readonly store: EnergyStore
  readonly places: EnergyPlaces
  readonly roster: () => Roster
}

const quartersFrom = async (
  { store }: CloserDeps,
  day: DayString,
  meters: readonly RosterMeter[],
  sheet: DaySheet | undefined,
): Promise<(meter: RosterMeter) => MeterQuarters | null> => {
  if (sheet) return ({ ordinal }) => (sheet.row(ordinal) < 0 ? null : rowOf(sheet, ordinal))
  const rows = new Map(
    (
      await store.rows(
        meters.map(({ ordinal }) => ordinal),
        day,
        day,
        false,
      )
    ).map((row) => [row.meter, row]),
  )
  return ({ ordinal }) => {
    const row = rows.get(ordinal)
    return row ? { wh: row.wh, marks: row.marks ?? ALL_MEASURED } : null
  }
}

const closeCounty = async (
  deps: CloserDeps,
  trx: Transaction,
  day: DayString,
  county: string,
  buildings: readonly (readonly [string, readonly RosterMeter[]])[],
  quartersOf: (meter: RosterMeter) => MeterQuarters | null,
  shares: ReadonlyMap<string, readonly HolderShare[]>,
): Promise<void> => {
  const { places } = deps
  const sums = new Map<RollItem, ItemLine>()
  const days: PlaceDay[] = []
  for (const [building, meters] of buildings) {
    for (const [item, line] of buildingLines(
      meters,
      quartersOf,
      shares.get(building) ?? [{ holder: COMMON, share: 1 }],
    )) {
      days.push({ kind: 'building', place: building, item, ...sumLine(line) })
      const sum = sums.get(item) ?? noLine()
      sums.set(item, addLine(sum, line))
    }
  }
  const lines = [...sums].map(([item, line]): CountyLine => ({
    place: county,
    day,
    item,
    wh: [...line.wh],
    estimated: [...line.estimated],
    have: [...line.have],
    expected: line.meters,
  }))
  for (const [item, line] of sums) days.push({ kind: 'region', place: county, item, ...sumLine(line) })
  await places.setLines(trx, lines)
  await places.setDay(trx, day, days)
  await closeUnits(
    deps,
    trx,
    day,
    buildings.map(([building]) => building),
    shares,
  )
}

/** Units are sums over the buildings' days that stand in the database, each by the unit's share of it. */
const closeUnits = async (
  { places }: CloserDeps,
  trx: Transaction,
  day: DayString,
  buildings: readonly string[],
  shares: ReadonlyMap<string, readonly HolderShare[]>,
): Promise<void> => {
  const holdsIn = buildingsByUnit(shares)
  const units = new Set(
    buildings
      .flatMap((building) => (shares.get(building) ?? []).map(({ holder }) => holder))
      .filter((holder) => holder !== VACANT && holder !== COMMON),
  )
  const all = [...new Set([...units].flatMap((unit) => holdsIn.get(unit) ?? []))]
  const month = day.slice(0, 7)
  const rows = Map.groupBy(
    await places.months('building', all, METERED_ITEMS, month, month, trx),
    ({ place }) => place,
  )
  const out: PlaceDay[] = []
  for (const unit of units) {
    const sums = new Map<RollItem, Cell>()
    for (const building of holdsIn.get(unit) ?? []) {
      const share = shareOf(shares.get(building), unit)
      for (const row of rows.get(building) ?? []) addShare(sums, row, Number(day.slice(8)) - 1, share)
    }
    for (const [item, sum] of sums) out.push({ kind: 'unit', place: unit, item, ...sum })
  }
  await places.setDay(trx, day, out)
}

const closeDay = async (
  deps: CloserDeps,
  day: DayString,
  counties: Iterable<number> | 'all',
  sheet?: DaySheet,
): Promise<void> => {
  const { roster, store } = deps
  const now = roster()
  const shares = await store.shares(day)
  const wanted = counties === 'all' ? null : new Set(counties)
  const byCounty = Map.groupBy(now.ofBuilding, ([, meters]) => (meters[0] as RosterMeter).county)
  for (const [county, buildings] of byCounty) {
    if (wanted && !wanted.has(county)) continue
    const quartersOf = await quartersFrom(
      deps,
      day,
      buildings.flatMap(([, meters]) => meters),
      sheet,
    )
    await store.transaction((trx) =>
      closeCounty(deps, trx, day, now.counties[county] as string, buildings, quartersOf, shares),
    )
  }
}

export const makeEnergyCloser = (deps: CloserDeps): EnergyCloser => ({
  close: (day, counties, sheet) => closeDay(deps, day, counties, sheet),
})

const addShare = (sums: Map<RollItem, Cell>, row: MonthRow, index: number, share: number): void => {
  const sum = sums.get(row.item) ?? noCell()
  sums.set(row.item, sum)
  sum.wh += (row.wh[index] as number) * share
  sum.estimated += (row.estimated[index] as number) * share
  sum.have += row.have[index] as number
  sum.expected += row.expected[index] as number
}

const buildingsByUnit = (shares: ReadonlyMap<string, readonly HolderShare[]>): Map<string, string[]> => {
  const out = new Map<string, string[]>()
  for (const [building, list] of shares) {
    for (const { holder } of list) {
      if (holder === VACANT || holder === COMMON) continue
      const known = out.get(holder) ?? []
      known.push(building)
      out.set(holder, known)
    }
  }
  return out
}
