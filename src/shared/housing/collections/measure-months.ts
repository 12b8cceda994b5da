import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { countedAfterMonth, happenedMonth, id, regionCode, stamped } from '../../kernel/fields.ts'
import { MEASURES, type Measure } from '../../indices/measures.ts'

/** Sums over a province stay within 2^53. */
const amount = z.number().int().nonnegative().max(1_000_000_000_000)
const amounts = z.object(
  Object.fromEntries(MEASURES.map((name) => [name, amount])) as Record<Measure, typeof amount>,
)

/** What is part of something else, and of what. */
const PARTS = [
  ['officeRooms', 'rooms'],
  ['overRooms', 'officeRooms'],
  ['idleRooms', 'rooms'],
  ['workstationsUsed', 'workstations'],
  ['overAreaDm2', 'officeAreaDm2'],
  ['idleDm2', 'usableDm2'],
  ['certifiedDm2', 'grossDm2'],
  ['fieldsFilled', 'fieldsRequired'],
  ['checksFailed', 'checks'],
  ['recordsFresh', 'records'],
] as const satisfies readonly (readonly [Measure, Measure])[]

/**
 * 月末汇总: what a place's ledger summed up to at the end of a month, by the platform's own count, for months in which this
 * system was not there yet. Of a city and of the province what they have beside the regions below, which is added here: their
 * own organs and vehicles; of all else the whole. Areas are whole dm², heat and cold MJ; energy is that of the twelve whole
 * months before, use of vehicles that of the last whole one. What the platform does not count is 0, the base with it.
 */
const measureMonthSchema = z
  .object({
    place: id,
    /** The region that it lies in, itself where it is one. */
    region: regionCode,
    kind: z.enum(['province', 'city', 'county', 'compound', 'building', 'unit']),
    /** `YYYY-MM`; counted on its last day or later. */
    month: happenedMonth,
    measures: amounts,
    ...stamped,
  })
  .superRefine(({ measures }, at) => {
    for (const [part, whole] of PARTS)
      if (measures[part] > measures[whole])
        at.addIssue({
          code: 'custom',
          path: ['measures', part],
          message: `expected no more than ${whole} has`,
        })
  })
  .superRefine(countedAfterMonth)
export type MeasureMonthRecord = z.infer<typeof measureMonthSchema>

export const measureMonths = collection({
  name: 'measure-months',
  title: { zh: '月末汇总', en: 'roll-ups at the ends of months' },
  schema: measureMonthSchema,
  key: ['place', 'month'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'measure-months': typeof measureMonths
  }
}
