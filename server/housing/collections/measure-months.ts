import { measureMonths } from '#shared/housing/collections/measure-months.ts'
import { measuresToArray } from '#shared/indices/measures.ts'
import { plan } from '../../common/plan.ts'

/** A place that nobody knows yet is no fault: its months stand there when it comes. */
export const measureMonthsPlan = plan({
  of: measureMonths,
  table: 'measure_months',
  fields: { place: 'text', kind: 'text', month: 'text' },
  columns: { measures: ['int8[]', (r) => measuresToArray(r.measures)] },
})
