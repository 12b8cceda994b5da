import type { MeterRule, Register } from '../../../src/shared/energy/series/registers.ts'
import { makeMerge, type Shelf } from '../../../server/energy/quarters/merge.ts'
import { makeDaySheet, markOf, type DaySheet } from '../../../server/energy/quarters/sheets.ts'

export const DAY = '2026-03-10'
export const at = (time: string, day = DAY): number => Date.parse(`${day}T${time}:00+08:00`)
export const register = (time: string, kwh: number, day = DAY): Register => ({
  at: at(time, day),
  total: Math.round(kwh * 1000),
})
export const PLAIN: MeterRule = { ratedW: 0, width: 0, changes: [] }
export const RATED: MeterRule = { ...PLAIN, ratedW: 100_000 }

/** Sheets of some days and one meter, merged as the book does. */
export const shelfOf = (days: readonly string[], rule = RATED) => {
  const sheets = new Map<string, DaySheet>(days.map((day) => [day, makeDaySheet(day, 2)]))
  let sum = 0
  const shelf: Shelf = {
    sheet: (day) => sheets.get(day) ?? null,
    newest: () => null,
    rule: () => rule,
    onCell: (_sheet, _meter, _quarter, before, after) => {
      sum += Math.max(after.wh, 0) - Math.max(before.wh, 0)
    },
    onRow: () => undefined,
  }
  const row = (day: string) => {
    const sheet = sheets.get(day) as DaySheet
    return {
      values: [...sheet.values().subarray(0, 96)].map((value) => Math.max(value, 0)),
      marks: [...sheet.marks().subarray(0, 96)].map(markOf).join(''),
    }
  }
  return { merge: makeMerge(shelf), row, sheets, total: () => sum }
}
export const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, i) => [Math.sin(seed * 99 + i * 7.3), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
