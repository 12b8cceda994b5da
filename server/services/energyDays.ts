import { QUARTERS_PER_DAY, type QuarterMark } from '#shared/energy/quarters.ts'
import type { DayString } from '#shared/units.ts'
import type { MeterDay } from '../repositories/meterDays.ts'

/**
 * Meter days held in memory, one sheet of columns a civil day and one row a meter: 79,000 meters take some 45 MB a day
 * where arrays of numbers took 220. kWh as the database keeps them, 32-bit floats; NaN is no value.
 */
export interface MeterSheets {
  has(meter: string, day: DayString): boolean
  /** A copy to work on; null when the day is not held. */
  read(meter: string, day: DayString): { values: (number | null)[]; marks: QuarterMark[] } | null
  keep(day: MeterDay): void
  /** Lets go of the days that are not among these, and holds no other from now on. */
  keepOnly(days: readonly DayString[]): void
}

interface Sheet {
  readonly rows: Map<string, number>
  values: Float32Array
  marks: Uint8Array
}

const FIRST_ROWS = 1024
const makeColumns = (rows: number): Pick<Sheet, 'values' | 'marks'> => ({ values: new Float32Array(rows * QUARTERS_PER_DAY), marks: new Uint8Array(rows * QUARTERS_PER_DAY) })

const rowOf = (sheet: Sheet, meter: string): number => {
  const known = sheet.rows.get(meter)
  if (known !== undefined) return known
  const row = sheet.rows.size
  if ((row + 1) * QUARTERS_PER_DAY > sheet.values.length) {
    const next = makeColumns(row * 2)
    next.values.set(sheet.values)
    next.marks.set(sheet.marks)
    Object.assign(sheet, next)
  }
  sheet.rows.set(meter, row)
  return row
}

export const makeMeterSheets = (): MeterSheets => {
  const sheets = new Map<DayString, Sheet>()
  let held: ReadonlySet<DayString> | null = null
  return {
    has: (meter, day) => sheets.get(day)?.rows.has(meter) ?? false,
    read: (meter, day) => {
      const sheet = sheets.get(day)
      const row = sheet?.rows.get(meter)
      if (!sheet || row === undefined) return null
      const from = row * QUARTERS_PER_DAY
      return {
        values: Array.from(sheet.values.subarray(from, from + QUARTERS_PER_DAY), (value) => (Number.isNaN(value) ? null : value)),
        marks: Array.from(sheet.marks.subarray(from, from + QUARTERS_PER_DAY), (code) => String.fromCharCode(code) as QuarterMark),
      }
    },
    keep: ({ meter, day, values, marks }) => {
      if (held !== null && !held.has(day)) return
      const sheet = sheets.get(day) ?? { rows: new Map<string, number>(), ...makeColumns(FIRST_ROWS) }
      sheets.set(day, sheet)
      const from = rowOf(sheet, meter) * QUARTERS_PER_DAY
      for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter++) {
        sheet.values[from + quarter] = values[quarter] ?? Number.NaN
        sheet.marks[from + quarter] = marks.charCodeAt(quarter)
      }
    },
    keepOnly: (days) => {
      held = new Set(days)
      for (const day of sheets.keys()) if (!held.has(day)) sheets.delete(day)
    },
  }
}
