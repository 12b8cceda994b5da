import { METER_ITEMS, type MeterItem } from '#shared/protocol/platform.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import { QUARTERS_PER_DAY, addDays } from '#shared/energy/series/quarters.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { EnergyBook } from '../quarters/book.ts'
import { COLUMNS, columnOf } from './roster.ts'

/** A day by quarter hour: kWh, and how many meters had a value, of how many. */
export interface DayCurve {
  readonly kwh: Float64Array
  readonly have: Float64Array
  readonly expected: number
}
interface RegionLoad {
  readonly today: DayCurve
  readonly yesterday: DayCurve
  readonly nowKw: number
  readonly todayKwh: number
  readonly reporting: number
  /** Today's kWh (m³) by item; `total` is the whole electricity. */
  readonly items: ReadonlyMap<MeterItem, number>
}

/** Regions as sums over their counties: power as it changes, energy from the sheets. */
export interface LoadTable {
  readonly of: (region: string) => RegionLoad
  addNow(county: string, kw: number, reporting: number): void
  /** Energy came into a county. */
  touch(county: string): void
  clear(): void
  /** Points of the regions that changed since the last call. */
  takeChanged(now: EpochMs): LoadPoint[]
}

export interface LoadDeps {
  readonly book: EnergyBook
  readonly clock: () => EpochMs
  /** A county with all that lie above it. */
  readonly pathOf: (county: string) => readonly string[]
  readonly countiesOf: (region: string) => readonly string[]
}

const tenth = (value: number): number => Math.round(value * 10) / 10

const indicesOf = ({ countiesOf, book }: LoadDeps, region: string): number[] =>
  countiesOf(region).flatMap((county) => book.roster().countyIndex.get(county) ?? [])

const curve = ({ book }: LoadDeps, counties: readonly number[], day: DayString): DayCurve => {
  const [kwh, have, held] = [
    new Float64Array(QUARTERS_PER_DAY),
    new Float64Array(QUARTERS_PER_DAY),
    book.held(day),
  ]
  const expected = counties.reduce(
    (sum, county) => sum + (book.roster().expected[county * COLUMNS + TOTAL] ?? 0),
    0,
  )
  if (!held) return { kwh, have, expected }
  for (const county of counties) {
    for (let q = 0; q < QUARTERS_PER_DAY; q++) {
      const cell = held.county.cell(county, TOTAL, q)
      kwh[q] = (kwh[q] as number) + cell.wh / 1000
      have[q] = (have[q] as number) + cell.have
    }
  }
  return { kwh, have, expected }
}

const sumOf = ({ book, clock }: LoadDeps, counties: readonly number[], column: number): number => {
  const held = book.held(dayOf(clock()))
  return held ? counties.reduce((sum, county) => sum + held.county.sum(county, column), 0) / 1000 : 0
}

export const makeLoadTable = (deps: LoadDeps): LoadTable => {
  const { clock, pathOf } = deps
  const now = new Map<string, { kw: number; reporting: number }>()
  const changed = new Set<string>()

  return {
    of: (region) => {
      const [counties, today] = [indicesOf(deps, region), dayOf(clock())]
      const { kw, reporting } = now.get(region) ?? { kw: 0, reporting: 0 }
      const items = new Map(METER_ITEMS.map((item) => [item, sumOf(deps, counties, columnOf(item))]))
      return {
        today: curve(deps, counties, today),
        yesterday: curve(deps, counties, addDays(today, -1)),
        nowKw: kw,
        todayKwh: items.get('total') ?? 0,
        reporting,
        items,
      }
    },
    addNow: (county, kw, reporting) => {
      for (const region of pathOf(county)) {
        const known = now.get(region) ?? { kw: 0, reporting: 0 }
        now.set(region, {
          kw: known.reporting + reporting === 0 ? 0 : known.kw + kw,
          reporting: known.reporting + reporting,
        })
        changed.add(region)
      }
    },
    touch: (county) => void changed.add(county),
    clear: () => now.clear(),
    takeChanged: (at) => {
      const regions = new Set([...changed].flatMap(pathOf))
      changed.clear()
      return [...regions].map((region) => {
        const { kw, reporting } = now.get(region) ?? { kw: 0, reporting: 0 }
        return {
          region,
          at,
          kw: tenth(kw),
          todayKwh: tenth(sumOf(deps, indicesOf(deps, region), TOTAL)),
          buildingsReporting: reporting,
        }
      })
    },
  }
}

const TOTAL = columnOf('total')
