import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { HolderShare } from '#shared/energy/holders.ts'
import { COMMON, VACANT } from '#shared/energy/holders.ts'
import { METER_LIMITS, ceilingOf, type MeterChange, type MeterRule } from '#shared/energy/series/registers.ts'
import { ROLL_ITEMS, contributionsOf, type RollItem } from '#shared/energy/series/rollItems.ts'
import { QUARTER_MS } from '#shared/energy/series/quarters.ts'
import type { MeterItem } from '#shared/protocol/platform.ts'

/** A meter as the ledger knows it, with its number. */
export interface RosterRow {
  readonly ordinal: number
  readonly id: string
  readonly building: string
  readonly county: string
  readonly item: MeterItem
  readonly ratedKw: number
  readonly ratio: number
  readonly digits: number | null
  /** 换表记录: kWh as the registers showed them, without ratio. */
  readonly changes: readonly { readonly at: number; readonly last: number; readonly first: number }[]
}

export interface RosterMeter {
  readonly ordinal: number
  readonly id: string
  readonly building: string
  readonly county: number
  readonly item: MeterItem
  readonly ratio: number
  readonly rule: MeterRule
  /** Highest plausible use of a quarter hour, Wh; without changes on record the short way may be taken. */
  readonly ceiling: number
  /** Columns of the county's sheet that its energy goes into. */
  readonly columns: readonly { readonly column: number; readonly sign: 1 | -1 }[]
  /** It is one of those that make its building's whole electricity. */
  readonly whole: boolean
  readonly vacant: number
  readonly common: number
}

/** All that the sheets need to know of the meters; replaced as a whole when the registers change. */
export interface Roster {
  /** By ordinal. */
  readonly meters: readonly (RosterMeter | undefined)[]
  readonly byId: ReadonlyMap<string, RosterMeter>
  readonly ofBuilding: ReadonlyMap<string, readonly RosterMeter[]>
  readonly counties: readonly string[]
  readonly countyIndex: ReadonlyMap<string, number>
  readonly shares: ReadonlyMap<string, readonly HolderShare[]>
  readonly buildingsOfUnit: ReadonlyMap<string, readonly string[]>
  /** Meters behind a column of a county: index county × COLUMNS + column. */
  readonly expected: Int32Array
}

export const COLUMNS = ROLL_ITEMS.length
export const columnOf = (item: RollItem): number => ROLL_ITEMS.indexOf(item)
const HELD_COLUMNS = [columnOf('held'), columnOf('vacant'), columnOf('common')]
const NO_SHARES: readonly HolderShare[] = [{ holder: COMMON, share: 1 }]
export const EMPTY_ROSTER: Roster = {
  meters: [],
  byId: new Map(),
  ofBuilding: new Map(),
  counties: [],
  countyIndex: new Map(),
  shares: new Map(),
  buildingsOfUnit: new Map(),
  expected: new Int32Array(0),
}

const milli = (kwh: number, ratio: number): number => Math.round(kwh * ratio * 1000)
const ruleOf = ({ ratedKw, ratio, digits, changes }: RosterRow): MeterRule => ({
  ratedW: ratedKw * 1000,
  width: digits === null ? 0 : milli(10 ** digits, ratio),
  changes: changes.map(({ at, last, first }): MeterChange => ({
    at,
    total: milli(last, ratio),
    first: milli(first, ratio),
  })),
})

export const shareOf = (shares: readonly HolderShare[] | undefined, holder: string): number =>
  (shares ?? NO_SHARES).find((share) => share.holder === holder)?.share ?? 0

const meterOf = (
  row: RosterRow,
  metered: ReadonlySet<MeterItem>,
  county: number,
  shares: readonly HolderShare[] | undefined,
): RosterMeter => {
  const columns = contributionsOf(row.item, metered).map(({ item, sign }) => ({
    column: columnOf(item),
    sign,
  }))
  const rule = ruleOf(row)
  return {
    ordinal: row.ordinal,
    id: row.id,
    building: row.building,
    county,
    item: row.item,
    ratio: row.ratio,
    rule,
    ceiling: rule.changes.length > 0 ? 0 : Math.min(ceilingOf(rule, QUARTER_MS), METER_LIMITS.quarterMost),
    columns,
    whole: columns.some(({ column, sign }) => column === columnOf('total') && sign === 1),
    vacant: shareOf(shares, VACANT),
    common: shareOf(shares, COMMON),
  }
}

export const makeRoster = (
  rows: readonly RosterRow[],
  shares: ReadonlyMap<string, readonly HolderShare[]>,
): Roster => {
  const counties = [...new Set(rows.map(({ county }) => county))].sort()
  const countyIndex = new Map(counties.map((county, i) => [county, i]))
  const byBuilding = Map.groupBy(rows, ({ building }) => building)
  const meters: (RosterMeter | undefined)[] = []
  const ofBuilding = new Map<string, RosterMeter[]>()
  const expected = new Int32Array(counties.length * COLUMNS)
  for (const [building, own] of byBuilding) {
    const metered = new Set(own.map(({ item }) => item))
    const made = own.map((row) =>
      meterOf(row, metered, countyIndex.get(row.county) as number, shares.get(building)),
    )
    ofBuilding.set(building, made)
    for (const meter of made) {
      meters[meter.ordinal] = meter
      const add = (column: number): void => void (expected[meter.county * COLUMNS + column]! += 1)
      for (const { column, sign } of meter.columns) if (sign === 1) add(column)
      if (meter.whole) HELD_COLUMNS.forEach(add)
    }
  }
  const buildingsOfUnit = new Map<string, string[]>()
  for (const [building, list] of shares)
    for (const { holder } of list)
      if (holder !== VACANT && holder !== COMMON)
        buildingsOfUnit.set(holder, [...(buildingsOfUnit.get(holder) ?? []), building])
  return {
    meters,
    byId: new Map(meters.flatMap((meter) => (meter ? [[meter.id, meter]] : []))),
    ofBuilding,
    counties,
    countyIndex,
    shares,
    buildingsOfUnit,
    expected,
  }
}

/** A reading older than this is turned away: its registers are no longer kept. */
export const OLDEST_MS = 35 * DAY_MS
export const SPREAD_MS = METER_LIMITS.spreadMs
