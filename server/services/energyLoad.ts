import type { MeterItem } from '#shared/protocol/platform.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import { QUARTERS_PER_DAY } from '#shared/energy/quarters.ts'
import type { DayString, EpochMs } from '#shared/units.ts'

interface RegionLoad {
  today: Float64Array
  yesterday: Float64Array
  nowKw: number
  todayKwh: number
  reporting: number
  items: Map<MeterItem, number>
}

/** Sums by region, kept by adding what changes: a province's curve is never summed again over its meters. */
export interface LoadTable {
  readonly of: (region: string) => Readonly<RegionLoad>
  /** kWh that came into a quarter of today or yesterday; other days are not kept here. */
  addWhole(county: string, day: DayString, quarter: number, kwh: number): void
  addItem(county: string, day: DayString, item: MeterItem, kwh: number): void
  addNow(county: string, kw: number, reporting: number): void
  /** Turns the page at midnight: today becomes yesterday. */
  turn(today: DayString, yesterday: DayString): void
  clear(): void
  /** Points of the regions that changed since the last call. */
  takeChanged(now: EpochMs): LoadPoint[]
}

const empty = (): RegionLoad => ({ today: new Float64Array(QUARTERS_PER_DAY), yesterday: new Float64Array(QUARTERS_PER_DAY), nowKw: 0, todayKwh: 0, reporting: 0, items: new Map() })

/** `pathOf` gives a county with all that lie above it. */
export const makeLoadTable = (pathOf: (county: string) => readonly string[], days: { today: DayString; yesterday: DayString }): LoadTable => {
  const regions = new Map<string, RegionLoad>()
  const changed = new Set<string>()
  let { today, yesterday } = days

  const at = (region: string): RegionLoad => {
    let load = regions.get(region)
    if (!load) regions.set(region, (load = empty()))
    return load
  }
  const each = (county: string, change: (load: RegionLoad) => void): void => {
    for (const region of pathOf(county)) {
      change(at(region))
      changed.add(region)
    }
  }

  return {
    of: at,
    addWhole: (county, day, quarter, kwh) => {
      if (day !== today && day !== yesterday) return
      each(county, (load) => {
        const curve = day === today ? load.today : load.yesterday
        curve[quarter] = (curve[quarter] as number) + kwh
        if (day === today) load.todayKwh += kwh
      })
    },
    addItem: (county, day, item, kwh) => {
      if (day === today) each(county, (load) => load.items.set(item, (load.items.get(item) ?? 0) + kwh))
    },
    addNow: (county, kw, reporting) =>
      each(county, (load) => {
        load.nowKw += kw
        load.reporting += reporting
      }),
    turn: (nextToday, nextYesterday) => {
      const follows = nextYesterday === today
      today = nextToday
      yesterday = nextYesterday
      for (const [region, load] of regions) {
        load.yesterday = follows ? load.today : new Float64Array(QUARTERS_PER_DAY)
        load.today = new Float64Array(QUARTERS_PER_DAY)
        load.todayKwh = 0
        load.items = new Map()
        changed.add(region)
      }
    },
    clear: () => regions.clear(),
    takeChanged: (now) => {
      const points = [...changed].map((region) => {
        const load = at(region)
        return { region, at: now, kw: Math.round(load.nowKw * 10) / 10, todayKwh: Math.round(load.todayKwh * 10) / 10, buildingsReporting: load.reporting }
      })
      changed.clear()
      return points
    },
  }
}
