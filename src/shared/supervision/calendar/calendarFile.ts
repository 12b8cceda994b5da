import { z } from 'zod'
import { errorMessage } from '../../kernel/errors.ts'
import { isRealDay } from '../../kernel/text.ts'
import type { DayString } from '../../kernel/units.ts'

const day = z.string().refine(isRealDay, 'expected a day that exists, YYYY-MM-DD')
const yearSchema = z.strictObject({
  /** The notice that it follows. */
  source: z.string().min(1).max(200),
  holidays: z
    .array(z.strictObject({ name: z.string().min(1).max(40), days: z.array(day).min(1).max(31) }))
    .min(1)
    .max(31),
  /** 调休上班: Saturdays and Sundays that are workdays. */
  workdays: z.array(day).max(31),
})
type CalendarYear = z.infer<typeof yearSchema>

/** Days off of 法定节假日, and weekend days that are worked, of the years that a file gives. */
export interface CalendarDays {
  readonly years: ReadonlySet<string>
  readonly holidays: ReadonlySet<DayString>
  readonly workdays: ReadonlySet<DayString>
}
export const NO_DAYS: CalendarDays = { years: new Set(), holidays: new Set(), workdays: new Set() }

const isWeekend = (of: DayString): boolean => [0, 6].includes(new Date(`${of}T00:00:00Z`).getUTCDay())
/** A notice may begin its first holiday in the last days of the year before. */
const isOf = (of: DayString, year: string): boolean =>
  of.startsWith(`${year}-`) || of.startsWith(`${Number(year) - 1}-12-`)

const faultsOf = (year: string, { holidays, workdays }: CalendarYear): string[] => {
  const off = holidays.flatMap(({ days }) => days)
  const strange = [...off, ...workdays]
    .filter((one) => !isOf(one, year))
    .map((one) => `${year}: expected days of ${year} or of the December before; found ${one}`)
  const both = workdays
    .filter((one) => off.includes(one))
    .map((one) => `${year}.workdays: expected no day that is a holiday too; found ${one}`)
  const usual = workdays
    .filter((one) => !isWeekend(one))
    .map((one) => `${year}.workdays: expected Saturdays and Sundays alone; found ${one}`)
  return [
    ...strange,
    ...both,
    ...usual,
    ...(off.includes(`${year}-01-01`) ? [] : [`${year}.holidays: expected ${year}-01-01 (元旦) among them`]),
  ]
}

/** The years of a calendar file that are sound, and what is wrong with the others: which year and field, what was expected. */
export const readCalendarFile = (
  text: string,
): { readonly days: CalendarDays; readonly faults: readonly string[] } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { days: NO_DAYS, faults: [`expected JSON; ${errorMessage(error)}`] }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { days: NO_DAYS, faults: ['expected an object of years'] }
  const faults: string[] = []
  const days = { years: new Set<string>(), holidays: new Set<DayString>(), workdays: new Set<DayString>() }
  for (const [year, given] of Object.entries(value)) {
    const parsed = yearSchema.safeParse(given)
    const found = !/^(20|21)\d\d$/.test(year)
      ? [`${year}: expected a year, YYYY`]
      : parsed.success
        ? faultsOf(year, parsed.data)
        : parsed.error.issues.map(
            ({ path, message }) => `${[year, ...path.map(String)].join('.')}: ${message}`,
          )
    faults.push(...found)
    if (found.length > 0 || !parsed.success) continue
    days.years.add(year)
    for (const one of parsed.data.holidays.flatMap((holiday) => holiday.days)) days.holidays.add(one)
    for (const one of parsed.data.workdays) days.workdays.add(one)
  }
  return { days, faults }
}
