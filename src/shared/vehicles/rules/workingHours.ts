import { DAY_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type EpochMs } from '../../kernel/units.ts'
import type { Calendar } from '../../supervision/calendar/calendar.ts'
import { reversedCopy, sortedCopy } from '../../kernel/language/lists.ts'

/** Hours of some days of the year: a span that ends before it begins runs over midnight and belongs to the day on which it begins. */
interface HoursRow {
  /** `MM-DD`, both included; from after to runs over the turn of the year. */
  readonly from: string
  readonly to: string
  /** By the State Council's calendar: a Saturday can be a workday; `holidays` are days off of a 法定节假日, `restdays` other days off. */
  readonly days: 'workdays' | 'restdays' | 'holidays' | 'all'
  readonly spans: readonly { readonly from: string; readonly to: string }[]
}

/** 工作时段表 of a unit, or of a region and all below it. */
export interface HoursTable {
  readonly id: string
  readonly name: string
  readonly region: string
  /** null: every unit of the region that has no table of its own. */
  readonly unit: string | null
  readonly rows: readonly HoursRow[]
  /** Civil days from and to which it is in force; null is open. */
  readonly since: DayString | null
  readonly until: DayString | null
}

/** Which table decided; the default of this system has no region. */
export interface AppliedTable {
  readonly id: string
  readonly name: string
  readonly level: 'unit' | 'region' | 'default'
  readonly region: string | null
}

export interface HoursVerdict {
  readonly within: boolean
  readonly table: AppliedTable
}

/** The working hours of one unit, at any instant. */
export type UnitHours = (at: EpochMs) => HoursVerdict

const WHOLE_DAY = 1440
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockOf = (hour: number): string =>
  `${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`

/** What holds where nobody has published hours: workdays from one hour to another. [D] */
export const defaultHours = ({ from, to }: { readonly from: number; readonly to: number }): HoursTable => ({
  id: '',
  name: '本系统缺省工作时段',
  region: '',
  unit: null,
  since: null,
  until: null,
  rows: [{ from: '01-01', to: '12-31', days: 'workdays', spans: [{ from: clockOf(from), to: clockOf(to) }] }],
})

const kindOf = (day: DayString, calendar: Calendar): HoursRow['days'] =>
  calendar.isWorkday(day) ? 'workdays' : calendar.isHoliday(day) ? 'holidays' : 'restdays'

const isOfDay = ({ from, to, days }: HoursRow, day: DayString, kind: HoursRow['days']): boolean => {
  const date = day.slice(5)
  const inSeason = from <= to ? date >= from && date <= to : date >= from || date <= to
  return inSeason && (days === 'all' || days === kind)
}

/** Whether a minute of a day lies in hours that began on it; negative minutes are not asked. */
const holds = (table: HoursTable, day: DayString, minute: number, calendar: Calendar): boolean => {
  const kind = kindOf(day, calendar)
  return table.rows.some(
    (row) =>
      isOfDay(row, day, kind) &&
      row.spans.some((span) => {
        const [from, to] = [minutesOf(span.from), minutesOf(span.to)]
        return minute >= from && minute < (to <= from ? to + WHOLE_DAY : to)
      }),
  )
}

const isInForce = ({ since, until }: HoursTable, day: DayString): boolean =>
  (since === null || day >= since) && (until === null || day <= until)

/** Whether an instant lies in a table's hours; what began the evening before counts. */
export const isWithinHours = (table: HoursTable, at: EpochMs, calendar: Calendar): boolean => {
  const minute = ((at + CST_OFFSET_MS) % DAY_MS) / MINUTE_MS
  return (
    holds(table, dayOf(at), minute, calendar) ||
    holds(table, dayOf(at - DAY_MS), minute + WHOLE_DAY, calendar)
  )
}

const byNewest = (a: HoursTable, b: HoursTable): number => ((a.since ?? '') < (b.since ?? '') ? 1 : -1)

/**
 * The tables that can decide for a unit, the nearest first: its own, its county's, its city's, its
 * province's; of two at one level the newer.
 */
export const hoursInheritance = (
  tables: readonly HoursTable[],
  unit: string,
  path: readonly string[],
): readonly HoursTable[] => {
  const own = sortedCopy(
    tables.filter((table) => table.unit === unit),
    byNewest,
  )
  const above = reversedCopy(path).flatMap((code) =>
    sortedCopy(
      tables.filter((table) => table.unit === null && table.region === code),
      byNewest,
    ),
  )
  return [...own, ...above]
}

/** 工作时段 of a unit: the nearest table that is in force on the day decides alone; where there is none, the default. */
export const makeUnitHours =
  (inherited: readonly HoursTable[], usual: HoursTable, calendar: Calendar): UnitHours =>
  (at) => {
    const day = dayOf(at)
    const table = inherited.find((one) => isInForce(one, day)) ?? usual
    const level = table === usual ? 'default' : table.unit === null ? 'region' : 'unit'
    return {
      within: isWithinHours(table, at, calendar),
      table: { id: table.id, name: table.name, level, region: table === usual ? null : table.region },
    }
  }
