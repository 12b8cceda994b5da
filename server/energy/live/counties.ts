import { QUARTERS_PER_DAY, isEstimated, isValued, type QuarterMark } from '#shared/energy/series/quarters.ts'
import type { Cell } from '#shared/energy/series/periods.ts'
import type { DayString } from '#shared/kernel/units.ts'
import { COLUMNS, columnOf, type Roster, type RosterMeter } from './roster.ts'
import { NO_VALUE, markOf, type DaySheet } from '../quarters/sheets.ts'

const [TOTAL_HELD, VACANT_COLUMN, COMMON_COLUMN] = [
  columnOf('held'),
  columnOf('vacant'),
  columnOf('common'),
] as const

/** One day's sums of every county by item and quarter hour, kept by adding what changes. Cities and the province are sums of counties. */
export interface CountyDay {
  readonly day: DayString
  /** A meter's quarter changed by so much. */
  add(meter: RosterMeter, quarter: number, wh: number, estimated: number, have: number): void
  cell(county: number, column: number, quarter: number): Omit<Cell, 'expected'>
  /** Sum of a column over its day, Wh. */
  sum(county: number, column: number): number
}

export const makeCountyDay = (day: DayString, counties: number): CountyDay => {
  const size = counties * COLUMNS * QUARTERS_PER_DAY
  const [wh, estimated, have] = [new Float64Array(size), new Float64Array(size), new Int32Array(size)]
  const put = (base: number, column: number, quarter: number, w: number, e: number, h: number): void => {
    const at = base + column * QUARTERS_PER_DAY + quarter
    wh[at] = (wh[at] as number) + w
    estimated[at] = (estimated[at] as number) + e
    have[at] = (have[at] as number) + h
  }
  return {
    day,
    add: (meter, quarter, w, e, h) => {
      const base = meter.county * COLUMNS * QUARTERS_PER_DAY
      const { columns } = meter
      for (let i = 0; i < columns.length; i++) {
        const { column, sign } = columns[i] as (typeof columns)[number]
        if (sign === 1) put(base, column, quarter, w, e, h)
        else
          wh[base + column * QUARTERS_PER_DAY + quarter] =
            (wh[base + column * QUARTERS_PER_DAY + quarter] as number) - w
      }
      if (!meter.whole) return
      const held = 1 - meter.vacant - meter.common
      put(base, TOTAL_HELD, quarter, w * held, e * held, h)
      put(base, VACANT_COLUMN, quarter, w * meter.vacant, e * meter.vacant, h)
      put(base, COMMON_COLUMN, quarter, w * meter.common, e * meter.common, h)
    },
    cell: (county, column, quarter) => {
      const at = (county * COLUMNS + column) * QUARTERS_PER_DAY + quarter
      return { wh: wh[at] as number, estimated: estimated[at] as number, have: have[at] as number }
    },
    sum: (county, column) => {
      let sum = 0
      const from = (county * COLUMNS + column) * QUARTERS_PER_DAY
      for (let i = from; i < from + QUARTERS_PER_DAY; i++) sum += wh[i] as number
      return sum
    },
  }
}

/** What a quarter adds to sums: its value, how much of it was reckoned, whether it has one. */
export const weightOf = (wh: number, mark: string): { wh: number; estimated: number; have: number } => {
  const value = wh === NO_VALUE ? 0 : wh
  const known = mark as QuarterMark
  return { wh: value, estimated: isEstimated(known) ? value : 0, have: isValued(known) ? 1 : 0 }
}

/** A day's county sums made anew from all its meters. */
export const sumCounties = (sheet: DaySheet, roster: Roster): CountyDay => {
  const made = makeCountyDay(sheet.day, roster.counties.length)
  const [values, marks] = [sheet.values(), sheet.marks()]
  for (let row = 0; row < sheet.meters.length; row++) {
    const meter = roster.meters[sheet.meters[row] as number]
    if (!meter) continue
    for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
      const cell = row * QUARTERS_PER_DAY + quarter
      const value = values[cell] as number
      if (value === NO_VALUE) continue
      const { wh, estimated, have } = weightOf(value, markOf(marks[cell] as number))
      made.add(meter, quarter, wh, estimated, have)
    }
  }
  return made
}
