import type { HolderShare } from '#shared/energy/holders.ts'
import { QUARTERS_PER_DAY } from '#shared/energy/series/quarters.ts'
import type { RollItem } from '#shared/energy/series/rollItems.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { EnergyPlaces, PlaceKind } from '../live/placeRows.ts'
import type { EnergyStore } from '../quarters/quarterRows.ts'
import type { EnergyBook } from '../quarters/book.ts'
import {
  addLine,
  buildingLines,
  noLine,
  rowOf,
  type ItemLine,
  type MeterQuarters,
} from '../quarters/lines.ts'
import { COLUMNS, columnOf, shareOf, type RosterMeter } from '../live/roster.ts'

/** What is asked about: a place or one meter, and the item. */
interface Wanted {
  readonly kind: PlaceKind | 'meter'
  readonly id: string
  readonly item: RollItem
}

export interface PlaceLinesDeps {
  readonly book: EnergyBook
  readonly store: Pick<EnergyStore, 'rows' | 'shares'>
  readonly places: Pick<EnergyPlaces, 'lines'>
  readonly countiesOf: (region: string) => readonly string[]
}

const ALL_MEASURED = 'm'.repeat(QUARTERS_PER_DAY)
export const NO_SHARES: readonly HolderShare[] = [{ holder: 'common', share: 1 }]
type QuartersOf = (meter: RosterMeter, day: DayString) => MeterQuarters | null

const heldQuarters = ({ book }: PlaceLinesDeps, meter: RosterMeter, day: DayString): MeterQuarters | null => {
  const sheet = book.held(day)?.sheet
  return sheet && sheet.row(meter.ordinal) >= 0 ? rowOf(sheet, meter.ordinal) : null
}

/** Quarters of these meters: of held days from memory, of others from the database. */
const quartersOf = async (
  deps: PlaceLinesDeps,
  meters: readonly RosterMeter[],
  days: readonly DayString[],
): Promise<QuartersOf> => {
  const { book, store } = deps
  const old = days.filter((day) => !book.held(day))
  const stored =
    old.length === 0
      ? []
      : await store.rows(
          meters.map(({ ordinal }) => ordinal),
          old[0] as DayString,
          old.at(-1) as DayString,
          false,
        )
  const rows = new Map(
    stored.map((row) => [`${row.meter} ${row.day}`, { wh: row.wh, marks: row.marks ?? ALL_MEASURED }]),
  )
  return (meter, day) =>
    book.held(day) ? heldQuarters(deps, meter, day) : (rows.get(`${meter.ordinal} ${day}`) ?? null)
}

const buildingLine = (
  { book }: PlaceLinesDeps,
  building: string,
  item: RollItem,
  day: DayString,
  quarters: QuartersOf,
  shares: readonly HolderShare[],
): ItemLine =>
  buildingLines(book.roster().ofBuilding.get(building) ?? [], (meter) => quarters(meter, day), shares).get(
    item,
  ) ?? noLine()

const meterLine = ({ book }: PlaceLinesDeps, id: string, day: DayString, quarters: QuartersOf): ItemLine => {
  const meter = book.roster().byId.get(id)
  if (!meter) return noLine()
  const alone: RosterMeter = { ...meter, columns: [{ column: columnOf('total'), sign: 1 }] }
  return buildingLines([alone], (m) => quarters(m, day), NO_SHARES).get('total') ?? noLine()
}

const heldRegionLine = (
  { book }: PlaceLinesDeps,
  counties: readonly string[],
  item: RollItem,
  day: DayString,
): ItemLine => {
  const [line, held, roster] = [noLine(), book.held(day), book.roster()]
  const column = columnOf(item)
  for (const code of counties) {
    const county = roster.countyIndex.get(code)
    if (county === undefined || !held) continue
    line.meters += roster.expected[county * COLUMNS + column] ?? 0
    for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
      const { wh, estimated, have } = held.county.cell(county, column, quarter)
      line.wh[quarter] = (line.wh[quarter] as number) + wh
      line.estimated[quarter] = (line.estimated[quarter] as number) + estimated
      line.have[quarter] = (line.have[quarter] as number) + have
    }
  }
  return line
}

const regionLines = async (
  deps: PlaceLinesDeps,
  region: string,
  item: RollItem,
  days: readonly DayString[],
): Promise<Map<DayString, ItemLine>> => {
  const { countiesOf, book, places } = deps
  const counties = countiesOf(region)
  const out = new Map<DayString, ItemLine>()
  for (const day of days) if (book.held(day)) out.set(day, heldRegionLine(deps, counties, item, day))
  const old = days.filter((day) => !book.held(day))
  if (old.length === 0) return out
  for (const row of await places.lines(counties, item, old[0] as DayString, old.at(-1) as DayString)) {
    const line = {
      wh: Float64Array.from(row.wh),
      estimated: Float64Array.from(row.estimated),
      have: Float64Array.from(row.have),
      meters: row.expected,
    }
    out.set(row.day, addLine(out.get(row.day) ?? noLine(), line))
  }
  return out
}

/** Lines of a place by quarter hour. */
const linesOf = async (
  deps: PlaceLinesDeps,
  { kind, id, item }: Wanted,
  days: readonly DayString[],
): Promise<Map<DayString, ItemLine>> => {
  const { book, store } = deps
  if (days.length === 0) return new Map()
  if (kind === 'region') return regionLines(deps, id, item, days)
  const roster = book.roster()
  const buildings = kind === 'building' ? [id] : kind === 'unit' ? (roster.buildingsOfUnit.get(id) ?? []) : []
  const meters =
    kind === 'meter'
      ? [roster.byId.get(id)].filter((meter) => meter !== undefined)
      : buildings.flatMap((building) => roster.ofBuilding.get(building) ?? [])
  const quarters = await quartersOf(deps, meters, days)
  const old = days.find((day) => !book.held(day))
  const then = old === undefined ? roster.shares : await store.shares(old)
  const lineOn = (day: DayString): ItemLine => {
    if (kind === 'meter') return meterLine(deps, id, day, quarters)
    const sum = noLine()
    for (const building of buildings) {
      const shares = (book.held(day) ? roster.shares : then).get(building) ?? NO_SHARES
      addLine(
        sum,
        buildingLine(deps, building, item, day, quarters, shares),
        kind === 'unit' ? shareOf(shares, id) : 1,
      )
    }
    return sum
  }
  return new Map(days.map((day) => [day, lineOn(day)]))
}

/** Quarter hours of meters and places: of held days from memory, of others from the database. */
export const makePlaceLines = (deps: PlaceLinesDeps) => ({
  quartersOf: (meters: readonly RosterMeter[], days: readonly DayString[]) => quartersOf(deps, meters, days),
  linesOf: (wanted: Wanted, days: readonly DayString[]) => linesOf(deps, wanted, days),
})
