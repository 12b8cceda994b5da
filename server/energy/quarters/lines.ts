import { COMMON, VACANT, type HolderShare } from '#shared/energy/holders.ts'
import { noCell, type Cell } from '#shared/energy/series/periods.ts'
import { QUARTERS_PER_DAY } from '#shared/energy/series/quarters.ts'
import { ROLL_ITEMS, type HolderItem, type RollItem } from '#shared/energy/series/rollItems.ts'
import { weightOf } from '../live/counties.ts'
import type { DayString } from '#shared/kernel/units.ts'
import { shareOf, type RosterMeter } from '../live/roster.ts'
import { NO_VALUE, type DaySheet } from './sheets.ts'

/** One item of one place over one day. `meters`: how many stand behind it. */
export interface ItemLine {
  readonly wh: Float64Array
  readonly estimated: Float64Array
  readonly have: Float64Array
  meters: number
}
export interface MeterQuarters {
  readonly wh: readonly (number | null)[]
  readonly marks: string
}

export const noLine = (): ItemLine => ({
  wh: new Float64Array(QUARTERS_PER_DAY),
  estimated: new Float64Array(QUARTERS_PER_DAY),
  have: new Float64Array(QUARTERS_PER_DAY),
  meters: 0,
})

/** Adds one line to another, by a share of it where it is a part. Counts of meters are not shared out. */
export const addLine = (sum: ItemLine, line: ItemLine, share = 1): ItemLine => {
  for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
    sum.wh[quarter] = (sum.wh[quarter] as number) + (line.wh[quarter] as number) * share
    sum.estimated[quarter] = (sum.estimated[quarter] as number) + (line.estimated[quarter] as number) * share
    sum.have[quarter] = (sum.have[quarter] as number) + (line.have[quarter] as number)
  }
  sum.meters += line.meters
  return sum
}

const addMeter = (line: ItemLine, quarters: MeterQuarters, sign: 1 | -1): void => {
  for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
    const value = quarters.wh[quarter]
    if (value == null) continue
    const { wh, estimated, have } = weightOf(value ?? NO_VALUE, quarters.marks[quarter] as string)
    line.wh[quarter] = (line.wh[quarter] as number) + sign * wh
    if (sign === -1) continue
    line.estimated[quarter] = (line.estimated[quarter] as number) + estimated
    line.have[quarter] = (line.have[quarter] as number) + have
  }
}

const holderShare = (shares: readonly HolderShare[], item: HolderItem): number => {
  const [vacant, common] = [shareOf(shares, VACANT), shareOf(shares, COMMON)]
  return item === 'vacant' ? vacant : item === 'common' ? common : 1 - vacant - common
}

/** A building's items over one day from its meters; its electricity set down to its holders. */
export const buildingLines = (
  meters: readonly RosterMeter[],
  quartersOf: (meter: RosterMeter) => MeterQuarters | null,
  shares: readonly HolderShare[],
): Map<RollItem, ItemLine> => {
  const lines = new Map<RollItem, ItemLine>()
  const at = (item: RollItem): ItemLine => {
    const known = lines.get(item) ?? noLine()
    lines.set(item, known)
    return known
  }
  for (const meter of meters) {
    const quarters = quartersOf(meter)
    for (const { column, sign } of meter.columns) {
      const line = at(ROLL_ITEMS[column] as RollItem)
      if (sign === 1) line.meters++
      if (quarters) addMeter(line, quarters, sign)
    }
  }
  const total = lines.get('total')
  if (total)
    for (const item of ['held', 'vacant', 'common'] as const)
      addLine(at(item), total, holderShare(shares, item))
  return lines
}

/** Sum of a line over its first quarters. */
export const sumLine = (line: ItemLine, quarters = QUARTERS_PER_DAY): Cell => {
  const sum = noCell()
  for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
    sum.wh += line.wh[quarter] as number
    sum.estimated += line.estimated[quarter] as number
    sum.have += line.have[quarter] as number
  }
  sum.expected = line.meters * quarters
  return sum
}

/** A row of a sheet as the database keeps it. */
export interface KeptRow {
  readonly meter: number
  readonly day: DayString
  readonly wh: (number | null)[]
  readonly marks: string
  readonly sum: number | null
  readonly estimated: number
  readonly have: number
}
export const rowOf = (sheet: DaySheet, meter: number): KeptRow => {
  const from = sheet.row(meter) * QUARTERS_PER_DAY
  const wh = Array.from(sheet.values().subarray(from, from + QUARTERS_PER_DAY), (value) =>
    value === NO_VALUE ? null : value,
  )
  const marks = String.fromCharCode(...sheet.marks().subarray(from, from + QUARTERS_PER_DAY))
  let [sum, estimated, have]: [number | null, number, number] = [null, 0, 0]
  wh.forEach((value, i) => {
    if (value === null) return
    const weight = weightOf(value, marks[i] as string)
    sum = (sum ?? 0) + value
    estimated += weight.estimated
    have += weight.have
  })
  return { meter, day: sheet.day, wh, marks, sum, estimated, have }
}
